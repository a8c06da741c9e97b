"""Hold: F8 held shows the numbers of the chosen person; released, they are masked again."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from ui.parts.tokens import SHOWN_AT_MOST


class Show(Protocol):
    """Shows the numbers, or masks them again."""

    def __call__(self, *, shown: bool) -> object:
        """Show them or not."""


class Hold(QObject):
    """Watches the whole application: a QShortcut knows no release, and a held key repeats."""

    def __init__(self, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._show, self.held = show, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.release)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self)
            application.focusChanged.connect(self.release)
            application.applicationStateChanged.connect(self.release)

    def press(self) -> None:
        """Show the numbers; once a hold."""
        if not self.held:
            self.held = True
            self._timer.start(SHOWN_AT_MOST)
            self._show(shown=True)

    def release(self, *_what: object) -> None:
        """Mask them again."""
        if self.held:
            self.held = False
            self._timer.stop()
            self._show(shown=False)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F8:
            return False
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self.press()
        elif event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self.release()
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
