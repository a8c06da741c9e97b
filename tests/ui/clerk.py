"""Clerk: presses keys as a clerk does, by real key events, and counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import cast

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from partyservice.app import App
from partyservice.kernel.readings import readings_of_name
from tests.cupsd import PrintShop
from tests.ui.watchdog import Watchdog
from ui.frame import Frame
from ui.screens import SCREENS
from ui.window import MainWindow

SCREEN = (1366, 697)  # 1366×768 under a task bar
_NO_LETTER = "v"  # the key that stands for a dot within a name
_PAUSE, _PATIENCE = 2, 10_000  # ms between two looks, and looks until somebody gives up


class Clerk:
    """Sits before a signed-in window; presses keys in whatever has the focus."""

    def __init__(self, frame: Frame, shop: PrintShop) -> None:
        self.frame, self.app, self.shop = frame, frame.desk.app, shop
        self.watch, self.keys = Watchdog(), 0

    def press(self, *sequences: str) -> None:
        """Press keys by their names: Ctrl+N, Down, Alt+L."""
        for text in sequences:
            combination = QKeySequence(text)[0]  # type: ignore[index] # the stubs lack it
            self.keys += 1
            with self.watch.watching(text):
                QTest.keyClick(_target(), combination.key(), combination.keyboardModifiers())
            self.wait()

    def type(self, text: str) -> None:
        """Type a text; words of Han come from an input method: their full pinyin and a blank."""
        for latin, letters in groupby(text, str.isascii):
            word = "".join(letters)
            self.keys += len(word) if latin else len(pinyin(word)) + 1
            with self.watch.watching(f"“{word}”"):
                QTest.keyClicks(_target(), word) if latin else _compose(_target(), word)
        self.wait()

    def wait(self, until: Callable[[], object] | None = None) -> None:
        """Let the window work until it hears keys, nobody works beside it, and `until` is true."""
        for _ in range(_PATIENCE):
            loop = QEventLoop()
            QTimer.singleShot(_PAUSE, loop.quit)
            with self.watch.watching():
                loop.exec()
            if QApplication.activeWindow() is None:
                self.frame.window().activateWindow()  # as every desktop does, but not this platform
            ready = self.frame.desk.jobs.idle() and QApplication.focusWidget() is not None
            if ready and (until is None or until()):
                return
        raise AssertionError(f"Never came true after {self.watch.during}; shown:\n{self.texts()}")

    def see(self, words: str) -> None:
        """Look until `words` are written somewhere in the window."""
        self.wait(lambda: words in self.texts())

    def sit_at(self, digit: str) -> None:
        """Be at a place of the rail, before the first key is counted."""
        self.frame.open(next(place for place in SCREENS if place.digit == digit))
        self.wait()

    def texts(self) -> str:
        """Return all that is written in the window that hears keys."""
        window = QApplication.activeModalWidget() or self.frame.window()
        inside = cast("list[QWidget]", window.findChildren(QWidget))
        return "\n".join(filter(None, (_text(each) for each in inside if each.isVisible())))


@contextmanager
def at_work(app: App, shop: PrintShop) -> Iterator[Clerk]:
    """Give a clerk before the window of an office, on the screen of an old PC."""
    window = MainWindow()
    window.resize(*SCREEN)
    window.begin(app)
    window.show()
    window.activateWindow()
    assert window.frame is not None
    clerk = Clerk(window.frame, shop)
    clerk.wait(window.isActiveWindow)
    yield clerk
    window.close()
    window.deleteLater()


def pinyin(han: str) -> str:
    """Return the letters by which an input method is told the characters."""
    ways = [readings_of_name(each) for each in han]
    return "".join(way[0][0] if way else _NO_LETTER for way in ways)


def _compose(widget: QWidget, word: str) -> None:
    letters = pinyin(word)
    for end in range(1, len(letters) + 1):
        QApplication.sendEvent(widget, QInputMethodEvent(letters[:end], []))
    done = QInputMethodEvent("", [])
    done.setCommitString(word)
    QApplication.sendEvent(widget, done)


def _target() -> QWidget:
    """Return what hears keys: what has the focus in a list that lies over all, or in the window."""
    popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    focus = QApplication.focusWidget()
    for window in (popup, modal):
        if window is not None and (focus is None or focus.window() is not window):
            return _focused(window)
    if focus is None:
        raise AssertionError("No window has the focus.")
    return focus


def _focused(window: QWidget) -> QWidget:
    inside: QWidget | None = window.focusWidget()
    return window if inside is None else inside


def _text(widget: QWidget) -> str:
    return str(getattr(widget, "text", str)()) or widget.accessibleName()
