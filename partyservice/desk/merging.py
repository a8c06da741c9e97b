"""Merging: two records of one person become one, and may be parted again at any later time.

No context is named: whatever links to the second person goes to the first. Parting is the undoing
of that step, so what was changed since stays, and records made since stay where they are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partyservice.desk.person import links_to_people
from partyservice.kernel.errors import Refused
from partyservice.members.model import Person
from partyservice.storage.chains import chain
from partyservice.storage.journal import JOURNAL, note
from partyservice.storage.record import (
    Attribute,
    Record,
    described,
    links_of,
    names_of,
    owner,
)
from partyservice.storage.shown import linked
from partyservice.storage.steps import STEPS, steps_where, told

MERGE = "people.merge"
INTO = "并入 {name}"
ALIKE = "不能把一个人并入自己。什么也没有改，请选另一个人。"
GONE = "“{name}”已经作废，不能合并。什么也没有改，请选在用的那一条。"
NOBODY = "没有这个人。什么也没有改，请重新查找。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One Field in which two people differ, masked where it is; `second` is taken if `fills`."""

    key: str
    label: str
    first: str
    second: str
    fills: bool  # the first has no value


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two people side by side: what goes over, by title, and of what two become one."""

    first: str
    second: str
    differences: tuple[Difference, ...]
    moving: dict[str, int]
    doubled: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merge that may be undone: the number of its step, who was merged, when and by whom."""

    step: int
    name: str
    at: datetime
    by: str


def compare(session: Session, first_id: int, second_id: int) -> Comparison:
    """Return where two people differ and what would go over; raise Refused if they cannot merge."""
    first, second = _pair(session, first_id, second_id)
    moving: dict[str, int] = {}
    for link in links_to_people():
        record = owner(link)
        wanted = select(func.count()).where(link == second_id, record.void_reason.is_(None))
        count = session.scalar(wanted) or 0
        if count:
            moving[record.title] = moving.get(record.title, 0) + count
    return Comparison(
        first=first.name,
        second=second.name,
        differences=tuple(_differences(first, second)),
        moving=moving,
        doubled=tuple(kind.title for kind, *_ in _doubles(session, first, second)),
    )


def merge(session: Session, first_id: int, second_id: int, chosen: Collection[str]) -> Person:
    """Let everything about the second person be about the first; return the first.

    `chosen` are the keys of the Fields whose value is taken from the second. Raise Refused if one
    is out of force already.
    """
    first, second = _pair(session, first_id, second_id)
    told(session, rights=(MERGE,))
    note(session, Person.__tablename__, first.id, {"merged": second.name})
    reason = INTO.format(name=first.name)[:200]
    doubles = list(_doubles(session, first, second))
    for link in links_to_people():
        _move(session, link, second.id, first.id)
    for kind, kept, given in doubles:
        for link in _links_to(kind):
            _move(session, link, given.id, kept.id)
        given.void_reason = reason
    names = names_of(Person)
    values = {names[key]: getattr(second, names[key]) for key in chosen if key in names}
    second.void_reason = reason
    session.flush()  # a number is free only when the second is out of force
    for _, kept, given in doubles:
        _fill(kept, given)
    for name, value in values.items():
        if getattr(first, name) != value:
            setattr(first, name, value)
    return first


def merged(session: Session, person_id: int) -> list[Merged]:
    """Return who was merged into a person and may be parted from them, the newest first."""
    j = JOURNAL.c
    wanted = select(j.seq).where(
        j.record_id == person_id, j.before.is_(None), j.after.startswith('{"merged":')
    )
    return [
        each
        for seq in session.connection().execute(wanted.order_by(j.seq.desc())).scalars()
        for each in _merges(session, seq)
    ]


def _merges(session: Session, seq: int) -> Iterator[Merged]:
    """Give the merge whose step the entry `seq` stands in, unless it was undone."""
    for step in steps_where(session, STEPS.c.first <= seq, STEPS.c.last >= seq):
        if chain(session, step.id).holds:
            j = JOURNAL.c
            (row,) = session.connection().execute(select(j.after).where(j.seq == seq))
            yield Merged(step=step.id, name=_name(row.after), at=step.at, by=step.by)


def _name(after: str) -> str:
    return str(json.loads(after)["merged"])


def _pair(session: Session, first_id: int, second_id: int) -> tuple[Person, Person]:
    if first_id == second_id:
        raise Refused(ALIKE)
    found = [session.get(Person, key) for key in (first_id, second_id)]
    for person in found:
        if person is None:
            raise Refused(NOBODY)
        if person.void_reason is not None:
            raise Refused(GONE.format(name=person.name))
    first, second = found
    return first, second  # type: ignore[return-value]


def _differences(first: Person, second: Person) -> Iterator[Difference]:
    for field in described(Person):
        name = field.key.split(".")[1]
        mine, theirs = getattr(first, name), getattr(second, name)
        if mine != theirs:
            yield Difference(
                key=field.key,
                label=field.label,
                first=field.show(mine),
                second=field.show(theirs),
                fills=mine is None or (mine is False and theirs is True),
            )


def _doubles(
    session: Session, first: Person, second: Person
) -> Iterator[tuple[type[Record], Any, Any]]:
    """Give the records of which one person may have one only, and both have one that matters."""
    for link in links_to_people():
        kind: Any = owner(link)
        if kind.single != link.key:
            continue
        found = []
        for person in (first, second):
            wanted = select(kind).where(
                link == person.id, kind.void_reason.is_(None), kind.matters()
            )
            found.append(session.scalars(wanted.order_by(kind.id)).first())
        if all(found):
            yield kind, found[0], found[1]


def _move(session: Session, link: Attribute, source: int, target: int) -> None:
    for record in session.scalars(select(owner(link)).where(link == source)):
        setattr(record, link.key, target)


def _fill(kept: Any, given: Any) -> None:
    """Give `kept` what only `given` knows."""
    kind: type[Record] = type(kept)
    for field in described(kind):
        name = field.key.split(".")[1]
        if getattr(kept, name) is None and getattr(given, name) is not None:
            setattr(kept, name, getattr(given, name))


def _links_to(kind: type[Record]) -> list[Attribute]:
    records: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    return [link for record in records for link in links_of(record) if linked(link) is kind]
