"""Working days in China: weekdays, but for what the State Council arranged and the office noted."""

from __future__ import annotations

import csv
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from partyservice.kernel.codes import FOLDER

ONE_DAY = timedelta(days=1)
NATIONAL_DAY = (10, 1)
SATURDAY = 5


class DaySort(enum.Enum):
    """Whether a day out of the ordinary is free or worked."""

    OFF = "休"
    WORK = "班"


@dataclass(frozen=True, slots=True)
class Special:
    """A day that is not what its weekday says, or is a holiday by name."""

    day: date
    sort: DaySort
    name: str = ""
    source: str = ""


@dataclass(frozen=True)
class Workdays:
    """The calendar of an office; a year whose arrangement is unknown goes by weekdays alone."""

    specials: Mapping[date, Special]

    @classmethod
    def of(cls, own: Iterable[Special] = ()) -> Workdays:
        """Return the calendar as shipped, with an office's own days over it."""
        return cls({**shipped_days(), **{special.day: special for special in own}})

    @cached_property
    def years(self) -> frozenset[int]:
        """The years whose arrangement is known: National Day stands in every one."""
        return frozenset(day.year for day in self.specials if (day.month, day.day) == NATIONAL_DAY)

    def is_working(self, day: date) -> bool:
        """Say whether offices work on `day`."""
        special = self.specials.get(day)
        return day.weekday() < SATURDAY if special is None else special.sort is DaySort.WORK

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (before it, if negative).

        The day itself does not count, as in every time limit; 0 is `day` if it is worked, else
        the next that is.
        """
        step = ONE_DAY if count >= 0 else -ONE_DAY
        while count == 0 and not self.is_working(day):
            day += step
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days(self, first: date, last: date) -> int:
        """Return how many working days follow `first` up to and including `last`."""
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working, days))

    def unknown(self, first: date, last: date) -> str:
        """Return the sentence about years between two days that nobody entered yet; or nothing."""
        missing = [year for year in range(first.year, last.year + 1) if year not in self.years]
        if not missing:
            return ""
        return f"{'、'.join(map(str, missing))} 年的放假安排还没有录入，先按周一至周五算。"


@cache
def shipped_days() -> Mapping[date, Special]:
    """Return the days that come with the program."""
    text = (FOLDER / "calendar" / "holidays.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line[:1] != "#")
    found = (
        Special(date.fromisoformat(row["day"]), DaySort(row["sort"]), row["name"], "随程序")
        for row in csv.DictReader(lines)
    )
    return {special.day: special for special in found}
