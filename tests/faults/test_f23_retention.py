"""F23: years of days with gaps and wrong clocks, and the history of backups stays whole."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from partyservice.safety.thinning import Stamp, kept

DAYS = (1_000, 3_000)
START = datetime(2026, 1, 1, 8, tzinfo=UTC)
FAULTS = 12  # days with a wrong clock cost a period each: so many less may be kept then
Thin = Callable[[Iterable[Stamp]], set[str]]


@dataclass
class Office:
    """Backups by what their clock said, and the true moment of each."""

    thin: Thin
    there: list[Stamp] = field(default_factory=list)
    true: dict[str, datetime] = field(default_factory=dict)
    wrong: set[date] = field(default_factory=set)
    seq: int = 0

    def back_up(self, at: datetime, said: datetime, *, changed: bool) -> None:
        self.seq += changed
        name = f"{len(self.true)}"
        self.true[name] = at
        self.there.append(Stamp(self.seq, said, name))
        if said != at:
            self.wrong.add(at.date())
        keep = self.thin(self.there)
        self.there = [each for each in self.there if each.name in keep]

    def missing(self, at: datetime) -> list[str]:
        """Return what of the promise does not hold, seen from the true moment `at`."""
        have = [self.true[each.name] for each in self.there]
        made = list(self.true.values())
        return [
            *([] if made[-1] in have else ["the newest"]),
            *(
                "two days"
                for moment in made[-70:]
                if at - moment < timedelta(days=2) and not self.faults(2) and moment not in have
            ),
            *self.periods(have, made, 14, lambda m: (m.date(),), "day"),
            *self.periods(have, made, 8, lambda m: m.isocalendar()[:2], "week"),
            # where clocks were wrong, one of two years' months may be told by its neighbour
            *self.periods(have, made, 24, lambda m: (m.year, m.month), "month")[1:],
        ]

    def faults(self, days: int) -> int:
        last = max(self.true.values()).date()
        return sum((last - each).days <= days for each in self.wrong)

    def periods(
        self,
        have: list[datetime],
        made: list[datetime],
        most: int,
        of: Callable[[datetime], tuple[int | date, ...]],
        name: str,
    ) -> list[str]:
        """Return which of the newest periods that had a backup have none any more."""
        right = [m for m in made if m.date() not in self.wrong]
        wanted = sorted({of(m) for m in right})[-max(1, most - FAULTS // 3) :]
        kept_now = {of(m) for m in have}
        return [f"{name} {each}" for each in wanted if each not in kept_now]


def simulate(thin: Thin, days: int, seed: int) -> list[str]:
    """Live through `days`, and return every violation."""
    chance, office, found = random.Random(seed), Office(thin), list[str]()
    day, wrong, at = 0, timedelta(0), START
    left = 0  # days for which the clock is still wrong
    while day < days:
        day += chance.choice((1, 1, 1, 1, 3, 8) if chance.random() < 0.1 else (1,))  # holidays
        if left:
            left -= 1
        elif chance.random() < 0.01:
            left = chance.randrange(1, 4)
            wrong = timedelta(days=chance.choice((-9_000, -400, -30, 40, 400, 3_000)))
        for number in range(chance.randrange(1, 5)):
            at = START + timedelta(days=day, hours=2 * number)
            said = at + wrong if left else at
            office.back_up(at, said, changed=chance.random() < 0.9)
        found += office.missing(at)
        assert len(office.there) < 150
    return found


@pytest.mark.parametrize(
    "days", [DAYS[0], pytest.param(DAYS[1], marks=pytest.mark.full)], ids=["quick", "full"]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_day_of_years_breaks_the_promise(days: int, seed: int) -> None:
    assert simulate(kept, days, seed) == []


def naive(backups: Iterable[Stamp]) -> set[str]:
    """By the date alone, the newest date first."""
    last = {each.made.date(): each.name for each in sorted(backups, key=lambda each: each.made)}
    return {last[day] for day in sorted(last)[-14:]}


def test_thinning_by_date_alone_breaks_it() -> None:
    """The control."""
    assert "the newest" in simulate(naive, DAYS[0], 1)
