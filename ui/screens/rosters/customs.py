"""Customs: makes, changes and voids the rosters of the office's own making."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from partyservice.app.customs import Custom
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.dressing import as_box
from ui.parts.keys import action, cap_of
from ui.parts.layout import column, foot, label, titled
from ui.parts.notices import Notice
from ui.parts.question import Card
from ui.parts.tokens import DIALOG, INSET
from ui.parts.typed import TypedLine
from ui.screens.rosters.editor import CustomEditor, Unsaved

if TYPE_CHECKING:
    from ui.screens.rosters.page import RosterView

NONE_CHOSEN = "这份名册是每个中心都有的，不能改。要另做一份，请按 Ctrl+N。"


class Customs(QObject):
    """What the page does about them."""

    def __init__(self, desk: Desk, page: RosterView) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.editor: CustomEditor | None = None
        self._unsaved: dict[int | None, Unsaved] = {}  # by key of the roster; None: a new one
        self.voiding: Voiding | None = None

    def read(self, choose: str = "") -> None:
        """Read them anew; `choose` one by its name among the rolls."""
        done = partial(self._page.side.fill, choose=choose)
        self._desk.jobs.start(self, "lists", self._desk.app.customs.known, done)

    def make(self) -> None:
        """Open an empty one."""
        self._open(None)

    def change(self) -> None:
        """Open the one chosen."""
        custom = self._page.side.custom()
        if custom is None:
            self._desk.said.emit(NONE_CHOSEN)
        else:
            self._open(custom)

    def void(self) -> None:
        """Ask why the one chosen is no longer wanted, and take it out of use."""
        custom = self._page.side.custom()
        if custom is None:
            self._desk.said.emit(NONE_CHOSEN)
            return
        self.voiding = Voiding(self._desk, custom, self._page)
        self.voiding.voided.connect(self._voided)
        self.voiding.finished.connect(self._forget)
        self.voiding.open_over()

    def _open(self, custom: Custom | None) -> None:
        page = self._page
        page.go_back_to(page.side.rolls)
        key = custom.id if custom else None
        unsaved = self._unsaved.pop(key, None)
        self.editor = CustomEditor(self._desk, page.side.month(), custom, unsaved)
        self.editor.saved.connect(self._saved)
        self.editor.kept.connect(partial(self._keep, key))
        self._desk.over.emit(self.editor)

    def _keep(self, key: int | None, unsaved: Unsaved) -> None:
        self._unsaved[key] = unsaved
        self._desk.said.emit("改了一半的名册已留着，再打开时还在")

    def _saved(self, key: int) -> None:
        self.read(f"custom-{key}")

    def _voided(self, title: str) -> None:
        self._desk.done.emit(f"已作废 {title}")
        self.read()

    def _forget(self, _how: int) -> None:
        self.voiding = None
        self._page.side.rolls.setFocus()


class Voiding(Card):
    """Why a custom roster is no longer wanted."""

    help_page = "custom"

    voided = Signal(str)

    def __init__(self, desk: Desk, custom: Custom, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self._desk, self._custom = desk, custom
        self.reason, self.notice = TypedLine(), Notice()
        self.yes, self.no = Button("作废", cap_of("save"), "danger"), Button("留着", "Esc")
        self._lay_out()
        self.yes.clicked.connect(self.take)
        self.no.clicked.connect(self.reject)
        self.reason.returnPressed.connect(self.yes.setFocus)
        action(self, "save", self.take, "作废")
        self.reason.setFocus()

    def take(self) -> None:
        """Void it beside the window."""
        work = partial(self._desk.app.customs.void, self._custom, self.reason.text())
        self._desk.jobs.start(self, "write", work, self._done, self._failed)

    def _done(self, _nothing: object) -> None:
        self.voided.emit(self._custom.title)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._desk.fail(error, self.notice.refuse)
        self.reason.setFocus()

    def _lay_out(self) -> None:
        self.setWindowTitle("作废自定名册")
        self.setAccessibleName(f"作废 {self._custom.title}")
        as_box(self.reason, "作废的原因", "为什么不再用")
        words = f"“{self._custom.title}”从名册里去掉，以前存的文件还在，经过留在日志里。"
        why = column(
            label("原因", "caption", "ink2"), self.reason, gap=4, margins=(INSET, 4, INSET, 16)
        )
        self.stack(self.notice, titled("作废自定名册", words), why, foot(None, self.no, self.yes))
