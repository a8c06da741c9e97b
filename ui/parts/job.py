"""Job: work beside the window; the one place that catches every exception.

Lists, papers and writing have a thread each, so that a long paper does not keep a list waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from partyservice.kernel.errors import Refused, Unsettled

log = logging.getLogger(__name__)
Work = Callable[[], Any]
Done = Callable[[Any], object]
Failed = Callable[[Exception], object]


class Job(QObject):
    """One piece of work; its result is told unless it was cancelled or its owner is gone."""

    told = Signal(object)  # what the work returned, or the exception it raised

    def __init__(self, work: Work, done: Done, failed: Failed, owner: QObject) -> None:
        super().__init__()
        self._work, self._done, self._failed = work, done, failed
        self._owner = owner
        self._unwanted = False
        self.told.connect(self._tell)

    def cancel(self) -> None:
        """Let nobody hear of it any more."""
        self._unwanted = True

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
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._stopped = False
        self._jobs: set[Job] = set()  # kept alive until they have told

    def start(
        self, owner: QObject, lane: str, work: Work, done: Done, failed: Failed | None = None
    ) -> Job:
        """Do `work` in `lane`, then call `done` or `failed` on the window's thread."""
        job = Job(work, done, failed or self.failed.emit, owner)
        if self._stopped:
            return job  # the window is closing: nobody waits for it
        self._jobs.add(job)
        job.told.connect(lambda _result: self._jobs.discard(job))
        pool = self._lanes.get(lane)
        if pool is None:
            pool = self._lanes[lane] = ThreadPoolExecutor(1, f"partyservice-{lane}")
        pool.submit(job.run)
        return job

    def idle(self) -> bool:
        """Say whether nothing is under way."""
        return not self._jobs

    def stop(self) -> None:
        """Wait for what is running and drop what is not."""
        self._stopped = True
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
