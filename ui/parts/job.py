"""Job: work beside the window; the one place that catches every exception.

Lists, papers and writing have a thread each, so that a long paper does not keep a list waiting.
Long work is given a Watch: it says how far it is, and learns that it should stop.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from partyservice.kernel.errors import Refused, Unsettled
from partyservice.kernel.progress import Cancelled

log = logging.getLogger(__name__)
Work = Callable[[], Any]
Done = Callable[[Any], object]
Failed = Callable[[Exception], object]
OFTEN = 0.05  # s between two words of one work to the window
# s that a job goes on while the window waits for the interpreter: it does so several times while
# it draws one page, and the usual 5 ms added up to more than 50
TURN = 0.001


class Watch(QObject):
    """A Progress that tells the window, seldom enough for it to keep up; any thread may call it."""

    stepped = Signal(int, int, str)  # done, total, what is being done

    def __init__(self) -> None:
        super().__init__()
        self._stop, self._next = Event(), 0.0

    def step(self, done: int, total: int, text: str = "") -> None:
        """Say how far it is; raise Cancelled when the work should stop."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now >= self._next:
            self._next = now + OFTEN
            self.stepped.emit(done, total, text)

    def stop(self) -> None:
        """Let the work stop at its next step."""
        self._stop.set()

    def stopped(self) -> bool:
        """Say whether the work should stop."""
        return self._stop.is_set()


class Job(QObject):
    """One piece of work; its result is told unless it was cancelled or its owner is gone."""

    told = Signal(object)  # what the work returned, or the exception it raised

    def __init__(self, work: Work, done: Done, failed: Failed, owner: QObject) -> None:
        super().__init__()
        self._work, self._done, self._failed = work, done, failed
        self._owner = owner
        self._unwanted = False
        self.over = False  # it has told, or nobody wants to hear
        self.watch: Watch | None = None  # of long work
        self.told.connect(self._tell)

    def cancel(self) -> None:
        """Let nobody hear of it any more, and stop it if it can be."""
        self._unwanted = True
        self.stop()

    def stop(self) -> None:
        """Stop long work at its next step; what it tells then is Cancelled."""
        if self.watch is not None:
            self.watch.stop()

    def run(self) -> None:
        """Do the work; called on a thread of its own."""
        if self._unwanted:
            self.told.emit(None)
            return
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - every failure is shown; a thread has no caller
            result = error
        self.told.emit(result)

    def _tell(self, result: object) -> None:
        self.over = True
        if not self._unwanted and isValid(self._owner):
            if isinstance(result, Exception):
                self._failed(result)
            else:
                self._done(result)


class Jobs(QObject):
    """The threads beside the window."""

    failed = Signal(object)  # the exception nobody was waiting for

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._stopped = False
        self._jobs: set[Job] = set()  # kept alive until they have told
        self._turns = 0  # pieces of the window's own work still to be done

    def start(
        self, owner: QObject, lane: str, work: Work, done: Done, failed: Failed | None = None
    ) -> Job:
        """Do `work` in `lane`, then call `done` or `failed` on the window's thread."""
        return self._submit(Job(work, done, failed or self.failed.emit, owner), lane)

    def start_long(
        self,
        owner: QObject,
        lane: str,
        work: Callable[[Watch], Any],
        done: Done,
        failed: Failed | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> Job:
        """Do the same with work that takes a Watch; `stopped` is called when it was cancelled."""
        watch, other = Watch(), failed or self.failed.emit

        def fail(error: Exception) -> None:
            if not isinstance(error, Cancelled):
                other(error)
            elif stopped:
                stopped()

        job = Job(partial(work, watch), done, fail, owner)
        job.watch = watch
        return self._submit(job, lane)

    def _submit(self, job: Job, lane: str) -> Job:
        if self._stopped:
            return job  # the window is closing: nobody waits for it
        self._jobs.add(job)
        job.told.connect(lambda _result: self._jobs.discard(job))
        pool = self._lanes.get(lane)
        if pool is None:
            pool = self._lanes[lane] = ThreadPoolExecutor(1, f"partyservice-{lane}")
        pool.submit(job.run)
        return job

    def later(self, owner: QObject, act: Callable[[], object]) -> None:
        """Do `act` on the window's thread, but hear keys first: what was made is shown by it.

        Making and showing a large page at once would keep one waiting for more than 50 ms.
        """

        def turn() -> None:
            self._turns -= 1
            if isValid(owner):
                act()

        self._turns += 1
        QTimer.singleShot(0, self, turn)

    def idle(self) -> bool:
        """Say whether nothing is under way."""
        return not self._jobs and not self._turns

    def stop(self) -> None:
        """Wait for what is running, long work only until its next step; drop what is not."""
        self._stopped = True
        for job in self._jobs:
            job.stop()
        for pool in self._lanes.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._lanes.clear()


def sentence_of(error: Exception) -> str:
    """Return what to say of an error the desk can do something about; empty for a bug."""
    if isinstance(error, Refused):
        return error.words
    if isinstance(error, Unsettled):
        return " ".join(problem.words for problem in error.problems)
    return ""
