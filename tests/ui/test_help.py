from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import ui
from ui.frame import Frame
from ui.parts.commands import HERE, CommandList, KeyCard, key_groups
from ui.parts.help import HelpCard, open_help, page_for
from ui.parts.helppages import PICTURES, HelpPage, Place, pages, pictures
from ui.parts.hints import put_all_away
from ui.parts.page import Page
from ui.parts.question import Card
from ui.parts.tabs import TabPage
from ui.pictures_for_help import WIDE, write
from ui.screens import SCREENS
from ui.welcome import Welcome

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
SHARED = {Card, Page, TabPage}  # they say nothing of their own
MOST = 3_000_000  # bytes that all pictures may take
SLIM = 44  # px that a hint may take


def windows() -> list[type[QWidget]]:
    """Every class of the program that is a window or a page of it."""
    root = Path(ui.__path__[0])
    for file in root.rglob("*.py"):
        import_module(".".join(file.relative_to(root.parent).with_suffix("").parts))
    found, waiting = list[type[QWidget]](), list[type[QWidget]]([Card, Page, Welcome])
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found += [] if kind in SHARED else [kind]
    return found


def read(card: HelpCard) -> str:
    return card.browser.toPlainText()


def opened(qtbot: QtBot, frame: Frame, name: str) -> HelpCard:
    card = HelpCard(name, frame)
    card.open_over()
    qtbot.waitUntil(card.isActiveWindow)
    return card


@pytest.fixture
def card(qtbot: QtBot, frame: Frame) -> HelpCard:
    return opened(qtbot, frame, "members")


@pytest.mark.parametrize("kind", windows(), ids=lambda kind: kind.__name__)
def test_every_window_has_a_page_of_its_own(kind: type[QWidget]) -> None:
    assert getattr(kind, "help_page", "") in pages()


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.title)
def test_every_place_of_the_rail_has_a_page(frame: Frame, place: object) -> None:
    view = frame.view(place.digit)  # type: ignore[attr-defined]

    assert page_for(view) == place.help  # type: ignore[attr-defined]
    assert page_for(view) in pages()


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: HelpPage) -> None:
    for picture, target in LINK.findall(page.text):
        name, _, heading = target.partition("#")
        if picture:
            assert (PICTURES / target).is_file(), target
        else:
            assert name in pages(), target
            assert heading in [known for known, _ in pages()[name].sections], target


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.name)
def test_a_page_begins_with_a_title_and_what_it_is_for(page: HelpPage) -> None:
    assert page.title
    assert len(page.title) < 12
    assert page.lead.endswith("。")
    assert len(page.lead) < 100


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.name)
def test_a_page_speaks_as_the_program_does(page: HelpPage) -> None:
    assert not re.search(r"[!！你亲]|温馨提示|非法|无效", page.text.replace("![", "["))


def test_every_page_is_reached_by_a_link_or_a_window() -> None:
    linked = {
        target.partition("#")[0] for p in pages().values() for _, target in LINK.findall(p.text)
    }
    of_windows = {str(getattr(kind, "help_page", "")) for kind in windows()}

    assert pages().keys() <= linked | of_windows


def test_the_pictures_are_those_that_the_pages_show_and_weigh_little() -> None:
    files = list(PICTURES.glob("*.png"))

    assert {file.name for file in files} == pictures()
    assert {QImage(str(file)).width() for file in files} == {WIDE}
    assert sum(file.stat().st_size for file in files) < MOST


def test_a_picture_for_the_help_is_as_wide_as_a_page_and_has_few_colours(
    frame: Frame, tmp_path: Path
) -> None:
    write(frame.grab().toImage(), tmp_path / "frame.png")

    picture = QImage(str(tmp_path / "frame.png"))
    assert picture.width() == WIDE
    assert picture.format() == QImage.Format.Format_Indexed8
    assert picture.pixelColor(2, 2) == QImage(str(PICTURES / "members.png")).pixelColor(2, 2)


