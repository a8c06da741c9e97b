"""Listing: what a table, a roster or an export shows."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, func, inspect, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors

from partyservice.kernel.asking import Condition, How
from partyservice.kernel.errors import Refused
from partyservice.kernel.partial import Partial
from partyservice.kernel.progress import Progress, Quiet
from partyservice.storage.columns import Shape
from partyservice.storage.comparing import before, gone_by, holds
from partyservice.storage.record import Attribute, Record, field_of, owner
from partyservice.storage.search import found_by, hits, terms
from partyservice.storage.shown import Derived, Of, Shown, alias_of, aliases_of, linked, sql_of

Row = tuple[Any, ...]
Span = tuple[Partial, Partial]  # from, up to and not including: 2026-10, 2026-11
CAP = 1000  # hits of a search are counted up to this
PART = 1_000  # keys taken from the database at once: meanwhile the window waits
BLOCK = 500  # rows read at once when all are wanted


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows somebody wants to see."""

    today: date
    text: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)  # key of a filter to its value
    conditions: tuple[Condition, ...] = ()  # about any field the listing knows
    columns: tuple[str, ...] = ()  # keys of the fields to read; empty: as the listing says
    during: Span | None = None
    order: str = ""  # key of the shown field to sort by; empty: as the listing says
    down: bool = False


@dataclass(frozen=True, kw_only=True)
class Cases:
    """A filter of named cases, each a condition in SQL; `usual` is the one first shown."""

    key: str
    label: str
    cases: Mapping[str, Any]
    usual: str = ""


Filter = Attribute | Cases


