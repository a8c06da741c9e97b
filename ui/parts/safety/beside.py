"""Beside: work on disks that may hang, on threads that nobody waits for when the window closes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject

from partyservice.kernel.progress import Cancelled
from ui.parts.job import Done, Failed, Job, Watch

_RUNNING: set[Job] = set()  # kept alive until they have told


def start_beside(
    owner: QObject,
    work: Callable[[Watch], Any],
    done: Done,
    failed: Failed,
    stopped: Callable[[], object] | None = None,
) -> Job:
    """Do `work` on a daemon thread of its own, and tell of it as any long Job does.

    A stick that hangs keeps its thread for ever; one of the usual threads would keep the program.
    What is cut off leaves only a part of a file, which is cleared away at the next start.
    """
    watch = Watch()

    def fail(error: Exception) -> None:
        if not isinstance(error, Cancelled):
            failed(error)
        elif stopped:
            stopped()

    job = Job(partial(work, watch), done, fail, owner)
    job.watch = watch
    _RUNNING.add(job)
    job.told.connect(lambda _result: _RUNNING.discard(job))
    Thread(target=job.run, name="partyservice-safety", daemon=True).start()
    return job
