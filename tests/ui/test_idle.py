"""Nobody touched the program for five minutes: whoever comes next must say who he is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from partyservice.app import App
from ui.frame import Frame
from ui.parts.idle import Idle

pytestmark = pytest.mark.usefixtures("qapp")


class Clocks:
    def __init__(self) -> None:
        self.steady, self.wall = 1000.0, 5000.0
        self._parent = QObject()

    def idle(self) -> tuple[Idle, list[bool]]:
        made, told = Idle(self._parent, lambda: self.steady, lambda: self.wall), list[bool]()
        made.due.connect(lambda: told.append(True))
        return made, told


def test_it_is_told_once_after_five_minutes() -> None:
    clocks = Clocks()
    idle, told = clocks.idle()

    clocks.steady += 299
    idle.look()
    assert not told
    clocks.steady += 1
    idle.look()
    idle.look()
    assert told == [True]


def test_a_key_begins_the_five_minutes_anew(qtbot: QtBot) -> None:
    clocks, line = Clocks(), QLineEdit()
    qtbot.addWidget(line)
    idle, told = clocks.idle()

    clocks.steady += 200
    QTest.keyClick(line, Qt.Key.Key_A)
    clocks.steady += 200
    idle.look()

    assert not told


def test_a_computer_that_slept_is_locked_before_its_first_key(qtbot: QtBot) -> None:
    clocks, line = Clocks(), QLineEdit()
    qtbot.addWidget(line)
    _idle, told = clocks.idle()

    clocks.wall += 3600  # the steady clock stood still meanwhile
    QTest.keyClick(line, Qt.Key.Key_A)

    assert told == [True]


def test_a_clock_set_back_does_not_keep_the_desk_open() -> None:
    clocks = Clocks()
    idle, told = clocks.idle()

    clocks.wall -= 86_400
    clocks.steady += 300
    idle.look()

    assert told == [True]


def test_an_idle_desk_is_locked(frame: Frame, app: App) -> None:
    app.sample = False
    frame.idle.due.emit()

    assert frame.curtain.blank is not None
    assert frame.curtain.blank.locked


def test_a_sample_has_nobody_to_keep_out(frame: Frame, app: App) -> None:
    assert app.sample
    frame.idle.due.emit()

    assert frame.curtain.blank is None
