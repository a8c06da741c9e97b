from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.errors import Doubt
from partyservice.kernel.readings import readings_of_name
from tests.ui.hands import declared, settled
from tests.ui.test_sizes import SIZES
from ui.frame import Frame
from ui.parts.candidates import Candidate
from ui.parts.choosing import PickBox
from ui.parts.commands import CommandList
from ui.parts.desk import Desk
from ui.parts.editor import Editor
from ui.parts.filters import FilterList
from ui.parts.keys import LETTERS
from ui.parts.screen import Screen
from ui.parts.view import ScreenView
from ui.screens import SCREENS


def opened(open_it: Callable[[], object], view: ScreenView) -> Editor:
    open_it()
    assert view.editor is not None
    return view.editor


def save(view: ScreenView) -> None:
    if view.editor is not None:
        view.editor.save()


@pytest.mark.parametrize("screen", declared(), ids=lambda screen: screen.title)
def test_what_a_screen_names_exists(screen: Screen) -> None:
    listed = {field.key for field in screen.listing.fields}
    typed = {field.key for field in screen.edits.known}
    shown = {field.key for field in (screen.shows or screen.edits).known}

    assert listed >= {*screen.about, *screen.least, *screen.marks}
    assert typed | shown >= {section.first for section in screen.sections}
    for flow in screen.flows:
        assert {step.key for step in flow.steps if step.key} <= set(LETTERS)


@pytest.mark.parametrize("screen", declared(), ids=lambda screen: screen.title)
def test_a_screen_opens_with_the_focus_in_its_table(
    qtbot: QtBot, app: App, screen: Screen, qtmodeltester: ModelTester
) -> None:
    desk = Desk(app)
    view = ScreenView(screen, desk)
    qtbot.addWidget(view, before_close_func=lambda _view: desk.close())
    view.resize(1254, 740)
    view.show()
    view.activateWindow()
    settled(qtbot, desk)

    qtmodeltester.check(view.list.model)  # type: ignore[no-untyped-call] # pytest-qt
    assert view.list.model.rowCount() > 0
    begins = view.list.pane.edit if screen.alone else view.list.table
    assert QApplication.focusWidget() is begins
    qtbot.waitUntil(lambda: view.list.pane.name.text() == view.list.model.text(0, 0))


@pytest.mark.parametrize("width", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("tab", [0, 1], ids=["away", "here"])
def test_a_new_stay_is_typed_without_scrolling_sideways(
    qtbot: QtBot, frame: Frame, width: tuple[int, int], tab: int
) -> None:
    frame.resize(*width)
    frame.open(next(place for place in SCREENS if place.digit == "4"))
    page = frame.view("4")
    if tab:
        page.open(1)
    editor = opened(page.view().make, page.view())
    assert editor.form.boxes
    settled(qtbot, frame.desk)
    area = editor.form._area()
    assert area is not None

    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() == 0, timeout=2000)