@pytest.mark.parametrize("typed", ["huaming", "hmc", "花名册"])
def test_a_page_is_found_by_han_pinyin_and_initials(card: HelpCard, typed: str) -> None:
    QTest.keyClicks(card.line, typed) if typed.isascii() else card.line.setText(typed)

    assert card.titles.place() == Place(pages()["rosters"])
    assert "上月底" in read(card)


@pytest.mark.parametrize("typed", ["jiangehao", "jgh", "间隔号"])
def test_a_heading_is_found_and_the_page_opens_there(card: HelpCard, typed: str) -> None:
    wanted = Place(pages()["glyphs"], "间隔号")
    QTest.keyClicks(card.line, typed) if typed.isascii() else card.line.setText(typed)

    assert card.titles.place() == wanted
    at = card.browser.cursorForPosition(QPoint(60, 30)).block().text()
    bar = card.browser.verticalScrollBar()
    assert at == "间隔号" or bar.value() == bar.maximum()


def test_what_is_said_below_a_heading_is_found_too(card: HelpCard) -> None:
    card.line.setText("原样退回")

    place = card.titles.place()
    assert place == Place(pages()["data"], "没有导入的行")
    assert "导入表格" in card.titles.item(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_nothing_found_says_so_and_esc_lists_all_again(card: HelpCard) -> None:
    card.line.setText("没有这样的事")
    assert card.titles.count() == 0

    QTest.keyClick(card.line, Qt.Key.Key_Escape)

    assert card.isVisible()
    assert card.titles.count() == len(pages())
    QTest.keyClick(card.line, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_link_opens_its_page_and_alt_left_goes_back(card: HelpCard) -> None:
    card.browser.anchorClicked.emit(QUrl("lists#列"))
    assert card.place() == Place(pages()["lists"], "列")
    assert card.titles.place() == Place(pages()["lists"])

    QTest.keyClick(card.line, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert card.place() == Place(pages()["members"])
    assert "可能重复" in read(card)
    assert not card.back.isEnabled()


def test_keys_typed_in_the_line_scroll_the_page(card: HelpCard) -> None:
    bar = card.browser.verticalScrollBar()

    QTest.keyClick(card.line, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(card.line, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(card.line, Qt.Key.Key_Home)
    assert bar.value() == 0
    QTest.keyClick(card.line, Qt.Key.Key_Down)
    assert card.place() == Place(pages()["person"])


@pytest.mark.parametrize("focus", ["line", "browser"])
def test_text_of_a_page_is_copied(card: HelpCard, focus: str) -> None:
    getattr(card, focus).setFocus()
    cursor = card.browser.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    card.browser.setTextCursor(cursor)

    QTest.keyClick(getattr(card, focus), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "党员"


@pytest.mark.parametrize("size", [QSize(683, 313), QSize(911, 441)])
def test_a_narrow_window_shows_the_page_or_the_titles(
    qtbot: QtBot, frame: Frame, size: QSize
) -> None:
    frame.resize(size)
    card = opened(qtbot, frame, "editor")
    assert card.browser.isVisible()
    assert not card.titles.isVisible()

    QTest.keyClicks(card.line, "dayin")
    assert card.titles.isVisible()
    assert not card.browser.isVisible()
    QTest.keyClick(card.line, Qt.Key.Key_Return)
    assert "份数" in read(card)
    assert card.browser.isVisible()
    assert not card.titles.isVisible()

    QTest.keyClick(card.line, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert card.titles.isVisible()
    QTest.keyClick(card.line, Qt.Key.Key_Escape)
    assert card.browser.isVisible()


def test_a_page_after_another_is_not_drawn_in_its_letters(qtbot: QtBot, frame: Frame) -> None:
    frame.resize(911, 441)
    card = opened(qtbot, frame, "editor")
    card.line.setText("dayin")
    QTest.keyClick(card.line, Qt.Key.Key_Return)

    text = card.browser.document().begin().next()
    assert text.text() == pages()["print"].lead
    assert not text.begin().fragment().charFormat().font().bold()


def test_f1_opens_the_page_of_where_one_is_and_esc_closes_it(qtbot: QtBot, frame: Frame) -> None:
    frame.view("8")

    QTest.keyClick(frame, Qt.Key.Key_F1)

    (card,) = cast("list[HelpCard]", frame.findChildren(HelpCard))
    qtbot.waitUntil(card.isActiveWindow)
    assert card.titles.place() == Place(pages()["rosters"])
    assert open_help(card) is None
    QTest.keyClick(card.line, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_hint_comes_once_and_can_be_put_away(frame: Frame) -> None:
    frame.open(SCREENS[0])
    assert frame.hint.isVisible()
    assert frame.hint.height() <= SLIM

    frame.hint.put_away()
    frame.open(SCREENS[1])
    assert frame.hint.isVisible()
    frame.open(SCREENS[0])

    assert not frame.hint.isVisible()


def test_a_page_over_another_and_an_editor_have_hints_of_their_own(
    qtbot: QtBot, frame: Frame
) -> None:
    view = frame.view("3").view()
    assert frame.hint.name == "members"

    view.open_row()
    qtbot.waitUntil(frame.desk.jobs.idle)
    assert frame.hint.name == "person"
    frame.top().edit()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: frame.hint.name == "editor")


def test_no_hint_of_a_place_lies_under_the_people_behind_its_figure(
    qtbot: QtBot, frame: Frame
) -> None:
    rosters = frame.view("8")
    qtbot.waitUntil(lambda: bool(rosters.check.figures.lines()))
    assert frame.hint.isVisible()

    rosters.check.opened.emit("closing")
    qtbot.waitUntil(lambda: frame.top() is not None)

    assert not frame.hint.isVisible()


def test_a_low_window_has_no_hint_and_whoever_wants_none_has_none(frame: Frame) -> None:
    frame.resize(911, 441)
    assert not frame.hint.isVisible()
    frame.resize(1366, 768)
    assert frame.hint.isVisible()

    put_all_away(frame.desk.app)
    frame.open(SCREENS[1])

    assert not frame.hint.isVisible()


def test_f10_finds_the_step_that_is_called_like_leaving(qtbot: QtBot, frame: Frame) -> None:
    view = frame.view("4").view()
    qtbot.waitUntil(frame.desk.jobs.idle)
    qtbot.waitUntil(lambda: any(b.isVisible() for b in view.steps.of_records()))

    assert ("Alt+B", "返回") in [(c.key, c.words) for c in frame.commands()]


def test_arrows_reach_all_commands(frame: Frame) -> None:
    commands = frame.commands()
    card = CommandList(commands, frame)
    card.open_over()

    for _ in commands:
        QTest.keyClick(card.line, Qt.Key.Key_Down)

    (marked,) = [line for line in card.lines() if line.isChecked()]
    assert marked.command == commands[-1]


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.title)
def test_the_key_card_says_every_key_once(frame: Frame, place: object) -> None:
    view = frame.view(place.digit)  # type: ignore[attr-defined]
    groups = key_groups(frame.commands(), view.hints())

    told = [key for _, keys in groups for key, _ in keys]
    assert len(told) == len(set(told))
    assert {key for key, _ in view.hints()} <= set(told)
    assert {"F1", "F8", "F12", "Esc", "Ctrl+S"} <= set(told)
    assert KeyCard(frame.commands(), view.hints(), frame).isModal()


def test_a_dialog_over_an_editor_does_not_change_the_hint_below(qtbot: QtBot, frame: Frame) -> None:
    view = frame.view("3").view()
    qtbot.waitUntil(lambda: view.list.table.current_id() is not None)
    view.edit()
    qtbot.waitUntil(lambda: frame.hint.name == "editor")

    frame.open_keys()

    qtbot.waitUntil(lambda: not frame.isActiveWindow())
    assert frame.hint.name == "editor"


def test_a_record_that_stands_alone_offers_nothing_of_lists(qtbot: QtBot, frame: Frame) -> None:
    settings = frame.view("0")
    settings.open(settings.titles().index("本中心"))
    qtbot.waitUntil(frame.desk.jobs.idle)

    here = [(c.key, c.words) for c in frame.commands() if c.whence == HERE]

    assert here[0] == ("F2", "修改")
    assert {key for key, _ in here} == {"F2", "F5", "Ctrl+PgDn", "Ctrl+PgUp"}
