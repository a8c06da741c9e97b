"""Typing with an input method: what is being composed belongs to it, not to the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

_ITS_OWN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Space)


class TypedLine(QLineEdit):
    """A line edit that ignores Enter, Esc and Space while a word is being composed."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.composing = ""

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = event.preeditString()
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in _ITS_OWN:
            event.accept()
            return
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.text().isprintable():
            event.ignore()  # a step that is not open here; Qt would type its letter
            return
        super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if (
            self.composing
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _ITS_OWN
        ):
            event.accept()  # so that no action of the page hears it
            return True
        return super().event(event)
