"""Digest: one number for everything an office holds, by which two states of it are compared."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Table, select

from partyservice.storage.journal import JOURNAL
from partyservice.storage.numbers import COUNTERS
from partyservice.storage.record import Record

NOT_TOLD = ("version",)  # how often a record was written, which is not what it says


def digest(connection: Connection, *, journal: bool = True) -> str:
    """Return SHA-256 over all records, counters and, if wanted, entries of the journal, in order.

    Without the journal two states are the same although somebody signed in between.
    """
    records = {mapper.class_.__table__ for mapper in Record.registry.mappers}
    told = (*records, COUNTERS, *((JOURNAL,) if journal else ()))
    tables = sorted(told, key=lambda table: str(table.name))
    total = hashlib.sha256()
    for table in tables:
        for line in _lines(connection, table):
            total.update(line.encode())
    return total.hexdigest()


def _lines(connection: Connection, table: Table) -> list[str]:
    columns = sorted(c.name for c in table.columns if c.name not in NOT_TOLD)
    wanted = select(*(table.c[name] for name in columns)).order_by(*table.primary_key.columns)
    return [f"{table.name}{tuple(row)!r}\n" for row in connection.execute(wanted)]
