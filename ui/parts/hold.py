"""Hold: F8 held shows the numbers of the chosen person; released, they are masked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from ui.parts.ears import listen
from ui.parts.tokens import SHOWN_AT_MOST, TAP, TAP_AGAIN


class Show(Protocol):
    """Shows the numbers, or masks them again."""

    def __call__(self, *, shown: bool) -> object:
        """Show them or not."""


class Hold(QObject):
    """Watches the whole application: a QShortcut knows no release, and a held key repeats.

    Who cannot hold a key taps it twice: the numbers stay for a while, or until a third tap.
    """

    def __init__(self, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._show, self.held, self.stays = show, False, False
        self._timer = self._made(SHOWN_AT_MOST, self.release)
        self._tap = self._made(TAP, lambda: None)  # while it runs, letting go is a tap
        self._again = self._made(TAP_AGAIN, lambda: None)  # the second tap is still to come
        listen(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self.release)
            application.applicationStateChanged.connect(self.release)

    def press(self) -> None:
        """Show the numbers; once a hold."""
        if not self.held:
            self.held, self.stays = True, self._again.isActive()
            self._again.stop()
            self._tap.start()
            self._timer.start()
            self._show(shown=True)
        elif self.stays:
            self.release()

    def let_go(self) -> None:
        """The key is up: mask them, unless they stay."""
        if self.held and not self.stays:
            tapped = self._tap.isActive()
            self.release()
            if tapped:
                self._again.start()

    def release(self, *_what: object) -> None:
        """Mask them again."""
        if self.held:
            self.held = self.stays = False
            for timer in (self._timer, self._tap, self._again):
                timer.stop()
            self._show(shown=False)

    def _made(self, interval: int, act: Callable[[], object]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(interval)
        made.timeout.connect(act)
        return made

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F8:
            return False
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self.press()
        elif event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self.let_go()
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
