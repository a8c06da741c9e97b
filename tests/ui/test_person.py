from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from partyservice.app import App
from partyservice.desk.listing import PEOPLE, STAYS_AWAY
from partyservice.members.drafts import MEMBER
from partyservice.members.model import Person
from partyservice.storage.journal import JOURNAL, note
from tests.builders import change
from tests.ui import hands
from tests.ui.hands import settled
from ui.frame import Frame
from ui.parts.faults import faults
from ui.parts.view import ScreenView
from ui.screens import SCREENS
from ui.screens.person import PersonPage

WIDTHS = ((1366, 697), (1093, 543), (911, 441), (683, 313))
_PLAIN, _ALT, _CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def press(
    qtbot: QtBot, frame: Frame, key: Qt.Key, held: Qt.KeyboardModifier = _PLAIN, times: int = 1
) -> None:
    """Press a key where the focus is."""
    for _ in range(times):
        hands.press(key, held)
    settled(qtbot, frame.desk)


def page(frame: Frame) -> PersonPage:
    shown = frame.top()
    assert isinstance(shown, PersonPage)
    return shown


def rows(shown: PersonPage) -> list[str]:
    return [row.words() for row in shown.timeline.moments.rows]


def somebody_away(app: App) -> int:
    """The key of a person who is away."""
    person = app.people.of(STAYS_AWAY, app.ids(STAYS_AWAY, app.wanted())[0])
    assert person is not None
    return person


def test_enter_shows_the_person_and_escape_returns_to_the_row(
    qtbot: QtBot, frame: Frame, app: App, members: ScreenView
) -> None:
    press(qtbot, frame, Qt.Key.Key_Down, times=7)
    chosen = members.list.table.current_id()
    assert chosen is not None
    change(app, MEMBER, chosen, person__address="新河村1号")
    settled(qtbot, frame.desk)

    press(qtbot, frame, Qt.Key.Key_Return)
    shown = page(frame)

    assert shown.pane.name.text() == members.list.model.text(7, 0)
    assert QApplication.focusWidget() is shown.timeline
    told = rows(shown)
    assert told[0].startswith("党籍经历")
    assert "党员" in told[1]
    assert any("→ 新河村1号" in row and app.by.name in row for row in told)

    press(qtbot, frame, Qt.Key.Key_Escape)
    assert frame.top() is None
    assert members.list.table.current_id() == chosen
    assert QApplication.focusWidget() is members.list.table


def test_a_stay_is_opened_changed_and_told_at_once(qtbot: QtBot, frame: Frame) -> None:
    frame.open(SCREENS[1])
    settled(qtbot, frame.desk)
    press(qtbot, frame, Qt.Key.Key_Return)
    shown = page(frame)
    press(qtbot, frame, Qt.Key.Key_PageDown, _CTRL)
    stay = shown.timeline.chosen()
    assert isinstance(stay, tuple)
    assert stay[0] == "outflow"

    press(qtbot, frame, Qt.Key.Key_Return)
    editor = shown.acting.editor
    assert editor is not None
    editor.form.boxes["outflow.note"].box.write("每月通一次电话")
    press(qtbot, frame, Qt.Key.Key_S, _CTRL)

    assert shown.acting.editor is None
    assert shown.timeline.chosen() == stay
    assert QApplication.focusWidget() is shown.timeline
    assert any("备注：空 → 每月通一次电话" in row for row in rows(shown))


def test_what_was_typed_on_the_page_is_kept(qtbot: QtBot, frame: Frame, app: App) -> None:
    person = somebody_away(app)
    frame.desk.person_wanted.emit(person)
    settled(qtbot, frame.desk)
    press(qtbot, frame, Qt.Key.Key_F2)
    editor = page(frame).acting.editor
    assert editor is not None
    editor.form.boxes["person.skills"].box.write("木工")

    press(qtbot, frame, Qt.Key.Key_Escape)
    assert page(frame).acting.editor is None
    press(qtbot, frame, Qt.Key.Key_Escape)
    frame.desk.person_wanted.emit(person)
    settled(qtbot, frame.desk)
    press(qtbot, frame, Qt.Key.Key_F2)

    again = page(frame).acting.editor
    assert again is not None
    assert again.form.texts()["person.skills"] == "木工"
    assert again.notice.isVisible()


