"""Question: the Draft of a step, asked in a dialog; closes when the step is taken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from partyservice.kernel.errors import Unsettled
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.editor import Task
from ui.parts.form import Form
from ui.parts.keeper import Keeper, differences
from ui.parts.keys import action, cap_of
from ui.parts.layout import Item, column, foot, frame, scroll, titled, under
from ui.parts.notices import Notice
from ui.parts.theme import colour
from ui.parts.tokens import DIALOG

_DIM = 90  # of 255
_MOST_HIGH = 460  # px of a form before it scrolls
_EDGE = 32  # px of the window that stay to be seen around a card


class Veil(QWidget):
    """Dims the window under a dialog."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.resize(over.size())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), _shade())


def _shade() -> QColor:
    shade = colour("night").toRgb()
    shade.setAlpha(_DIM)
    return shade


class Card(QDialog):
    """A dialog without the system's frame, over a dimmed window; Esc closes it."""

    help_page = ""  # which page of the help is about it; empty: that of what it lies over

    def __init__(self, parent: QWidget, wide: int) -> None:
        super().__init__(parent.window(), Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.card = frame("dialog")
        self.setLayout(column(self.card, gap=0))
        self.setFixedWidth(min(wide, parent.window().width() - _EDGE))
        self._veil: Veil | None = None
        action(self, "help", self._help)

    def stack(self, *items: Item) -> None:
        """Fill the card from top to bottom; its outline stays free."""
        self.card.setLayout(column(*items, gap=0, margins=(1, 1, 1, 1)))

    def _help(self) -> None:
        from ui.parts.help import open_help  # noqa: PLC0415 - help is a card itself

        open_help(self)

    def room(self) -> int:
        """Return how high a card may be in the window it lies over."""
        return under(self).height() - _EDGE

    def open_over(self) -> None:
        """Show in the middle of the window, dialog and buttons always on it."""
        ground = under(self)
        self.adjustSize()
        high = min(self.sizeHint().height(), self.room())
        self.resize(QSize(self.width(), high))
        self.move(ground.mapToGlobal(ground.rect().center()) - self.rect().center())
        self.open()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        # not left transparent: without a compositor, on old desktops, that is black at the corners
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.fillRect(self.rect(), _shade())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._veil = Veil(under(self))
        self._veil.show()
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if self._veil:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None
        super().hideEvent(event)


class Question(Card):
    """Verbs on the buttons; Esc is the harmless one, and keeps what was typed."""

    help_page = "editor"

    taken = Signal(object)  # key of the record

    def __init__(self, desk: Desk, task: Task, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self._desk, self.task = desk, task
        self.form = Form(task.draft.known, (), desk.labels, columns=1)
        self.keeper = Keeper(desk, task, self.form)
        self.notice = Notice()
        self.yes = Button(task.title, cap_of("save"), "primary")
        self.no = Button("不办", "Esc")
        self.no.setToolTip("填了一半的内容会挂起")
        self.park = Button("挂起", cap_of("park"), "quiet")
        self.park.setVisible(bool(self.form.boxes))
        self._lay_out()
        self.yes.clicked.connect(self.take)
        self.no.clicked.connect(self.reject)
        self.park.clicked.connect(self.reject)
        self.form.finished.connect(self.yes.setFocus)
        self.keeper.waits.connect(self._tell_of_line)
        self.finished.connect(self._leave)
        action(self, "save", self.take)
        action(self, "park", self.reject)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Show what is known already, and what was typed over it before."""
        before = self.keeper.begin(texts)
        self.form.take_back(texts, before)
        if before:
            since = differences(self.task.draft.known, before.seen, texts, self.form.texts())
            title = "这条记录后来改过，您填的内容都在" if since else "已取回上次填的内容"
            self.notice.tell("warn" if since else "info", title, since)
        if self.form.boxes:
            self.form.begin()
        else:
            self.no.setFocus()

    def take(self) -> None:
        """Take the step beside the window; show at its field what is wrong."""
        if not self.keeper.saving:
            self.form.settle()
            work = partial(self.task.save, self.form.texts(), self.form.sure(), self.keeper.who)
            self.keeper.save(work, self._done, self._failed)

    def _leave(self, _how: int) -> None:
        if self.keeper.leave():
            self._desk.said.emit(self.keeper.words())

    def _tell_of_line(self, words: str) -> None:
        self.notice.tell("info", words, "您填的内容已留着，可以先办别的。")
        self.no.setFocus()

    def _done(self, record_id: int) -> None:
        self.taken.emit(record_id)
        self.accept()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Unsettled):
            rest = self.form.complain(error.problems)
            if rest:
                self.notice.tell("bad", "还不能办", " ".join(problem.words for problem in rest))
            self.form.begin()
        else:
            self._desk.fail(error, self.notice.refuse)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.task.title)
        self.setAccessibleName(f"{self.task.title} {self.task.name}")
        middle: Item = 12
        if self.form.boxes:
            inner = frame("plain", column(self.form, gap=0))
            area = scroll(inner)
            area.setMinimumHeight(min(inner.sizeHint().height() + 4, _MOST_HIGH))
            middle = (area, 1)
        head = titled(self.task.title, self.task.name)
        self.stack(head, self.notice, middle, foot(self.park, None, self.no, self.yes))
