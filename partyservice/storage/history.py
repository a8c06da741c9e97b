"""History: what the journal says of some records, newest first, in values again."""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, DateTime, Enum, Integer, select
from sqlalchemy.orm import Session

from partyservice.kernel.kinds import Ref
from partyservice.kernel.partial import Partial
from partyservice.storage.journal import JOURNAL
from partyservice.storage.record import Cents, Moment, PartialText, Record, described

Plain = dict[str, Any]
NOTES = {  # what a note of the journal begins with, and what it means
    "unmasked": "看了号码",
    "printed": "打印",
    "saved": "另存文件",
    "exported": "导出",
    "copied": "复制",
    "form": "打印",
    "signed_in": "登录",
    "unlocked": "解锁",
    "restored": "恢复备份",
    "day_page": "打印日志页",
    "merged": "合并了另一个人",
}
LOOKS = ("unmasked", "printed", "exported", "copied", "form")  # somebody saw the person


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `before` is None for a new record, and for a note that changed nothing."""

    seq: int
    at: datetime
    by: str
    reason: str
    about: str
    record_id: int
    before: Plain | None
    after: Plain


def entries(
    session: Session, record_ids: Sequence[int], before: int | None, most: int
) -> list[Entry]:
    """Return the newest entries about `record_ids`, only those numbered below `before`."""
    j = JOURNAL.c
    # adding 0 keeps SQLite from reading the journal backwards until enough are found
    wanted = select(j.seq, j.at, j.by, j.reason, j.about, j.record_id, j.before, j.after)
    wanted = wanted.where(j.record_id.in_(record_ids)).order_by((j.seq + 0).desc()).limit(most)
    if before is not None:
        wanted = wanted.where(j.seq + 0 < before)
    return [
        Entry(
            row.seq,
            row.at,
            row.by,
            row.reason,
            row.about,
            row.record_id,
            None if row.before is None else json.loads(row.before),
            json.loads(row.after),
        )
        for row in session.connection().execute(wanted)
    ]


def hands(session: Session, record: type[Record], record_id: int) -> frozenset[str]:
    """Return who registered a record and who changed it last; looks and prints do not count."""
    j = JOURNAL.c
    wanted = select(j.by, j.before, j.after).where(
        j.about == record.__tablename__, j.record_id == record_id
    )
    columns = set(record.__table__.columns.keys())
    by = [
        row.by
        for row in session.connection().execute(wanted.order_by(j.seq + 0))
        if row.before is not None or json.loads(row.after).keys() & columns
    ]
    return frozenset((by[0], by[-1])) if by else frozenset()


def looks(
    session: Session, record_ids: Sequence[int], before: int | None, most: int
) -> list[Entry]:
    """Return the newest notes about `record_ids`: who looked at them, and what they saw."""
    found: list[Entry] = []
    while len(found) < most:
        block = entries(session, record_ids, before, 2 * most)
        found += [each for each in block if each.before is None and each.after.keys() & set(LOOKS)]
        if len(block) < 2 * most:
            break
        before = block[-1].seq
    return found[:most]


def is_note(record: type[Record] | None, entry: Entry) -> bool:
    """Say whether an entry is a look, a print or an export: no column of `record` is in it."""
    columns = record.__table__.columns.keys() if record else ()
    return entry.before is None and not entry.after.keys() & set(columns)


def values_of(record: type[Record], plain: Plain) -> Plain:
    """Return what the journal wrote of the Fields of `record` as the values it was written from."""
    fields = {field.key.split(".")[1]: field for field in described(record)}
    return {
        name: _restored(fields[name].kind, record.__table__.columns[name].type, value)
        for name, value in plain.items()
        if name in fields
    }


def stored_value(column: Any, plain: Any) -> Any:
    """Return what the journal wrote of any column, a Field or not, as the value it was.

    Raise KeyError or ValueError if the program no longer knows that value.
    """
    if plain is None:
        return None
    return int(plain) if isinstance(column.type, Integer) else _value(column.type, plain)


def _restored(kind: Any, column: Any, plain: Any) -> Any:
    """Return one value as it was before it was written as JSON."""
    if plain is None:
        return None
    if isinstance(kind, Ref):
        return int(plain)
    return _value(column, plain)


def _value(column: Any, plain: Any) -> Any:
    if isinstance(column, PartialText):
        return Partial(plain)
    if isinstance(column, Enum):
        members: type[enum.Enum] | None = column.enum_class
        return members[plain] if members else plain
    if isinstance(column, Cents):
        return Decimal(plain)
    if isinstance(column, DateTime | Moment):
        return datetime.fromisoformat(plain)
    return date.fromisoformat(plain) if isinstance(column, Date) else plain
