"""Idle: when nobody has touched the program for a while, or the computer slept, it is locked."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from typing_extensions import override

from ui.parts.ears import listen
from ui.parts.tokens import LOCK_AFTER

_LOOK = 5000  # ms between two looks at how long it has been
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
Seconds = Callable[[], float]


class Idle(QObject):
    """Tells once that nobody touched the program for `LOCK_AFTER`, and again after a touch.

    Two clocks are asked: one stands still while the computer sleeps, the other can be set.
    """

    due = Signal()

    def __init__(
        self, parent: QObject, steady: Seconds = time.monotonic, wall: Seconds = time.time
    ) -> None:
        super().__init__(parent)
        self._steady, self._wall = steady, wall
        self._told = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK)
        self.touch()
        listen(self)

    def touch(self) -> None:
        """Somebody is here."""
        self._touched, self._told = (self._steady(), self._wall()), False

    def look(self) -> None:
        """Tell if it has been too long."""
        steady, wall = self._touched
        passed = max(self._steady() - steady, self._wall() - wall)
        if passed * 1000 >= LOCK_AFTER and not self._told:
            self._told = True
            self.due.emit()

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.look()  # the first touch after a sleep comes before the timer
            self.touch()
        return False
