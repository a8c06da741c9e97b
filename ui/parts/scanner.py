"""Scanner: what a bar code scanner types is recognised by its speed, and goes nowhere else.

A scanner is a keyboard: it types what it read, faster than any hand, and ends with Enter or Tab.
So each character that may begin a burst is held back for `BURST_GAP` ms. If none follows in that
time, it goes to where it was meant for; if six and more follow and then Enter, all are taken away
and told as one text. Intervals are those of the events' own time stamps, so a window that was busy
for a moment judges as one that was not. An event without a stamp was made by a program: it passes.
A computer that is busy stretches an interval now and then: what began as a burst may stall twice.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ui.parts.ears import listen, turn_away
from ui.parts.tokens import BURST_GAP, BURST_STALL

LEAST = 6  # characters
_BEGUN, _STALLS = 4, 2  # characters that make a burst likely; long intervals then allowed
PREFIX = "PARTYSERVICE_SCANNER_PREFIX"  # a scanner can be told to type one first
ASKS = "scans"  # property of a box that wants what is scanned
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_INTERRUPTS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})


@dataclass(frozen=True, slots=True)
class _Held:
    """A key held back, and the window it was on its way to, which knows who has the focus."""

    event: QKeyEvent
    target: QObject


class Scanner(QObject):
    """Watches the whole application; `prefix` is what the scanner was told to type first."""

    scanned = Signal(str)

    def __init__(self, parent: QObject, prefix: str | None = None) -> None:
        super().__init__(parent)
        self._prefix = os.environ.get(PREFIX, "") if prefix is None else prefix
        self._held: list[_Held] = []
        self._last = 0  # time stamp of the last key held
        self._stalls = 0
        self._passed: tuple[object, ...] = ()  # the event let through, on its way to its widget
        self._replaying = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setTimerType(Qt.TimerType.PreciseTimer)
        self._wait.timeout.connect(self.release)
        listen(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self._leave)

    def stop(self) -> None:
        """Watch no more."""
        self.release()
        turn_away(self)

    def release(self) -> None:
        """Give every key held back to where it was meant for, in order."""
        held = self._taken()
        self._replaying = True
        try:
            for each in held:
                if isValid(each.target):
                    QApplication.sendEvent(each.target, each.event)
        finally:
            self._replaying = False

    def _leave(self, _window: object) -> None:
        """Another window hears keys now; what was typed belongs to the one before."""
        self.release()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._replaying:
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(watched, event)
        if self._held and (event.type() in _INTERRUPTS or isinstance(event, QInputMethodEvent)):
            self.release()
        return False

    def _press(self, watched: QObject, event: QKeyEvent) -> bool:
        """Say whether a key is kept from where it goes."""
        stamp = event.timestamp()
        sign = (event.key(), stamp, event.text())
        if not stamp or sign == self._passed or event.key() in _SILENT:
            return False
        gap = stamp - self._last
        follows = bool(self._held) and 0 <= gap < self._patience()
        self._stalls += follows and gap >= BURST_GAP
        if self._held and not follows:
            self.release()
        if follows and event.key() in _ENDS and self._is_scan():
            self._tell()
            return True
        if self._may_be_of_a_scan(event):
            self._hold(watched, event)
            return True
        self.release()
        self._passed = sign
        return False

    def _may_be_of_a_scan(self, event: QKeyEvent) -> bool:
        text = event.text()
        if event.isAutoRepeat() or event.modifiers() & ~_PLAIN:
            return False
        if not (len(text) == 1 and text.isascii() and text.isprintable() and text != " "):
            return False
        if self._prefix and not self._held and text != self._prefix[0]:
            return False
        return not _composes_or_hides(QApplication.focusWidget())

    def _hold(self, watched: QObject, event: QKeyEvent) -> None:
        self._held.append(_Held(event.clone(), watched))
        self._last = event.timestamp()
        self._wait.start(self._patience())

    def _patience(self) -> int:
        """Return how long the next character may take."""
        begun = len(self._held) >= _BEGUN and self._stalls < _STALLS
        return BURST_STALL if begun else BURST_GAP

    def _taken(self) -> list[_Held]:
        """Return what was held, and hold nothing any more."""
        held, self._held, self._stalls = self._held, [], 0
        self._wait.stop()
        return held

    def _is_scan(self) -> bool:
        text = self._text()
        return text.startswith(self._prefix) and len(text) - len(self._prefix) >= LEAST

    def _text(self) -> str:
        return "".join(each.event.text() for each in self._held)

    def _tell(self) -> None:
        """Give the text to whoever wants it: a box that asks, or the whole program."""
        text, target = self._text().removeprefix(self._prefix), QApplication.focusWidget()
        self._taken()
        if isinstance(target, QLineEdit) and target.property(ASKS):
            target.selectAll()
            target.insert(text)
        else:
            self.scanned.emit(text)


def _composes_or_hides(widget: QWidget | None) -> bool:
    """Say whether a word is composed in `widget`, or a password typed: both go straight in."""
    if isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal:
        return True
    return bool(getattr(widget, "composing", ""))
