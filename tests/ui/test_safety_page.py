"""The page 数据安全, by keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from partyservice.machine import Machine
from tests.ui.hands import lasting, press, settled
from ui.frame import Frame
from ui.screens.safety import SafetyPage

Key, CONTROL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PATIENCE = 20_000  # ms


def shown(qtbot: QtBot, frame: Frame) -> SafetyPage:
    frame.open_digit("0")
    tabs = frame.view("0")
    tabs.open(tabs.titles().index("数据安全"))
    settled(qtbot, frame.desk)
    page = tabs.view()
    assert isinstance(page, SafetyPage)
    done(qtbot, page)
    page.begin()
    return page


def done(qtbot: QtBot, page: SafetyPage) -> None:
    qtbot.waitUntil(lambda: page._job is None, timeout=PATIENCE)


def test_a_backup_is_made_and_listed_by_one_key(
    qtbot: QtBot, frame: Frame, machine: Machine
) -> None:
    assert machine.recent() == []
    page = shown(qtbot, frame)
    assert page.body.currentWidget() is page.empty

    press(Key.Key_B, CONTROL)
    done(qtbot, page)

    assert page.table.model().rowCount() == 1
    assert "与库中一致" in page.cards[0].words.text()
    assert not lasting(qtbot, frame)


def test_the_second_place_takes_a_backup_at_once(
    qtbot: QtBot, frame: Frame, machine: Machine, tmp_path: Path
) -> None:
    assert machine.recent() == []
    page, stick = shown(qtbot, frame), tmp_path / "stick"
    stick.mkdir()

    page.take_second(stick)

    qtbot.waitUntil(lambda: bool(list(stick.glob("*.partybackup"))), timeout=PATIENCE)
    done(qtbot, page)
    assert "stick" in page.cards[1].words.text()


def test_a_check_says_of_each_part_how_it_is(qtbot: QtBot, frame: Frame) -> None:
    page = shown(qtbot, frame)

    press(Key.Key_1, ALT)
    done(qtbot, page)

    assert page.body.currentWidget() is page.findings
    assert page.findings.model().rowCount() > 5
    assert page.words.text()
    press(Key.Key_Escape)
    assert page.body.currentWidget() is not page.findings
