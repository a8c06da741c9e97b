"""Questions about an office's own code rows and days."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel.codes import CodeRow
from partyservice.kernel.workdays import Special, Workdays
from partyservice.settings.model import CodeEntry, Holiday


def entries(session: Session) -> list[CodeEntry]:
    """Return the office's own rows of all tables, as they are sorted."""
    wanted = select(CodeEntry).where(CodeEntry.void_reason.is_(None))
    return list(
        session.scalars(wanted.order_by(CodeEntry.table_name, CodeEntry.place, CodeEntry.code))
    )


def own_rows(session: Session) -> dict[str, list[CodeRow]]:
    """Return the office's own rows by table."""
    rows: dict[str, list[CodeRow]] = {}
    for entry in entries(session):
        rows.setdefault(entry.table_name, []).append(row_of(entry))
    return rows


def row_of(entry: CodeEntry) -> CodeRow:
    """Return an own row as code tables know rows."""
    return CodeRow(
        code=entry.code,
        label=entry.label,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        words=tuple(word for word in (entry.words or "").split("、") if word),
        place=entry.place,
    )


def own_days(session: Session) -> list[Holiday]:
    """Return the days the office entered, those withdrawn left out."""
    wanted = select(Holiday).where(Holiday.void_reason.is_(None))
    return list(session.scalars(wanted.order_by(Holiday.day)))


def day_entered(session: Session, day: date) -> Holiday | None:
    """Return what the office entered for `day`."""
    wanted = select(Holiday).where(Holiday.day == day, Holiday.void_reason.is_(None))
    return session.scalars(wanted).one_or_none()


def workdays(session: Session) -> Workdays:
    """Return the calendar by which the office works."""
    own = own_days(session)
    return Workdays.of(Special(d.day, d.sort, d.name or "", d.source or "") for d in own)