def test_a_step_is_taken_from_the_page(qtbot: QtBot, frame: Frame, app: App) -> None:
    frame.desk.person_wanted.emit(somebody_away(app))
    settled(qtbot, frame.desk)
    shown = page(frame)
    press(qtbot, frame, Qt.Key.Key_B, _ALT)
    question = shown.acting.question
    assert question is not None
    question.form.boxes["outflow.ended_on"].box.write("2026-11-20")

    question.take()
    settled(qtbot, frame.desk)

    assert shown.acting.question is None
    assert any("流出  已返回" in row for row in rows(shown))
    assert any(row.startswith("2026-11-23  返回") for row in rows(shown))
    assert not [b for b in shown.steps.of_records() if b.text() == "返回" and b.isVisible()]


@pytest.mark.usefixtures("members")
def test_one_walks_back_and_forth_through_people_and_pages(qtbot: QtBot, frame: Frame) -> None:
    press(qtbot, frame, Qt.Key.Key_Return)
    first = page(frame).seen
    press(qtbot, frame, Qt.Key.Key_Escape)
    press(qtbot, frame, Qt.Key.Key_Down)
    press(qtbot, frame, Qt.Key.Key_Return)
    second = page(frame).seen
    frame.open(SCREENS[1])
    settled(qtbot, frame.desk)

    press(qtbot, frame, Qt.Key.Key_Left, _ALT)
    assert page(frame).seen == second != first
    press(qtbot, frame, Qt.Key.Key_Left, _ALT)
    assert frame.top() is None
    assert frame.place() == SCREENS[0]
    press(qtbot, frame, Qt.Key.Key_Left, _ALT)
    assert page(frame).seen == first
    press(qtbot, frame, Qt.Key.Key_Right, _ALT, times=3)
    assert frame.place() == SCREENS[1]
    press(qtbot, frame, Qt.Key.Key_Right, _ALT)
    assert "最后" in frame.toast.accessibleName()


def test_one_person_takes_the_place_of_another(qtbot: QtBot, frame: Frame, app: App) -> None:
    keys = app.ids(PEOPLE, app.wanted())[:2]
    for key in keys:
        frame.desk.person_wanted.emit(app.people.of(PEOPLE, key))
        settled(qtbot, frame.desk)

    press(qtbot, frame, Qt.Key.Key_Escape)

    assert frame.top() is None


def _f8(kind: QEvent.Type, *, repeat: bool = False) -> QKeyEvent:
    return QKeyEvent(kind, Qt.Key.Key_F8, _PLAIN, "", repeat)


def looks(app: App) -> int:
    with app.store.read() as session:
        wanted = select(func.count()).where(JOURNAL.c.after.contains("unmasked"))
        return int(session.scalar(wanted) or 0)


@pytest.mark.usefixtures("members")
def test_a_hold_shows_numbers_and_is_one_entry(qtbot: QtBot, frame: Frame, app: App) -> None:
    press(qtbot, frame, Qt.Key.Key_Return)
    shown = page(frame)
    number = shown.pane._values["person.id_number"]
    before = looks(app)

    focused = QApplication.focusWidget()
    assert focused is not None
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyPress):
        QApplication.sendEvent(focused, _f8(kind, repeat=kind != QEvent.Type.KeyPress))
    settled(qtbot, frame.desk)
    whole = number.text()
    QApplication.sendEvent(focused, _f8(QEvent.Type.KeyRelease))
    settled(qtbot, frame.desk)

    assert len(whole) == 18
    assert "*" not in whole
    assert "*" in shown.pane._values["person.id_number"].text()
    assert looks(app) == before + 1
    assert any("看了号码" in row and "公民身份证号" in row for row in rows(shown))


def test_a_change_elsewhere_is_shown_in_place(qtbot: QtBot, frame: Frame, app: App) -> None:
    key = app.ids(PEOPLE, app.wanted())[3]
    frame.desk.person_wanted.emit(app.people.of(PEOPLE, key))
    settled(qtbot, frame.desk)
    shown = page(frame)
    press(qtbot, frame, Qt.Key.Key_PageDown, _CTRL)
    chosen = shown.timeline.chosen()

    change(app, MEMBER, key, person__native_place="江苏无锡")
    settled(qtbot, frame.desk)

    assert shown.pane._values["person.native_place"].text() == "江苏无锡"
    assert shown.timeline.chosen() == chosen


