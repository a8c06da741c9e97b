"""A recovery sheet is made, typed back and used up, by keys alone; passwords are changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from partyservice.app import App, open_office
from partyservice.machine import Machine
from partyservice.security import guessing
from partyservice.security.entering import give_password
from partyservice.security.model import Account
from partyservice.security.recovery import code_of, line_of, lines_of
from tests.builders import PASSWORD, USER, new_office
from ui.entering import FirstPassword, Recover
from ui.frame import Frame
from ui.parts import sheet
from ui.parts.newpassword import OwnPassword
from ui.parts.recoverypage import RecoveryPage
from ui.sign_in import SignIn
from ui.window import MainWindow

Key, Held = Qt.Key, Qt.KeyboardModifier
NONE = Held.NoModifier
NEW = "harbour-mango-tulip-7"
pytestmark = [
    pytest.mark.usefixtures("machine"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def cursor() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(cursor(), key, held)


def types(text: str) -> None:
    """Type as keys, or as an input method does where there are Han."""
    if text.isascii():
        QTest.keyClicks(cursor(), text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(cursor(), event)


def enter(text: str) -> None:
    types(text)
    press(Key.Key_Return)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    app = new_office(tmp_path / "office")
    app.close()
    return tmp_path / "office"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def framed(qtbot: QtBot, window: MainWindow, folder: Path) -> Frame:
    window.begin(open_office(folder, USER, PASSWORD))
    frame = window.frame
    assert frame is not None
    qtbot.waitUntil(frame.desk.jobs.idle)
    return frame


@pytest.fixture
def asked(qtbot: QtBot, window: MainWindow, folder: Path) -> SignIn:
    page = window.ask(folder, USER)
    page.find_accounts()
    qtbot.waitUntil(page.password.hasFocus)
    return page


def command(frame: Frame, words: str) -> None:
    next(each for each in frame.commands() if each.words == words).act()


def sheet_saved(
    frame: Frame, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> RecoveryPage:
    command(frame, "恢复单")
    page = frame.top()
    assert isinstance(page, RecoveryPage)
    qtbot.waitUntil(page.sheet.print.hasFocus)
    monkeypatch.setattr(sheet, "ask_path", lambda *_: path)
    press(Key.Key_F4)
    qtbot.waitUntil(frame.desk.jobs.idle)
    return page


def lines(app: App) -> tuple[str, ...]:
    """The lines as they stand on the paper."""
    return lines_of(app.accounts._code)


def test_a_sheet_is_saved_and_two_lines_typed_back(
    framed: Frame, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sheet_saved(framed, qtbot, tmp_path / "sheet.pdf", monkeypatch)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert page.sheet.asking is not None
    assert "没有核对" in page.state.text()
    on_paper = lines(framed.desk.app)
    first, second = page.sheet._lines
    right = on_paper[first - 1]
    wrong = ("Z" if right[0] != "Z" else "Y") + right[1:]

    types(wrong)
    boxes = page.sheet.asking.form.boxes
    assert f"第 {first} 行有一处抄错" in boxes[f"recovery.line.{first}"].said().note.text()
    line = cursor()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    enter(on_paper[first - 1].lower().replace(" ", "-"))
    assert f"第 {first} 行没有抄错" in boxes[f"recovery.line.{first}"].said().note.text()
    enter(on_paper[second % 4])  # of another line
    assert framed.desk.app.accounts.sheet_state().tone == "warn"
    line = cursor()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    enter(on_paper[second - 1])
    qtbot.waitUntil(framed.desk.jobs.idle)

    assert framed.desk.app.accounts.sheet_state().tone == "ok"
    assert not page.sheet._pdf
    qtbot.waitUntil(lambda: "可以使用" in page.state.text())
    press(Key.Key_Escape)
    assert framed.top() is None


def test_a_sheet_may_not_lie_beside_the_data_and_the_old_one_stays(
    framed: Frame, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sheet_saved(framed, qtbot, folder / "sheet.pdf", monkeypatch)

    assert page.sheet.asking is None
    assert "不能放在数据文件夹里" in page.sheet.notice.title.text()
    assert framed.desk.app.accounts.sheet_state().number == 0


def test_who_does_not_manage_accounts_has_no_such_command(qtbot: QtBot, folder: Path) -> None:
    app = open_office(folder, USER, PASSWORD)
    app.by = type(app.by)(app.by.name, app.by.rights - {"accounts.edit"})
    window = MainWindow()
    qtbot.addWidget(window)
    window.begin(app)
    assert window.frame is not None

    assert "恢复单" not in [each.words for each in window.frame.commands()]
    assert "换密码" in [each.words for each in window.frame.commands()]
    window.close()


def test_the_sheet_opens_the_office_and_is_used_up(
    window: MainWindow, qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    app = open_office(folder, USER, PASSWORD)
    app.accounts.make_sheet(tmp_path / "sheet.pdf")
    on_paper = lines(app)
    app.close()
    page = window.ask(folder, USER)
    page.find_accounts()
    qtbot.waitUntil(page.password.hasFocus)

    press(Key.Key_U, Held.ControlModifier)
    recover = window.centralWidget()
    assert isinstance(recover, Recover)
    qtbot.waitUntil(lambda: recover.isAncestorOf(cursor()))
    types("".join(on_paper).replace(" ", ""))  # as a scanner does
    texts = recover.asking.form.texts()
    assert [line_of(n, texts[f"recovery.line.{n}"]) for n in range(1, 5)] == [
        line_of(n, line) for n, line in enumerate(on_paper, 1)
    ]
    assert code_of("\n".join(on_paper))
    for _ in range(4):
        press(Key.Key_Return)
    press(Key.Key_Return)  # the account is named
    enter(NEW)
    enter(NEW)
    qtbot.waitUntil(lambda: window.frame is not None)

    assert window.frame is not None
    qtbot.waitUntil(window.frame.desk.jobs.idle)
    over = window.frame.top()
    assert isinstance(over, RecoveryPage)
    qtbot.waitUntil(lambda: "作废" in over.state.text())
    window.close()
    open_office(folder, USER, NEW).close()


def test_esc_leads_back_from_the_sheet_to_the_password(
    window: MainWindow, asked: SignIn, qtbot: QtBot
) -> None:
    assert asked.recover.isVisible()
    press(Key.Key_U, Held.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Recover))
    qtbot.waitUntil(lambda: window.centralWidget().isAncestorOf(cursor()))

    press(Key.Key_Escape)

    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), SignIn))
    assert window.sign_in is not None
    assert window.sign_in.who.currentText() == USER


def test_a_first_password_is_changed_before_the_window_opens(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    app = open_office(folder, USER, PASSWORD)
    with app.store.write(app.by) as session:
        account = session.query(Account).one()
        give_password(session, account, "first-paper-boat-9")
    app.close()
    page = window.ask(folder, USER)
    page.find_accounts()
    qtbot.waitUntil(page.password.hasFocus)
    enter("first-paper-boat-9")
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), FirstPassword))
    change = window.entering
    assert change is not None
    qtbot.waitUntil(lambda: change.isAncestorOf(cursor()))

    types("short")
    assert "5 / 12 位" in change.asking.form.boxes["change.password"].said().note.text()
    line = cursor()
    assert isinstance(line, QLineEdit)
    assert line.echoMode() == QLineEdit.EchoMode.Password
    line.selectAll()
    enter(NEW)
    enter(NEW)
    qtbot.waitUntil(lambda: window.frame is not None)

    window.close()
    open_office(folder, USER, NEW).close()


def test_ones_own_password_is_changed_at_any_time(
    framed: Frame, qtbot: QtBot, folder: Path, window: MainWindow
) -> None:
    command(framed, "换密码")
    card = cast("OwnPassword | None", window.findChild(OwnPassword))
    assert card is not None
    qtbot.waitUntil(lambda: card.isAncestorOf(cursor()))
    enter("not-the-old-one")
    enter(NEW)
    enter(NEW)
    qtbot.waitUntil(framed.desk.jobs.idle)
    assert "密码" in card.asking.note.text()
    line = card.asking.line("change.old")
    line.setFocus()
    line.selectAll()
    enter(PASSWORD)
    press(Key.Key_S, Held.ControlModifier)
    qtbot.waitUntil(framed.desk.jobs.idle)

    window.close()
    open_office(folder, USER, NEW).close()


def test_after_wrong_passwords_the_box_is_shut_while_it_counts_down(
    asked: SignIn, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    monkeypatch.setattr(guessing, "FIRST_DELAY", 0.4)
    for _ in range(guessing.FREE):
        assert asked.password.isEnabled()
        asked.password.selectAll()
        enter("wrong-password-1")
        qtbot.waitUntil(lambda: asked._thread is None)

    assert not asked.password.isEnabled()
    assert not asked.go.isEnabled()
    assert "1 秒后可以再试" in asked.note.text()
    asked.sign_in()  # nothing is asked meanwhile
    assert asked._thread is None
    qtbot.waitUntil(asked.password.hasFocus)

    enter(PASSWORD)
    qtbot.waitUntil(lambda: window.frame is not None)


def test_a_door_that_is_shut_says_so_before_anybody_types(
    window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "FREE", 1)
    monkeypatch.setattr(guessing, "FIRST_DELAY", 90.0)
    with pytest.raises(Exception, match="密码不对"):
        open_office(folder, USER, "wrong-password-1")

    page = window.ask(folder, USER)
    page.find_accounts()

    assert not page.password.isEnabled()
    assert "1 分" in page.note.text()
    assert page.recover.isEnabled()


def test_nothing_secret_is_remembered_by_the_machine(machine: Machine) -> None:
    machine.keep_left_open(Path("office"), ["recovery", "backup"])

    assert machine.left_open(Path("office")) == ("recovery", "backup")
    machine.keep_left_open(Path("office"), [])
    assert machine.left_open(Path("office")) == ()
