"""Progress: how far long work is, what it does, how long it will still take, and Cancel."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget
from typing_extensions import override

from ui.parts.buttons import Button
from ui.parts.job import Job
from ui.parts.keys import lettered
from ui.parts.layout import column, frame, label, row, rule, sign, wrapped
from ui.parts.question import Card
from ui.parts.tokens import DIALOG, INSET, INSET_PANE, WAIT_UNSAID

SAID_FROM = 3.0  # s of work before the time left is said
_MINUTE = 60
_AROUND = (INSET, INSET_PANE, INSET, INSET_PANE)


class ProgressView(QWidget):
    """Lies in a page or a card; the work goes on whether it is seen or not."""

    def __init__(self, title: str, leaves: str, verb: str, unit: str = "行") -> None:
        """`leaves` says what a cancelled work leaves, `verb` what the button says."""
        super().__init__()
        self._unit, self._began = unit, time.monotonic()
        self._job: Job | None = None
        self.title, self.count = label(title, "title", bold=True), label("", "body", "ink2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.doing, self.time_left = label("", "body", "ink2"), label("", "body", "ink2")
        self.cancel = Button(verb, "Esc")
        self.cancel.clicked.connect(self.stop)
        self.leaves = wrapped(leaves)
        safe = row(sign("info", "info"), (self.leaves, 1))
        self.setLayout(
            column(
                row(self.title, None, self.count),
                self.bar,
                row(self.doing, None, self.time_left),
                safe,
                gap=12,
            )
        )

    def say(self, title: str, leaves: str) -> None:
        """Show what else is under way now, and what it leaves when it is cancelled."""
        self.title.setText(title)
        self.leaves.setText(leaves)
        self.bar.setAccessibleName(title)

    def follow(self, job: Job) -> None:
        """Show how far `job` is, from now on."""
        self._began, self._job = time.monotonic(), job
        self.bar.setRange(0, 0)
        for each in (self.count, self.doing, self.time_left):
            each.setText("")
        self.cancel.setEnabled(True)
        if job.watch is not None:
            job.watch.stepped.connect(self.show_step)

    def show_step(self, done: int, total: int, text: str) -> None:
        """Show that `done` of `total` parts are finished."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(min(done, total))
        self.count.setText(f"{done:,} / {total:,} {self._unit}")
        self.doing.setText(f"正在{text}" if text else "")
        self.time_left.setText(left_in_words(time.monotonic() - self._began, done, total))
        self.bar.setAccessibleDescription(self.count.text())

    def stop(self) -> None:
        """Ask the work to stop."""
        self.cancel.setEnabled(False)
        self.doing.setText("正在取消…")
        if self._job is not None:
            self._job.stop()


class ProgressCard(Card):
    """A progress over the window, for work that the page waits for; appears only if it lasts."""

    help_page = "data"

    def __init__(self, view: ProgressView, job: Job, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self.view = view
        self.behind = Button("放到后台", "Alt+1")
        self.behind.clicked.connect(self.hide)
        buttons = row(None, self.behind, view.cancel)
        self.card.setLayout(column(view, rule(), buttons, gap=16, margins=_AROUND))
        self.setAccessibleName(view.title.text())
        view.follow(job)
        self._job = job
        lettered(self, "Alt+1", "放到后台", self.hide)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._appear)
        self._later.start(WAIT_UNSAID)
        job.told.connect(self._end)

    def _appear(self) -> None:
        if self._job.over:  # it told before this card could hear
            self._end(None)
            return
        self.open_over()
        self.view.cancel.setFocus()

    def _end(self, _result: object) -> None:
        self._later.stop()
        self.close()
        self.deleteLater()

    @override
    def reject(self) -> None:
        """Esc asks the work to stop; the card stays until it has."""
        self.view.stop()


def left_in_words(passed: float, done: int, total: int) -> str:
    """Return how long the rest will take, judged by what was done in `passed` seconds."""
    if passed < SAID_FROM or not 0 < done < total:
        return ""
    seconds = max(1, round(passed * (total - done) / done))
    if seconds < _MINUTE:
        return f"大约还要 {seconds} 秒"
    return f"大约还要 {round(seconds / _MINUTE)} 分钟"


def ground(view: ProgressView) -> QWidget:
    """Return a page with the progress in its upper part, for work a page itself does."""
    card = frame("card", column(view, row(None, view.cancel), gap=16, margins=_AROUND))
    card.setFixedWidth(DIALOG)
    inner = column(32, row(None, card, None), None)
    return frame("page", inner)
