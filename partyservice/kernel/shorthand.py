"""Shorthand: days as a clerk may type them at the desk, told from today; sheets know none of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from partyservice.kernel.errors import Invalid
from partyservice.kernel.partial import FIRST_YEAR, PIVOT, Partial, read_text

AHEAD = 30  # days that a day without its year may lie ahead; else it is last year's
DAYS = {
    **dict.fromkeys(("t", "今天", "今日", "today"), 0),
    **dict.fromkeys(("昨天", "昨日", "yesterday"), -1),
    **dict.fromkeys(("明天", "明日", "tomorrow"), 1),
    "前天": -2,
    "后天": 2,
}
MONTHS = {"本月": 0, "这个月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
_COUNTED = re.compile(r"t([+-]\d{1,4})")
_SHORT = re.compile(r"(\d{2})[.\-/](\d{1,2})(?:[.\-/](\d{1,2}))?")
_MONTH_DAY = re.compile(r"(\d{2})(\d{2})|(\d{1,2})[.\-/](\d{1,2})|(\d{1,2})月(\d{1,2})[日号]?")


def day_meant(text: str, today: date, *, whole: bool) -> Partial | None:
    """Return the day, month or year that `text` means today; None if it means none.

    What is written in full is itself. A month and day without a year is this year's, or last
    year's where that would lie more than `AHEAD` days ahead: most days typed are past. With
    `whole` only a day will do, so that 3.12 and 12.5 are both a month and a day.
    """
    bare = "".join(text.split()).lower()
    for by in (_counted, _month_counted, _as_written, _short_year, _without_year):
        found = by(bare, today)
        if found is not None and not (whole and found.earliest != found.latest):
            return found
    return None


def _counted(bare: str, today: date) -> Partial | None:
    counted = _COUNTED.fullmatch(bare)
    if counted is None and bare not in DAYS:
        return None
    return Partial.of(today + timedelta(days=int(counted[1]) if counted else DAYS[bare]))


def _month_counted(bare: str, today: date) -> Partial | None:
    if bare not in MONTHS:
        return None
    year, month = divmod(today.year * 12 + today.month - 1 + MONTHS[bare], 12)
    return Partial(f"{year:04d}-{month + 1:02d}")


def _as_written(bare: str, _today: date) -> Partial | None:
    try:
        return read_text(bare)
    except Invalid:
        return None


def _short_year(bare: str, today: date) -> Partial | None:
    short = _SHORT.fullmatch(bare)
    if short is None:
        return None
    century = "20" if int(short[1]) <= PIVOT else "19"
    return _as_written(
        "-".join(part for part in (century + short[1], *short.groups()[1:]) if part), today
    )


def _without_year(bare: str, today: date) -> Partial | None:
    found = _MONTH_DAY.fullmatch(bare)
    if found is None:
        return None
    month, day = (part for part in found.groups() if part)
    latest = today + timedelta(days=AHEAD)
    for year in range(latest.year, FIRST_YEAR, -1):  # 29 February: the last there was
        there = _as_written(f"{year}-{month}-{day}", today)
        if there is not None and there.earliest <= latest:
            return there
        if there is None and year < latest.year - 8:
            return None
    return None
