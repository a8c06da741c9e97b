"""Guard: backups are made in time, changes are repeated elsewhere, and the foot says how it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from partyservice.app.backups import CLOSING
from ui.parts.desk import Desk
from ui.parts.job import Job, Watch, sentence_of
from ui.parts.progress import ProgressCard, ProgressView
from ui.parts.safety.beside import start_beside

if TYPE_CHECKING:
    from partyservice.app import App

LOOKS, CHECKS = 1000, 60_000  # ms between two looks at what is known; until one is due
CLOSING_MOST = 120_000  # ms that closing waits for a backup
_LEAVES = "已经保存的都在。现在跳过也不会丢：下次打开会补做这份备份。"
_SPARED = "none", "演示数据，不备份"


class Guard(QObject):
    """Begins with the window of an office; `kept` is false where the office is thrown away."""

    def __init__(self, desk: Desk, show: Callable[[str, str], object], *, kept: bool) -> None:
        super().__init__(desk)
        self._desk, self._app, self._show, self._kept = desk, desk.app, show, kept
        self._job: Job | None = None
        self._behind = 0  # saves not yet repeated, at the last look
        self._shown = ("", "")
        self._looking, self._checking = QTimer(self), QTimer(self)
        if not kept:
            show(*_SPARED)
        if not self._keeps():
            return
        self._looking.timeout.connect(self.look)
        self._checking.timeout.connect(self.check)
        self._looking.start(LOOKS)
        self._checking.start(CHECKS)
        self._desk.backed.connect(self.look)
        self.refresh()
        self.look()

    def refresh(self) -> None:
        """Have both places looked at, beside the window."""
        self._start(lambda _watch: self._app.backups.begin())

    def check(self) -> None:
        """Make a backup if one is due."""
        why = self._app.backups.due(self._app.clock.now())
        if why:
            self._start(partial(self._app.backups.make, why))

    def look(self) -> None:
        """Show what is known; nothing is read for it."""
        tone, words = self._app.backups.light()
        now = max(behind(self._app))
        if now and self._behind:  # twice in a row: not only what was saved this moment
            tone, words = ("warn" if tone != "bad" else tone), f"{words} · 未同步 {now}"
        self._behind = now
        if (tone, words) != self._shown:
            self._shown = tone, words
            self._show(tone, words)

    def stop(self) -> None:
        """Do nothing more by itself."""
        if self._job:
            self._job.cancel()
        self._looking.stop()
        self._checking.stop()

    def finish(self, over: QWidget) -> None:
        """Make the backup of the day's end, if there is anything new; the window keeps answering.

        Esc skips it, and so does a disk that hangs.
        """
        self.stop()
        if not self._keeps() or not self._app.backups.changed():
            return
        loop = QEventLoop()
        view = ProgressView("正在备份…", _LEAVES, "跳过", "步")
        make = partial(self._app.backups.make, CLOSING)
        job = start_beside(self, make, _nothing, _nothing)
        job.told.connect(lambda _result: loop.quit())
        card = ProgressCard(view, job, over)
        view.cancel.clicked.connect(loop.quit)
        QTimer.singleShot(CLOSING_MOST, loop, loop.quit)
        if not job.over:
            loop.exec()
        job.cancel()
        card.close()

    def _keeps(self) -> bool:
        """Say whether there is anything to be kept, and a way to: not where only reading goes."""
        return self._kept and not self._app.store.only_read

    def _start(self, work: Callable[[Watch], object]) -> None:
        if self._job is None or self._job.over:
            self._job = start_beside(self, work, self._done, self._failed)

    def _done(self, _result: object) -> None:
        self._desk.backed.emit()

    def _failed(self, error: Exception) -> None:
        """A backup that failed by itself is said at the foot; a bug is shown."""
        if not sentence_of(error):
            self._desk.fail(error)
        self._desk.backed.emit()


def behind(app: App) -> tuple[int, int]:
    """Return how many saves are not yet repeated beside, and in the second place if there is one.

    Nothing is read for it.
    """
    counts = [each.behind for each in app.changes.state()]
    seen = app.backups.seen()
    chosen = seen is not None and seen.second.kept is not None
    return sum(counts[:1]), sum(counts[1:2]) if chosen else 0


def _nothing(_result: object) -> None:
    """Nobody waits for it: the window is about to go."""
