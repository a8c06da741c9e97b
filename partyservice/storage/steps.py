"""Steps: one row a transaction that changed records; what undo takes back is a whole step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Integer, String, Table, insert, select
from sqlalchemy.orm import Session

from partyservice.storage.record import Moment, Record

LONGEST = 400  # letters of its words
STEPS = Table(
    "step",
    Record.metadata,
    Column("id", Integer, primary_key=True),
    Column("first", Integer, nullable=False),  # numbers of its entries in the journal
    Column("last", Integer, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False, index=True),
    Column("words", String(LONGEST), nullable=False),
    Column("firm", String(LONGEST), nullable=False),  # why it is not undone; empty if it may be
    Column("rights", String(LONGEST), nullable=False),  # names of those it needed, with spaces
    Column("undoes", Integer, index=True),  # the step it undoes
)


@dataclass(frozen=True, slots=True)
class Step:
    """One row: entries `first` to `last` of the journal, by whom, and what may be done with it."""

    id: int
    first: int
    last: int
    at: datetime
    by: str
    words: str
    firm: str
    rights: frozenset[str]
    undoes: int | None


def told(
    session: Session, *, firm: str = "", undoes: int | None = None, rights: Iterable[str] = ()
) -> None:
    """Say of the step that `session` is: why it stays, what it undoes, which rights it needed."""
    info = session.info
    info["firm"] = info.get("firm") or firm
    info["undoes"] = undoes if undoes is not None else info.get("undoes")
    info.setdefault("rights", set()).update(right for right in rights if right)


def write_step(session: Session) -> int | None:
    """Write the step that `session` was, and return its number; None if it changed no record.

    Called by the Store when all entries of the journal are written.
    """
    info: dict[str, Any] = session.info
    if not info["touched"]:
        return None
    firm = info.get("firm") or next((kind.firm for kind in info["touched"] if kind.firm), "")
    row = {
        "first": info["entries"][0],
        "last": info["entries"][1],
        "at": info["clock"].now().astimezone(UTC),
        "by": info["by"].name,
        "words": " ".join(info.get("reasons", []))[:LONGEST],
        "firm": firm,
        "rights": " ".join(sorted(info.get("rights", ())))[:LONGEST],
        "undoes": info.get("undoes"),
    }
    wanted = insert(STEPS).values(row).returning(STEPS.c.id)
    number: int = session.connection().execute(wanted).scalar_one()
    return number


def steps_where(session: Session, *conditions: Any, most: int | None = None) -> list[Step]:
    """Return the steps of which `conditions` hold, the newest first."""
    wanted = select(STEPS).where(*conditions).order_by(STEPS.c.id.desc()).limit(most)
    return [_step(row) for row in session.connection().execute(wanted)]


def step_of(session: Session, number: int) -> Step | None:
    """Return the step numbered `number`."""
    return next(iter(steps_where(session, STEPS.c.id == number)), None)


def _step(row: Any) -> Step:
    rights = frozenset(row.rights.split())
    return Step(
        row.id, row.first, row.last, row.at, row.by, row.words, row.firm, rights, row.undoes
    )
