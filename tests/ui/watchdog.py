"""Watchdog: for how long the window's thread could not answer, and while which key was pressed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, thread_time

from PySide6.QtCore import Qt, QTimer

_OFTEN = 1  # ms between two beats
_WORTH = 5.0  # ms: shorter ones are not kept


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A time without an answer, in ms: by the clock, and of the thread's own work."""

    wall: float
    cpu: float
    during: str


class Watchdog:
    """A timer of the window beats as often as the window answers; a gap between beats is a block.

    A beat comes once a turn of the event loop, as a key would be heard: work in pieces between
    which keys are heard is as many blocks.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.during = ""
        self.since: float | None = None  # the last beat; None while nobody watches
        self._worked = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @property
    def longest(self) -> Block:
        """The longest block so far."""
        return max(self.blocks, default=Block(0, 0, ""))

    @contextmanager
    def watching(self, during: str = "") -> Iterator[None]:
        """Watch what happens inside, done by `during` or still by what was done before."""
        self.during = during or self.during
        self.since, self._worked = perf_counter(), thread_time()
        self._timer.start(_OFTEN)
        yield
        self._beat()
        self._timer.stop()
        self.since = None

    def _beat(self) -> None:
        if self.since is None:
            return
        now, worked = perf_counter(), thread_time()
        wall, cpu = (now - self.since) * 1000, (worked - self._worked) * 1000
        if wall > _WORTH:
            self.blocks.append(Block(wall, cpu, self.during))
        self.since, self._worked = now, worked