def test_typed_letters_search_and_escape_brings_all_back(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    everybody = members.list.model.rowCount()
    name = members.list.model.text(5, 0)

    members.list.search.setText(name)
    settled(qtbot, frame.desk)
    found = [members.list.model.text(n, 0) for n in range(members.list.model.rowCount())]
    members.list.table.setFocus()
    QTest.keyClick(members.list.table, Qt.Key.Key_Escape)
    settled(qtbot, frame.desk)

    assert name in found
    assert len(found) < everybody == members.list.model.rowCount()
    QTest.keyClick(members.list.table, Qt.Key.Key_Z)
    assert members.list.search.text() == "z"


def test_a_stale_vector_is_dropped(qtbot: QtBot, frame: Frame, members: ScreenView) -> None:
    for text in ("没有这样的人", ""):
        members.list.search.setText(text)
    settled(qtbot, frame.desk)

    assert members.list.model.rowCount() > 100


def test_a_corrected_row_stays_chosen(qtbot: QtBot, frame: Frame, members: ScreenView) -> None:
    members.list.table.selectRow(7)
    settled(qtbot, frame.desk)
    chosen = members.list.table.current_id()
    form = opened(members.edit, members).form
    form.boxes["person.skills"].box.write("书法")

    save(members)
    settled(qtbot, frame.desk)

    assert members.editor is None
    assert members.list.table.current_id() == chosen
    assert frame.desk.app.load(members.declared.edits, chosen or 0)["person.skills"] == "书法"
    assert frame.toast.isVisible()


def test_what_is_wrong_stands_at_its_field(qtbot: QtBot, frame: Frame, members: ScreenView) -> None:
    form = opened(members.make, members).form
    form.boxes["person.id_number"].box.write("32058319850312029")
    form.boxes["person.born"].box.write("1985-13-01")

    save(members)
    settled(qtbot, frame.desk)

    assert "18" in form.boxes["person.id_number"].said().note.text()
    assert form.boxes["person.name"].problem
    assert form.boxes["person.name"].box.widget.hasFocus()
    assert len(form.open_problems()) >= 4
    form.go(1)
    assert form.boxes["person.id_number"].box.widget.hasFocus()


def test_a_doubt_is_answered_in_place(qtbot: QtBot, frame: Frame, members: ScreenView) -> None:
    members.list.table.selectRow(9)
    settled(qtbot, frame.desk)
    box = opened(members.edit, members).form.boxes["person.born"]
    stored = box.box.read()
    other = stored[:-1] + ("1" if stored[-1] == "0" else str(int(stored[-1]) - 1))
    box.box.write(other)

    save(members)
    settled(qtbot, frame.desk)
    assert box.problem
    assert box.said().answer.isVisible()
    box._give("入党志愿书")
    save(members)
    settled(qtbot, frame.desk)

    assert members.editor is None
    key = members.list.table.current_id() or 0
    assert frame.desk.app.load(members.declared.edits, key)["person.born"] == other


def test_what_was_typed_is_kept_when_leaving(members: ScreenView) -> None:
    editor = opened(members.edit, members)
    editor.form.boxes["person.skills"].box.write("木工")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert members.currentWidget() is members.list

    again = opened(members.edit, members)

    assert again.form.texts()["person.skills"] == "木工"
    assert again.notice.isVisible()


def test_a_step_is_asked_and_taken(qtbot: QtBot, frame: Frame) -> None:
    frame.open(SCREENS[1])
    settled(qtbot, frame.desk)
    view = frame.view("4").view()
    button = next(b for b in view.steps.of_records() if b.text() == "返回" and b.isVisible())
    who = view.list.pane.name.text()

    button.click()
    view.question.form.boxes["outflow.ended_on"].box.write("2026-11-20")
    view.question.take()
    settled(qtbot, frame.desk)

    assert view.question is None
    assert who in frame.toast.accessibleName()
    assert not button.isVisible() or view.list.pane.name.text() != who


def test_numbers_are_whole_only_while_the_key_is_held(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    value = members.list.pane._values["person.id_number"]
    assert "*" in value.text()

    frame.hold.press()
    settled(qtbot, frame.desk)
    whole = value.text()
    frame.hold.release()

    assert len(whole) == 18
    assert "*" not in whole
    assert "*" in value.text()


def test_a_tab_of_another_place_is_a_command(qtbot: QtBot, frame: Frame) -> None:
    frame.open_commands()
    commands = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CommandList))
    QTest.keyClicks(commands.line, "zuzhishu")
    QTest.keyClick(commands.line, Qt.Key.Key_Return)
    settled(qtbot, frame.desk)

    assert frame.view("0").view().declared.title == "组织树"


def test_all_commands_are_found_by_initials(qtbot: QtBot, frame: Frame) -> None:
    words = [command.words for command in frame.commands() if command.answers("hmc")]
    assert words == ["花名册"]

    frame.open_commands()
    frame.blank()
    frame.blank()
    qtbot.wait(10)


def test_every_place_opens_by_its_digit(qtbot: QtBot, frame: Frame) -> None:
    for place in SCREENS:
        QTest.keyClick(
            QApplication.focusWidget() or frame,
            Qt.Key(ord(place.digit)),
            Qt.KeyboardModifier.ControlModifier,
        )
        assert frame.rail.items[SCREENS.index(place)].isChecked()
    settled(qtbot, frame.desk)


def test_enter_goes_from_field_to_field(members: ScreenView) -> None:
    form = opened(members.edit, members).form
    first = form.boxes["person.name"].box.widget
    first.setFocus()

    QTest.keyClick(first, Qt.Key.Key_Return)

    assert form.boxes["person.id_number"].box.widget.hasFocus()


