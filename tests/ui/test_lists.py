"""Lists: columns, conditions, marks and export, driven as a clerk drives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.exchange.reading import read_sheets
from partyservice.kernel.asking import Condition, How
from tests.ui.hands import declared, press, settled
from ui.frame import Frame
from ui.parts import saving
from ui.parts.buttons import Chip
from ui.parts.columns import ColumnsCard
from ui.parts.desk import Desk
from ui.parts.exporting import ExportCard
from ui.parts.faults import faults
from ui.parts.heading import Heading
from ui.parts.keptfilters import SavedList
from ui.parts.listpage import ListPage
from ui.parts.screen import Screen
from ui.parts.tree import Tree
from ui.parts.view import ScreenView

Key = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
WIDTHS = ((1366, 697), (1093, 543), (911, 441), (683, 313))
IGNORED = pytest.mark.qt_log_ignore("does not support", extend=True)


def narrowable() -> list[Screen]:
    return [screen for screen in declared() if screen.listing.narrowable]


def top(kind: type[QWidget]) -> Any:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert found, kind
    return found[-1]


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(widget, left, pos=start)
    for part in range(1, 11):
        at = QPointF(start) + QPointF(end - start) * (part / 10)
        none = Qt.KeyboardModifier.NoModifier
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, left, none
        )
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, left, pos=end)


def before_at(head: Heading, column: int) -> QPoint:
    return QPoint(head.sectionViewportPosition(column) + 4, 10)


def heads(page: ListPage) -> list[str]:
    return [field.label for field in page.model.fields]


def names(page: ListPage) -> list[str]:
    return [page.model.text(n, 0) for n in range(page.model.rowCount())]


@pytest.fixture
def people(qtbot: QtBot, frame: Frame) -> ListPage:
    settled(qtbot, frame.desk)
    view = frame.view("3").view()
    assert isinstance(view, ScreenView)
    view.list.table.setFocus()
    return view.list


def opened(qtbot: QtBot, app: App, screen: Screen) -> tuple[Desk, ListPage]:
    desk = Desk(app)
    view = ScreenView(screen, desk)
    qtbot.addWidget(view, before_close_func=lambda _view: desk.close())
    view.resize(1254, 740)
    view.show()
    settled(qtbot, desk)
    return desk, view.list


@IGNORED
def test_columns_are_shown_moved_and_widened_by_keys_and_kept(
    qtbot: QtBot, app: App, frame: Frame, people: ListPage
) -> None:
    people.table.selectRow(4)
    settled(qtbot, frame.desk)
    chosen, before = people.table.current_id(), heads(people)
    press(Key.Key_G, CTRL)
    card = top(ColumnsCard)
    card.activateWindow()
    qtbot.waitUntil(card.list.line.hasFocus)
    card.list.line.setText("民族")
    QTest.keyClick(card.list.line, Key.Key_Space)
    for _ in range(len(before)):
        QTest.keyClick(card.list.line, Key.Key_Up, ALT)
    assert heads(people)[:3] == ["姓名", "民族", "性别"]
    wide = people.table.columnWidth(1)
    QTest.keyClick(card.list.line, Key.Key_Right, ALT)
    settled(qtbot, frame.desk)

    assert people.table.columnWidth(1) > wide
    assert people.table.current_id() == chosen
    assert people.model.text(4, 1).endswith("族")
    QTest.keyClick(card.list.line, Key.Key_Escape)
    assert not card.isVisible()

    again, page = opened(qtbot, app, people.declared)
    assert heads(page) == heads(people)
    assert page.table.columnWidth(1) == people.table.columnWidth(1)
    page.columns.open_card()
    top(ColumnsCard).restore.click()
    settled(qtbot, again)
    assert heads(page) == before


@IGNORED
def test_columns_are_dragged_and_sorted_by_mouse_and_the_order_is_kept(
    qtbot: QtBot, app: App, frame: Frame, people: ListPage
) -> None:
    head = people.table.heading
    before = heads(people)
    drag(head.viewport(), QPoint(head.sectionViewportPosition(3) + 40, 10), before_at(head, 2))
    qtbot.waitUntil(lambda: heads(people)[2] == before[3])
    edge = QPoint(head.sectionViewportPosition(2) + head.sectionSize(2) - 1, 10)
    wide = head.sectionSize(2)
    drag(head.viewport(), edge, edge - QPoint(40, 0))
    qtbot.waitUntil(lambda: bool(people.columns.set.widths))
    assert people.columns.set.widths == {people.columns.set.keys[2]: head.sectionSize(2)}
    assert head.sectionSize(2) < wide

    born = heads(people).index("出生日期")
    at = QPoint(head.sectionViewportPosition(born) + 30, 10)
    for down in (False, True):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        settled(qtbot, frame.desk)
        days = [people.model.text(n, born) for n in range(people.model.rowCount())]
        assert days == sorted(days, reverse=down)

    desk, page = opened(qtbot, app, people.declared)
    assert names(page) == names(people)
    assert desk.jobs.idle()


@IGNORED
def test_the_menu_of_a_head_sorts_and_hides(qtbot: QtBot, frame: Frame, people: ListPage) -> None:
    head = people.table.heading
    at = QPoint(head.sectionViewportPosition(2) + 20, 10)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, head.mapToGlobal(at))
    QApplication.sendEvent(head.viewport(), event)
    menu = cast("QMenu", QApplication.activePopupWidget())
    words = [each.text() for each in menu.actions()]
    assert words[:3] == ["按出生日期从小到大", "按出生日期从大到小", "不显示出生日期"]

    menu.actions()[2].trigger()
    menu.close()
    settled(qtbot, frame.desk)
    assert "出生日期" not in heads(people)


@IGNORED
def test_the_menu_of_a_row_offers_what_the_keys_do(people: ListPage) -> None:
    at = people.table.visualRect(people.model.index(3, 0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, people.table.mapToGlobal(at))
    QTest.mouseClick(people.table.viewport(), Qt.MouseButton.RightButton, pos=at)
    QApplication.sendEvent(people.table.viewport(), event)
    menu = cast("QMenu", QApplication.activePopupWidget())
    offered = {each.text(): each.shortcut().toString() for each in menu.actions()}
    menu.close()

    assert people.table.currentIndex().row() == 3
    assert offered.items() >= {"修改": "F2", "复制": "Ctrl+C", "导出": "Ctrl+E"}.items()


@pytest.mark.parametrize("screen", declared(), ids=lambda screen: screen.title)
def test_everything_known_of_a_row_can_be_shown(qtbot: QtBot, app: App, screen: Screen) -> None:
    desk, page = opened(qtbot, app, screen)
    for field in screen.listing.known:
        if field.key not in page.columns.set.keys:
            page.columns.set.toggle(field.key)
    page.columns._change()
    settled(qtbot, desk)
    taken = page.many._taken()
    heading, *rows = app.lists.texts(taken)

    assert heading == [field.label for field in screen.listing.known] == heads(page)
    if isinstance(page.table, Tree):
        page.table.fold_all(folded=False)
    shown = range(page.model.rowCount())
    seen = [[page.model.text(n, c) for c in range(len(heading))] for n in shown]
    assert sorted(rows) == sorted(seen) if screen.tree else rows == seen


def test_no_column_is_hidden_before_those_a_clerk_has_put_after_it(qtbot: QtBot, app: App) -> None:
    _desk, page = opened(qtbot, app, declared()[0])
    page.columns.set.move("person.mobile_phone", -4)
    page.columns._change()

    for width in range(300, 1300, 50):
        page.table.resize(width, 400)
        hidden = [page.table.isColumnHidden(n) for n in range(len(page.model.fields))]
        assert hidden == sorted(hidden)


@IGNORED
def test_a_condition_is_set_and_taken_away_by_keys(
    qtbot: QtBot, frame: Frame, people: ListPage
) -> None:
    everybody = names(people)
    press(Key.Key_L, CTRL)
    press(Key.Key_L, CTRL)
    pane = people._side.conditions
    assert QApplication.focusWidget() is pane.field
    pane.field.setText("性别")
    QTest.keyClick(pane.field, Key.Key_Return)
    assert pane.ticks is not None
    pane.ticks.list.setCurrentRow(1)
    QTest.keyClick(pane.ticks.list, Key.Key_Space)
    QTest.keyClick(pane, Key.Key_S, CTRL)
    settled(qtbot, frame.desk)
    women = names(people)
    pane.field.setText("出生日期")
    QTest.keyClick(pane.field, Key.Key_Return)
    QTest.keyClicks(pane.boxes[0].widget, "1970")
    QTest.keyClick(pane.boxes[0].widget, Key.Key_Return)
    qtbot.waitUntil(pane.boxes[1].widget.hasFocus)
    QTest.keyClick(pane.boxes[1].widget, Key.Key_Return)
    settled(qtbot, frame.desk)

    assert len(everybody) > len(women) > len(names(people)) > 0
    assert list(people.filters.words().values())[-2:] == ["性别  女", "出生日期  1970 起"]
    QTest.keyClick(people.filters.added["person.born"], Key.Key_Delete)
    settled(qtbot, frame.desk)
    assert names(people) == women
    people.table.setFocus()
    press(Key.Key_Escape)
    assert not people._side.asking
    press(Key.Key_Escape)
    settled(qtbot, frame.desk)
    assert names(people) == everybody


@pytest.mark.parametrize("screen", declared(), ids=lambda screen: screen.title)
def test_conditions_are_offered_where_they_can_be_asked(
    qtbot: QtBot, app: App, screen: Screen
) -> None:
    _desk, page = opened(qtbot, app, screen)
    page.ask_more()

    assert page._side.asking is screen.listing.narrowable
    assert page.narrowing.more.isVisible() is screen.listing.narrowable


def test_what_cannot_be_read_is_said_in_the_pane(people: ListPage) -> None:
    people.ask_more()
    pane = people._side.conditions
    pane.add.click()
    assert "请先选哪一项" in pane.said.text()
    pane.field.setText("出生日期")
    QTest.keyClick(pane.field, Key.Key_Return)
    QTest.keyClicks(pane.boxes[0].widget, "last year")
    pane.add.click()

    assert "看不懂日期" in pane.said.text()
    assert "列表没有变" in pane.said.text()
    assert not people.filters.conditions


@pytest.mark.parametrize(
    "screen",
    [each for each in declared() if each.listing.narrowable],
    ids=lambda screen: screen.title,
)
def test_every_field_can_be_asked_for_in_the_pane(qtbot: QtBot, app: App, screen: Screen) -> None:
    desk, page = opened(qtbot, app, screen)
    page.ask_more()
    pane = page._side.conditions
    for label in list(pane._fields):
        pane.begin()
        pane.field.setText(label)
        assert pane.how is not None
        for word in [button.text() for button in pane.how.buttons]:
            pane.how.put(word)
            pane._ask()
            texts = _typed(pane, How(word))
            pane._add()
            (condition,) = page.filters.conditions.values()
            assert (condition.how.value, condition.texts) == (word, texts), label
            page.ask_more(condition)
            assert tuple(pane.ticks.ticks() if pane.ticks else [b.read() for b in pane.boxes]) == (
                texts
            )
            page.filters.clear()
    settled(qtbot, desk)


def _typed(pane: Any, way: How) -> tuple[str, ...]:
    if pane.ticks is not None:
        words = [pane.ticks.list.item(n).text() for n in range(pane.ticks.list.count())][:2]
        pane.ticks.show_items([(word, word, True) for word in words])
        return tuple(words)
    number = pane._known().kind.right
    text = "1" if number else "2020-01-01" if way is How.BETWEEN else "江苏省"
    if way is How.BETWEEN and "月" in pane.field.text():
        text = "2020-01"
    for box in pane.boxes:
        box.write(text)
    return tuple(text for _ in pane.boxes)


@IGNORED
def test_conditions_are_kept_under_a_name_renamed_and_removed(
    qtbot: QtBot, app: App, frame: Frame, people: ListPage
) -> None:
    people.filters.set("member.category", "2", "预备党员")
    people.columns.sort_by("person.born", down=True)
    settled(qtbot, frame.desk)
    found = names(people)
    people.narrowing.saved.chip.click()
    popup = cast("SavedList", QApplication.activePopupWidget())
    QTest.keyClick(popup.list, Key.Key_Return)
    QTest.keyClicks(popup.line, "yubei")
    QTest.keyClick(popup.line, Key.Key_Return)
    assert people.narrowing.saved.chip.value == "yubei"
    settled(qtbot, frame.desk)

    desk, page = opened(qtbot, app, people.declared)
    page.columns.sort_by("", down=False)
    saved = page.narrowing.saved
    assert names(page) != found
    saved.chip.click()
    QTest.keyClick(cast("SavedList", QApplication.activePopupWidget()).list, Key.Key_Return)
    settled(qtbot, desk)
    assert names(page) == found
    assert saved.chip.value == "yubei"
    saved.chip.click()
    popup = cast("SavedList", QApplication.activePopupWidget())
    QTest.keyClick(popup.list, Key.Key_F2)
    QTest.keyClicks(popup.line, "2026")
    QTest.keyClick(popup.line, Key.Key_Return)
    assert [entry["name"] for entry in saved.entries] == ["2026"]
    saved.chip.click()
    QTest.keyClick(cast("SavedList", QApplication.activePopupWidget()).list, Key.Key_Delete)
    settled(qtbot, desk)
    assert page.columns.habits.read("filters") == []


JUNK: list[object] = [
    None, 5, "x", [], [5], [[]], {}, {"keys": 5, "widths": 5}, {"keys": [5, None, "gone"]},
    {"keys": ["person.name"], "widths": {"person.name": "wide", "gone": 9}}, ["gone", True], [1],
    [{"name": 5}], [{"name": "甲", "where": [], "conditions": {}, "sort": 1}],
]  # fmt: skip


@IGNORED
@pytest.mark.parametrize("junk", JUNK, ids=lambda each: str(each)[:30])
def test_what_no_version_has_kept_never_keeps_a_list_closed(
    qtbot: QtBot, app: App, junk: object
) -> None:
    screen = declared()[0]
    for what in ("columns", "sort", "filters"):
        app.kept.keep_habit(f"list.{screen.title}.{what}", junk)

    _, page = opened(qtbot, app, screen)

    assert names(page)
    assert page.columns.order == ""
    assert page.narrowing.saved.entries == []


@IGNORED
def test_of_a_kept_entry_what_is_no_longer_known_is_left_out_and_told(
    qtbot: QtBot, frame: Frame, people: ListPage
) -> None:
    entry = {
        "name": "旧的",
        "where": {"member.state": ["没有的", "没有的"], "gone": [1, "x"], "member.category": 7},
        "conditions": [
            ["person.name", "CONTAINS", ["李"]],
            ["person.name", "LIKE", ["李"]],
            ["gone.field", "FILLED", []],
            ["person.id_number", "CONTAINS", ["9901"]],
            ["person.born", "BETWEEN", ["什么时候", ""]],
            "nonsense",
        ],
        "sort": ["gone.field", True],
    }
    with qtbot.waitSignal(
        frame.desk.said, check_params_cb=lambda words: words.startswith("有 8 个条件")
    ):
        people.narrowing.saved.taken.emit(entry)
    settled(qtbot, frame.desk)

    assert list(people.filters.conditions) == ["person.name"]
    assert names(people)
    assert all("李" in name for name in names(people))


@IGNORED
def test_rows_are_marked_copied_and_left(qtbot: QtBot, frame: Frame, people: ListPage) -> None:
    table, bar = people.table, people.many.bar
    table.selectRow(0)
    press(Key.Key_Space)
    press(Key.Key_Down)
    press(Key.Key_Down, SHIFT)
    press(Key.Key_Down, SHIFT)
    press(Key.Key_Up, SHIFT)
    at = table.visualRect(people.model.index(8, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, at)
    assert bar.words.text() == "已选 4 人"
    assert table.currentIndex().row() == 8
    press(Key.Key_C, CTRL)
    settled(qtbot, frame.desk)
    heading, *rows = QApplication.clipboard().text().split("\n")

    assert heading.split("\t") == heads(people)
    assert [row.split("\t")[0] for row in rows] == [people.model.text(n, 0) for n in (0, 2, 3, 8)]
    assert "*" in rows[0]
    press(Key.Key_A, CTRL)
    assert bar.words.text() == f"已选 {people.model.rowCount()} 人"
    press(Key.Key_Escape)
    assert not bar.isVisible()
    press(Key.Key_C, CTRL)
    settled(qtbot, frame.desk)
    assert len(QApplication.clipboard().text().split("\n")) == 2
    assert table.currentIndex().row() == 8


@IGNORED
@pytest.mark.parametrize("whole", [False, True], ids=["masked", "whole"])
def test_a_list_is_exported_as_it_is_seen(
    qtbot: QtBot,
    frame: Frame,
    people: ListPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    whole: bool,
) -> None:
    path = tmp_path / "名单.xlsx"
    asked: list[str] = []

    def answer(_parent: QWidget, name: str) -> Path:
        asked.append(name)
        return path

    monkeypatch.setattr(saving, "ask_path", answer)
    people.table.selectRow(2)
    press(Key.Key_Space)
    press(Key.Key_Space)
    press(Key.Key_E, CTRL)
    card = top(ExportCard)
    card.activateWindow()
    qtbot.waitUntil(card.numbers.buttons[0].hasFocus)
    if whole:
        press(Key.Key_Right)
    press(Key.Key_S, CTRL)
    settled(qtbot, frame.desk)

    assert asked == ["党员2人.xlsx"]
    (sheet,) = read_sheets(path)
    cells = [str(cell) for row in sheet.rows for cell in row]
    assert {people.model.text(2, 0), people.model.text(3, 0)} <= set(cells)
    assert any("*" in cell for cell in cells) is not whole
    assert "演示数据" in cells[len(heads(people))]
    assert "已另存" in people.notice.title.text()
    assert ("完整" in people.notice.words.text()) is whole


def test_the_answer_to_an_older_search_never_comes_over_a_newer(
    qtbot: QtBot, frame: Frame, people: ListPage
) -> None:
    everybody = people.model.rowCount()
    shown: list[int] = []
    people.reading.first.connect(lambda rows: shown.append(len(rows)))
    for _ in range(5):
        for text in ("陈", "没有这样的人", ""):
            people.search.setText(text)
    settled(qtbot, frame.desk)

    assert people.model.rowCount() == everybody
    assert len(shown) <= 1


def test_a_row_that_is_done_with_stays_grey_and_the_next_is_chosen(
    qtbot: QtBot, frame: Frame, people: ListPage
) -> None:
    view = frame.view("3").view()
    people.table.selectRow(3)
    settled(qtbot, frame.desk)
    before, left = names(people), people.table.current_id()
    flow, step = next((f, s) for f, s, _ in view.steps.buttons if s.name == "suspend")
    view._take(flow, step)
    question = view.question
    for key, box in question.form.boxes.items():
        if not box.box.read():
            box.box.write("2026-11-20" if key.endswith(("_on", "_date")) else "支部大会决议")
    question.take()
    qtbot.waitUntil(lambda: view.question is None)
    settled(qtbot, frame.desk)
    qtbot.waitUntil(lambda: bool(people.model.done))

    assert names(people) == before
    assert people.model.done == {left}
    assert people.model.text(3, heads(people).index("状态")) == "停止党籍"
    assert people.table.currentIndex().row() == 4
    frame.activateWindow()
    people.table.setFocus()
    qtbot.waitUntil(people.table.hasFocus)
    press(Key.Key_F5)
    settled(qtbot, frame.desk)
    assert len(names(people)) == len(before) - 1


@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: str(size[0]))
def test_nothing_is_clipped_with_conditions_marks_and_cards(
    qtbot: QtBot, frame: Frame, people: ListPage, size: tuple[int, int]
) -> None:
    frame.resize(*size)
    people.filters.ask(Condition("person.born", How.BETWEEN, ("1960", "")), "出生日期")
    people.filters.ask(Condition("person.ethnic", How.AMONG, ("汉族", "回族")), "民族")
    people.table.setFocus()
    settled(qtbot, frame.desk)
    people.table.marked.mark_all()
    found = list(faults(frame))
    people.ask_more(people.filters.conditions["person.ethnic"])
    settled(qtbot, frame.desk)
    found += list(faults(frame))
    people.columns.open_card()
    qtbot.wait(50)
    found += list(faults(top(ColumnsCard)))

    assert not found


def test_a_chip_is_emptied_by_its_cross(qtbot: QtBot) -> None:
    chip = Chip("状态")
    qtbot.addWidget(chip)
    chip.show_value("在册")
    chip.resize(chip.sizeHint())
    with qtbot.waitSignal(chip.dropped):
        QTest.mouseClick(
            chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, chip.height() // 2)
        )
    with qtbot.assertNotEmitted(chip.dropped):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, 10))