def test_sections_turn_and_every_row_is_reached(qtbot: QtBot, frame: Frame, app: App) -> None:
    frame.desk.person_wanted.emit(somebody_away(app))
    settled(qtbot, frame.desk)
    timeline = page(frame).timeline

    seen = [timeline.section()]
    for _ in range(timeline.sections()):
        press(qtbot, frame, Qt.Key.Key_PageDown, _CTRL)
        seen.append(timeline.section())
    passed = [timeline.chosen()]
    for _ in timeline.moments.rows:
        press(qtbot, frame, Qt.Key.Key_Down)
        passed.append(timeline.chosen())

    assert seen == [*range(timeline.sections()), 0]
    can = [row.key for row in timeline.moments.rows if not row.is_head]
    assert list(dict.fromkeys(passed)) == can


def test_older_entries_come_on_demand(qtbot: QtBot, frame: Frame, app: App) -> None:
    key = app.ids(PEOPLE, app.wanted())[3]
    with app.store.write(app.by) as session:
        for number in range(60):
            note(session, "member", key, {"printed": f"第{number}张表"})
    frame.desk.person_wanted.emit(app.people.of(PEOPLE, key))
    settled(qtbot, frame.desk)
    timeline = page(frame).timeline
    press(qtbot, frame, Qt.Key.Key_End)
    assert not any("第3张" in row for row in rows(page(frame)))

    press(qtbot, frame, Qt.Key.Key_Return)

    assert any("第3张" in row for row in rows(page(frame)))
    chosen = next(row for row in timeline.moments.rows if row.key == timeline.chosen())
    assert "第9张" in chosen.words()
    assert not any("更早" in row for row in rows(page(frame)))


def test_a_voided_person_can_be_read_and_not_changed(qtbot: QtBot, frame: Frame, app: App) -> None:
    person = somebody_away(app)
    with app.store.write(app.by) as session:
        session.get_one(Person, person).void_reason = "重复登记"
    frame.desk.person_wanted.emit(person)
    settled(qtbot, frame.desk)
    shown = page(frame)

    press(qtbot, frame, Qt.Key.Key_F2)

    assert shown.notice.isVisible()
    assert "重复登记" in shown.notice.words.text()
    assert shown.acting.editor is None
    assert not [b for b in shown.steps.of_records() if b.isVisible()]


def test_a_person_who_is_not_there_is_told_so(qtbot: QtBot, frame: Frame) -> None:
    frame.desk.person_wanted.emit(987654321)
    settled(qtbot, frame.desk)

    assert page(frame).empty.isVisible()
    press(qtbot, frame, Qt.Key.Key_Escape)
    assert frame.top() is None


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_right_click_offers_what_may_be_done(
    qtbot: QtBot, frame: Frame, members: ScreenView
) -> None:
    table = members.list.table
    at = table.visualRect(members.list.model.index(4, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.RightButton, _PLAIN, at)
    ask = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.viewport().mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), ask)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [each.text().split("\t")[0] for each in menu.actions()]

    assert offered[:2] == ["打开", "修改"]
    assert "离册" in offered
    menu.actions()[0].trigger()
    menu.close()
    settled(qtbot, frame.desk)
    assert page(frame).pane.name.text() == members.list.model.text(4, 0)


def test_a_double_click_opens_the_person(qtbot: QtBot, frame: Frame, members: ScreenView) -> None:
    at = members.list.table.visualRect(members.list.model.index(2, 0)).center()
    viewport: QWidget = members.list.table.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, _PLAIN, at)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, _PLAIN, at)
    settled(qtbot, frame.desk)

    assert page(frame).pane.name.text() == members.list.model.text(2, 0)


def test_in_a_list_of_others_enter_changes_the_record(qtbot: QtBot, frame: Frame) -> None:
    frame.open(SCREENS[-1])
    settled(qtbot, frame.desk)

    press(qtbot, frame, Qt.Key.Key_Return)

    assert frame.top() is None
    assert frame.view("0").view().editor is not None


def test_a_change_of_width_leaves_the_typing_where_it_is(
    qtbot: QtBot, frame: Frame, app: App
) -> None:
    frame.desk.person_wanted.emit(somebody_away(app))
    settled(qtbot, frame.desk)
    press(qtbot, frame, Qt.Key.Key_F2)
    editor = page(frame).acting.editor
    assert editor is not None
    box = editor.form.boxes["person.address"].box.widget
    box.setFocus()

    frame.resize(1200, 700)
    frame.resize(911, 441)
    settled(qtbot, frame.desk)

    assert box.hasFocus()


