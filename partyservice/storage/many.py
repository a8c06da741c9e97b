"""Many: the new records of a long import, written a table at a time instead of one by one.

The session would keep every new record, with its history, to find out at the flush what all of
them have in common: that they are new. That took most of the time of an import.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from partyservice.storage.engine import cache_size
from partyservice.storage.journal import made
from partyservice.storage.record import Record, followers

R = TypeVar("R", bound=Record)
New = dict[type[Record], list[Record]]
MANY_CACHED = 192_000  # KB: keys of names and numbers fall all over their indexes


@contextmanager
def many(session: Session) -> Iterator[None]:
    """Within, `write` lets new records wait here, with their keys, until `flush`.

    After that `flush` they are the table's: who wants to change one asks the session for it.
    """
    session.info["many"] = New()
    with wide(session):
        try:
            yield
            flush(session)
        finally:
            del session.info["many"]


@contextmanager
def wide(session: Session) -> Iterator[None]:
    """Within, much of the file is kept in memory."""
    connection = session.connection()
    cache_size(connection, MANY_CACHED)
    try:
        yield
    finally:
        cache_size(connection)


def flush(session: Session) -> None:
    """Write what waits, here and in the session."""
    session.flush()
    waiting: New = session.info.get("many", {})
    connection = session.connection()
    for kind, records in waiting.items():
        rows = [vars(record).copy() for record in records]
        for row in rows:
            del row["_sa_instance_state"]
        _insert(connection, kind, rows)
        for row in rows:
            del row["version"]
            made(session, kind, row.pop("id"), row)
    waiting.clear()


def wait(session: Session, kind: type[R], values: Mapping[str, Any]) -> R:
    """Return a new record of `kind` that waits for the next `flush`."""
    record: R = kind.__mapper__.class_manager.new_instance()  # as for a row that is loaded
    held = vars(record)  # filled past the attributes, which would ask each for the value before
    held |= _usual(kind)
    held |= {name: value for name, value in values.items() if value is not None}
    for name, of, by in followers(kind):
        held[name] = by(held[of])
    held["id"] = session.info["keys"].next()
    session.info["many"].setdefault(kind, []).append(record)
    return record


def _insert(connection: Connection, kind: type[Record], rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`; a column that none of them fills is left out."""
    table, filled = kind.__table__.columns, set[str]().union(*rows)
    columns = {
        name: _bound(connection, table[name].type, [row.get(name) for row in rows])
        for name in table.keys()  # noqa: SIM118 - a collection of columns, no dict
        if name in filled
    }
    if unknown := filled - columns.keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(unknown)}.")
    statement = insert(kind).compile(dialect=connection.dialect, column_keys=list(columns))
    connection.exec_driver_sql(str(statement), list(zip(*columns.values(), strict=True)))


def _bound(connection: Connection, kind: TypeEngine[Any], cells: list[Any]) -> list[Any]:
    """Return `cells` of a column of `kind` as the driver takes them."""
    dialect = connection.dialect
    by = kind.dialect_impl(dialect).bind_processor(dialect)
    return [None if cell is None else by(cell) for cell in cells] if by else cells


@cache
def _usual(kind: type[Record]) -> Mapping[str, Any]:
    """Return what a new record has in the columns it is not given."""
    usual = {c.key: c.default.arg for c in kind.__table__.columns if c.default is not None}
    return usual | {"version": 1}
