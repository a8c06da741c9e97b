from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from partyservice.machine import Machine
from tests.ui.conftest import CLOCK, PASSWORD, Office
from tests.ui.hands import press
from ui.parts.faults import faults
from ui.sign_in import SignIn
from ui.start import Start, when
from ui.window import MainWindow

Key = Qt.Key


@pytest.fixture(autouse=True)
def nothing_opened(machine: Machine) -> Machine:
    return machine


def offered(qtbot: QtBot, members: int = 20) -> tuple[MainWindow, Start]:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    page = window.welcome()
    assert isinstance(page, Start)
    page._members = members
    qtbot.waitUntil(page.jobs.idle)
    return window, page


@pytest.fixture
def three(machine: Machine, office: Office, tmp_path: Path) -> Machine:
    """The second of three is there."""
    for days, (folder, name) in enumerate(
        ((tmp_path / "甲", "甲镇"), (office.folder, "乙镇"), (tmp_path / "丙", "丙镇"))
    ):
        machine.remember(folder, name, CLOCK.at + timedelta(days=days))
    return machine


def test_a_folder_is_named_where_nothing_was_opened_before(qtbot: QtBot, office: Office) -> None:
    window, page = offered(qtbot)
    for size in ((1366, 697), (683, 313)):
        window.resize(*size)
        qtbot.wait(20)
        assert not list(faults(page))
    assert page.new.hasFocus()
    assert not page.remove.isVisible()

    page.take(office.folder)

    asked = window.centralWidget()
    assert isinstance(asked, SignIn)
    assert asked.who.currentText()


def test_a_folder_without_an_office_is_said_on_the_same_page(qtbot: QtBot, tmp_path: Path) -> None:
    window, page = offered(qtbot)

    page.take(tmp_path)

    assert page.note.text()
    assert window.centralWidget() is page


def test_the_one_office_known_is_one_key_away_and_not_opened_unasked(
    qtbot: QtBot, office: Office, machine: Machine
) -> None:
    machine.remember(office.folder, "乙镇", CLOCK.at)
    window, page = offered(qtbot)
    assert window.centralWidget() is page

    press(Key.Key_Return)

    assert isinstance(window.centralWidget(), SignIn)


@pytest.mark.usefixtures("three")
def test_esc_leads_back_from_the_password_to_the_list(qtbot: QtBot, office: Office) -> None:
    window, _page = offered(qtbot)
    press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    asked = window.sign_in
    assert asked is not None
    assert asked._folder == office.folder
    qtbot.waitUntil(asked.password.hasFocus)
    assert asked.back.isVisible()

    press(Key.Key_Escape)

    assert isinstance(window.centralWidget(), Start)


@pytest.mark.usefixtures("three")
def test_offices_are_chosen_by_arrow_or_number(qtbot: QtBot, office: Office) -> None:
    window, page = offered(qtbot)
    for size in ((1366, 697), (683, 313)):
        window.resize(*size)
        qtbot.wait(20)
        assert not list(faults(page))
    assert [line.hasFocus() for line in page.lines] == [True, False, False]

    press(Key.Key_Down)
    assert page.lines[1].chosen
    press(Key.Key_Up)
    press(Key.Key_2, Qt.KeyboardModifier.AltModifier)

    asked = window.centralWidget()
    assert isinstance(asked, SignIn)
    assert asked._folder == office.folder


def test_an_office_that_is_gone_says_so_and_is_taken_off(qtbot: QtBot, three: Machine) -> None:
    window, page = offered(qtbot)
    assert [("文件夹不在了" in line.accessibleName()) for line in page.lines] == [True, False, True]

    press(Key.Key_Return)
    assert window.centralWidget() is page
    assert "Del" in page.note.text()
    press(Key.Key_Delete)

    assert [each.name for each in three.recent()] == ["乙镇", "甲镇"]
    assert [line.recent.name for line in page.lines] == ["乙镇", "甲镇"]
    assert page.lines[0].hasFocus()


def test_who_signed_in_is_remembered(qtbot: QtBot, office: Office, machine: Machine) -> None:
    window, page = offered(qtbot)
    page.take(office.folder)
    asked = window.sign_in
    assert asked is not None
    asked.password.setText(PASSWORD)

    with qtbot.waitSignal(asked.opened, timeout=20_000):
        QTest.keyClick(asked.password, Key.Key_Return)

    assert window.frame is not None
    assert window.frame._band.isVisibleTo(window.frame)  # the folder is that of a sample
    assert [(each.folder, each.name) for each in machine.recent()] == [
        (office.folder, "青石镇党员服务中心（演示）")
    ]
    qtbot.waitUntil(window.frame.desk.jobs.idle)
    window.close()


def test_a_sample_is_marked_and_gone_when_the_window_closes(qtbot: QtBot, machine: Machine) -> None:
    window, page = offered(qtbot)
    with qtbot.waitSignal(page.opened, timeout=20_000):
        press(Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.frame is not None
    assert page._folder is not None
    folder = Path(page._folder.name)
    qtbot.waitUntil(window.frame.desk.jobs.idle)

    assert window.frame._band.isVisible()
    assert folder.is_dir()
    window.close()
    assert not folder.exists()
    assert machine.recent() == []


def test_a_window_closed_while_a_sample_is_made_leaves_nothing(
    qtbot: QtBot, office: Office
) -> None:
    window, page = offered(qtbot)
    page.look()
    page.take(office.folder)  # waits: nobody sees the list stand still
    assert window.centralWidget() is page

    window.close()

    assert page._folder is None
    assert not [t for t in threading.enumerate() if t.name.startswith("partyservice-sample")]


def test_large_type_holds_from_the_next_start(qtbot: QtBot, machine: Machine) -> None:
    _window, page = offered(qtbot)

    press(Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    press(Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert machine.scale() == 150
    assert "下次启动" in page.note.text()
    press(Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)

    assert machine.scale() == 125
    assert "125%" in page.note.text()


def test_the_time_is_said_as_the_desk_says_it() -> None:
    now = datetime(2026, 11, 24, 14, 0).astimezone()

    assert when(now - timedelta(hours=1), now) == "今天 13:00"
    assert when(now - timedelta(days=1), now) == "昨天 14:00"
    assert when(now - timedelta(days=2), now) == "2026-11-22"
    assert when(now.astimezone(UTC), now) == "今天 14:00"