def test_news_leave_the_chosen_row_where_it_stands(qtbot: QtBot, frame: Frame, app: App) -> None:
    key = app.ids(PEOPLE, app.wanted())[3]
    with app.store.write(app.by) as session:
        for number in range(40):
            note(session, "member", key, {"printed": f"第{number}张表"})
    frame.desk.person_wanted.emit(app.people.of(PEOPLE, key))
    settled(qtbot, frame.desk)
    timeline = page(frame).timeline
    press(qtbot, frame, Qt.Key.Key_PageDown, times=2)
    chosen, top = timeline.chosen(), timeline.visualRect(timeline.currentIndex()).top()
    assert timeline.verticalScrollBar().value() > 0

    change(app, MEMBER, key, person__native_place="江苏无锡")
    settled(qtbot, frame.desk)

    assert timeline.chosen() == chosen
    assert timeline.visualRect(timeline.currentIndex()).top() == top


@pytest.mark.parametrize("width", WIDTHS, ids=lambda size: str(size[0]))
def test_nothing_is_clipped_or_nameless(
    qtbot: QtBot, frame: Frame, app: App, width: tuple[int, int]
) -> None:
    frame.resize(*width)
    frame.desk.person_wanted.emit(somebody_away(app))
    settled(qtbot, frame.desk)
    shown = page(frame)

    for _ in range(shown.timeline.sections() + 1):
        press(qtbot, frame, Qt.Key.Key_PageDown, _CTRL)
        assert not list(faults(frame))
    assert frame.width() == width[0]
    both = shown.pane.isVisible() and shown.timeline.isVisible()
    assert both == (width[0] > 1000)


@pytest.mark.usefixtures("members")
def test_a_narrow_page_turns_to_the_facts(qtbot: QtBot, frame: Frame) -> None:
    frame.resize(911, 441)
    settled(qtbot, frame.desk)
    press(qtbot, frame, Qt.Key.Key_Return)
    shown = page(frame)
    assert shown.timeline.isVisible()

    press(qtbot, frame, Qt.Key.Key_PageUp, _CTRL)
    assert shown.pane.isVisible()
    assert shown.pane.edit.hasFocus()
    press(qtbot, frame, Qt.Key.Key_PageDown, _CTRL)
    assert shown.timeline.hasFocus()


def test_no_key_is_heard_twice(qtbot: QtBot, frame: Frame, app: App) -> None:
    frame.desk.person_wanted.emit(somebody_away(app))
    settled(qtbot, frame.desk)

    heard: list[str] = []
    widget = QApplication.focusWidget()
    while widget is not None:
        enabled = [each for each in widget.actions() if each.isEnabled()]
        heard += [text.toString() for each in enabled for text in each.shortcuts()]
        widget = widget.parentWidget()

    assert "Alt+B" in heard
    assert "Alt+W" not in heard
    assert len(heard) == len(set(heard))


def test_who_goes_away_is_not_typed_again(qtbot: QtBot, frame: Frame, app: App) -> None:
    away = {app.people.of(STAYS_AWAY, each) for each in app.ids(STAYS_AWAY, app.wanted())}
    here = next(
        person
        for person in (app.people.of(PEOPLE, each) for each in app.ids(PEOPLE, app.wanted()))
        if person not in away
    )
    frame.desk.person_wanted.emit(here)
    settled(qtbot, frame.desk)
    shown = page(frame)
    name = shown.about.name if shown.about else ""

    press(qtbot, frame, Qt.Key.Key_W, _ALT)

    editor = shown.acting.editor
    assert editor is not None
    assert editor.form.texts()["person.name"] == name
    focused = QApplication.focusWidget()
    assert focused is editor.form.boxes["outflow.left_on"].box.widget
    assert editor.candidates.count  # the person is among those alike, and marked
    press(qtbot, frame, Qt.Key.Key_Escape)
    assert not frame.desk.parked.lying()  # nobody has typed anything
    press(qtbot, frame, Qt.Key.Key_W, _ALT)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "t")
    press(qtbot, frame, Qt.Key.Key_S, _CTRL)
    assert frame.toast.words() == f"已登记流出 {name}"
    assert here in {app.people.of(STAYS_AWAY, each) for each in app.ids(STAYS_AWAY, app.wanted())}
    settled(qtbot, frame.desk)
    press(qtbot, frame, Qt.Key.Key_W, _ALT)
    assert shown.acting.editor is None  # once away, nobody goes away again
