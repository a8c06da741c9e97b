"""KeyForm: who and the password of then, or the lines of the recovery sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from partyservice.app.restoring import Way
from ui.parts.layout import column, label, named_line, row
from ui.parts.theme import font
from ui.parts.tokens import FIELD

_LABEL, _BOX = 64, 280
LINES = 4  # of a recovery sheet


class KeyForm(QWidget):
    """Enter in any of its boxes goes on; what was typed is forgotten when it was used."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.who, self.password, self.code = QComboBox(), QLineEdit(), QLineEdit()
        self.who.setAccessibleName("姓名")
        self.password.setAccessibleName("做备份那时的密码")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)
        self.code.setAccessibleName(f"恢复单上的 {LINES} 行")
        self.code.setPlaceholderText(f"{LINES} 行接着输，空格可省")
        for box in (self.who, self.password, self.code):
            box.setFont(font())
            box.setFixedSize(_BOX, FIELD)
        for line in (self.password, self.code):
            line.returnPressed.connect(self.entered)
        self.setLayout(
            column(
                named_line("姓名", self.who, _LABEL),
                named_line("密码", self.password, _LABEL),
                named_line("恢复单", self.code, _LABEL),
                row(_LABEL + 8, label("密码、恢复单有一样就行", "caption", "ink2"), None, gap=0),
            )
        )

    def offer(self, names: Sequence[str]) -> None:
        """Offer the accounts of a backup."""
        self.who.clear()
        self.who.addItems(names)
        self.who.setEnabled(len(names) > 1)

    def way(self) -> Way | None:
        """Return what was typed; None if nothing was."""
        code, password = self.code.text().strip(), self.password.text()
        if code:
            return Way(code=code)
        return Way(user=self.who.currentText(), password=password) if password else None

    def forget(self) -> None:
        """Keep nothing of it on the screen."""
        self.password.clear()
        self.code.clear()
