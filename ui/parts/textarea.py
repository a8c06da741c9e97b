"""TextArea: a box for a text of several lines, such as a notice that is pasted whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from ui.parts.theme import font
from ui.parts.tokens import FIELD

LINES = 6  # fields high


class TextArea(QPlainTextEdit):
    """Enter begins a line, Tab goes on to the next field."""

    edited = Signal()  # somebody changed the text

    def __init__(self) -> None:
        super().__init__()
        self._put = False
        self.setFont(font())
        self.setTabChangesFocus(True)
        self.setFixedHeight(FIELD * LINES)
        self.textChanged.connect(self._tell)

    def put(self, text: str) -> None:
        """Show a text that nobody typed."""
        self._put = True
        self.setPlainText(text)
        self._put = False

    def _tell(self) -> None:
        if not self._put:
            self.edited.emit()
