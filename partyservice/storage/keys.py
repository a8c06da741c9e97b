"""Keys: 36 random bits of the office's incarnation above a counter of 27 bits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Integer, Table, delete, insert, select, update

from partyservice.storage.record import KEY, Record

OFFICE = Table(
    "incarnation",
    Record.metadata,
    Column("id", Integer, primary_key=True),
    Column("bits", KEY, nullable=False),
    Column("used", Integer, nullable=False),
)
COUNTER = 27  # bits


@dataclass
class Keys:
    """The keys of one office; `used` is read and written with the transaction that uses them."""

    incarnation: int
    used: int = 0

    def next(self) -> int:
        """Return a key that nobody else has."""
        self.used += 1
        if self.used >= 1 << COUNTER:
            raise OverflowError("This incarnation has no key left; a restore begins a new one.")
        return self.incarnation << COUNTER | self.used

    def load(self, connection: Connection) -> None:
        """Read how many keys are used: another window of this office may have written."""
        self.incarnation, self.used = connection.execute(select(OFFICE.c.bits, OFFICE.c.used)).one()

    def save(self, connection: Connection) -> None:
        """Write how many keys are used."""
        connection.execute(update(OFFICE).values(used=self.used))


def begin_incarnation(connection: Connection) -> None:
    """Give a new office, or one that came back from a backup, its random bits."""
    connection.execute(delete(OFFICE))
    bits = secrets.randbits(63 - COUNTER)
    connection.execute(insert(OFFICE).values(id=1, bits=bits, used=0))
