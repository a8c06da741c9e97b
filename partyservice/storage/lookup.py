"""Look-ups in bulk: the records that names mean, and who already has a value of a `once` field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel.errors import Doubt, Invalid, Problem
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref
from partyservice.storage.record import Attribute, Record, attribute_of, owner

if TYPE_CHECKING:
    from partyservice.storage.typed import Typed

AT_ONCE = 500  # values in one statement: SQLite's older limit is 999


def some(values: Iterable[Any], most: int = AT_ONCE) -> Iterator[list[Any]]:
    """Give `values` in lists short enough for one statement."""
    rest = list(values)
    return (rest[start : start + most] for start in range(0, len(rest), most))


def is_empty(session: Session, record: type[Record]) -> bool:
    """Say whether there is no `record` at all: then nothing need be looked for."""
    return session.scalar(select(record.id).limit(1)) is None


def name_of(session: Session, field: Field, key: int) -> str:
    """Return the name of the record with `key` that `field` refers to."""
    named = attribute_of(_ref(field).named)
    return str(session.scalar(select(named).where(owner(named).id == key)) or "")


class Names:
    """Shows values of fields, and remembers the names of linked records: a branch is named by many.

    For as long as one thing is told: a name that changes meanwhile is told as it was.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, int], str] = {}

    def show(self, field: Field, value: Any) -> str:
        """Return `value` of `field` as everybody may see it; a link by the name it leads to."""
        if value is None or not isinstance(field.kind, Ref):
            return field.show(value)
        asked = field.key, value
        if asked not in self._known:
            self._known[asked] = name_of(self._session, field, value)
        return self._known[asked]


def keys_named(session: Session, field: Field, names: Iterable[str]) -> dict[str, set[int]]:
    """Return the keys of the records in force that bear each of `names`."""
    kind, keys = _ref(field), dict[str, set[int]]()
    for name in filter(None, (kind.named, kind.or_named)):
        named = attribute_of(name)
        record = owner(named)
        for few in some(names):
            wanted = select(named, record.id).where(named.in_(few), record.void_reason.is_(None))
            for found, key in session.execute(wanted):
                keys.setdefault(found, set()).add(key)
    return keys


def resolve(
    session: Session, field: Field, rows: Sequence[Typed], found: list[list[Problem]]
) -> None:
    """Put keys for names; a name of none or of several is a problem, and stays a name."""
    names = {row[field.key] for row in rows if isinstance(row.get(field.key), str)}
    keys = keys_named(session, field, names)
    for row, problems in zip(rows, found, strict=True):
        name = row.get(field.key)
        if not isinstance(name, str):
            continue
        known = keys.get(name, set())
        if len(known) == 1:
            (row[field.key],) = known
        elif not any(problem.field == field.key for problem in problems):
            words = f"{field.label}：有 {len(known)} 个“{name}”，请写全称。"
            if not known:
                title = owner(attribute_of(_ref(field).named)).title
                words = f"{field.label}：没有“{name}”，请从{title}里选。"
            problems.append(Invalid(words, field.key))


def alone(
    session: Session,
    field: Field,
    rows: Sequence[Typed],
    found: list[list[Problem]],
    counts: Mapping[Any, int] | None,
) -> None:
    """Doubt every value of a `once` field that another record, or another row, has too."""
    attribute = attribute_of(field.key)
    counts = counts or Counter(row[field.key] for row in rows if row.get(field.key))
    taken = _taken(session, attribute, {row.get(field.key) for row in rows} - {None})
    for row, problems in zip(rows, found, strict=True):
        value = row.get(field.key)
        if value is None or (problems and any(p.field == field.key for p in problems)):
            continue
        elsewhere = taken.get(value)
        if elsewhere is not None and elsewhere not in row.own():
            words = f"{field.label}：这个号码已是另一条{owner(attribute).title}记录的。"
            problems.append(Invalid(words, field.key))
        elif counts.get(value, 0) > 1:
            words = f"{field.label}：表中有 {counts[value]} 行是同一个号码，请核对是谁的。"
            problems.append(Doubt(words, field.key))


def _taken(session: Session, attribute: Attribute, values: Iterable[Any]) -> dict[Any, int]:
    record = owner(attribute)
    taken: dict[Any, int] = {}
    if is_empty(session, record):
        return taken
    for few in some(values):
        wanted = select(attribute, record.id).where(
            attribute.in_(few), record.void_reason.is_(None)
        )
        taken.update(session.execute(wanted).all())
    return taken


def _ref(field: Field) -> Ref:
    if not isinstance(field.kind, Ref):
        raise TypeError(f"{field.key} names no record")
    return field.kind
