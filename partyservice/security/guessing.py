"""Guessing: how long a door stays shut after wrong passwords, by the clock since boot alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

FREE = 5  # wrong passwords before the first delay
FIRST_DELAY, MOST_DELAY = 5.0, 900.0  # seconds; each further wrong password doubles it
DAY = 86_400.0
# a bucket of 50 that runs dry at 50 a day: whatever happens, no 24 hours see more than 100
BUCKET, LEAK = 50.0, 50.0 / DAY
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Uptime:
    """Seconds since this machine started, asleep or not, and which start it was ("": unknown)."""

    seconds: float
    boot: str = ""


def uptime() -> Uptime:
    """Return it; nobody sets this clock, as the clock on the wall is set."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # it counts on while the machine sleeps
    seconds = time.monotonic() if clock is None else time.clock_gettime(clock)
    return Uptime(seconds, _boot())


def _boot() -> str:
    try:
        return _BOOT.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """Wrong passwords at one door: `failed` since the last right one, `spent` of the bucket."""

    failed: int = 0
    spent: float = 0.0
    at: float = 0.0  # of the clock since boot
    boot: str = ""

    @property
    def possible(self) -> bool:
        """Whether a program could have written it."""
        numbers = (self.failed, self.spent, self.at)
        plain = all(type(n) in (int, float) and isfinite(n) and n >= 0 for n in numbers)
        return plain and type(self.failed) is int and isinstance(self.boot, str)

    def wait(self, now: Uptime) -> float:
        """Return for how many seconds no password is taken; 0 for none."""
        since = self._since(now)
        over = self._left(since) + 1 - BUCKET
        return max(self._delay() - since, over / LEAK, 0.0)

    def wrong(self, now: Uptime) -> Guesses:
        """Return what is known after one wrong password more."""
        spent = self._left(self._since(now)) + 1
        return Guesses(self.failed + 1, spent, now.seconds, now.boot)

    def right(self, now: Uptime) -> Guesses:
        """Return what is known after a right one: the day's bucket stays as full as it was."""
        return Guesses(0, self._left(self._since(now)), now.seconds, now.boot)

    def _delay(self) -> float:
        if self.failed < FREE:
            return 0.0
        return float(min(MOST_DELAY, FIRST_DELAY * 2 ** min(self.failed - FREE, 20)))

    def _left(self, since: float) -> float:
        return max(0.0, self.spent - since * LEAK)

    def _since(self, now: Uptime) -> float:
        """Return the seconds that have surely passed; after a restart those since it."""
        if now.boot != self.boot or now.seconds < self.at:
            return now.seconds
        return now.seconds - self.at
