"""Chain: how the entries of the journal hang together, and which one is not as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

Entry = tuple[str, int, str | None, str]  # about, record_id, before, after
COLUMNS = ("seq", "at", "by", "reason", "about", "record_id", "before", "after", "hash")
Row = tuple[Any, ...]  # COLUMNS, as stored
READ = (
    'SELECT seq, at, "by", reason, about, record_id, "before", "after", hash FROM journal '
    "WHERE seq > ? ORDER BY seq"
)
NEXT = "SELECT min(seq) FROM journal WHERE seq > ?"
UNREADABLE = "decode"  # what SQLite's driver says of a text that is none
BEFORE_ALL = -(1 << 63)  # no entry has so small a number, unless somebody put it there
AT_ONCE = 1000  # rows fetched together: memory stays small however long the journal is
_DAY = 10  # characters of a stored moment before its blank
_MOMENT = 26  # characters of a stored moment


@dataclass(frozen=True, slots=True)
class Bad:
    """The first entry that is not as it was written; `words` say so to the desk."""

    seq: int
    words: str


def stamp(at: datetime, by: str, reason: str) -> str:
    """Return when, who and why, as it goes into the hash."""
    return f"{at.isoformat()}\0{by}\0{reason}"


def chained(last: bytes, seq: int, stamped: str, entry: Entry) -> bytes:
    """Return the hash over an entry and the hash before it; `stamped` is when, who and why."""
    about, record_id, before, after = entry
    text = f"{seq}\0{stamped}\0{about}\0{record_id}\0{before or ''}\0{after}"
    return hashlib.sha256(last + text.encode()).digest()


def rows(connection: Connection, after: int = BEFORE_ALL) -> Iterator[Row]:
    """Give the stored rows numbered above `after`, streamed; one without words if it has none.

    Raise OperationalError or DatabaseError if the file itself is damaged.
    """
    try:
        found = connection.exec_driver_sql(READ, (after,)).yield_per(AT_ONCE)
        for block in found.partitions():
            yield from map(tuple, block)
            after = block[-1][0]
    except OperationalError as error:
        if UNREADABLE not in str(error.orig):
            raise
        yield from _singly(connection, after)


def first_wrong(found: Iterable[Row], last: bytes = b"", expected: int = 1) -> Bad | None:
    """Return the first of the rows that does not follow from those before; None if all do.

    `last` is the hash before the first row, `expected` its number.
    """
    for row in found:
        seq, hashed = row[0], row[-1]
        if seq != expected:
            return Bad(expected, _gone(expected, seq))
        if hash_of(last, row) != hashed:
            return Bad(seq, f"第 {seq:,} 条被改动")
        last, expected = hashed, expected + 1
    return None


def _singly(connection: Connection, after: int) -> Iterator[Row]:
    """Give the rows up to the one whose text is none, and of that the number alone."""
    while True:
        seq = connection.exec_driver_sql(NEXT, (after,)).scalar()
        try:
            row = connection.exec_driver_sql(READ, (after,)).first()
        except OperationalError:
            yield (seq, *[None] * 8)
            return
        if row is None:
            return
        yield tuple(row)
        after = row[0]


def hash_of(last: bytes, row: Row) -> bytes | None:
    """Return the hash a stored row must have; None for what the program never writes.

    Two rows that differ must not give one text: so no empty `before`, which would read like none,
    no NUL within a text, and no other way to write a moment.
    """
    seq, at, by, reason, about, record_id, before, after, _hash = row
    texts = (at, by, reason, about, after, "-" if before is None else before)
    if any(type(text) is not str or "\0" in text for text in texts) or before == "":
        return None
    if len(at) != _MOMENT or at[_DAY] != " ":
        return None
    moment = f"{at[:_DAY]}T{at[_DAY + 1 :].removesuffix('.000000')}+00:00"
    try:
        return chained(last, seq, f"{moment}\0{by}\0{reason}", (about, record_id, before, after))
    except UnicodeEncodeError:
        return None


def _gone(expected: int, found: object) -> str:
    if type(found) is int and found > expected + 1:
        return f"第 {expected:,} 至 {found - 1:,} 条不见了"
    if type(found) is int and found > expected:
        return f"第 {expected:,} 条不见了"
    return f"第 {expected:,} 条前面多了一条"
