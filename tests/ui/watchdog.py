"""Watchdog: for how long the window's thread could not answer, and while which key was pressed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtCore import Qt, QTimer

_OFTEN = 1  # ms between two beats
_LINE = Path("/proc/thread-self/schedstat")
_WORTH = 5.0  # ms: shorter ones are not kept


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A time without an answer, in ms: by the clock, and without what other programs took of it.

    `work` is what the thread did itself; the rest of `own` it waited for others of this program.
    """

    wall: float
    own: float
    work: float
    during: str


@dataclass(frozen=True, slots=True)
class _Moment:
    wall: float
    queued: float  # s the thread might have run, and another program did
    work: float


class Watchdog:
    """A timer of the window beats as often as the window answers; a gap between beats is a block.

    A beat comes once a turn of the event loop, as a key would be heard: work in pieces between
    which keys are heard is as many blocks.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.during = ""
        self._last: _Moment | None = None  # the last beat; None while nobody watches
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @property
    def longest(self) -> Block:
        """The longest block so far."""
        return max(self.blocks, default=Block(0, 0, 0, ""))

    @property
    def quiet(self) -> float:
        """For how many ms the window has not answered by now; asked by another thread."""
        last = self._last
        return (perf_counter() - last.wall) * 1000 if last else 0.0

    @contextmanager
    def watching(self, during: str = "") -> Iterator[None]:
        """Watch what happens inside, done by `during` or still by what was done before."""
        self.during = during or self.during
        self._last = _now()
        self._timer.start(_OFTEN)
        yield
        self._beat()
        self._timer.stop()
        self._last = None

    def _beat(self) -> None:
        last, now = self._last, _now()
        if last is None:
            return
        wall, queued = (now.wall - last.wall) * 1000, (now.queued - last.queued) * 1000
        if wall > _WORTH:
            work = (now.work - last.work) * 1000
            self.blocks.append(Block(wall, wall - queued, work, self.during))
        self._last = now


def _now() -> _Moment:
    return _Moment(perf_counter(), _queued(), thread_time())


def _queued() -> float:
    """Return the s this thread stood in line for a processor; 0 where the system does not say."""
    try:
        return int(_LINE.read_text("ascii").split()[1]) / 1e9
    except OSError:
        return 0.0
