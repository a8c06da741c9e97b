"""Clipboard: what was copied in this program does not stay there for whoever sits down next."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ui.parts.tokens import CLIPBOARD_KEPT


class Clipboard(QObject):
    """Watches what is copied anywhere in the program, by key or by button.

    What comes there while the program has the keys was copied in it: not every system can say
    whose a text is. It is cleared after a while, only if it still holds that.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._board, self._ours = QApplication.clipboard(), ""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(CLIPBOARD_KEPT)
        self.timer.timeout.connect(self.clear)
        self._board.dataChanged.connect(self._look)

    def clear(self) -> None:
        """Take our text away now."""
        ours, self._ours = self._ours, ""
        self.timer.stop()
        if ours and self._board.text() == ours:
            self._board.clear()

    def _look(self) -> None:
        self._ours = self._board.text() if QApplication.activeWindow() else ""
        if self._ours:
            self.timer.start()
        else:
            self.timer.stop()
