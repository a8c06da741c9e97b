"""Applying: entries of a journal done again to an older database, exactly as they were done."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from partyservice.storage.carried import Rows, as_dicts, beyond, put
from partyservice.storage.chain import COLUMNS, hash_of
from partyservice.storage.history import stored_value
from partyservice.storage.journal import JOURNAL
from partyservice.storage.record import Record
from partyservice.storage.search import rebuild_keys

Plain = dict[str, Any]
Touched = dict[type[Record], set[int]]


def search_keys(connection: Connection, touched: Touched) -> None:
    """Write the search keys of all that was touched anew; the tables must be of the newest form."""
    for record, ids in touched.items():
        rebuild_keys(connection, record, sorted(ids))


class Broken(Exception):
    """An entry does not follow on what is there, or cannot be done to it."""


@dataclass(slots=True)
class Applying:
    """Does the entries that follow on `seq`, whose hash is `last`, over `connection`."""

    connection: Connection
    seq: int
    last: bytes
    touched: Touched = field(default_factory=dict)
    _records: dict[str, type[Record]] = field(default_factory=dict)
    _columns: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._records = {m.class_.__tablename__: m.class_ for m in Record.registry.mappers}

    def apply(self, tables: dict[str, Rows]) -> None:
        """Do what `tables` say beyond `seq`; raise Broken, or IntegrityError."""
        newer = beyond(tables, self.seq)
        for entry in as_dicts(newer[JOURNAL.name]):
            self._prove(entry)
            self._do(entry)
        put(self.connection, newer)

    def must_be_at(self, seq: int, hashed: bytes) -> None:
        """Raise Broken unless all was done up to this entry."""
        if (self.seq, self.last) != (seq, hashed):
            raise Broken(seq)

    def _prove(self, entry: Plain) -> None:
        expected = hash_of(self.last, tuple(entry[name] for name in COLUMNS))
        if expected is None or entry["seq"] != self.seq + 1 or entry["hash"] != expected:
            raise Broken(entry["seq"])
        self.seq, self.last = entry["seq"], expected

    def _do(self, entry: Plain) -> None:
        about, key = entry["about"], entry["record_id"]
        after: Plain = json.loads(entry["after"])
        columns = self._columns_of(about)
        if not after.keys() & columns:
            return  # a look, a print, an export
        if not after.keys() <= columns:  # the tables had another form then
            raise Broken(entry["seq"])
        record = self._records.get(about)
        values = self._bound(record, after) if record else after
        if entry["before"] is None:
            self._insert(about, values | {"id": key, "version": 1})
        else:
            self._update(about, values, key)
        if record:
            self.touched.setdefault(record, set()).add(key)

    def _columns_of(self, table: str) -> set[str]:
        """Return the names of the columns that `table` has in this database; empty if it is none.

        They are asked of the database: it may be of an older form than the program.
        """
        if table not in self._columns:
            found = self.connection.exec_driver_sql(
                "SELECT name FROM pragma_table_info(?)", (table,)
            )
            self._columns[table] = set(found.scalars())
        return self._columns[table]

    def _bound(self, record: type[Record], after: Plain) -> Plain:
        """Return the values of `after` as the driver takes them."""
        bound, known = {}, record.__table__.columns
        for name, plain in after.items():
            # what the program no longer knows is text or a number, and stands there as it was
            bound[name] = self._driven(known[name], plain) if name in known else plain
        return bound

    def _driven(self, column: Any, plain: Any) -> Any:
        value, dialect = stored_value(column, plain), self.connection.dialect
        by = column.type.dialect_impl(dialect).bind_processor(dialect)
        return by(value) if by and value is not None else value

    def _insert(self, table: str, values: Plain) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        asked = ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} ({names}) VALUES ({asked})"  # noqa: S608 - names of ours
        self.connection.exec_driver_sql(statement, tuple(values.values()))

    def _update(self, table: str, values: Plain, key: int) -> None:
        named = ", ".join(f'"{name}" = ?' for name in values)
        done = self.connection.exec_driver_sql(
            f"UPDATE {table} SET {named}, version = version + 1 WHERE id = ?",  # noqa: S608 - same
            (*values.values(), key),
        )
        if done.rowcount != 1:
            raise Broken(self.seq)
