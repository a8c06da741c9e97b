"""The settings by real keys: code rows, days off, the office, the tree; and typing shortly."""

from __future__ import annotations

import time
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from partyservice.organisations.model import Existence, Organisation
from partyservice.organisations.queries import office
from partyservice.settings.drafts import ROW_SHOWN
from tests.ui.hands import press, settled
from ui.frame import Frame
from ui.parts.choosing import PickBox
from ui.parts.faults import faults
from ui.parts.question import Question
from ui.parts.tree import Tree, TreeModel
from ui.parts.view import ScreenView
from ui.screens import SCREENS, settings
from ui.window import MainWindow

LIST, TREE, CODES, DAYS, OFFICE, ACCOUNTS = range(6)
SCREEN_OF_CODES = settings.SCREENS[CODES]
SETTINGS = next(place for place in SCREENS if place.digit == "0")
STAYS = next(place for place in SCREENS if place.digit == "4")
# the offscreen platform says so at every list that opens
pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)
CONTROL = Qt.KeyboardModifier.ControlModifier


def tab(qtbot: QtBot, frame: Frame, place: int) -> ScreenView:
    tabs = frame.view("0")
    frame.open(SETTINGS)
    tabs.open(place)
    settled(qtbot, frame.desk)
    view = tabs.view()
    assert isinstance(view, ScreenView)
    return view


def write(text: str) -> None:
    """Type Latin letters by keys; what an input method would bring comes at once."""
    widget = QApplication.focusWidget()
    assert widget is not None
    if text.isascii():
        QTest.keyClicks(widget, text)
    else:
        cast("QLineEdit", widget).insert(text)


def box(view: ScreenView, name: str) -> QWidget:
    assert view.editor is not None
    return view.editor.form.boxes[name].box.widget


def text(view: ScreenView, name: str) -> str:
    assert view.editor is not None
    return view.editor.form.boxes[name].box.read()


def save(qtbot: QtBot, frame: Frame) -> None:
    press(Qt.Key.Key_S, CONTROL)
    settled(qtbot, frame.desk)


def add_reason(qtbot: QtBot, frame: Frame) -> ScreenView:
    view = tab(qtbot, frame, CODES)
    press(Qt.Key.Key_N, CONTROL)
    assert box(view, "code_entry.table_name").hasFocus()
    write("ldyy")  # 流动原因
    press(Qt.Key.Key_Return)  # of the list
    for typed in ("21", "返乡创业", "", "1"):
        press(Qt.Key.Key_Tab)
        write(typed)
    save(qtbot, frame)
    qtbot.waitUntil(lambda: view.list.pane.name.text() == "返乡创业")
    frame.activateWindow()  # offscreen, a list that was open took this away
    view.begin()
    return view


def test_a_code_added_by_keys_is_offered_in_every_box(qtbot: QtBot, frame: Frame) -> None:
    add_reason(qtbot, frame)
    frame.open(STAYS)
    settled(qtbot, frame.desk)
    stays = frame.view("4").view()
    stays.edit()
    reason = box(stays, "outflow.reason")
    assert isinstance(reason, PickBox)
    reason.setFocus()
    reason.clear()
    write("fxcy")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Tab)
    assert text(stays, "outflow.reason") == "返乡创业"
    save(qtbot, frame)

    assert "返乡创业" in [stays.list.model.text(n, c) for n, c in _cells(stays)]


def _cells(view: ScreenView) -> list[tuple[int, int]]:
    model = view.list.model
    return [(n, c) for n in range(model.rowCount()) for c in range(len(model.fields))]


def test_a_renamed_code_is_renamed_in_a_list_that_is_open(qtbot: QtBot, frame: Frame) -> None:
    codes = add_reason(qtbot, frame)
    entry = codes.list.table.current_id() or 0
    stays = frame.view("4").view()
    settled(qtbot, frame.desk)
    app = frame.desk.app
    stay = stays.list.table.current_id() or 0
    draft = stays.declared.edits
    seen = app.load(draft, stay)
    app.save(draft, seen | {"outflow.reason": "返乡创业"}, stay, {}, seen)
    settled(qtbot, frame.desk)

    row = codes.declared.edits
    before = app.load(row, entry)
    app.save(row, before | {"code_entry.label": "回乡创业"}, entry, {}, before)
    settled(qtbot, frame.desk)

    listed = [stays.list.model.text(n, c) for n, c in _cells(stays)]
    assert "回乡创业" in listed
    assert "返乡创业" not in listed


