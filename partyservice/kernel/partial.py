"""Partial: a day of which perhaps only the year or the month is known, and months of the office."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from partyservice.kernel.errors import Invalid

WHOLE = len("2026-03-01")
FIRST_YEAR, LAST_YEAR = 1900, 2100
PIVOT = 30  # 85年 is 1985 and 05年 is 2005: a roster names no year after 2030 with two digits
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(3_000, 74_000)  # serial numbers of 1908 to 2102

_WRITTEN = re.compile(
    r"(?P<y>\d{4})(?:[.\-/年、](?P<m>\d{1,2})(?:[.\-/月、](?P<d>\d{1,2})日?|月)?|年)?[.\-/]?"
    r"(?:T?00?:00(?::00(?:\.0+)?)?)?"
)
_SHORT_YEAR = re.compile(r"(\d{2})(年\d{1,2}月(?:\d{1,2}日)?|年)")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")


@dataclass(frozen=True, slots=True, order=True)
class Partial:
    """A day, month or year; sorts and compares by its text, so 2026-10 comes before 2026-10-01."""

    iso: str  # 2026, 2026-03 or 2026-03-01

    @classmethod
    def of(cls, day: date | Partial) -> Partial:
        """Return `day` as one that compares with Partials."""
        return day if isinstance(day, Partial) else cls(day.isoformat()[:10])

    @property
    def earliest(self) -> date:
        """The first day it may be."""
        return date.fromisoformat(f"{self.iso}-01-01"[:WHOLE])

    @property
    def latest(self) -> date:
        """The last day it may be."""
        if len(self.iso) == WHOLE:
            return date.fromisoformat(self.iso)
        year, month = int(self.iso[:4]), int(self.iso[5:7] or 12)
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def month(self) -> str:
        """The month as 2026-03; empty if only the year is known."""
        return self.iso[:7] if len(self.iso) > len("2026") else ""

    def agrees(self, other: Partial) -> bool:
        """Say whether both may be the same day, one perhaps known less exactly."""
        return self.iso.startswith(other.iso) or other.iso.startswith(self.iso)


def later(day: date, years: int) -> date:
    """Return the day `years` later; 29 February becomes 28 February (domain 2.11.3)."""
    if day.month == 2 and day.day == 29 and not calendar.isleap(day.year + years):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)


def whole_years(start: date, end: date) -> int:
    """Return the full years from `start` to `end`; negative before the first day."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


@lru_cache(maxsize=1 << 16)
def read_text(text: str) -> Partial:
    """Return the day that `text` writes in any of the ways offices do; raise Invalid."""
    bare = "".join(text.split())
    short = _SHORT_YEAR.fullmatch(bare)
    if short:
        bare = ("20" if int(short[1]) <= PIVOT else "19") + bare
    run = _RUN.fullmatch(bare)
    found = run or _WRITTEN.fullmatch(bare)
    if not found:
        raise Invalid(f"看不懂日期“{text[:20]}”，请写成 2026.03.01、2026.03 或 2026。")
    return _real([int(part) for part in found.groups() if part], text)


def read_number(number: float) -> Partial:
    """Return the day of a number in a cell: 1985, 1985.07, 198507, 19850712 or Excel's own count.

    Raise Invalid for 1985.1: a spreadsheet shows October, 1985.10, so.
    """
    if number != int(number):
        text = f"{number:.10g}"
        if re.fullmatch(r"\d{4}\.1", text):
            raise Invalid(f"{text} 是数字，分不清 1 月还是 10 月，请改成文字。")
        return read_text(text)
    if int(number) in EXCEL_DAYS:
        return Partial.of(EXCEL_EPOCH + timedelta(days=int(number)))
    return read_text(str(int(number)))


def read_cell(cell: object) -> Partial:
    """Return the day of a spreadsheet cell; raise Invalid if there is none."""
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial_or_written(cell)
    return read_text(str(cell))


def _serial_or_written(number: float) -> Partial:
    # 1985 alone is a year: no roster holds a day of 1905 as a bare serial number
    if FIRST_YEAR <= number <= LAST_YEAR:
        return read_text(str(int(number))) if float(number).is_integer() else read_number(number)
    return read_number(number)


def _in_range(day: date) -> Partial:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return Partial(day.isoformat())
    return _real([day.year, day.month, day.day], day.isoformat())


def _real(parts: list[int], text: str) -> Partial:
    if not FIRST_YEAR <= parts[0] <= LAST_YEAR:
        raise Invalid(f"年份 {parts[0]} 不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise Invalid(f"没有“{text}”这一天。") from error
    return Partial("-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])]))


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, as rosters and dues speak of it."""

    iso: str  # 2026-10

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month of `day`."""
        return cls(f"{day:%Y-%m}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month written as 2026-10, 2026.10, 202610 or 2026年10月; raise Invalid."""
        found = read_text(text)
        if not found.month:
            raise Invalid("要写到月，如 2026-10。")
        return cls(found.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(self.iso + "-01")

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month.of((self.first + timedelta(days=31)).replace(day=1))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def span(self) -> tuple[Partial, Partial]:
        """From it, up to and not including the next."""
        return Partial(self.iso), Partial(self.next.iso)

    @property
    def words(self) -> str:
        """As paper says it: 2026年10月."""
        return f"{self.iso[:4]}年{int(self.iso[5:])}月"
