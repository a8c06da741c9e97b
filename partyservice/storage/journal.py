"""Journal: one entry a changed record, in the same transaction, chained by hash."""

from __future__ import annotations

import dataclasses
import enum
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, Text, event, select
from sqlalchemy.orm import PassiveFlag, Session, attributes

from partyservice.kernel.clock import Clock
from partyservice.kernel.kinds import Ref
from partyservice.kernel.partial import Partial
from partyservice.storage.chain import Entry, chained, first_wrong, rows, stamp
from partyservice.storage.record import KEY, Moment, Record, described
from partyservice.storage.search import finders, keys_of, write_keys

JOURNAL = Table(
    "journal",
    Record.metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("about", String(40), nullable=False),
    Column("record_id", KEY, nullable=False, index=True),
    Column("before", Text),
    Column("after", Text, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)
TRIGGERS = {
    f"journal_no_{verb}": f"CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
    for verb in ("update", "delete")
}


@dataclasses.dataclass(slots=True)
class Change:
    """What a transaction did to one record: stored values before and after."""

    before: dict[str, Any] | None
    after: dict[str, Any]


Changes = dict[tuple[type[Record], int], Change]


def keep(session: Session, clock: Clock) -> None:
    """Keep the journal and the search keys of everything `session` writes."""
    session.info |= {"changes": {}, "touched": {}, "clock": clock}
    event.listen(session, "after_flush", _collect)
    event.listen(session, "before_commit", _last)
    event.listen(session, "do_orm_execute", _refuse_bulk)


def touched(session: Session) -> dict[type[Record], set[int]]:
    """Return the keys of the records `session` has written so far, by class."""
    found: dict[type[Record], set[int]] = session.info["touched"]
    return found


def note(session: Session, about: str, record_id: int, after: dict[str, Any]) -> None:
    """Write an entry for something that is no change of a record: a look, a print, an export."""
    _append(session, [(about, record_id, None, to_json(after, frozenset()))])


def made(session: Session, kind: type[Record], record_id: int, after: dict[str, Any]) -> None:
    """Note that a record is new, and what now stands in the table."""
    known: Changes = session.info["changes"]
    known[kind, record_id] = Change(None, after)


def write_out(session: Session) -> None:
    """Write the entries and search keys of what was flushed so far.

    Called by the commit, and between blocks of an import, so that a long one stays small.
    """
    found: Changes = session.info["changes"]
    if not found:
        return
    gone, new = _search_keys(session, found)
    write_keys(session.connection(), gone, new)
    entries, written = [], touched(session)
    for (record, record_id), change in found.items():
        links = _links(record)
        before = None if change.before is None else to_json(change.before, links)
        entries.append((record.__tablename__, record_id, before, to_json(change.after, links)))
        written.setdefault(record, set()).add(record_id)
    found.clear()
    _append(session, entries)


def head(session: Session) -> bytes:
    """Return the hash of the newest entry: as long as it is the same, nothing was written."""
    newest = select(JOURNAL.c.hash).order_by(JOURNAL.c.seq.desc()).limit(1)
    return session.scalar(newest) or b""


def first_bad(connection: Connection) -> int | None:
    """Return the number of the first entry that is not what was once written; None if all are."""
    bad = first_wrong(rows(connection))
    return bad.seq if bad else None


def triggers_wrong(connection: Connection) -> list[str]:
    """Return the names of triggers that are missing, other than declared, or not ours."""
    wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    found = dict(tuple(row) for row in connection.exec_driver_sql(wanted))
    names = TRIGGERS.keys() | found.keys()
    return sorted(name for name in names if found.get(name) != TRIGGERS.get(name))


def to_json(values: dict[str, Any], links: frozenset[str]) -> str:
    """Return `values` as JSON; keys of 63 bits as strings, so that no reader rounds them."""
    keys = {name: str(values[name]) for name in links if values.get(name) is not None}
    return _ENCODER.encode(values | keys if keys else values)


def _plain(value: Any) -> Any:
    if isinstance(value, Partial):
        return value.iso
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in the journal")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, default=_plain, separators=(",", ":")
)


@cache
def _columns(record: type[Record]) -> frozenset[str]:
    return frozenset(
        c.key for c in record.__mapper__.column_attrs if c.key not in ("id", "version")
    )


@cache
def _links(record: type[Record]) -> frozenset[str]:
    fields = described(record)
    return frozenset(f.key.split(".")[1] for f in fields if isinstance(f.kind, Ref))


def _collect(session: Session, _context: Any) -> None:
    # defaults and versions are set only now, and the histories are still there
    if session.deleted:
        raise RuntimeError("Nothing is deleted: a record ends or is voided.")
    known: Changes = session.info["changes"]
    for record in session.new:
        kind: type[Record] = type(record)
        values, columns = vars(record), _columns(kind)
        after = {n: v for n, v in values.items() if v is not None and n in columns}
        made(session, kind, record.id, after)
    for record in session.dirty:
        kind = type(record)
        before, after = _difference(record)
        if after:
            change = known.setdefault((kind, record.id), Change(before, {}))
            if change.before is not None:
                change.before = before | change.before
            change.after |= after


def _difference(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    for name in _columns(type(record)):
        history = attributes.get_history(record, name, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if history.added and history.deleted:
            before[name], after[name] = history.deleted[0], history.added[0]
    return before, after


def _last(session: Session) -> None:
    session.flush()  # before_commit comes before the last flush
    write_out(session)


def _append(session: Session, entries: list[Entry]) -> None:
    connection = session.connection()
    last = select(JOURNAL.c.seq, JOURNAL.c.hash).order_by(JOURNAL.c.seq.desc()).limit(1)
    seq, hashed = connection.execute(last).first() or (0, b"")
    at = session.info["clock"].now().astimezone(UTC)
    stored = f"{at:%Y-%m-%d %H:%M:%S.%f}"
    by, reason = session.info["by"].name, " ".join(session.info.get("reasons", []))[:400]
    reason = reason.replace("\0", "")  # the chain is written with it between words
    stamped, new = stamp(at, by, reason), []
    begun = session.info.get("entries", (seq + 1, 0))[0]
    for entry in entries:
        seq += 1
        hashed = chained(hashed, seq, stamped, entry)
        new.append((seq, stored, by, reason, *entry, hashed))
    session.info["entries"] = (begun, seq)
    connection.exec_driver_sql(
        'INSERT INTO journal (seq, at, "by", reason, about, record_id, "before", "after", hash) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        new,
    )


def _search_keys(
    session: Session, found: Changes
) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    gone: list[tuple[str, int]] = []
    new: list[tuple[str, int]] = []
    for (record, record_id), change in found.items():
        if not finders(record):
            continue
        if change.before is None:
            new += [(key, record_id) for key in keys_of(record, change.after)]
        elif change.before.keys() & {*finders(record), "void_reason"}:
            before, now = _keys_then_and_now(session, record, record_id, change.before)
            gone += [(key, record_id) for key in before - now]
            new += [(key, record_id) for key in now - before]
    return gone, new


def _keys_then_and_now(
    session: Session, record: type[Record], record_id: int, changed: dict[str, Any]
) -> tuple[set[str], set[str]]:
    """Return all search keys of a record before and after; two columns may give the same key."""
    stored = vars(session.get_one(record, record_id))
    now = {name: stored.get(name) for name in (*finders(record), "void_reason")}
    return keys_of(record, now | changed), keys_of(record, now)


def _refuse_bulk(state: Any) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("A bulk statement would pass the journal by.")
