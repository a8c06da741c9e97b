"""Auditing: the whole journal without values and names: that something was done, not what."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partyservice.storage.history import NOTES, Plain
from partyservice.storage.journal import JOURNAL
from partyservice.storage.record import Record

BACK = 8_000  # entries gone through for one page: at most 40 ms at a million, mostly 10


@dataclass(frozen=True, slots=True)
class Line:
    """One entry without values and names: for who may see that something was done, not what."""

    seq: int
    at: datetime
    by: str
    what: str
    about: str
    record_id: int


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, newest first; `older` is the number below which to go on, None if all were seen."""

    lines: tuple[Line, ...]
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Which entries are wanted: of one day at the desk, by one account, about one kind."""

    day: date | None = None
    by: str = ""
    about: str = ""


def page(session: Session, only: Only, before: int | None = None, most: int = 100) -> Page:
    """Return up to `most` of the newest entries numbered below `before` that are wanted.

    At most BACK entries are gone through, so that it takes the same time in a long journal: a page
    may be empty and still have an `older` one.
    """
    j, connection = JOURNAL.c, session.connection()
    start, end = _bounds(session, only.day, before)
    lowest = max(start, end - BACK)
    wanted = (
        select(j.seq, j.at, j.by, j.about, j.record_id, j.before.is_(None).label("bare"), j.after)
        .where(j.seq >= lowest, j.seq < end)
        .order_by(j.seq.desc())
        .limit(most)
    )
    if only.by:
        wanted = wanted.where(j.by == only.by)
    if only.about:
        wanted = wanted.where(j.about == only.about)
    rows = connection.execute(wanted).all()
    lines = tuple(
        Line(r.seq, r.at, r.by, _deed(r.bare, json.loads(r.after)), r.about, r.record_id)
        for r in rows
    )
    reached = rows[-1].seq if len(rows) == most else lowest
    return Page(lines, reached if reached > start else None)


def counted(session: Session, day: date) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return how often what was done to which kind on a day, and by whom; the most first."""
    j, titles = JOURNAL.c, _titles()
    start, end = _bounds(session, day, None)
    wanted = select(j.by, j.about, j.before.is_(None), j.after).where(j.seq >= start, j.seq < end)
    kinds, accounts = Counter[str](), Counter[str]()
    rows = session.connection().execution_options(yield_per=1000).execute(wanted)
    for by, about, bare, after in rows:
        deed = _deed(bare, json.loads(after))
        whose = "" if deed in NOTES.values() else titles.get(about, "")
        kinds[f"{whose}{deed}"] += 1
        accounts[by] += 1
    return kinds.most_common(), accounts.most_common()


def _bounds(session: Session, day: date | None, before: int | None) -> tuple[int, int]:
    """Return the first number wanted and the one after the last."""
    j = JOURNAL.c
    # one by one: asked for both at once SQLite reads the whole table
    first, last = (session.scalar(select(of(j.seq))) for of in (func.min, func.max))
    start, end = first or 1, (last or 0) + 1
    if day is not None:
        begin = datetime.combine(day, time()).astimezone()
        next_day = datetime.combine(day + timedelta(days=1), time()).astimezone()
        start, end = (_since(session, start, end, at) for at in (begin, next_day))
    return start, end if before is None else min(end, before)


def _since(session: Session, start: int, end: int, moment: datetime) -> int:
    """Return the number of the first entry that is not before `moment`: numbers follow time."""
    while start < end:
        middle = (start + end) // 2
        at = session.scalar(select(JOURNAL.c.at).where(JOURNAL.c.seq == middle))
        if at is not None and at < moment:
            start = middle + 1
        else:
            end = middle
    return start


def _titles() -> dict[str, str]:
    """Return what a clerk calls the records of each table."""
    kinds: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    return {kind.__tablename__: kind.title for kind in kinds}


def _deed(bare: bool, after: Plain) -> str:
    """Say what was done, without anything of what it was done to."""
    known = next((words for name, words in NOTES.items() if bare and name in after), "")
    if known:
        return known
    if "void_reason" in after:
        return "作废" if after["void_reason"] else "撤销作废"
    return "新登记" if bare else "修改"
