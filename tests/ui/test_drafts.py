from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.unsaved import Unsaved
from partyservice.members.drafts import MEMBER
from partyservice.storage.folder import DATABASE
from partyservice.storage.store import Store
from tests.ui.conftest import CLOCK, Office
from tests.ui.hands import press, settled, view_of
from ui.frame import Frame
from ui.parts import tokens
from ui.parts.acting import words_of_edit
from ui.parts.editor import Editor, place_of
from ui.parts.faults import faults
from ui.parts.parkedlist import ParkedList
from ui.parts.question import Question
from ui.parts.view import ScreenView
from ui.screens import SCREENS
from ui.screens.person import TITLE

OFTEN, NEVER = "100", "100000000"  # ms


@pytest.fixture
def stays(qtbot: QtBot, frame: Frame) -> ScreenView:
    frame.open(next(place for place in SCREENS if place.digit == "4"))
    settled(qtbot, frame.desk)
    return view_of(frame, "4")


def take_back() -> None:
    press(Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)


def type_in(form_of: Editor | Question, key: str, text: str) -> None:
    line = form_of.form.boxes[key].box.widget
    line.setFocus()
    line.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(line, text)


def editing(view: ScreenView, key: Qt.Key = Qt.Key.Key_F2) -> Editor:
    view.list.table.setFocus()
    held = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_N else None
    press(key, held or Qt.KeyboardModifier.NoModifier)
    assert view.editor is not None
    return view.editor


def in_file(app: App) -> list[Unsaved]:
    return app.kept.unsaved()


def card(qtbot: QtBot) -> ParkedList:
    found = active(qtbot)
    assert isinstance(found, ParkedList)
    return found


def active(qtbot: QtBot) -> QWidget:
    """The dialog, once it has the keys."""
    found = QApplication.activeModalWidget()
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found


def asked(qtbot: QtBot, view: ScreenView) -> Question:
    assert view.question is active(qtbot)
    assert view.question is not None
    return view.question


