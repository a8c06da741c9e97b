"""The clock is handed in, so that a test can say what day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from typing_extensions import override


class Clock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day at the desk."""
        return self.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Stopped(Clock):
    """A clock that always shows the same moment."""

    at: datetime

    @override
    def now(self) -> datetime:
        return self.at
