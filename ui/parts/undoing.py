"""Undoing: Ctrl+Z takes the last step back at once and says what it did; Ctrl+Y does it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ui.parts.desk import Desk
from ui.parts.editor import Editor
from ui.parts.job import Job, Watch
from ui.parts.keys import action, cap_of, is_key, lettered
from ui.parts.notices import Notice, Toast
from ui.parts.page import Page
from ui.parts.progress import ProgressCard, ProgressView

if TYPE_CHECKING:
    from partyservice.app.undo import Done, Preview

LIST = "撤销记录"
TYPING = "正在填写：Ctrl+Z 只撤销这一格里的字。要撤销上一步，请先保存，或按 Esc 返回"
_SAFE = "取消后一条也不会改，和没有撤销一样。"
_TOLD = 3  # records left alone that are told one by one
_BOXES = (QLineEdit, QPlainTextEdit)


class Undoing(QObject):
    """Of one window; `page` gives the page shown, which may have something of its own to undo."""

    def __init__(
        self, desk: Desk, toast: Toast, notice: Notice, page: Callable[[], QWidget], window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk, self._toast, self._notice = desk, toast, notice
        self._page, self._window = page, window
        self._job: Job | None = None
        self._box: QWidget | None = None  # the text box that has the focus
        desk.done.connect(self._said)
        toast.wanted.connect(self._take_way)
        action(window, "undo", self.undo)
        action(window, "redo", self.redo)
        lettered(window, "", LIST, self.open_list)
        QApplication.instance().focusChanged.connect(self._watch)  # type: ignore[union-attr]

    def undo(self) -> None:
        """Undo what the page has of its own, else the last step of whoever is signed in."""
        page = self._page()
        if not (isinstance(page, Page) and page.take_back()):
            self.take(None)

    def redo(self) -> None:
        """Do again what was undone last."""
        self.take(None, redo=True)

    def take(self, number: int | None, *, redo: bool = False) -> None:
        """Undo a step, or do it again, beside the window; a long one shows how far it is."""
        if self._job is not None and not self._job.over:
            return
        if _inside(QApplication.focusWidget(), Editor):
            self._desk.said.emit(TYPING)
            return
        undo = self._desk.app.undo
        work = partial(self._work, undo.redo if redo else undo.undo, number)
        ways = partial(self._done, redo=redo), self._failed
        self._job = self._desk.jobs.start_long(self, "write", work, *ways)
        verb = "重做" if redo else "撤销"
        view = ProgressView(f"正在{verb}", _SAFE, f"取消{verb}", "条")
        ProgressCard(view, self._job, self._window)

    def open_list(self) -> None:
        """Show what was done, and what undoing each would touch."""
        from ui.parts.undoing_list import UndoingList  # noqa: PLC0415 - seldom wanted

        card = UndoingList(self._desk, self._window)
        card.chosen.connect(lambda number, redo: self.take(number, redo=redo))
        card.open_over()

    @staticmethod
    def _work(
        undo: Callable[[int | None, Watch], Preview], number: int | None, watch: Watch
    ) -> Preview:
        return undo(number, watch)

    def _done(self, done: Preview, *, redo: bool) -> None:
        words = f"已{'重做' if redo else '撤销'}：{done.title}"
        if done.left_count:
            words += f"，{done.left_count} 条没有动"
        self._toast.say(words, *(("撤销", cap_of("undo")) if redo else ("重做", cap_of("redo"))))
        if done.left_count:
            told = "\n".join(line.words for line in done.left[:_TOLD])
            more = f"\n等 {done.left_count} 条" if done.left_count > _TOLD else ""
            self._notice.tell("warn", f"{done.left_count} 条没有动", told + more)

    def _failed(self, error: Exception) -> None:
        self._desk.fail(error)

    def _said(self, words: str) -> None:
        """Say what was done, and offer to undo it if it may be."""
        self._toast.say(words)
        offer = partial(self._offer, words)
        self._desk.jobs.start(self, "lists", self._desk.app.undo.last, offer, lambda _error: None)

    def _offer(self, words: str, last: Done | None) -> None:
        if last is not None and not last.firm and self._toast.words() == words:
            self._toast.say(words, "撤销", cap_of("undo"))

    def _take_way(self) -> None:
        self.redo() if self._toast.key() == cap_of("redo") else self.take(None)

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A text box keeps these keys for itself even when it has nothing to undo: not with us."""
        if self._box is not None and isValid(self._box):
            self._box.removeEventFilter(self)
        self._box = new if isinstance(new, _BOXES) else None
        if self._box is not None:
            self._box.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            for name, there in (("undo", _undoable), ("redo", _redoable)):
                if is_key(event, name) and isinstance(watched, _BOXES) and not there(watched):
                    event.ignore()
                    return True
        return False


def _undoable(box: QLineEdit | QPlainTextEdit) -> bool:
    return box.isUndoAvailable() if isinstance(box, QLineEdit) else box.document().isUndoAvailable()


def _redoable(box: QLineEdit | QPlainTextEdit) -> bool:
    return box.isRedoAvailable() if isinstance(box, QLineEdit) else box.document().isRedoAvailable()


def _inside(widget: QWidget | None, kind: type[QWidget]) -> bool:
    while widget is not None and not isinstance(widget, kind):
        widget = widget.parentWidget()
    return widget is not None
