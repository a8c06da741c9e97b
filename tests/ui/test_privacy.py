from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from partyservice.app import App
from partyservice.kernel.clock import Stopped
from partyservice.storage.journal import JOURNAL
from tests.ui.conftest import CLOCK, PASSWORD
from tests.ui.hands import press, settled
from ui.frame import Frame
from ui.parts.bugs import BugCard
from ui.parts.choosing import PickBox
from ui.parts.tokens import LOCK_AFTER
from ui.parts.view import ScreenView

SHIFT = Qt.KeyboardModifier.ShiftModifier


def blanked(frame: Frame) -> bool:
    return frame.curtain.blank is not None


def windows(frame: Frame) -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not frame]


def looks(app: App) -> int:
    with app.store.read() as session:
        wanted = select(func.count()).where(JOURNAL.c.after.like("%unmasked%"))
        return session.scalar(wanted) or 0


def test_blank_hides_the_window_and_takes_every_key(frame: Frame, members: ScreenView) -> None:
    press(Qt.Key.Key_F12)
    blank = frame.curtain.blank
    assert blank
    assert blank.geometry() == frame.rect()
    assert QApplication.focusWidget() is blank
    for key in (Qt.Key.Key_F10, Qt.Key.Key_F2, Qt.Key.Key_Tab, Qt.Key.Key_F7, Qt.Key.Key_Escape):
        press(key)
        press(key, Qt.KeyboardModifier.ControlModifier)
    assert members.editor is None
    assert not windows(frame)
    assert QApplication.focusWidget() is blank

    press(Qt.Key.Key_F12)
    assert not blanked(frame)
    assert QApplication.focusWidget() is members.list.table


def test_blank_hides_dialogs_and_brings_them_back_as_they_were(qtbot: QtBot, frame: Frame) -> None:
    frame.open_commands()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    press(Qt.Key.Key_H)

    QTest.keyClick(dialog, Qt.Key.Key_F12)
    assert blanked(frame)
    assert not windows(frame)
    press(Qt.Key.Key_F12)

    assert windows(frame) == [dialog]
    assert dialog.line.text() == "h"  # type: ignore[attr-defined]
    dialog.reject()


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_blank_closes_an_open_list(frame: Frame, members: ScreenView) -> None:
    members.edit()
    assert members.editor
    box = members.editor.form.boxes["member.branch_id"].box.widget
    assert isinstance(box, PickBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_F4)
    assert box.popup_open()

    QTest.keyClick(box, Qt.Key.Key_F12)

    assert blanked(frame)
    assert not windows(frame)


def test_what_comes_up_behind_the_curtain_waits_there(qtbot: QtBot, frame: Frame) -> None:
    frame.blank()
    card = BugCard(ValueError("x"), frame)
    card.open_over()
    qtbot.waitUntil(lambda: not card.isVisible())
    assert not windows(frame)

    frame.blank()
    assert card.isVisible()
    card.reject()


def test_blank_works_at_once_while_a_job_runs(qtbot: QtBot, frame: Frame) -> None:
    settled(qtbot, frame.desk)
    gate, told = Event(), list[object]()
    frame.desk.jobs.start(frame, "write", lambda: gate.wait(20), told.append)

    press(Qt.Key.Key_F12)
    assert blanked(frame)
    assert not told
    gate.set()
    settled(qtbot, frame.desk)

    assert told == [True]
    assert blanked(frame)
    frame.blank()


def test_a_locked_screen_wants_the_password_of_the_account(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    press(Qt.Key.Key_F12, SHIFT)
    blank = frame.curtain.blank
    assert blank
    line = blank.lock.password
    assert QApplication.focusWidget() is line
    press(Qt.Key.Key_F12)
    assert blanked(frame)

    QTest.keyClicks(line, "nonsense")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "密码不对" in blank.lock.note.text(), timeout=20_000)
    assert blanked(frame)
    QTest.keyClicks(line, PASSWORD)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not blanked(frame), timeout=20_000)
    assert QApplication.focusWidget() is members.list.table


