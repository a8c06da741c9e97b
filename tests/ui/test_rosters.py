"""The rosters page, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from partyservice.mobility.drafts import STAY_AWAY
from partyservice.printers.cups import Cups
from partyservice.storage.journal import JOURNAL
from tests.ui.hands import press, settled
from ui.frame import Frame
from ui.parts import saving
from ui.parts.faults import faults
from ui.parts.over import ListOver
from ui.parts.printing import Paper
from ui.screens import SCREENS
from ui.screens.rosters.editor import CustomEditor
from ui.screens.rosters.page import RosterView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Key = Qt.Key
Mod = Qt.KeyboardModifier
MEMBERS = 2  # place of the members' roll in the list
WIDTHS = ((1366, 697), (1920, 1009), (1093, 543), (911, 441), (683, 313))


@pytest.fixture
def page(qtbot: QtBot, frame: Frame) -> RosterView:
    frame.open(next(place for place in SCREENS if place.digit == "8"))
    view = frame.view("8")
    settled(qtbot, frame.desk)
    assert isinstance(view, RosterView)
    return view


@pytest.fixture(autouse=True)
def asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, str]]:
    """The folder offered and the name proposed, each time a file is asked for."""
    asked: list[tuple[str, str]] = []

    def answer(_parent: QWidget, name: str, folder: str) -> Path:
        asked.append((folder, name))
        return tmp_path / "上报" / name

    monkeypatch.setattr(saving, "ask_path", answer)
    (tmp_path / "上报").mkdir()
    return asked


def numbers(page: RosterView) -> dict[str, str]:
    return {line.label: line.value for line in page.check.figures.lines() if not line.heading}


def number(text: str) -> int:
    return int("".join(letter for letter in text if letter.isdigit()))


def editing(over: ListOver) -> bool:
    return over.view.editor is not None


def choose_roll(qtbot: QtBot, frame: Frame, page: RosterView, place: int) -> None:
    page.side.rolls.setFocus()
    for _ in range(place):
        press(Key.Key_Down)
    settled(qtbot, frame.desk)


def test_month_and_roll_follow_the_arrows(qtbot: QtBot, frame: Frame, page: RosterView) -> None:
    assert page.preview.drawn()
    assert page.side.months.grid.hasFocus()
    november = numbers(page)

    press(Key.Key_Left)
    settled(qtbot, frame.desk)
    assert page.head.count.text() == "2026年10月"
    assert number(numbers(page)["本月底"]) == number(november["上月底"])

    choose_roll(qtbot, frame, page, MEMBERS)
    assert page.side.name() == "members"
    assert "35 岁及以下" in numbers(page)
    assert page.check._badge.itemAt(0).widget().text() == "数目相符"  # type: ignore[attr-defined]


def test_one_branch_is_found_by_its_initials(qtbot: QtBot, frame: Frame, page: RosterView) -> None:
    choose_roll(qtbot, frame, page, MEMBERS)
    every = number(numbers(page)["总数"])
    key, name = frame.desk.app.papers.branches()[0]

    page.side.branch.setFocus()
    press("zg")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    press(Key.Key_Return)
    settled(qtbot, frame.desk)
    assert page.side.branch.text() == name
    assert page.wanted().branch == key
    assert 0 < number(numbers(page)["总数"]) < every

    page.side.branch.selectAll()
    press(Key.Key_Delete)
    settled(qtbot, frame.desk)
    assert page.wanted().branch is None
    assert number(numbers(page)["总数"]) == every


def test_an_unknown_branch_changes_nothing_and_says_so(
    qtbot: QtBot, frame: Frame, page: RosterView
) -> None:
    before = numbers(page)

    page.side.branch.setFocus()
    press("qqq")
    page.side.rolls.setFocus()
    settled(qtbot, frame.desk)

    assert page.side.branch.property("wrong") == "bad"
    assert "qqq" in page.side.branch.toolTip()
    assert numbers(page) == before


def test_pages_are_turned_and_enlarged(qtbot: QtBot, frame: Frame, page: RosterView) -> None:
    choose_roll(qtbot, frame, page, MEMBERS)
    preview = page.preview
    preview.setFocus()
    count = preview._count
    assert count > 3  # more than the first pages, so that the rest came behind
    assert page._bar.shown.text() == f"第 1 页，共 {count} 页"

    press(Key.Key_PageDown)
    assert preview.drawn()  # the neighbour was ready
    settled(qtbot, frame.desk)
    assert page._bar.shown.text() == f"第 2 页，共 {count} 页"
    press(Key.Key_End)
    settled(qtbot, frame.desk)
    assert page._bar.shown.text() == f"第 {count} 页，共 {count} 页"
    press(Key.Key_Home)
    settled(qtbot, frame.desk)
    whole = preview._images[0].width()

    press("++")
    settled(qtbot, frame.desk)
    assert page._zoomed.text() == "150%"
    assert preview._images[0].width() == pytest.approx(1.5 * whole, abs=3)

    wheel(preview, -120)
    settled(qtbot, frame.desk)
    assert preview._page == 0  # first what is below on this page
    for _ in range(12):
        wheel(preview, -120)
    settled(qtbot, frame.desk)
    assert preview._page > 0

    press("0")
    settled(qtbot, frame.desk)
    assert page._zoomed.text() == "整页"


def wheel(widget: QWidget, turned: int) -> None:
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Mod.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's own
    )
    QApplication.sendEvent(widget, event)


def test_an_enlarged_page_is_dragged(qtbot: QtBot, frame: Frame, page: RosterView) -> None:
    page.preview.setFocus()
    press("+++")
    settled(qtbot, frame.desk)
    before = page.preview._at.y()
    middle = page.preview.rect().center()

    QTest.mousePress(page.preview, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(page.preview, middle - QPoint(0, 80))
    qtbot.waitUntil(lambda: page.preview._at.y() > before)
    QTest.mouseRelease(page.preview, Qt.MouseButton.LeftButton, pos=middle)


def test_files_are_saved_and_the_folder_is_remembered(
    qtbot: QtBot, frame: Frame, page: RosterView, asks: list[tuple[str, str]], tmp_path: Path
) -> None:
    for key in (Key.Key_S, Key.Key_E, Key.Key_S):
        press(key, Mod.ControlModifier)
        settled(qtbot, frame.desk)

    assert [name for _, name in asks] == [
        "流出党员花名册2026年11月.pdf",
        "流出党员花名册2026年11月.xlsx",
        "流出党员花名册2026年11月.pdf",
    ]
    assert [folder for folder, _ in asks[1:]] == [str(tmp_path / "上报")] * 2
    assert sorted(path.suffix for path in (tmp_path / "上报").iterdir()) == [".pdf", ".xlsx"]
    assert page.notice.title.text() == "已另存 流出党员花名册2026年11月.pdf"
    assert page._bar.shown.text().startswith("第 1 页")


def test_without_a_printer_f9_leads_to_the_file(
    qtbot: QtBot, frame: Frame, page: RosterView, asks: list[tuple[str, str]]
) -> None:
    page.printing.service = Cups("/nowhere/at/all")

    press(Key.Key_F9)
    settled(qtbot, frame.desk)
    card = page.printing.card
    assert card is not None
    press(Key.Key_1, Mod.AltModifier)
    settled(qtbot, frame.desk)

    assert [name for _, name in asks] == ["流出党员花名册2026年11月.pdf"]
    assert page.notice.title.text().startswith("已另存")


def test_what_f9_prints_is_the_roster_asked_for(
    frame: Frame, page: RosterView, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Paper] = []
    monkeypatch.setattr(page.printing, "ask", made.append)  # the card has its own tests

    press(Key.Key_F9)

    (paper,) = made
    assert paper.document == "outflow"
    assert paper.title == "流出党员花名册2026年11月"
    assert paper.make() == frame.desk.app.papers.made(page.wanted())


def test_a_file_that_cannot_be_saved_leaves_the_paper_and_the_other_page_alone(
    qtbot: QtBot,
    frame: Frame,
    page: RosterView,
    asks: list[tuple[str, str]],
    tmp_path: Path,
) -> None:
    (tmp_path / "上报").rmdir()

    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)

    assert len(asks) == 1
    assert page.preview.drawn()
    assert numbers(page)
    assert page.notice.isVisible()
    assert page.notice.words.text()
    press(Key.Key_Escape)
    assert not page.notice.isVisible()


def test_enter_on_a_number_lists_its_people_and_esc_comes_back(
    qtbot: QtBot, frame: Frame, page: RosterView
) -> None:
    choose_roll(qtbot, frame, page, MEMBERS)
    press(Key.Key_O, Mod.AltModifier)
    assert page.check.figures.hasFocus()
    for _ in range(page.check.figures.count()):
        if (line := page.check.figures.line()) is not None and line.label != "女":
            press(Key.Key_Down)
    line = page.check.figures.line()

    press(Key.Key_Return)
    settled(qtbot, frame.desk)
    over = frame.pages.currentWidget()
    assert isinstance(over, ListOver)
    listed = over.view.list
    assert listed.model.rowCount() == number(numbers(page)["女"])
    assert {listed.model.text(row, 1) for row in range(listed.model.rowCount())} == {"女"}
    assert listed.table.hasFocus()
    assert listed.table.currentIndex().row() == 0

    press(Key.Key_F2)
    assert editing(over)
    press(Key.Key_Escape)
    assert not editing(over)
    press(Key.Key_Escape)
    settled(qtbot, frame.desk)
    assert frame.pages.currentWidget() is page
    assert page.check.figures.hasFocus()
    assert page.check.figures.line() == line is not None


def test_nought_opens_nothing(qtbot: QtBot, frame: Frame, page: RosterView) -> None:
    choose_roll(qtbot, frame, page, MEMBERS)
    page.check.figures.setFocus()
    nought = [line.value for line in page.check.figures.lines()].index("0 人")
    page.check.figures.setCurrentRow(nought)

    press(Key.Key_Return)
    settled(qtbot, frame.desk)

    assert frame.pages.currentWidget() is page


def make_custom(frame: Frame, name: str) -> CustomEditor:
    """Make a roster: name, phone put before the branch, address, wider by two millimetres."""
    press(Key.Key_N, Mod.ControlModifier)
    editor = frame.pages.currentWidget()
    assert isinstance(editor, CustomEditor)
    press(name)
    press(Key.Key_F6)
    assert editor.columns.hasFocus()
    for _ in range(editor.columns.count()):
        column = editor.columns.column()
        if column and column.label == "手机号":
            break
        press(Key.Key_Down)
    press(Key.Key_Space)
    place = len(editor.columns.chosen()) - 1
    editor.columns.setCurrentRow(place)
    press(Key.Key_Up, Mod.AltModifier)
    press(Key.Key_Right)
    press(Key.Key_Right)
    return editor


def test_a_custom_roster_is_made_changed_and_voided_by_keyboard(
    qtbot: QtBot, frame: Frame, page: RosterView, app: App
) -> None:
    editor = make_custom(frame, "lianxi")
    labels = [column.label for column in editor.columns.chosen()]
    assert labels == ["姓名", "性别", "出生日期", "手机号", "所在党支部"]
    usual = next(c.width for c in editor.columns.chosen() if c.label == "手机号")
    settled(qtbot, frame.desk)
    assert editor.preview.drawn()
    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)

    (custom,) = app.customs.known()
    assert custom.title == "lianxi"
    assert [column.label for column in custom.layout.columns] == labels
    assert custom.layout.columns[3].width == usual
    assert frame.pages.currentWidget() is page
    assert page.side.title() == "lianxi"
    assert page.side.rolls.hasFocus()
    assert page.preview.drawn()
    assert list(numbers(page)) == ["名册人数"]

    press(Key.Key_F2)
    changed = frame.pages.currentWidget()
    assert isinstance(changed, CustomEditor)
    assert changed.settings.name.text() == "lianxi"
    assert changed.columns.hasFocus()
    press(Key.Key_Space)  # without the name
    press(Key.Key_Escape)
    settled(qtbot, frame.desk)
    assert frame.pages.currentWidget() is page
    press(Key.Key_F2)  # what was not saved is still there
    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)
    (custom,) = app.customs.known()
    assert [column.label for column in custom.layout.columns] == labels[1:]

    press(Key.Key_Q, Mod.AltModifier)
    settled(qtbot, frame.desk)
    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)
    assert page.customs.voiding is not None
    assert app.customs.known()  # not without a reason
    press("once")
    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)
    assert app.customs.known() == []
    assert page.side.name() == "outflow"
    with app.store.read() as session:
        about = session.execute(select(JOURNAL.c.about)).scalars().all()
    assert about.count("custom_roster") == 3


def test_a_custom_roster_without_a_name_or_with_one_known_is_not_saved(
    qtbot: QtBot, frame: Frame, page: RosterView, app: App
) -> None:
    make_custom(frame, "lianxi").save()
    settled(qtbot, frame.desk)
    assert page.side.title() == "lianxi"

    editor = make_custom(frame, "")
    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)
    assert "不能空" in editor.notice.words.text()
    assert editor.settings.name.hasFocus()
    press("lianxi")
    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)

    assert editor.notice.isVisible()
    assert len(app.customs.known()) == 1


def test_groups_filters_and_people_of_a_custom_roster(
    qtbot: QtBot, frame: Frame, page: RosterView, app: App
) -> None:
    editor = make_custom(frame, "yubei")
    editor.settings.filters.set("member.category", "预备党员", "预备党员")
    editor.settings.group.setFocus()
    editor.settings.group.selectAll()
    press(Key.Key_F4)
    press(Key.Key_Down)
    press(Key.Key_Return)
    settled(qtbot, frame.desk)
    press(Key.Key_S, Mod.ControlModifier)
    settled(qtbot, frame.desk)

    (custom,) = app.customs.known()
    assert custom.layout.group == "organisation.full_name"
    assert custom.layout.filters == {"member.category": "预备党员"}
    probationary = sum(
        app.load(MEMBER, key)["member.category"] == "预备党员"
        for key in app.ids(app.papers.behind(page.wanted(), "closing"), app.wanted())
    )
    assert probationary == number(numbers(page)["名册人数"]) > 0


def test_a_character_no_font_has_is_named_where_the_paper_would_be(
    qtbot: QtBot, frame: Frame, page: RosterView, app: App
) -> None:
    key = app.ids(app.papers.behind(page.wanted(), "closing"), app.wanted())[0]
    strange = chr(0x30EEE)  # of an extension that no face covers
    texts = app.load(STAY_AWAY, key) | {"outflow.place_detail": strange}
    app.save(STAY_AWAY, texts, key, sure=dict.fromkeys(texts, "核对过"))
    press(Key.Key_F5)
    settled(qtbot, frame.desk)

    assert "U+30EEE" in page.preview._words
    assert not page.preview.drawn()
    assert not numbers(page)


@pytest.mark.parametrize("size", WIDTHS)
def test_nothing_is_clipped_at_any_width(
    qtbot: QtBot, frame: Frame, page: RosterView, size: tuple[int, int]
) -> None:
    frame.resize(*size)
    steps: list[Callable[[], Any]] = [page.begin, page._go_to_check, page.customs.make]
    for step in steps:
        step()
        settled(qtbot, frame.desk)
        qtbot.waitUntil(lambda: not list(faults(frame)), timeout=2000)