def test_a_search_without_hits_leaves_the_typing_where_it_can_be_mended(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    QTest.keyClicks(members.list.table, "a")
    QTest.keyClick(members.list.table, Qt.Key.Key_Backspace)
    assert not members.list.search.text()

    QTest.keyClicks(members.list.table, "bqqq")
    settled(qtbot, frame.desk)
    focused = QApplication.focusWidget()
    assert focused is members.list.search
    QTest.keyClick(focused, Qt.Key.Key_Backspace)
    assert members.list.search.text() == "bqq"

    QTest.keyClick(focused, Qt.Key.Key_Escape)
    settled(qtbot, frame.desk)
    assert members.list.model.rowCount() > 1


def test_a_long_form_comes_in_pieces_and_reads_as_a_whole(
    qtbot: QtBot, members: ScreenView
) -> None:
    editor = opened(members.edit, members)
    at_once = len(editor.form._boxes)
    texts = editor.form.texts()
    qtbot.waitUntil(lambda: len(editor.form._boxes) == len(editor.task.draft.known))

    assert at_once < len(editor.task.draft.known)
    assert editor.form.texts() == texts
    box = editor.form.boxes["person.name"].box.widget
    box.setFocus()
    passed = []
    for _ in editor.task.draft.known:
        passed += [k for k, b in editor.form.boxes.items() if _focused_in(b.box.widget)]
        editor.form.focusNextChild()
    once = list(dict.fromkeys(passed))
    assert len(once) > at_once
    assert once == [key for key in editor.form.boxes if key in once]


def _focused_in(widget: QWidget) -> bool:
    now = QApplication.focusWidget()
    return now is not None and (now is widget or widget.isAncestorOf(now))


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_escape_closes_an_open_list_before_the_page(members: ScreenView) -> None:
    editor = opened(members.edit, members)
    box = editor.form.boxes["member.branch_id"].box.widget
    assert isinstance(box, PickBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_F4)
    assert box.popup_open()
    few = box._completer().popup().verticalScrollBar()
    assert (few.maximum() == 0) == (len(box._find("")) <= 10)  # no scrolling where all have room

    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.popup_open()
    assert members.editor is editor
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert members.editor is None


def test_a_stay_is_registered_for_the_one_chosen(qtbot: QtBot, frame: Frame) -> None:
    settled(qtbot, frame.desk)
    people = frame.view("3").view().list
    known = frame.desk.app.count(PEOPLE, frame.desk.app.wanted())
    at = next(n for n in range(people.model.rowCount()) if people.model.text(n, 6) == "在册")
    name = people.model.text(at, 0)
    frame.open(SCREENS[1])
    settled(qtbot, frame.desk)
    view = frame.view("4").view()
    editor = opened(view.make, view)
    editor.form.boxes["person.name"].box.write(name)
    editor.form.boxes["outflow.left_on"].box.write("2026-11-01")
    editor.form.boxes["outflow.branch_id"].box.write(people.model.text(at, 3))
    editor.save()
    settled(qtbot, frame.desk)
    assert isinstance(editor.form.boxes["person.name"].problem, Doubt)

    editor._seek()
    settled(qtbot, frame.desk)
    offered = cast("list[Candidate]", editor.candidates.findChildren(Candidate))
    row = next(each.row for each in offered if each.row[1] == name)
    editor.take_found(row)
    editor.save()
    settled(qtbot, frame.desk)

    assert view.editor is None
    qtbot.waitUntil(lambda: view.list.pane.name.text() == name)
    assert frame.desk.app.count(PEOPLE, frame.desk.app.wanted()) == known


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_enter_opens_a_filter_and_its_choice_holds(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    everybody = members.list.model.rowCount()
    chip = members.list.filters.chips["member.state"]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, FilterList)
    popup.list.setCurrentIndex(popup.list.model().index(2, 0))
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    settled(qtbot, frame.desk)

    assert 0 < members.list.model.rowCount() < everybody


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_branch_is_chosen_by_what_tells_it_from_the_others(
    frame: Frame, members: ScreenView
) -> None:
    names = [label for _, label in frame.desk.filter_choices(PEOPLE, "member.branch_id", "")]
    wanted = next(name for name in names if "村" in name[1:])
    own = readings_of_name(wanted[wanted.index("村") - 1 :])[0][0]
    members.list.filters.chips["member.branch_id"].click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, FilterList)

    QTest.keyClicks(popup.line, own)

    offered = [label for _, label in popup._choices]
    assert wanted in offered
    assert len(offered) < len(names)
    QTest.keyClicks(popup.line, "zzz")
    assert popup.list.isHidden()
    assert "没有" in popup._none.text()
    popup.close()
