"""Hands: what every test of the window does: press keys, wait, open a place."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.frame import Frame
from ui.parts.desk import Desk
from ui.parts.faults import faults
from ui.parts.screen import Screen
from ui.parts.view import ScreenView
from ui.screens import SCREENS

PLAIN = Qt.KeyboardModifier.NoModifier
_ROUNDS, _ROUND = 3, 20  # ms


def press(key: Qt.Key | str, held: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key, or type, where the system would bring it: an open list has it first."""
    where = _heard()
    if isinstance(key, str):
        QTest.keyClicks(where, key)
    else:
        QTest.keyClick(where, key, held)


def settled(qtbot: QtBot, desk: Desk) -> None:
    """Wait until nothing is under way: a timer may start a job, and one job the next."""
    for _ in range(_ROUNDS):
        qtbot.wait(_ROUND)
        qtbot.waitUntil(desk.jobs.idle, timeout=20_000)


def declared() -> list[Screen]:
    """Return every Screen of the rail."""
    modules = [import_module(place.name) for place in SCREENS]
    return [screen for module in modules for screen in getattr(module, "SCREENS", ())]


def view_of(frame: Frame, digit: str) -> ScreenView:
    """Return the list that is shown at a place of the rail."""
    view = frame.view(digit).view()
    assert isinstance(view, ScreenView)
    return view


def lasting(qtbot: QtBot, shown: QWidget) -> list[str]:
    """Return the faults that are still there when the layouts have come to rest."""
    try:
        qtbot.waitUntil(lambda: not list(faults(shown)), timeout=2000)
    except qtbot.TimeoutError:
        return list(faults(shown))
    return []


def _heard() -> QWidget:
    popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    focus: QWidget | None = QApplication.focusWidget()
    if popup is not None:
        inner: QWidget | None = popup.focusWidget()
        return inner or popup
    if modal is not None and (focus is None or not modal.isAncestorOf(focus)):
        return modal
    return focus or QApplication.activeWindow() or QApplication.topLevelWidgets()[0]