def test_a_page_is_parked_and_taken_back_with_what_was_typed(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    name = members.list.pane.name.text()
    editor = editing(members)
    type_in(editor, "person.skills", "shufa")
    editor.form.boxes["person.born"].reason = "档案"

    press(Qt.Key.Key_F7)
    settled(qtbot, frame.desk)

    assert members.currentWidget() is members.list
    assert frame.status.parked.text() == "挂起 1"
    assert name in frame.toast.accessibleName()
    (kept,) = in_file(frame.desk.app)
    assert (kept.texts, kept.name) == ({"person.skills": "shufa"}, name)
    assert kept.reasons == {"person.born": "档案"}

    take_back()
    assert members.editor
    assert members.editor.form.texts()["person.skills"] == "shufa"
    assert members.editor.form.sure() == {"person.born": "档案"}
    assert members.editor.head.count.text() == name
    assert not frame.status.parked.isVisible()


def test_the_page_is_empty_for_the_next_visitor(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    for visitor in ("yi", "er"):
        editor = editing(members, Qt.Key.Key_N)
        assert not any(editor.form.texts().values())
        type_in(editor, "person.name", visitor)
        press(Qt.Key.Key_F7 if visitor == "yi" else Qt.Key.Key_Escape)
    settled(qtbot, frame.desk)

    assert {u.texts["person.name"] for u in in_file(frame.desk.app)} == {"yi", "er"}
    take_back()
    lines = card(qtbot).lines
    assert len(lines) == 2
    assert not list(faults(card(qtbot)))
    chosen = lines[1].unsaved.texts["person.name"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert members.editor
    assert members.editor.form.texts()["person.name"] == chosen
    settled(qtbot, frame.desk)


def test_what_is_dropped_in_the_list_comes_back_until_it_is_closed(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    for visitor in ("yi", "er"):
        type_in(editing(members, Qt.Key.Key_N), "person.name", visitor)
        press(Qt.Key.Key_F7)
    take_back()
    lines = card(qtbot).lines
    seen = []
    for _ in range(3):
        press(Qt.Key.Key_Delete)
        seen.append([line.dropped for line in lines])
    assert seen == [[True, False], [False, False], [True, False]]
    gone = lines[0].unsaved.id
    press(Qt.Key.Key_Escape)
    settled(qtbot, frame.desk)

    left = in_file(frame.desk.app)
    assert len(left) == 1
    assert gone not in {each.id for each in left}
    assert frame.status.parked.text() == "挂起 1"


def test_what_is_saved_is_parked_no_longer(
    qtbot: QtBot, frame: Frame, members: ScreenView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "DRAFT_EVERY", 1)
    type_in(editing(members), "person.skills", "shufa")
    qtbot.waitUntil(lambda: bool(in_file(frame.desk.app)))

    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: members.editor is None)
    settled(qtbot, frame.desk)

    assert in_file(frame.desk.app) == []
    take_back()
    assert members.editor is None


def test_nothing_typed_leaves_nothing_behind(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    editor = editing(members)
    before = editor.form.texts()["person.skills"]
    type_in(editor, "person.skills", "x")
    QTest.keyClick(editor.form.boxes["person.skills"].box.widget, Qt.Key.Key_Backspace)
    editor.form.boxes["person.skills"].box.write(before)

    press(Qt.Key.Key_F7)
    settled(qtbot, frame.desk)

    assert in_file(frame.desk.app) == []
    assert not frame.status.parked.isVisible()


def test_a_number_that_was_only_looked_at_is_not_kept(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    editor = editing(members)
    number = editor.form.boxes["person.id_number"].box.widget
    number.setFocus()
    frame.hold.press()
    settled(qtbot, frame.desk)
    assert "*" not in number.text()  # type: ignore[attr-defined]
    type_in(editor, "person.skills", "shufa")

    press(Qt.Key.Key_F7)
    settled(qtbot, frame.desk)

    (kept,) = in_file(frame.desk.app)
    assert kept.texts == {"person.skills": "shufa"}
    assert "*" in kept.seen["person.id_number"]


def test_a_step_in_a_dialog_is_parked_too(qtbot: QtBot, frame: Frame, stays: ScreenView) -> None:
    who = stays.list.pane.name.text()
    button = next(b for b in stays.steps.of_records() if b.text() == "返回" and b.isVisible())
    button.click()
    question = asked(qtbot, stays)
    type_in(question, "outflow.ended_on", "2026-11-20")
    press(Qt.Key.Key_F7)
    settled(qtbot, frame.desk)
    assert in_file(frame.desk.app)[0].texts == {"outflow.ended_on": "2026-11-20"}

    frame.activateWindow()  # no window manager here gives the keys back
    qtbot.waitUntil(frame.isActiveWindow)
    take_back()
    question = asked(qtbot, stays)
    assert question.form.texts()["outflow.ended_on"] == "2026-11-20"
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, frame.desk)

    assert stays.question is None
    assert who in frame.toast.accessibleName()
    assert in_file(frame.desk.app) == []


def test_parked_pages_are_offered_after_the_next_sign_in(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    type_in(editing(members), "person.skills", "shufa")
    frame.close_desk()  # the window closes with the editor open
    app = frame.desk.app
    app.kept.close()

    again = Frame(app)
    qtbot.addWidget(again, before_close_func=lambda _frame: again.close_desk())
    again.resize(1366, 768)
    again.show()
    again.activateWindow()
    qtbot.waitUntil(again.notice.isVisible)
    assert "1 份没有保存的内容" in again.notice.title.text()
    settled(qtbot, again.desk)
    take_back()
    editor = view_of(again, "3").editor
    assert editor
    assert editor.form.texts()["person.skills"] == "shufa"
    settled(qtbot, again.desk)


def change_skills(app: App, record_id: int, text: str) -> None:
    seen = app.load(MEMBER, record_id)
    app.save(MEMBER, {**seen, "person.skills": text}, record_id, {}, seen)


def test_what_changed_meanwhile_is_said_and_typed_over(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    record_id = members.list.table.current_id() or 0
    type_in(editing(members), "person.skills", "shufa")
    press(Qt.Key.Key_F7)
    change_skills(frame.desk.app, record_id, "木工")
    settled(qtbot, frame.desk)

    take_back()
    assert members.editor
    notice = members.editor.notice
    assert "后来改过" in notice.title.text()
    assert "现 木工，您填 shufa" in notice.words.text()
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: members.editor is None)
    settled(qtbot, frame.desk)

    assert frame.desk.app.load(MEMBER, record_id)["person.skills"] == "shufa"


def test_a_refused_save_shows_what_somebody_else_did_and_goes_on(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    record_id = members.list.table.current_id() or 0
    editor = editing(members)
    type_in(editor, "person.skills", "shufa")
    change_skills(frame.desk.app, record_id, "木工")

    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(editor.notice.isVisible)
    assert "现 木工，您填 shufa" in editor.notice.words.text()
    assert frame.desk.app.load(MEMBER, record_id)["person.skills"] == "木工"
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: members.editor is None)
    settled(qtbot, frame.desk)

    assert frame.desk.app.load(MEMBER, record_id)["person.skills"] == "shufa"


@pytest.fixture
def importing(frame: Frame) -> Any:
    """Hold the writing lane as an import does; call to let it go."""
    held, gate = Event(), Event()
    app = frame.desk.app

    def write() -> None:
        with app.store.write(app.by, "导入 名单.xlsx"):
            held.set()
            gate.wait(20)

    frame.desk.jobs.start(frame, "import", write, lambda _nothing: None)
    assert held.wait(10)
    yield gate.set
    gate.set()


def test_a_save_waits_in_line_while_an_import_writes(
    qtbot: QtBot, frame: Frame, members: ScreenView, importing: Callable[[], None]
) -> None:
    record_id = members.list.table.current_id() or 0
    editor = editing(members)
    type_in(editor, "person.skills", "shufa")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(editor.notice.isVisible)
    assert editor.notice.title.text() == "正在导入，导入完就保存这一份"
    qtbot.waitUntil(lambda: bool(in_file(frame.desk.app)))
    QTest.keyClicks(editor.form.boxes["person.skills"].box.widget, "too late")
    assert editor.form.texts()["person.skills"] == "shufa"

    press(Qt.Key.Key_Escape)
    assert members.editor is None
    assert not frame.status.parked.isVisible()  # it is in line, not lying about
    assert frame.desk.app.load(MEMBER, record_id)["person.skills"] != "shufa"
    importing()
    settled(qtbot, frame.desk)

    assert frame.desk.app.load(MEMBER, record_id)["person.skills"] == "shufa"
    assert "已保存" in frame.toast.accessibleName()
    assert in_file(frame.desk.app) == []


def test_a_save_in_line_that_is_doubted_can_be_mended_on_its_page(
    qtbot: QtBot, frame: Frame, members: ScreenView, importing: Callable[[], None]
) -> None:
    editor = editing(members)
    type_in(editor, "person.born", "1985-13-01")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: editor.keeper.waiting)
    importing()
    settled(qtbot, frame.desk)

    assert members.editor is editor
    assert editor.form.isEnabled()
    assert editor.form.boxes["person.born"].box.widget.hasFocus()


def test_a_save_in_line_that_is_refused_lies_with_the_parked(
    qtbot: QtBot, frame: Frame, members: ScreenView, importing: Callable[[], None]
) -> None:
    editor = editing(members)
    type_in(editor, "person.born", "1985-13-01")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: editor.keeper.waiting)
    press(Qt.Key.Key_Escape)
    importing()
    qtbot.waitUntil(frame.notice.isVisible)
    settled(qtbot, frame.desk)

    assert "没有保存" in frame.notice.title.text()
    assert frame.status.parked.text() == "挂起 1"
    assert len(in_file(frame.desk.app)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(("every", "kept"), [(OFTEN, ["calligraphy"]), (NEVER, [])])
def test_a_killed_program_loses_only_what_was_typed_last(
    office: Office, tmp_path: Path, every: str, kept: list[str]
) -> None:
    folder = tmp_path / "killed"
    shutil.copytree(office.folder, folder)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typist", str(folder), every],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdout
    assert child.stdout.readline() == "typed\n"
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    child.stdout.close()

    store = Store(folder / DATABASE, office.key, CLOCK)
    app = App(store, CLOCK, office.by)
    assert [each.texts["person.skills"] for each in app.kept.unsaved()] == kept
    app.close()


def test_what_was_typed_on_a_persons_page_comes_back_there(qtbot: QtBot, frame: Frame) -> None:
    settled(qtbot, frame.desk)
    draft = frame.desk.app.people.draft
    person = frame.desk.app.ids(PEOPLE, frame.desk.app.wanted())[0]
    typed = Unsaved(
        id=1,
        at=CLOCK.now(),
        place=place_of(words_of_edit(TITLE), draft),
        title=words_of_edit(TITLE),
        record_id=person,
        texts={"person.skills": "shufa"},
    )
    with qtbot.waitSignal(frame.desk.person_wanted) as wanted:
        frame.resuming.resume(typed)

    assert wanted.args == [person]
    settled(qtbot, frame.desk)


def test_what_was_typed_in_a_page_that_is_no_more_is_said(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    type_in(editing(members), "person.skills", "shufa")
    press(Qt.Key.Key_F7)
    (kept,) = frame.desk.parked.lying()
    frame.desk.parked.keep(replace(kept, place="办理旧事 member"))

    take_back()
    settled(qtbot, frame.desk)

    assert frame.notice.isVisible()
    assert "改了名" in frame.notice.title.text()
    assert len(in_file(frame.desk.app)) == 1


def test_a_page_that_goes_without_being_left_keeps_nothing_of_its_form(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    editor = editing(members)
    type_in(editor, "person.skills", "shufa")
    frame.desk.parked.gather()
    members.acting.editor = None
    delete(editor)

    assert frame.desk.parked.secure() == 1
    assert frame.status.parked.text() == "挂起 1"
    members.list.table.setFocus()
    take_back()
    settled(qtbot, frame.desk)
    assert members.editor is not None
    assert members.editor.form.texts()["person.skills"] == "shufa"
