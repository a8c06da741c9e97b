"""Curtain: F12 hides every window of the program at once, and brings them back as they were."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from typing_extensions import override

from ui.parts.blank import Blank
from ui.parts.desk import Desk
from ui.parts.ears import listen

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class Curtain(QObject):
    """Watches the whole application: a dialog hears no key of the window below it.

    Dialogs are hidden, not closed: what was typed in them is there again. Lists that drop down
    are closed, and so is a dialog of the system's own, as with Esc.
    """

    fell = Signal()  # everything is hidden now
    rose = Signal()  # everything is shown again

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._hidden: list[QWidget] = []
        self.blank: Blank | None = None
        listen(self)

    def turn(self) -> None:
        """Hide everything; once more shows it again, unless a password is due."""
        if self.blank is None:
            self.fall()
        else:
            self.blank.tick()
            if self.blank.locked:
                self.blank.begin()
            else:
                self.rise()

    def fall(self, *, locked: bool = False) -> None:
        """Hide everything; `locked` asks for the password from the beginning."""
        if self.blank is None:
            self._close_popups()
            for window in self._windows():
                self._hide(window)
            self.blank = Blank(self._desk, self._over.window())
            self.blank.done.connect(self.rise)
            self.fell.emit()
        if locked:
            self.blank.shut()

    def rise(self) -> None:
        """Show everything again."""
        if self.blank is not None:
            self.blank.hide()
            self.blank.deleteLater()
            self.blank = None
            for window in self._hidden:
                window.show()
            self._hidden.clear()
            self.rose.emit()

    def fit(self) -> None:
        """The window has another size."""
        if self.blank is not None:
            self.blank.setGeometry(self._over.window().rect())

    def _windows(self) -> list[QWidget]:
        main = self._over.window()
        return [w for w in QApplication.topLevelWidgets() if w is not main and w.isVisible()]

    def _hide(self, window: QWidget) -> None:
        if window.isVisible() and window not in self._hidden:
            self._hidden.append(window)
            window.destroyed.connect(lambda _gone: self._drop(window))
            window.hide()

    def _drop(self, window: QWidget) -> None:
        self._hidden = [each for each in self._hidden if each is not window]

    @staticmethod
    def _close_popups() -> None:
        QToolTip.hideText()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            after = QApplication.activePopupWidget()
            popup = after if after is not popup else None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _KEYS and isinstance(event, QKeyEvent):
            return self._hear(event)
        if self.blank is not None and event.type() == QEvent.Type.Show:
            self._watch(watched)
        return False

    def _watch(self, shown: QObject) -> None:
        """Hide what comes up behind the curtain."""
        if isinstance(shown, QWidget) and shown.isWindow() and shown is not self._over.window():
            QTimer.singleShot(0, shown, lambda: self._hide(shown))

    def _hear(self, event: QKeyEvent) -> bool:
        """Say whether a key was the curtain's."""
        if event.type() == QEvent.Type.ShortcutOverride:
            if self.blank is not None:
                event.accept()  # no page below hears it
            return self.blank is not None
        if event.key() != Qt.Key.Key_F12 or event.isAutoRepeat():
            return False
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.fall(locked=True)
        elif not event.modifiers():
            self.turn()
        return True
