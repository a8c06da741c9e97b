"""Safety: a verified backup and a restore at 50,000 members, and how long a thread waits for them.

The thread beside stands for the window's: it wakes every millisecond, and its longest wait is told.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from bench.office import PASSWORD, opened
from partyservice.kernel.clock import Clock
from partyservice.safety.opening import by_password
from partyservice.safety.restoring import Restoring

MEMBERS, MOST, BLOCKED = 50_000, 60, 50  # people, s of a restore, ms that the window may wait


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    with tempfile.TemporaryDirectory() as folder:
        app = opened(MEMBERS)
        with _waiting() as waited:
            began = time.perf_counter()
            path = app.backups.write_to(Path(folder))
            made = time.perf_counter() - began
        app.close()
        began = time.perf_counter()
        way = Restoring(path=path, opener=by_password("", PASSWORD), clock=Clock())
        way.to(Path(folder) / "again")
        restored = time.perf_counter() - began
        size = f"{path.stat().st_size / 1e6:.0f} MB"
    return [
        _row("verified backup, 50,000 members", made, MOST, size),
        _row("restore, 50,000 members", restored, MOST, size),
        (
            "longest wait of a thread beside a backup",
            f"{waited[0]:.0f} ms",
            size,
            "—",
            f"≤ {BLOCKED} ms",
            "met" if waited[0] <= BLOCKED else "MISSED",
        ),
    ]


def _row(title: str, seconds: float, most: int, beside: str) -> tuple[str, ...]:
    verdict = "met" if seconds <= most else "MISSED"
    return (title, f"{seconds:.1f} s", beside, "—", f"≤ {most} s", verdict)


@contextmanager
def _waiting() -> Iterator[list[float]]:
    """Give the longest time, in ms, that a thread could not go on, known at the end."""
    over, longest = Event(), [0.0]

    def wake() -> None:
        last = time.perf_counter()
        while not over.wait(0.001):
            now = time.perf_counter()
            longest[0] = max(longest[0], (now - last) * 1000 - 1)
            last = now

    thread = Thread(target=wake)
    thread.start()
    yield longest
    over.set()
    thread.join()
