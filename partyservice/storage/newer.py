"""Newer: what the store has saved since an entry of the journal, as blocks of a change journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from partyservice.storage.carried import Rows, added, whole
from partyservice.storage.changes import NOTHING, Block, Mark, block
from partyservice.storage.folder import KEYS
from partyservice.storage.journal import JOURNAL
from partyservice.storage.keys import OFFICE
from partyservice.storage.store import Store

ROWS = 500  # entries of a block: some 0.3 MB, put together in a few ms


@dataclass(frozen=True, slots=True)
class Moment:
    """How the store stands between two transactions."""

    mark: Mark
    incarnation: int
    whole: dict[str, Rows]
    doors: bytes


@dataclass(slots=True)
class Said:
    """What a file was last told of all that goes along whole."""

    whole: dict[str, Rows] = field(default_factory=dict)
    doors: bytes = b""


def now(store: Store) -> Moment:
    """Return how the store stands now."""
    with store.read() as session:
        connection = session.connection()
        doors = _doors(store.folder / KEYS)
        return Moment(newest_of(connection), bits_of(connection), whole(connection), doors)


def newest_of(connection: Connection) -> Mark:
    """Return the newest entry of a database."""
    last = connection.scalar(select(func.max(JOURNAL.c.seq))) or 0
    return Mark(last, hash_at(connection, last) or b"")


def bits_of(connection: Connection) -> int:
    """Return the incarnation of a database."""
    return int(connection.scalar(select(OFFICE.c.bits)) or 0)


def agrees(store: Store, mark: Mark) -> bool:
    """Say whether the store has the entry that `mark` saw."""
    if mark == NOTHING:
        return True
    with store.read() as session:
        return hash_at(session.connection(), mark.seq) == mark.hash


def hash_at(connection: Connection, seq: int) -> bytes | None:
    """Return the hash of one entry; None if there is no such entry."""
    found = connection.scalar(select(JOURNAL.c.hash).where(JOURNAL.c.seq == seq))
    return found if isinstance(found, bytes) else None


def steps_since(store: Store, seq: int) -> int:
    """Return how many moments of saving there are after entry `seq`."""
    with store.read() as session:
        count = select(func.count(func.distinct(JOURNAL.c.at))).where(JOURNAL.c.seq > seq)
        return int(session.connection().scalar(count) or 0)


def newer(store: Store, after: int, at: Moment, said: Said) -> Iterator[Block]:
    """Give what came after entry `after` up to the moment `at`; each block is read by itself.

    So no reader is open while a slow stick takes what was read: with one open the log would grow.
    """
    while after < at.mark.seq:
        upto = min(after + ROWS, at.mark.seq)
        with store.read() as session:
            connection = session.connection()
            tables = added(connection, after, upto)
            hashed = hash_at(connection, upto)
        body: dict[str, Any] = {"tables": tables}
        if upto == at.mark.seq:
            body |= _news(body, at, said)
        yield block(Mark(upto, hashed or b"", upto == at.mark.seq), body)
        after = upto


def _news(body: dict[str, Any], at: Moment, said: Said) -> dict[str, Any]:
    """Return what goes along whole and is no longer what was said of it."""
    changed = {name: rows for name, rows in at.whole.items() if said.whole.get(name) != rows}
    news: dict[str, Any] = {"tables": body["tables"] | changed}
    if at.doors != said.doors:
        news["doors"] = at.doors
    said.whole, said.doors = at.whole, at.doors
    return news


def _doors(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
