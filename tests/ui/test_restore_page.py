"""An office comes back by keys alone, whatever became of its database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.machine import Machine
from partyservice.members.listing import MEMBERS
from tests.builders import BRANCHES, CLOCK, PASSWORD, member, new_office, somebody, with_branches
from tests.ui.hands import lasting, press
from ui.restore import DONE, KEY, PICK, Restore
from ui.sign_in import SignIn
from ui.start import Start
from ui.window import MainWindow

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PATIENCE = 20_000  # ms
MOST = 5  # presses beside typing
SIZES = ((1366, 697), (911, 441), (683, 313))
pytestmark = pytest.mark.usefixtures("machine", "qapp")


def removed(database: Path) -> None:
    database.unlink()


def zeroed(database: Path) -> None:
    database.write_bytes(b"")


def garbage(database: Path) -> None:
    database.write_bytes(bytes(range(256)) * 400)


def typed(password: str) -> None:
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.insert(password)  # Han cannot be keys


def people(app: App) -> int:
    return app.count(MEMBERS, app.wanted())


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """An office with a backup of one member, and another registered after it."""
    app = with_branches(new_office(tmp_path / "office"))
    member(app)
    app.changes.follow()
    app.backups.make()
    somebody(app, "李明", person__born="1990-01-02", member__branch_id=BRANCHES[1])
    assert people(app) == 2
    app.changes.close(10)
    assert [each.behind for each in app.changes.state()] == [0]
    app.close()
    return tmp_path / "office"


def shown(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 697)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def asked(qtbot: QtBot, window: MainWindow, folder: Path) -> SignIn:
    page = window.ask(folder)
    page.find_accounts()
    page.offer_back()
    qtbot.waitUntil(page.password.hasFocus)
    return page


def at(qtbot: QtBot, page: Restore, step: int) -> None:
    qtbot.waitUntil(lambda: page.step == step and page.jobs.idle(), timeout=PATIENCE)


def listed(qtbot: QtBot, window: MainWindow) -> Restore:
    qtbot.waitUntil(lambda: window.restore is not None, timeout=PATIENCE)
    page = window.restore
    assert page is not None
    at(qtbot, page, PICK)
    return page


@pytest.mark.parametrize("harm", [removed, zeroed, garbage])
def test_whatever_became_of_the_database_five_presses_bring_the_office_back(
    qtbot: QtBot, left: Path, harm: Callable[[Path], None]
) -> None:
    for leftover in left.glob("office.db-*"):
        leftover.unlink()
    harm(left / "office.db")
    window, presses = shown(qtbot), 0

    def enter() -> None:
        nonlocal presses
        presses += 1
        press(Key.Key_Return)

    asked(qtbot, window, left)
    typed(PASSWORD)
    enter()  # it cannot be opened: the page comes by itself
    page = listed(qtbot, window)
    assert page.why.text()
    enter()
    at(qtbot, page, KEY)
    typed(PASSWORD)
    enter()
    at(qtbot, page, DONE)
    assert "恢复前" in page.words.text()
    assert "补上" in page.words.text()
    enter()
    qtbot.waitUntil(lambda: window.sign_in is not None and window.sign_in.password.hasFocus())
    typed(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=PATIENCE)

    assert presses <= MOST
    assert window.frame is not None
    assert people(window.frame.desk.app) == 2
    window.close()


def test_what_was_saved_after_the_backup_is_left_out_if_somebody_wants_that(
    qtbot: QtBot, left: Path
) -> None:
    window = shown(qtbot)
    asked(qtbot, window, left)
    press(Key.Key_R, CONTROL)
    page = listed(qtbot, window)
    press(Key.Key_Return)
    at(qtbot, page, KEY)
    press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    typed(PASSWORD)
    press(Key.Key_Return)
    at(qtbot, page, DONE)

    assert "补上" not in page.words.text()
    assert "人员 1" in page.words.text()


def test_a_wrong_password_changes_nothing_and_is_said_in_place(qtbot: QtBot, left: Path) -> None:
    before = {path.name: path.read_bytes() for path in left.glob("office.db*")}
    window = shown(qtbot)
    asked(qtbot, window, left)
    press(Key.Key_R, CONTROL)
    page = listed(qtbot, window)
    press(Key.Key_Return)
    at(qtbot, page, KEY)
    typed("不是这个")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.note.text()), timeout=PATIENCE)

    assert page.step == KEY
    assert page.form.password.hasFocus()
    assert {path.name: path.read_bytes() for path in left.glob("office.db*")} == before
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), SignIn))


def test_a_damaged_backup_is_said_and_not_gone_on_with(qtbot: QtBot, left: Path) -> None:
    (path,) = (left / "backups").glob("*.partybackup")
    path.write_bytes(path.read_bytes()[:-2000])
    window = shown(qtbot)
    asked(qtbot, window, left)
    press(Key.Key_R, CONTROL)
    page = listed(qtbot, window)

    press(Key.Key_Return)

    assert page.step == PICK
    assert "损坏" in page.note.text()


def test_without_any_backup_a_file_is_asked_for(qtbot: QtBot, left: Path, tmp_path: Path) -> None:
    (path,) = (left / "backups").glob("*.partybackup")
    away = path.rename(tmp_path / "带走.partybackup")
    window = shown(qtbot)
    asked(qtbot, window, left)
    press(Key.Key_R, CONTROL)
    page = listed(qtbot, window)
    assert page.file.hasFocus()
    assert "Ctrl+O" in page.note.text()

    page.take(away)

    at(qtbot, page, KEY)
    assert "人员 1" in page.about.text()


def test_an_office_behind_what_others_saw_of_it_offers_its_backups_or_is_opened_all_the_same(
    qtbot: QtBot, left: Path
) -> None:
    files = {path: path.read_bytes() for path in left.glob("office.db*")}
    window = shown(qtbot)
    asked(qtbot, window, left)
    typed(PASSWORD)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=PATIENCE)
    app = window.frame.desk.app  # type: ignore[union-attr]
    somebody(app, "赵云", person__born="1991-01-02")
    window.close()  # makes a backup
    for path in left.glob("office.db*"):
        path.unlink()
    for path, content in files.items():
        path.write_bytes(content)  # somebody put an older copy in its place

    window = shown(qtbot)
    asked(qtbot, window, left)
    typed(PASSWORD)
    press(Key.Key_Return)
    page = listed(qtbot, window)
    assert "记下日志" in page.why.text()

    press(Key.Key_1, Qt.KeyboardModifier.AltModifier)

    assert window.frame is not None
    assert people(window.frame.desk.app) == 2
    window.close()


def test_the_start_page_leads_to_the_backups_of_the_marked_office(
    qtbot: QtBot, left: Path, machine: Machine
) -> None:
    machine.remember(left, "青石镇", CLOCK.now())
    window = shown(qtbot)
    start = window.welcome()
    assert isinstance(start, Start)
    qtbot.waitUntil(start.jobs.idle)

    press(Key.Key_R, CONTROL)

    page = listed(qtbot, window)
    assert page.folder == left
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Start))


@pytest.mark.parametrize("size", SIZES)
def test_every_step_fits_every_window(qtbot: QtBot, left: Path, size: tuple[int, int]) -> None:
    window = shown(qtbot)
    window.resize(*size)
    asked(qtbot, window, left)
    assert not lasting(qtbot, window.sign_in)  # type: ignore[arg-type]
    press(Key.Key_R, CONTROL)
    page = listed(qtbot, window)
    assert not lasting(qtbot, page)
    press(Key.Key_Return)
    at(qtbot, page, KEY)
    assert not lasting(qtbot, page)
    typed(PASSWORD)
    press(Key.Key_Return)
    at(qtbot, page, DONE)
    assert not lasting(qtbot, page)
