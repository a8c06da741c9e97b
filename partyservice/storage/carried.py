"""Carried: the tables whose rows go along in the change journal as they are stored.

Records are not among them: what happened to them stands in the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table

from partyservice.storage.journal import JOURNAL
from partyservice.storage.keys import OFFICE
from partyservice.storage.numbers import COUNTERS
from partyservice.storage.steps import STEPS

Row = Sequence[Any]
Rows = dict[str, Any]  # "columns": their names, "rows": what is stored in them


@dataclass(frozen=True, slots=True)
class Carried:
    """A table; `entry` is the column that says up to which entry of the journal a row belongs.

    Without it the whole table goes along whenever it is no longer what it was: it must be small.
    """

    table: Table
    entry: str = ""


ADDED = (Carried(JOURNAL, "seq"), Carried(STEPS, "last"))  # tables only added to
WHOLE = (Carried(COUNTERS), Carried(OFFICE))


def added(connection: Connection, after: int, upto: int) -> dict[str, Rows]:
    """Return the rows of tables only added to that belong to the entries `after` to `upto`."""
    found = {}
    for each in ADDED:
        rows = _rows(connection, each, f'"{each.entry}" > ? AND "{each.entry}" <= ?', after, upto)
        if rows["rows"]:
            found[each.table.name] = rows
    return found


def whole(connection: Connection) -> dict[str, Rows]:
    """Return all rows of the tables that go along whole."""
    return {each.table.name: _rows(connection, each, "1") for each in WHOLE}


def beyond(tables: dict[str, Rows], seq: int) -> dict[str, Rows]:
    """Return of `tables` only what belongs to entries after `seq`, and what goes along whole."""
    found = dict(tables)
    for each in ADDED:
        if rows := found.get(each.table.name):
            at = rows["columns"].index(each.entry)
            newer = [row for row in rows["rows"] if row[at] > seq]
            found[each.table.name] = {"columns": rows["columns"], "rows": newer}
    return found


def put(connection: Connection, tables: dict[str, Rows]) -> None:
    """Write what `added` and `whole` have returned; what is no table here is left out."""
    known = {each.table.name: each for each in (*ADDED, *WHOLE)}
    for name, rows in tables.items():
        if name in known:
            _put(connection, known[name], rows)


def as_dicts(rows: Rows) -> Iterator[dict[str, Any]]:
    """Give the rows by the names of their columns."""
    for row in rows["rows"]:
        yield dict(zip(rows["columns"], row, strict=True))


def _rows(connection: Connection, carried: Carried, where: str, *values: int) -> Rows:
    columns = [column.name for column in carried.table.columns]
    key = [column.name for column in carried.table.primary_key.columns]
    wanted = f"SELECT {_named(columns)} FROM {carried.table.name} WHERE {where}"  # noqa: S608
    found = connection.exec_driver_sql(f"{wanted} ORDER BY {_named(key)}", values)
    return {"columns": columns, "rows": [list(row) for row in found]}


def _put(connection: Connection, carried: Carried, rows: Rows) -> None:
    name, columns = carried.table.name, rows["columns"]
    if not carried.entry:
        connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - a table of ours
    if rows["rows"]:
        asked = ", ".join("?" * len(columns))
        connection.exec_driver_sql(
            f"INSERT INTO {name} ({_named(columns)}) VALUES ({asked})",  # noqa: S608 - the same
            [tuple(row) for row in rows["rows"]],
        )


def _named(columns: Sequence[str]) -> str:
    if not all(name.isidentifier() for name in columns):
        raise ValueError(f"{columns} are no columns of ours.")
    return ", ".join(f'"{name}"' for name in columns)