@dataclass(frozen=True, kw_only=True)
class Listing(Shape):
    """Rows of `about`; search finds `search` (a link, or the record itself)."""

    order: tuple[Shown, ...]
    filters: tuple[Filter, ...] = ()
    during: tuple[Attribute, Attribute] | None = None  # the day it began and the day it ended
    where: Any = None  # what is never listed

    @cached_property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The keys and labels of the filters."""
        return tuple(
            (f.key, f.label) if isinstance(f, Cases) else (field_of(f).key, field_of(f).label)
            for f in self.filters
        )

    def first(self, session: Session, wanted: Wanted, count: int = 100) -> Sequence[Row]:
        """Return the first rows, each (id, cell, cell, …); at once even in a long list."""
        if terms(wanted.text):
            ids = self.found(session, wanted, count)
            return self.window(session, ids, wanted.today, wanted.columns)
        shown = self._shown(wanted.columns)
        statement = self._sorted(self._rows(shown), wanted, shown, lead=True).limit(count)
        return self._run(session, statement, wanted)

    def ids(self, session: Session, wanted: Wanted, progress: Progress | None = None) -> array[int]:
        """Return the keys of all rows, in order; `progress` may stop it on the way."""
        told = progress or Quiet()
        if terms(wanted.text):
            return self.found(session, wanted, progress=told)
        statement = self._merged(wanted)
        if statement is None:
            statement = self._sorted(select(self.about.id), wanted)
        found = session.connection().execute(statement, self._named(wanted.today))
        ids = array("q")
        for rows in found.partitions(PART):  # a million rows at once would take 150 MiB
            ids.extend([row[0] for row in rows])
            told.step(len(ids), 0)
        return ids

    def family(self, session: Session, wanted: Wanted, link: Attribute) -> list[Row]:
        """Return the keys of all rows in order, each with that of the row above by `link`."""
        statement = self._sorted(select(self.about.id, link), wanted)
        return [tuple(row) for row in self._run(session, statement, wanted)]

    def window(
        self, session: Session, ids: Sequence[int], today: date, columns: tuple[str, ...] = ()
    ) -> Sequence[Row]:
        """Return the rows of `ids`, in that order; a row that is gone is left out."""
        if not ids:
            return []
        named = {"ids": list(ids), **self._named(today)}
        found = session.connection().execute(self._of_ids(columns), named)
        rows = {row[0]: row for row in found}
        return [rows[key] for key in ids if key in rows]

    def _of_ids(self, columns: tuple[str, ...]) -> Any:
        """Return the statement of `window`: putting it together takes longer than running it."""
        if columns not in self._windows:
            wanted = self.about.id.in_(bindparam("ids", expanding=True))
            shown = self._shown(columns)
            self._windows[columns] = self._joined(self._rows(shown), shown).where(wanted)
        return self._windows[columns]

    @cached_property
    def _windows(self) -> dict[tuple[str, ...], Any]:
        return {}

    def among(self, session: Session, ids: Sequence[int], wanted: Wanted) -> set[int]:
        """Return which of a few `ids` the filters of `wanted` still let through."""
        statement = self.matching(select(self.about.id), wanted).where(self.about.id.in_(ids))
        return {row[0] for row in self._run(session, statement, wanted)}

    def rows(self, session: Session, wanted: Wanted) -> Iterator[Row]:
        """Give all rows in order, a block at a time."""
        ids = self.ids(session, wanted)
        for start in range(0, len(ids), BLOCK):
            block = ids[start : start + BLOCK]
            yield from self.window(session, block, wanted.today, wanted.columns)

    def count(self, session: Session, wanted: Wanted, cap: int = CAP) -> int:
        """Return how many rows there are; a search counts no further than `cap` + 1."""
        if terms(wanted.text):
            return len(self.found(session, wanted, cap + 1))
        statement = self._chosen(select(func.count(self.about.id)), wanted)
        return int(self._run(session, statement, wanted)[0][0])

    def matching(self, statement: Any, wanted: Wanted) -> Any:
        """Return `statement` over the rows `wanted`, with the joins of columns and order."""
        return self._chosen(self._joined(statement, (*self.order, *self.columns)), wanted)

    def _run(self, session: Session, statement: Any, wanted: Wanted) -> Sequence[Row]:
        return session.execute(statement, self._named(wanted.today)).all()

    def found(
        self,
        session: Session,
        wanted: Wanted,
        count: int | None = None,
        progress: Progress | None = None,
    ) -> array[int]:
        """Return the keys of the rows that a search finds (at most `count`), in key order."""
        if not terms(wanted.text):
            return array("q")
        statement, named = self._search(session, wanted)
        kept: dict[int, None] = {}
        told = progress or Quiet()
        # one record may be found by several keys: read on until there are enough different ones
        at_once = BLOCK if count is None else min(BLOCK, 2 * count)
        for rows in session.connection().execute(statement, named).partitions(at_once):
            kept.update(dict.fromkeys(row[0] for row in rows))
            told.step(len(kept), 0)
            if count is not None and len(kept) >= count:
                break
        return array("q", islice(kept, count))

    def _search(self, session: Session, wanted: Wanted) -> tuple[Any, dict[str, str]]:
        """Return the statement of the rows found, in the order of the keys, and its parameters."""
        record, link = self._searched()
        words = terms(wanted.text)
        chosen = wanted.where or wanted.conditions or wanted.during or self.where is not None
        if self.search is None and not chosen:
            return found_by(session, record, words)
        found = hits(session, record, wanted.text).subquery()
        statement = select(self.about.id).select_from(found)
        statement = statement.join(self.about, link == found.c.id)
        return self._chosen(statement, wanted).order_by(found.c.k, found.c.id), {}

    def _sorted(
        self, statement: Any, wanted: Wanted, shown: Sequence[Shown] = (), *, lead: bool = False
    ) -> Any:
        order = self._order(wanted)
        statement = self._chosen(self._joined(statement, (*order, *shown), lead=lead), wanted)
        by = [sql_of(column) for column in order]
        return statement.order_by(by[0].desc() if wanted.down else by[0], *by[1:], self.about.id)

    def _merged(self, wanted: Wanted) -> Any | None:
        """Return the keys in the order of one linked table, read through once; None if not so.

        The rows are looked up among what was taken out before, not each in its own page of an
        encrypted file: a million in 3 s, not in 25.
        """
        order, chosen = self._order(wanted), self._chosen(select(self.about.id), wanted)
        links = {column.link if isinstance(column, Of) else None for column in order}
        link = links.pop()
        if links or link is None or not field_of(link).stored or self._is_narrow(wanted):
            return None
        if any(_table(each) not in (None, self.about.__table__) for each in _parts(chosen)):
            return None  # a filter that looks at other records
        kept = chosen.add_columns(link.label("link")).cte("kept").prefix_with("MATERIALIZED")
        columns = [column for column in order if isinstance(column, Of)]
        other = alias_of(link, owner(columns[0].of))
        by = [sql_of(column) for column in columns]
        statement = select(kept.c.id).select_from(other).join(kept, kept.c.link == other.id + 0)
        return statement.order_by(by[0].desc() if wanted.down else by[0], *by[1:], kept.c.id)

    def _is_narrow(self, wanted: Wanted) -> bool:
        """Say whether an attribute is asked for: an index leads to the few rows that have it."""
        cases = {known.key for known in self.filters if isinstance(known, Cases)}
        return not wanted.where.keys() <= cases

    def _order(self, wanted: Wanted) -> tuple[Shown, ...]:
        chosen = self._by_key.get(wanted.order)
        return (chosen, *self.order) if chosen is not None else self.order

    def _chosen(self, statement: Any, wanted: Wanted) -> Any:
        filters = [self._filtered(key, value) for key, value in wanted.where.items()]
        statement = self._reaching(statement, filters).where(self.about.void_reason.is_(None))
        if self.where is not None:
            statement = statement.where(self.where)
        statement = statement.where(*filters)
        for condition in wanted.conditions:
            statement = statement.where(self._holding(condition))
        if wanted.during:
            statement = statement.where(self._overlaps(wanted.during))
        return statement

    def _reaching(self, statement: Any, filters: Sequence[Any]) -> Any:
        """Join the linked records that `filters` speak of, where it is not done already."""
        spoken = {_table(each) for condition in filters for each in visitors.iterate(condition)}
        there = {
            each for source in statement.get_final_froms() for each in visitors.iterate(source)
        }
        for link, other in aliases_of(self.about):
            table = inspect(other).selectable
            if table in spoken and table not in there:
                outer = not field_of(link).stored
                statement = statement.join(other, other.id == link, isouter=outer)
        return statement

    def _filtered(self, key: str, value: Any) -> Any:
        for known in self.filters:
            if isinstance(known, Cases):
                if known.key == key and value in known.cases:
                    return known.cases[value]
            elif field_of(known).key == key:
                return known.in_(value) if isinstance(value, frozenset) else known == value
        raise Refused(f"这个列表不能按“{key}”筛选。什么也没有改。请换一个条件。")

    def _holding(self, condition: Condition) -> Any:
        """Return a condition that needs no join: a linked record is looked for by its own."""
        field, shown = self.field(condition.key), self._by_key[condition.key]
        if isinstance(shown, Of):
            record = owner(shown.of)
            found = holds(condition, field, shown.of)
            linked_by = shown.link.in_(select(record.id).where(found).correlate(None))
            bare = condition.how is How.EMPTY
            return or_(shown.link.is_(None), linked_by) if bare else linked_by
        if isinstance(shown, Derived) and shown.links:
            statement = self._joined(select(self.about.id), (shown,))
            found = statement.where(holds(condition, field, shown.sql)).correlate(None)
            return self.about.id.in_(found)
        return holds(condition, field, sql_of(shown))

    def _overlaps(self, span: Span) -> Any:
        """Say of a row that it overlaps `span`; what has no beginning began before any month."""
        if self.during is None:
            raise Refused("这个列表没有起止日期，不能按月查看。什么也没有改。请换一个列表。")
        (begun, ended), (start, end) = self.during, span
        return before(begun, end) & ~gone_by(ended, start)

    def _searched(self) -> tuple[type[Record], Any]:
        record = self.about if self.search is None else linked(self.search)
        if not record.letter:
            raise TypeError(f"search finds no {record.__name__}: it has no letter")
        return record, self.about.id if self.search is None else self.search


def _parts(statement: Any) -> Iterator[Any]:
    yield from () if statement.whereclause is None else visitors.iterate(statement.whereclause)


def _table(element: Any) -> Any:
    return getattr(element, "table", None)
