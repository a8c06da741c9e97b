"""Draft: fields typed together, from one or several records.

The editor, the importer and the questions of a step are all Drafts. `settle` says all that is
wrong or doubtful, without writing; `save` settles and then writes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel.errors import CHANGED, Doubt, Problem, Refused, Unsettled
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref
from partyservice.storage.lookup import alone, name_of, resolve, some
from partyservice.storage.record import Attribute, Record, key_of, links_of, owner
from partyservice.storage.rule import Rule, broken
from partyservice.storage.shown import Of, described_as, linked
from partyservice.storage.steps import told
from partyservice.storage.typed import Typed, take_in, write

Sure = Mapping[str, str]  # key of a doubted field to the reason it is right
STALE = "别人刚改过这条记录，您填的内容都还在。请重新打开后再填一次。"

Take = Callable[[Session, "Draft", Typed, Any], Record]
Find = Callable[[Session, Sequence[Typed]], None]


def put(session: Session, draft: Draft, typed: Typed, record: Record | None) -> Record:
    """Write `typed` to `record` and what it links to; without `record`, make them."""
    links: dict[str, int] = dict(typed.links)
    for link in draft.links:
        kind = linked(link)
        key = typed.links.get(link.key) or (record and getattr(record, link.key))
        other = session.get(kind, key) if key else None
        links[link.key] = write(session, kind, other, typed.of(kind)).id
    return write(session, draft.about, record, typed.of(draft.about) | links)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """`rules` look at what was typed; `take` is the command, `put` if nothing is special.

    `find` marks which stored record each row already is; without it every row is a new one.
    Without a `right` it only shows: nobody may save it.
    """

    about: type[Record]
    fields: tuple[Attribute | Of, ...] = ()
    must: tuple[Attribute | Of, ...] = ()  # may be empty in the table, but not here
    rules: tuple[Rule, ...] = ()
    take: Take = put
    find: Find | None = None
    right: str = ""

    @cached_property
    def known(self) -> tuple[Field, ...]:
        """The Fields, in the order typed."""
        return tuple(
            dataclasses.replace(described_as(shown), needed=True)
            if shown in self.must
            else described_as(shown)
            for shown in self.fields
        )

    @cached_property
    def links(self) -> tuple[Attribute, ...]:
        """The links through which other records are typed."""
        return tuple(dict.fromkeys(f.link for f in self.fields if isinstance(f, Of)))

    @cached_property
    def holders(self) -> Mapping[str, tuple[type[Record], dict[str, str]]]:
        """The records typed, by the name of their link ("" for the record itself).

        Each with the names of its attributes, by the key of the field.
        """
        found: dict[str, tuple[type[Record], dict[str, str]]] = {}
        for shown, known in zip(self.fields, self.known, strict=True):
            if isinstance(shown, Of):
                link, record, name = shown.link.key, linked(shown.link), shown.of.key
            else:
                link, record, name = "", self.about, shown.key
            found.setdefault(link, (record, {}))[1][known.key] = name
        return found

    @cached_property
    def about_people(self) -> bool:
        """Whether a record that is typed, or looked up by what is typed, tells of people."""
        records = (self.about, *(record for record, _ in self.holders.values()))
        return any(record.about_people for record in records)

    @cached_property
    def refs(self) -> tuple[Field, ...]:
        """The Fields in which another record is named."""
        return tuple(field for field in self.known if isinstance(field.kind, Ref))

    def load(self, session: Session, record_id: int) -> Typed:
        """Return what is stored, ready to be shown; a Ref as its name."""
        record = session.get_one(self.about, record_id)
        typed = Typed()
        typed.found = record_id
        typed.links = self._linked(record)
        for link, (kind, names) in self.holders.items():
            holder = session.get_one(kind, typed.links[link]) if link else record
            typed |= {key: getattr(holder, name) for key, name in names.items()}
        for field in self.refs:
            if typed[field.key] is not None:
                typed[field.key] = name_of(session, field, typed[field.key])
        return typed

    def texts(self, session: Session, record_id: int) -> dict[str, str]:
        """Return what is stored as texts to be typed over."""
        typed = self.load(session, record_id)
        return {field.key: field.typed(typed[field.key]) for field in self.known}

    def parse(self, texts: Mapping[str, str]) -> Typed:
        """Return the values of typed texts; its `problems` are all that is wrong with them."""
        typed, given = Typed(), dict(texts)
        for field in self.known:
            if field.rest and not given.get(field.rest, "").strip():
                mine, rest = field.kind.divide(given.get(field.key, "").strip())
                if rest:
                    given |= {field.key: mine, field.rest: rest}
            take_in(typed, field, given.get(field.key, ""), field.parse)
        return typed

    def settle(
        self,
        session: Session,
        rows: Sequence[Typed],
        counts: Mapping[str, Any] | None = None,
        of: int | None = None,
    ) -> list[list[Problem]]:
        """Put keys for names in `rows`; return the problems of each; write nothing.

        `counts` tell how often each value of a `once` field stands in the whole sheet; `of` is
        the record that the only row is about, if that is known already.
        """
        found = [list(row.problems) for row in rows]
        for field in self.refs:
            resolve(session, field, rows, found)
        if of is not None:
            rows[0].found, rows[0].links = of, self._linked(session.get_one(self.about, of))
        elif self.find:
            self._find(session, rows, found)
        for field in self.known:
            if field.once:
                alone(session, field, rows, found, (counts or {}).get(field.key))
        today = session.info["clock"].today()
        for row, problems in zip(rows, found, strict=True):
            self._judge(row, problems, today)
        return found

    def save(
        self,
        session: Session,
        typed: Typed,
        record_id: int | None = None,
        sure: Sure | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> Record:
        """Settle and write; raise Unsettled unless every doubt is answered in `sure`.

        `seen` are the texts typed over: raise Refused if they are no longer what is stored,
        or if the right is missing.
        """
        by = session.info["by"]
        if self.right not in by.rights:
            raise Refused(f"{by.name}没有这项权限，什么也没有改。请由有权限的人员办理。")
        if record_id is not None and seen is not None and self.texts(session, record_id) != seen:
            raise Refused(STALE, rule=CHANGED)
        told(session, rights=(self.right,))
        problems = self.judged(session, typed, record_id)
        record = None if record_id is None else session.get_one(self.about, record_id)
        self.accept(session, problems, sure or {})
        if record is None:  # what is known of the person already is not emptied by a blank box
            typed = self.told_anew(session, typed)
        return self.take(session, self, typed, record)

    def told_anew(self, session: Session, row: Typed, others: Sequence[Typed] = ()) -> Typed:
        """Return what `row` tells that is not stored; what `others` told counts as stored.

        What is left blank tells nothing, nor does a vaguer day that agrees.
        """
        stored = dict(row.stored)
        if not stored and (row.found or row.links):
            stored = self._on_file(session, row)
        for other in others:
            stored |= other
        kinds = {f.key: f.kind for f in self.known} if stored else {}
        told = ((k, v) for k, v in row.items() if v is not None)
        anew = Typed({k: v for k, v in told if k not in stored or not kinds[k].same(stored[k], v)})
        anew.found, anew.links = row.found, row.links
        return anew

    def bring(self, session: Session, rows: Sequence[Typed]) -> None:
        """Read the records that `rows` speak of into the session, in a few statements."""
        wanted: dict[type[Record], set[int]] = {}
        for row in rows:
            if row.found is not None:
                wanted.setdefault(self.about, set()).add(row.found)
            for link in self.links:
                if link.key in row.links:
                    wanted.setdefault(linked(link), set()).add(row.links[link.key])
        # the session itself holds what it read only weakly
        session.info["brought"] = [
            record
            for kind, keys in wanted.items()
            for few in some(keys)
            for record in session.scalars(select(kind).where(kind.id.in_(few)))
        ]

    def judged(self, session: Session, typed: Typed, record_id: int | None = None) -> list[Problem]:
        """Return all that is wrong or doubtful with `typed`, about to be written to a record."""
        if record_id is not None:
            record = session.get_one(self.about, record_id)
            typed.stored = self._stored(session, record)
        (problems,) = self.settle(session, [typed], of=record_id)
        return problems

    def accept(self, session: Session, problems: Iterable[Problem], sure: Sure) -> None:
        """Note the reasons given for doubts in the journal; raise Unsettled for the rest."""
        problems = list(problems)
        left = [p for p in problems if not (isinstance(p, Doubt) and p.field in sure)]
        if left:
            raise Unsettled(left)
        reasons = [sure[problem.field] for problem in problems]
        session.info.setdefault("reasons", []).extend(reasons)

    def _find(
        self, session: Session, rows: Sequence[Typed], found: Sequence[list[Problem]]
    ) -> None:
        """Let `find` mark what the rows already are, and read that for the rules."""
        before = [len(row.problems) for row in rows]
        if self.find:
            self.find(session, rows)
        for row, problems, known in zip(rows, found, before, strict=True):
            problems.extend(row.problems[known:])
        self._tell_stored(session, [row for row in rows if row.found or row.links])

    def _tell_stored(self, session: Session, rows: Sequence[Typed]) -> None:
        """Put what the records of `rows` hold into `stored`, read in a few statements."""
        stored: list[dict[str, Any]] = [{} for _ in rows]
        for link, (record, names) in self.holders.items():
            keys = [row.links.get(link) if link else row.found for row in rows]
            held = _values(session, record, list(names.values()), {*keys} - {None})
            for key, values in zip(keys, stored, strict=True):
                if key is not None:
                    values.update(zip(names, held[key], strict=True))
        for row, values in zip(rows, stored, strict=True):
            row.stored = values

    def _on_file(self, session: Session, row: Typed) -> dict[str, Any]:
        """Return the values of the records that `row` speaks of, by the key of the field."""
        stored: dict[str, Any] = {}
        for link, (record, names) in self.holders.items():
            key = row.links.get(link) if link else row.found
            if key is not None:
                holder = session.get_one(record, key)
                stored |= {key: getattr(holder, name) for key, name in names.items()}
        return stored

    def _linked(self, record: Any) -> dict[str, int]:
        found = {link.key: getattr(record, link.key) for link in self.links}
        return {name: key for name, key in found.items() if key is not None}

    def _stored(self, session: Session, record: Record) -> dict[str, Any]:
        """Return what rules need that is not typed here, from the record and those it links to."""
        holders = {self.about: record}
        for link in links_of(self.about):
            key = getattr(record, link.key)
            if key is not None:
                holders.setdefault(linked(link), session.get_one(linked(link), key))
        stored = {}
        for attribute in {need for rule in self.rules for need in rule.needs}:
            holder = holders.get(owner(attribute))
            stored[key_of(attribute)] = holder and getattr(holder, attribute.key)
        return stored

    def _judge(self, row: Typed, problems: list[Problem], today: Any) -> None:
        """Add what the rules find; of what is on file only what the row changes is judged anew."""
        values, rules = row, self.rules
        if row.stored:
            values = Typed({**row.stored, **row})
            kinds = {field.key: field.kind for field in self.known}
            stored = row.stored.get
            anew = {k for k, v in row.items() if not kinds[k].same(stored(k), v)}
            rules = tuple(rule for rule in rules if not anew.isdisjoint(rule.keys))
        problems += broken(rules, values, {problem.field for problem in problems}, today)


def _values(
    session: Session, record: type[Record], names: Sequence[str], keys: Iterable[Any]
) -> dict[int, Sequence[Any]]:
    """Return the values of the attributes `names` of the records `keys`."""
    wanted = select(record.id, *(getattr(record, name) for name in names))
    return {
        key: values
        for few in some(keys)
        for key, *values in session.execute(wanted.where(record.id.in_(few)))
    }
