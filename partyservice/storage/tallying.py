"""Tallying: whether every record is what the journal says of it; who wrote past it is found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Connection, DateTime

from partyservice.kernel.kinds import Ref
from partyservice.kernel.progress import Progress, Quiet
from partyservice.storage.record import Cents, Moment, Record, described

BLOCK = 1000  # records compared at once: memory stays small however many there are
LAST = (1 << 63) - 1
_ENTRIES = (
    'SELECT seq, about, record_id, "before", "after" FROM journal '
    "WHERE record_id > 0 ORDER BY record_id, seq"
)
Plain = dict[str, Any]
Place = tuple[str, int]  # table and key


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that is not what the journal says of it; `names` are the columns that differ.

    Without `names` the whole record is unknown to the journal, or, if `lost`, to its table.
    """

    about: str
    record_id: int
    names: tuple[str, ...] = ()
    lost: bool = False

    @property
    def unwritten(self) -> bool:
        """Whether the record stands in its table and the journal knows nothing of it."""
        return not self.names and not self.lost


@dataclass(slots=True)
class _Said:
    """What the journal says of a record: its values now, and columns changed behind its back."""

    values: Plain = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)


def differences(connection: Connection, progress: Progress | None = None) -> Iterator[Difference]:
    """Give every record of which journal and table differ, in the order of their keys.

    The entries must be sound: see `chain`. Both sides are read once, a block at a time.
    """
    told, total = progress or Quiet(), _count(connection)
    tables = {kind.__tablename__: kind for kind in _kinds()}
    said: dict[Place, _Said] = {}
    above, last, done = 0, 0, 0
    for _seq, about, record_id, before, after in _entries(connection):
        if record_id != last and len(said) >= BLOCK:
            yield from _compared(connection, tables, said, above, last)
            said, above = {}, last
            told.step(done, total, "记录与日志逐条对照")
        done, last = done + 1, record_id
        if about in tables:
            _take(tables[about], said, (about, record_id), before, json.loads(after))
    yield from _compared(connection, tables, said, above, LAST)


def _entries(connection: Connection) -> Iterator[Any]:
    for block in connection.exec_driver_sql(_ENTRIES).yield_per(BLOCK).partitions():
        yield from block


def _count(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT max(seq) FROM journal").scalar() or 0)


def _take(
    kind: type[Record], said: dict[Place, _Said], place: Place, before: str | None, after: Plain
) -> None:
    """Take one entry; a look or a print, which changed nothing, says nothing."""
    if before is None and not after.keys() & _columns(kind).keys():
        return
    known = said.setdefault(place, _Said())
    if before is not None:
        was = _stored(kind, json.loads(before))
        known.behind |= {
            name
            for name, value in was.items()
            if known.values.get(name) != value and not _usual(kind, known, name, value)
        }
    known.values |= _stored(kind, after)
    known.told |= after.keys()


def _compared(
    connection: Connection,
    tables: Mapping[str, type[Record]],
    said: dict[Place, _Said],
    above: int,
    last: int,
) -> Iterator[Difference]:
    """Give the differences among the records keyed above `above`, up to `last`."""
    for about, kind in tables.items():
        for row in _rows(connection, kind, above, last):
            record_id = row.pop("id")
            known = said.pop((about, record_id), None)
            if known is None:
                yield Difference(about, record_id)
            elif names := _differing(kind, known, row):
                yield Difference(about, record_id, names)
    for about, record_id in said:
        yield Difference(about, record_id, lost=True)


def _differing(kind: type[Record], known: _Said, row: Plain) -> tuple[str, ...]:
    if row == known.values and not known.behind:
        return ()
    names = {
        name
        for name in _columns(kind)
        if row.get(name) != known.values.get(name) and not _usual(kind, known, name, row.get(name))
    }
    return tuple(sorted(names | known.behind))


def _rows(connection: Connection, kind: type[Record], above: int, last: int) -> Iterator[Plain]:
    """Give the rows of a table as they are stored; what is empty is left out."""
    names = ("id", *_columns(kind))
    chosen = ", ".join(f'"{name}"' for name in names)
    statement = (  # the names are declared in the program
        f'SELECT {chosen} FROM "{kind.__tablename__}" WHERE id > ? AND id <= ? ORDER BY id'  # noqa: S608
    )
    for row in connection.exec_driver_sql(statement, (above, last)).yield_per(BLOCK):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _usual(kind: type[Record], known: _Said, name: str, value: Any) -> bool:
    """Say whether `value` is what a column had from the beginning when it was added later."""
    default = _columns(kind).get(name)
    return name not in known.told and default is not None and default == value


def _stored(kind: type[Record], plain: Plain) -> Plain:
    """Return values as the journal writes them as the table stores them."""
    for name, by in _ways(kind):
        if plain.get(name) is not None:
            plain[name] = by(plain[name])
    return {name: value for name, value in plain.items() if name in _columns(kind)}


@cache
def _kinds() -> tuple[type[Record], ...]:
    return tuple(mapper.class_ for mapper in Record.registry.mappers)


@cache
def _columns(kind: type[Record]) -> Mapping[str, Any]:
    """Return the columns of which the journal tells, each with its usual value as stored."""
    return {
        c.key: getattr(c.default, "arg", None)
        for c in kind.__table__.columns
        if c.key not in ("id", "version")
    }


@cache
def _ways(kind: type[Record]) -> tuple[tuple[str, Any], ...]:
    """Return the columns whose text in the journal is another in the table, and how it is read."""
    links = {f.key.split(".")[1] for f in described(kind) if isinstance(f.kind, Ref)}
    found: list[tuple[str, Any]] = [(name, int) for name in sorted(links)]
    for column in kind.__table__.columns:
        if isinstance(column.type, Cents):
            found.append((column.key, _cents))
        elif isinstance(column.type, DateTime | Moment):
            found.append((column.key, _moment))
    return tuple(found)


def _cents(text: str) -> int:
    return int(Decimal(text) * 100)


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S.%f}"
