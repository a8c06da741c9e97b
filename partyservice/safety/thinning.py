"""Thinning: which backups are kept: dense lately, then one a day, a week, a month.

The clock of the machine may have been wrong, for an hour or for years, so the numbers of the
journal say what came after what, and a day is told by two timelines: as the clock said wherever
that agrees with the order, and with its leaps back taken out. What either wants kept is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

DAYS, WEEKS, MONTHS = 14, 8, 24
ALL = 3  # days, of those with backups, of which everything is kept; a leap of the clock makes one
_NEXT = timedelta(days=1)
_SET = timedelta(hours=1)  # back by less, the clock was put right
_GAP = timedelta(days=62)  # longer ones need no more room: another month begins anyhow
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)  # of what a clock may say without harm


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A backup: the newest entry of the journal in it, when it was made by its clock, its name.

    Backups compare by what came after what.
    """

    seq: int
    made: datetime
    name: str


def kept(backups: Iterable[Stamp]) -> set[str]:
    """Return the names of the backups to keep; the newest is always among them.

    What the clock says now is not asked: it may be as wrong as any.
    """
    ordered = sorted(backups)
    told = [each.made for each in ordered]
    straight = _straight(told)
    found: set[str] = set()
    agreeing = _agreeing([_day(at) for at in told])
    lines = (
        ([ordered[place] for place in agreeing], [told[place] for place in agreeing]),
        (ordered, straight),
    )
    for stamps, line in lines:
        for most, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
            found |= _newest(stamps, [period(at) for at in line], most)
    days = [_day(at) for at in straight]
    recent = sorted(set(days))[-ALL:]
    return found | {each.name for each, day in zip(ordered, days, strict=True) if day in recent}


def _agreeing(days: Sequence[str]) -> list[int]:
    """Return the places of the most days that come one after another: where the clock was right."""
    tails: list[str] = []  # the least day in which a chain of so many can end
    ends: list[int] = []  # and where it is
    before: list[int] = []
    for place, day in enumerate(days):
        length = bisect_left(tails, day)
        before.append(ends[length - 1] if length else -1)
        tails[length:] = [day, *tails[length + 1 :]]
        ends[length:] = [place, *ends[length + 1 :]]
    found: list[int] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def _newest(ordered: Sequence[Stamp], periods: Sequence[str], most: int) -> set[str]:
    """Return the last backup of each of the newest `most` periods that have one."""
    last = {period: each.name for each, period in zip(ordered, periods, strict=True)}
    return {last[period] for period in sorted(last)[-most:]}


def _straight(told: Sequence[datetime]) -> list[datetime]:
    """Return the times with every leap back of the clock taken for the next day."""
    line = [min(told[0], _LATEST)] if told else []
    for before, at in pairwise(told):
        if before - at > _SET:
            line.append(datetime.combine(line[-1].date() + _NEXT, at.timetz()))
        else:
            line.append(line[-1] + max(min(at - before, _GAP), timedelta(0)))
    return line


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _week(at: datetime) -> str:
    year, week, _ = at.isocalendar()
    return f"{year:04d}-{week:02d}"


def _month(at: datetime) -> str:
    return f"{at:%Y-%m}"
