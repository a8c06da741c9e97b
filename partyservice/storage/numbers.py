"""Visible numbers: a counter row a kind, read and written in the transaction that uses it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Integer, String, Table, insert, select, update
from sqlalchemy.orm import Session

from partyservice.kernel.partial import Partial
from partyservice.storage.record import Record

COUNTERS = Table(
    "number_counter",
    Record.metadata,
    Column("series", String(40), primary_key=True),
    Column("used", Integer, nullable=False),
)


def numbered(session: Session, letters: str, day: date | Partial) -> str:
    """Return the next visible number under `letters` in the month of `day`: LC202610-0001."""
    series = letters + Partial.of(day).iso[: len("2026-10")].replace("-", "")
    return f"{series}-{next_number(session, series):04d}"


def next_number(session: Session, series: str) -> int:
    """Return the next number of `series`, from 1; gaps come only from voided records."""
    counters: dict[str, int] = session.info.setdefault("counters", {})
    if series not in counters:
        wanted = select(COUNTERS.c.used).where(COUNTERS.c.series == series)
        counters[series] = session.connection().execute(wanted).scalar() or 0
    counters[series] += 1
    return counters[series]


def save_counters(session: Session) -> None:
    """Write the counters this transaction moved; called by the Store before it commits."""
    connection = session.connection()
    for series, used in session.info.get("counters", {}).items():
        moved = update(COUNTERS).where(COUNTERS.c.series == series).values(used=used)
        if connection.execute(moved).rowcount == 0:
            connection.execute(insert(COUNTERS).values(series=series, used=used))