def test_a_table_fixed_by_law_says_so_at_its_field(qtbot: QtBot, frame: Frame) -> None:
    view = tab(qtbot, frame, CODES)
    press(Qt.Key.Key_N, CONTROL)
    write("mz")  # 民族
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    settled(qtbot, frame.desk)

    assert view.editor is not None
    said = view.editor.form.boxes["code_entry.table_name"].said().note.text()
    assert "不能加本中心的行" in said


def test_what_is_shipped_cannot_be_opened(qtbot: QtBot, frame: Frame) -> None:
    view = tab(qtbot, frame, CODES)
    assert not view.list.pane.edit.isEnabled()

    press(Qt.Key.Key_F2)

    assert view.editor is None
    assert view.list.notice.isVisible()


def asked(view: ScreenView) -> Question:
    assert view.question is not None
    return view.question


def test_a_code_is_closed_with_a_reason(qtbot: QtBot, frame: Frame) -> None:
    view = add_reason(qtbot, frame)
    qtbot.waitUntil(frame.isActiveWindow)
    QTest.keyClick(view.list.table, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    form = asked(view).form
    line = form.boxes["code_entry.valid_to"].box.widget
    line.setFocus()
    QTest.keyClicks(line, "t")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    form.boxes["code_entry.closed_why"].box.write("上级取消")
    asked(view).take()
    settled(qtbot, frame.desk)

    assert view.question is None
    texts = frame.desk.app.load(ROW_SHOWN, view.list.table.current_id() or 0)
    assert texts["code_entry.valid_to"] == "2026-11-23"
    assert texts["code_entry.state"] == "已停用"


def test_the_next_year_is_pasted_whole(qtbot: QtBot, frame: Frame) -> None:
    view = tab(qtbot, frame, DAYS)
    view.list.filters.set("holiday.year", "明年", "明年")
    settled(qtbot, frame.desk)
    assert "还没有录入" in view.list.empty.words.text()

    press(Qt.Key.Key_N, CONTROL)
    write("2027")
    QApplication.clipboard().setText("一、元旦：1月1日至3日放假。\n七、国庆节：10月1日至7日放假。")
    box(view, "holiday_notice.words").setFocus()
    press(Qt.Key.Key_V, CONTROL)
    save(qtbot, frame)

    assert view.editor is None
    assert view.list.model.rowCount() == 10
    assert 2027 in frame.desk.app.settings.workdays().years


def test_a_notice_nobody_understands_is_said_at_its_field(qtbot: QtBot, frame: Frame) -> None:
    view = tab(qtbot, frame, DAYS)
    press(Qt.Key.Key_N, CONTROL)
    write("2027")
    box(view, "holiday_notice.words").setFocus()
    QTest.keyClicks(box(view, "holiday_notice.words"), "hello")
    press(Qt.Key.Key_Return)  # a line of the text, not the next field
    assert box(view, "holiday_notice.words").hasFocus()
    save(qtbot, frame)

    assert view.editor is not None
    said = view.editor.form.boxes["holiday_notice.words"].said().note
    assert "哪天放假" in said.text()
    assert said.isVisible()


def test_the_name_of_the_office_is_the_title_of_the_window(qtbot: QtBot, frame: Frame) -> None:
    app = frame.desk.app
    window = MainWindow()
    window.begin(app)
    window.show()
    assert window.frame is not None
    view = tab(qtbot, window.frame, OFFICE)
    window.activateWindow()

    press(Qt.Key.Key_F2)
    name = cast("QLineEdit", box(view, "office.name"))
    name.setFocus()
    name.selectAll()
    write("白云镇党员服务中心")
    save(qtbot, window.frame)
    qtbot.waitUntil(lambda: window.windowTitle() == "白云镇党员服务中心")

    window.frame.close_desk()
    window.frame = window._app = None
    window.close()
    window.deleteLater()


def tree(qtbot: QtBot, frame: Frame) -> tuple[ScreenView, Tree, TreeModel]:
    view = tab(qtbot, frame, TREE)
    table, model = view.list.table, view.list.model
    assert isinstance(table, Tree)
    assert isinstance(model, TreeModel)
    assert table.hasFocus()
    return view, table, model


def test_arrows_fold_unfold_and_climb(qtbot: QtBot, frame: Frame) -> None:
    _view, table, model = tree(qtbot, frame)
    shown = model.rowCount()
    assert (table.currentIndex().row(), model.state(0), model.depth(1)) == (0, True, 1)

    press(Qt.Key.Key_Left)
    assert (model.rowCount(), model.state(0)) == (1, False)
    press(Qt.Key.Key_Right)
    assert model.rowCount() == shown
    closed = next(row for row in range(shown) if model.state(row) is False)
    table.setCurrentIndex(model.index(closed, 0))
    press(Qt.Key.Key_Right)
    assert model.rowCount() > shown
    press(Qt.Key.Key_Right)
    assert table.currentIndex().row() == closed + 1
    assert model.depth(closed + 1) == 2
    press(Qt.Key.Key_Left)
    assert table.currentIndex().row() == closed
    press(Qt.Key.Key_Left)
    assert model.rowCount() == shown


def test_a_click_on_the_sign_folds(qtbot: QtBot, frame: Frame) -> None:
    _view, table, model = tree(qtbot, frame)
    at = table.visualRect(model.index(0, 0)).topLeft()
    at.setX(at.x() + 28)
    at.setY(at.y() + 16)

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert model.rowCount() == 1


def test_what_is_new_lies_below_the_one_chosen(qtbot: QtBot, frame: Frame) -> None:
    view, table, model = tree(qtbot, frame)
    row = next(r for r in range(model.rowCount()) if model.state(r) is False)
    table.setCurrentIndex(model.index(row, 0))
    settled(qtbot, frame.desk)
    above = model.text(row, 0)

    press(Qt.Key.Key_N, CONTROL)
    assert text(view, "organisation.parent_id") == above
    write("青石镇新桥村党支部")
    save(qtbot, frame)

    qtbot.waitUntil(lambda: view.list.pane.name.text() == "青石镇新桥村党支部")
    assert model.text(model.above(table.currentIndex().row()), 0) == above


def test_leaving_an_empty_new_one_keeps_nothing(qtbot: QtBot, frame: Frame) -> None:
    view, _table, _model = tree(qtbot, frame)
    press(Qt.Key.Key_N, CONTROL)
    press(Qt.Key.Key_Escape)

    assert view.editor is None
    assert not frame.toast.isVisible()


def test_letters_search_the_tree_flat_and_escape_brings_it_back(qtbot: QtBot, frame: Frame) -> None:
    view, _table, model = tree(qtbot, frame)
    shown = model.rowCount()
    write("zgqszwyh")
    settled(qtbot, frame.desk)
    assert view.list.search.text() == "zgqszwyh"
    assert [model.text(row, 0) for row in range(model.rowCount())] == ["中共青石镇委员会"]
    assert model.state(0) is None

    press(Qt.Key.Key_Escape)
    view.list.search.clear()
    settled(qtbot, frame.desk)

    assert model.rowCount() == shown
    assert model.state(0) is True


def test_all_is_unfolded_and_folded_from_the_commands(qtbot: QtBot, frame: Frame) -> None:
    _view, table, model = tree(qtbot, frame)
    commands = {command.words: command.act for command in frame.commands()}

    commands["全部展开"]()
    everything = model.rowCount()
    assert all(model.state(row) is not False for row in range(everything))
    commands["全部收起"]()
    assert model.rowCount() < everything
    assert table.current_id() is not None


def test_five_hundred_branches_are_no_burden(qtbot: QtBot, frame: Frame) -> None:
    app = frame.desk.app
    with app.store.write(app.by) as session:
        top = office(session).committee_id
        for number in range(500):
            session.add(
                Organisation(
                    full_name=f"青石镇第{number:03d}党支部",
                    org_type="631",
                    parent_id=top,
                    existence=Existence.IN_FORCE,
                )
            )
    view, table, model = tree(qtbot, frame)
    start = time.perf_counter()
    table.fold_all(folded=False)
    press(Qt.Key.Key_End, CONTROL)
    for row in range(model.rowCount()):
        model.text(row, 2)
    spent = time.perf_counter() - start

    assert model.rowCount() > 500
    assert spent < 1
    assert view.list.model.text(0, 0)


@pytest.mark.parametrize(
    ("name", "typed", "full"),
    [
        ("person.ethnic", "wwe", "维吾尔族"),
        ("person.ethnic", "01", "汉族"),
        ("person.born", "85.3", "1985-03"),
        ("member.joined_on", "t-3", "2026-11-20"),
        ("member.joined_on", "1224", "2025-12-24"),
        ("member.joined_on", "20260312", "2026-03-12"),
        ("person.education", "bk", "大学本科毕业"),
    ],
)
def test_what_is_typed_shortly_is_written_back_in_full(
    qtbot: QtBot, frame: Frame, name: str, typed: str, full: str
) -> None:
    view = frame.view("3").view()
    settled(qtbot, frame.desk)
    view.make()
    line = cast("QLineEdit", box(view, name))
    line.setFocus()
    assert line.placeholderText()
    write(typed)
    if isinstance(line, PickBox) and line.popup_open():
        press(Qt.Key.Key_Escape)  # of the list alone
    press(Qt.Key.Key_Tab)

    assert text(view, name) == full
    assert not line.property("wrong")


def test_letters_of_several_peoples_offer_all_of_them(qtbot: QtBot, frame: Frame) -> None:
    view = frame.view("3").view()
    settled(qtbot, frame.desk)
    view.make()
    line = box(view, "person.ethnic")
    assert isinstance(line, PickBox)
    line.setFocus()
    write("zz")

    assert line.popup_open()
    assert line._words.stringList()[:2] == ["藏族", "壮族"]
    QTest.keyClick(line._completer().popup(), Qt.Key.Key_Down)
    QTest.keyClick(line._completer().popup(), Qt.Key.Key_Return)
    assert text(view, "person.ethnic") == "壮族"


def test_a_place_near_the_office_is_offered_first(qtbot: QtBot, frame: Frame) -> None:
    stays = frame.view("4").view()
    settled(qtbot, frame.desk)
    stays.edit()
    line = box(stays, "outflow.place")
    assert isinstance(line, PickBox)
    line.setFocus()
    line.clear()
    write("ks")

    assert line._words.stringList()[0] == "江苏省苏州市昆山市"
    assert len(line._words.stringList()) > 2


def test_saving_at_once_writes_in_full_too(qtbot: QtBot, frame: Frame) -> None:
    stays = frame.view("4").view()
    settled(qtbot, frame.desk)
    stays.edit()
    line = cast("QLineEdit", box(stays, "outflow.expected_until"))
    line.setFocus()
    line.clear()
    write("t+20")
    record = stays.list.table.current_id() or 0
    save(qtbot, frame)

    assert stays.editor is None
    stored = frame.desk.app.load(stays.declared.edits, record)
    assert stored["outflow.expected_until"] == "2026-12-13"


@pytest.mark.parametrize("wide", [1366, 1093, 911, 683])
def test_all_tabs_have_room_and_nothing_is_clipped(qtbot: QtBot, frame: Frame, wide: int) -> None:
    frame.resize(wide, 543)
    for place in (TREE, CODES, DAYS, OFFICE):
        view = tab(qtbot, frame, place)
        found = cast("list[QTabBar]", view.findChildren(QTabBar))
        (tabs,) = [bar for bar in found if bar.isVisible()]
        assert tabs.width() >= tabs.sizeHint().width(), view.declared.title
        qtbot.waitUntil(lambda: not list(faults(frame)))


def test_the_office_stands_alone(qtbot: QtBot, frame: Frame) -> None:
    view = tab(qtbot, frame, OFFICE)

    assert view.list.pane.edit.hasFocus()
    assert not view.list.search.isVisible()
    assert not view.list.table.isVisible()
    press(Qt.Key.Key_Escape)
    assert view.list.pane.isVisible()


def test_a_filter_knows_letters_too(frame: Frame) -> None:
    found = frame.desk.filter_choices(SCREEN_OF_CODES.listing, "code_entry.table_name", "ldyy")

    assert found == [("mobile_reason", "流动原因")]
