"""Lock: asks on the blanked screen for the password of whoever is signed in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit
from typing_extensions import override

from ui.parts.buttons import Button
from ui.parts.job import Jobs, sentence_of
from ui.parts.layout import column, label, row
from ui.parts.theme import font
from ui.parts.tokens import FIELD, NOTE

if TYPE_CHECKING:
    from partyservice.app import App

_WIDE = 260


class Lock(QFrame):
    """A wrong password says so in place; the work of it is done beside the window."""

    opened = Signal()
    broke = Signal(object)  # an exception that is a bug

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__()
        self._app, self._jobs, self._asking = app, jobs, False
        self.password, self.note = QLineEdit(), label("", "caption", "night_ink")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)
        self.password.setAccessibleName("密码")
        self.password.setPlaceholderText("密码")
        self.password.setFont(font())
        self.password.setFixedSize(_WIDE, FIELD)
        self._go = Button("返回", "Enter")
        self._go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.password.returnPressed.connect(self.ask)
        self._go.clicked.connect(self.ask)
        self.note.setFixedHeight(NOTE)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(row(self.password, self._go), self.note, gap=4))

    def ask(self) -> None:
        """Ask whether the password is right."""
        if not self._asking and self.password.text():
            self._asking = True
            self._say("正在核对…")
            work = partial(self._app.lock.open, self.password.text())
            self._jobs.start(self, "lock", work, self._open, self._refuse)

    def _open(self, _nothing: object) -> None:
        self._asking = False
        self.opened.emit()

    def _refuse(self, error: Exception) -> None:
        self._asking = False
        self._say(sentence_of(error) or "没有核对成。数据没有改动，请再输入一次。")
        self.password.selectAll()
        self.password.setFocus()
        if not sentence_of(error):
            self.broke.emit(error)

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.password.setAccessibleDescription(words)

    @override
    def setFocus(self) -> None:  # type: ignore[override] # the line has it
        self.password.setFocus()