def test_a_password_may_be_pasted(qtbot: QtBot, frame: Frame, members: ScreenView) -> None:
    press(Qt.Key.Key_F12, SHIFT)
    blank = frame.curtain.blank
    assert blank
    QApplication.clipboard().setText(PASSWORD)

    QTest.keySequence(blank.lock.password, QKeySequence.StandardKey.Paste)
    assert blank.lock.password.text() == PASSWORD
    assert PASSWORD not in blank.lock.password.displayText()
    press(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: not blanked(frame), timeout=20_000)
    assert QApplication.focusWidget() is members.list.table


def test_a_screen_blanked_for_five_minutes_is_locked(frame: Frame) -> None:
    frame.blank()
    blank = frame.curtain.blank
    assert blank
    almost = timedelta(milliseconds=LOCK_AFTER - 1)
    blank._clock = Stopped(CLOCK.at + almost)
    blank.tick()
    assert not blank.locked

    blank._clock = Stopped(CLOCK.at + timedelta(milliseconds=LOCK_AFTER))
    press(Qt.Key.Key_F12)

    assert blanked(frame)
    assert QApplication.focusWidget() is blank.lock.password


def test_what_is_typed_is_kept_when_the_screen_is_blanked(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    members.edit()
    assert members.editor
    skills = members.editor.form.boxes["person.skills"].box.widget
    skills.setFocus()
    QTest.keyClicks(skills, "shufa")

    press(Qt.Key.Key_F12)
    settled(qtbot, frame.desk)

    assert [u.texts for u in frame.desk.app.kept.unsaved()] == [{"person.skills": "shufa"}]
    frame.blank()
    assert members.editor.form.texts()["person.skills"] == "shufa"


def test_two_taps_show_the_numbers_for_a_while_as_one_look(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    value, hold = members.list.pane._values["person.id_number"], frame.hold
    before = looks(frame.desk.app)
    press(Qt.Key.Key_F8)
    settled(qtbot, frame.desk)
    assert "*" in value.text()
    press(Qt.Key.Key_F8)
    settled(qtbot, frame.desk)
    assert hold.stays
    assert "*" not in value.text()
    assert looks(frame.desk.app) == before + 1

    hold._timer.timeout.emit()
    assert "*" in value.text()
    frame.desk._looks._fresh.timeout.emit()
    hold.press()
    settled(qtbot, frame.desk)
    assert looks(frame.desk.app) == before + 2
    hold.release()


def test_two_quick_taps_are_one_look_though_the_first_is_not_answered(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    value = members.list.pane._values["person.id_number"]
    before = looks(frame.desk.app)
    for _ in range(2):
        press(Qt.Key.Key_F8)
    settled(qtbot, frame.desk)
    assert "*" not in value.text()
    assert looks(frame.desk.app) == before + 1
    frame.hold.release()


def test_one_tap_or_a_third_masks_again(qtbot: QtBot, frame: Frame, members: ScreenView) -> None:
    value, hold = members.list.pane._values["person.id_number"], frame.hold
    press(Qt.Key.Key_F8)
    settled(qtbot, frame.desk)
    assert not hold.held
    assert "*" in value.text()

    for _ in range(3):
        press(Qt.Key.Key_F8)
    settled(qtbot, frame.desk)
    assert not hold.held
    assert "*" in value.text()


def test_a_held_key_masks_at_once_when_it_is_let_go(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    value, table = members.list.pane._values["person.id_number"], members.list.table
    QTest.keyPress(table, Qt.Key.Key_F8)
    settled(qtbot, frame.desk)
    assert "*" not in value.text()
    qtbot.waitUntil(lambda: not frame.hold._tap.isActive())

    QTest.keyRelease(table, Qt.Key.Key_F8)

    assert "*" in value.text()


def test_what_was_copied_here_is_taken_off_the_clipboard(frame: Frame, members: ScreenView) -> None:
    board = QApplication.clipboard()
    line = members.list.search
    QTest.keyClicks(line, "15480424747")
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert board.text() == "15480424747"
    assert frame.clipboard.timer.isActive()
    frame.clipboard.timer.timeout.emit()
    assert board.text() == ""

    board.setText("15480424747")
    frame.blank()
    assert board.text() == ""
    frame.blank()


def test_what_another_program_copied_is_left_there(qtbot: QtBot, frame: Frame) -> None:
    board = QApplication.clipboard()
    board.setText("ours")
    frame.hide()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None)
    board.setText("theirs")

    assert not frame.clipboard.timer.isActive()
    frame.clipboard.clear()
    assert board.text() == "theirs"
    board.clear()
