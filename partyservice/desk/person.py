"""Person: everything on file about one person, from whatever records link to them.

No context is named: a record that links to a person is listed by itself, with its state, its days
and what it owes; `Record.heading` and `Record.lasts` say under what and from when to when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.kernel.days import Day, PartialDay
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref, YesNo
from partyservice.kernel.partial import Partial, whole_years
from partyservice.members.drafts import EDIT
from partyservice.members.model import Person
from partyservice.members.rules import PERSON
from partyservice.storage.draft import Draft
from partyservice.storage.flow import state_of
from partyservice.storage.listing import Listing
from partyservice.storage.lookup import name_of
from partyservice.storage.record import (
    Attribute,
    Record,
    attribute_of,
    described,
    field_of,
    key_of,
    links_of,
    owner,
)
from partyservice.storage.shown import linked

WHERE, MOST_WHERE = 22, 3  # a field so wide says where or what it was about; so many of them
LONG = 730  # days from which years are easier to read
PERSONAL = Draft(  # the fields of a person alone, of who stands on no roll
    about=Person,
    fields=tuple(attribute_of(field.key) for field in described(Person)),
    rules=PERSON,
    right=EDIT,
)
_OWING: dict[type[Record], Listing] = {
    listing.about: listing for listing in (PEOPLE, STAYS_AWAY, STAYS_HERE)
}


@dataclass(frozen=True, slots=True)
class Episode:
    """One record about the person; `texts` are all its values as everybody may see them."""

    table: str
    id: int
    title: str
    heading: str
    state: str
    usual: bool  # the state is the one it begins with
    open: bool
    began: str
    ended: str
    lasted: str
    where: str
    texts: Mapping[str, str]
    owes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """A person as the desk sees them; `void` is why the record does not hold any more."""

    id: int
    name: str
    line: str
    void: str
    texts: Mapping[str, str]
    owes: tuple[str, ...]
    episodes: tuple[Episode, ...]  # newest first
    records: frozenset[type[Record]]  # whose news change it


@cache
def links_to_people() -> tuple[Attribute, ...]:
    """Return every link of every record that leads to a person."""
    records: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    found = (link for record in records for link in links_of(record) if linked(link) is Person)
    return tuple(sorted(found, key=str))


def link_of(record: type[Record]) -> Attribute | None:
    """Return the link of `record` to a person; None if it has none."""
    return next((link for link in links_to_people() if owner(link) is record), None)


def person_of(session: Session, record: type[Record], record_id: int) -> int | None:
    """Return the key of the person that a record is, or is about."""
    link = link_of(record)
    if link is None:
        return record_id if record is Person else None
    found: int | None = session.scalar(select(link).where(record.id == record_id))
    return found


def keys_about(session: Session, person_id: int) -> list[int]:
    """Return the keys of the person and of all records about them, voided ones too."""
    keys = [person_id]
    for link in links_to_people():
        keys += session.scalars(select(owner(link).id).where(link == person_id))
    return keys


def about(session: Session, person_id: int, today: date) -> About | None:
    """Return everything about a person; None if there is no such person."""
    person: Any = session.get(Person, person_id)
    if person is None:
        return None
    episodes = tuple(sorted(_episodes(session, person_id, today), key=_place, reverse=True))
    owes = [*_owed(person), *(word for each in episodes for word in each.owes)]
    return About(
        id=person_id,
        name=person.name,
        line=_line(person, episodes, today),
        void=person.void_reason or "",
        texts=_texts(session, person),
        owes=tuple(dict.fromkeys(owes)),
        episodes=episodes,
        records=frozenset({Person, *(owner(link) for link in links_to_people())}),
    )


def _episodes(session: Session, person_id: int, today: date) -> Iterator[Episode]:
    for link in links_to_people():
        record: Any = owner(link)
        wanted = select(record, record.matters()).where(
            link == person_id, record.void_reason.is_(None)
        )
        rows = session.execute(wanted).all()
        owed = _owed_by(session, record, [each.id for each, is_open in rows if is_open], today)
        for each, is_open in rows:
            yield _episode(session, each, owed.get(each.id, ()), today, is_open=bool(is_open))


def _episode(
    session: Session, record: Any, owes: tuple[str, ...], today: date, *, is_open: bool
) -> Episode:
    kind = _kind(record)
    at, (begun, ended) = state_of(kind), _span(record)
    state = field_of(at) if at is not None else None
    texts = _texts(session, record)
    wide = [field for field in described(kind) if field.width >= WHERE and field is not state]
    said = [texts[field.key] for field in wide if field.key in texts]
    until = ended or (Partial.of(today) if is_open else None)
    return Episode(
        table=kind.__tablename__,
        id=record.id,
        title=kind.title,
        heading=kind.heading,
        state=texts.get(state.key, "") if state else "",
        usual=state is None or _value(record, state) == state.default,
        open=is_open,
        began=begun.iso if begun else "",
        ended=ended.iso if ended else "",
        lasted=lasted(begun, until) if begun and until else "",
        where="  ".join(said[:MOST_WHERE]),
        texts=texts,
        owes=owes,
    )


def lasted(begun: Partial, ended: Partial) -> str:
    """Return how long something went on, no more exactly than its days are known."""
    start, end = begun.earliest, ended.earliest
    days = (end - start).days
    if days < 0:
        return ""
    months = (end.year - start.year) * 12 + end.month - start.month
    if not begun.month or not ended.month:
        return f"约 {end.year - start.year} 年" if end.year > start.year else ""
    if begun.iso == begun.month or ended.iso == ended.month:
        return f"约 {_years(months)}" if months else "不到 1 个月"
    return _years(months - (end.day < start.day)) if days >= LONG else f"{days:,} 天"


def _years(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = [f"{years} 年" if years else "", f"{rest} 个月" if rest else ""]
    return " ".join(part for part in parts if part)


def _span(record: Any) -> tuple[Partial | None, Partial | None]:
    """Return when it began and ended; without `lasts` its first day alone."""
    begun, ended = record.lasts
    if not begun:
        days = (f for f in described(_kind(record)) if isinstance(f.kind, Day | PartialDay))
        begun = next((field.key.split(".")[1] for field in days), "")
    values = [getattr(record, name) if name else None for name in (begun, ended)]
    first, last = (Partial.of(value) if value else None for value in values)
    return first, last


def _texts(session: Session, record: Any) -> dict[str, str]:
    """Return the values worth saying, masked, by key; who it is about goes without saying."""
    texts: dict[str, str] = {}
    about_whom = link_of(_kind(record))
    for field in described(_kind(record)):
        value = _value(record, field)
        if value is None or (about_whom is not None and field.key == key_of(about_whom)):
            continue
        if isinstance(field.kind, Ref):
            if not field.kind.named.endswith(".id"):  # a bare key is no word
                texts[field.key] = name_of(session, field, value)
        elif value is not False or not isinstance(field.kind, YesNo):
            texts[field.key] = field.show(value)
    return texts


def _owed(record: Any) -> list[str]:
    """Return the labels of what a record owes by its own Fields."""
    return [
        field.label
        for field in described(_kind(record))
        if field.owed
        and _value(record, field) is None
        and not (field.unless and getattr(record, field.unless) is not None)
    ]


def _owed_by(
    session: Session, record: type[Record], ids: list[int], today: date
) -> dict[int, tuple[str, ...]]:
    """Return what the records `ids` owe, as the list of their desk says it where there is one."""
    listing = _OWING.get(record)
    if listing is None:
        return {key: tuple(_owed(session.get_one(record, key))) for key in ids}
    return {
        row[0]: tuple(str(row[-1] or "").split()) for row in listing.window(session, ids, today)
    }


def _line(person: Any, episodes: tuple[Episode, ...], today: date) -> str:
    fields = {field.key.split(".")[1]: field for field in described(Person)}
    said = [fields[name].show(getattr(person, name)) for name in ("sex", "ethnic")]
    if person.born:
        age = whole_years(person.born.earliest, today)
        said += [f"{person.born.iso} 生", f"{age} 岁"]
    said += [each.where.split("  ")[0] for each in episodes if each.open][:1]
    return "  ".join(part for part in said if part)


def _place(episode: Episode) -> tuple[bool, str, int]:
    return episode.open, episode.began, episode.id


def _kind(record: Any) -> type[Record]:
    kind: type[Record] = type(record)
    return kind


def _value(record: Any, field: Field) -> Any:
    return getattr(record, field.key.split(".")[1])
