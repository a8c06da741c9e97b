"""A character nobody can type, by keyboard alone: Ctrl+J, its parts, Enter."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.frame import Frame
from ui.parts.commands import CommandList
from ui.parts.glyphcard import GlyphCard
from ui.parts.namebox import NameBox

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def box(qtbot: QtBot) -> NameBox:
    made = NameBox()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    made.setFocus()
    return made


def card_over(qtbot: QtBot, box: QWidget) -> GlyphCard:
    found: list[GlyphCard] = []

    def is_ready() -> bool:
        cards = [w for w in QApplication.topLevelWidgets() if isinstance(w, GlyphCard)]
        mine = [card for card in cards if card.isVisible() and card.parent() is box.window()]
        found[:] = [card for card in mine if card.ready()]
        return bool(found)

    qtbot.waitUntil(is_ready)
    return found[0]


def asked(qtbot: QtBot, box: NameBox) -> GlyphCard:
    QTest.keyClick(box, Qt.Key.Key_J, CTRL)
    return card_over(qtbot, box)


def typed(card: GlyphCard, text: str) -> None:
    """As an input method gives it."""
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(card.line, done)


def test_enter_puts_the_first_where_the_cursor_stands(qtbot: QtBot, box: NameBox) -> None:
    box.setText("王明")
    box.setCursorPosition(1)
    edited: list[str] = []
    box.textEdited.connect(edited.append)
    card = asked(qtbot, box)
    typed(card, "龙天")
    assert card.about.text() == "䶮    9 画  龙部  龙＋天  yan  U+4DAE"
    QTest.keyClick(card.line, Qt.Key.Key_Return)
    assert (box.text(), edited) == ("王䶮明", ["王䶮明"])


def test_arrows_choose_in_the_grid_and_typing_goes_back(qtbot: QtBot, box: NameBox) -> None:
    card = asked(qtbot, box)
    typed(card, "木木")
    QTest.keyClick(card.line, Qt.Key.Key_Down)
    QTest.keyClick(card.grid, Qt.Key.Key_Right)
    QTest.keyClick(card.grid, Qt.Key.Key_Down)
    chosen = card.grid.current()
    assert chosen is card.grid.glyphs[12]
    QTest.keyClick(card.grid, Qt.Key.Key_Up)
    QTest.keyClick(card.grid, Qt.Key.Key_Up)  # out of the first row
    assert card.line.hasFocus() or card.focusWidget() is card.line
    QTest.keyClick(card.line, Qt.Key.Key_Down)
    QTest.keyClick(card.grid, Qt.Key.Key_6)
    assert card.line.text() == "木木6"
    assert card.focusWidget() is card.line


def test_nothing_found_says_so_and_enter_does_nothing(qtbot: QtBot, box: NameBox) -> None:
    card = asked(qtbot, box)
    assert "部件" in card.about.text()
    typed(card, "99画")
    assert card.about.text().startswith("没有这样的字")
    QTest.keyClick(card.line, Qt.Key.Key_Return)
    assert card.isVisible()
    QTest.keyClick(card.line, Qt.Key.Key_Escape)
    assert (card.isVisible(), box.text()) == (False, "")


def test_enter_belongs_to_the_word_being_composed(qtbot: QtBot, box: NameBox) -> None:
    card = asked(qtbot, box)
    typed(card, "龙")
    QApplication.sendEvent(card.line, QInputMethodEvent("tian", []))
    QTest.keyClick(card.line, Qt.Key.Key_Return)
    assert (card.isVisible(), box.text()) == (True, "")


def test_the_mouse_may_do_it_too(qtbot: QtBot, box: NameBox) -> None:
    buttons = cast("list[QToolButton]", box.findChildren(QToolButton))
    assert sorted(button.accessibleName() for button in buttons) == ["找字 Ctrl+J", "间隔号 Alt+."]
    next(b for b in buttons if "找字" in b.accessibleName()).click()
    card = card_over(qtbot, box)
    typed(card, "火火火")
    at = card.grid.rect().topLeft()
    at.setX(at.x() + 10)
    at.setY(at.y() + 10)
    QTest.mouseDClick(card.grid, Qt.MouseButton.LeftButton, pos=at)
    assert box.text() == "焱"


def test_the_dot_by_key_and_by_button(box: NameBox) -> None:
    QTest.keyClicks(box, "a")
    QTest.keyClick(box, Qt.Key.Key_Period, ALT)
    buttons = cast("list[QToolButton]", box.findChildren(QToolButton))
    next(b for b in buttons if "间隔号" in b.accessibleName()).click()
    assert box.text() == "a··"


def test_from_the_list_and_from_all_commands(qtbot: QtBot, frame: Frame) -> None:
    """Without a line it goes to the search box; F10 offers it too."""
    page = frame.view("3").view().list
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_J, CTRL)
    card = card_over(qtbot, frame)
    typed(card, "方方土")
    QTest.keyClick(card.line, Qt.Key.Key_Return)
    assert page.search.text() == "堃"
    page.search.clear()
    frame.activateWindow()  # as the system does when a dialog closes
    qtbot.waitUntil(page.search.hasFocus)
    QTest.keyClick(page.search, Qt.Key.Key_F10)
    commands = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CommandList))
    QTest.keyClicks(commands.line, "zhaozi")
    QTest.keyClick(commands.line, Qt.Key.Key_Return)
    typed(card_over(qtbot, frame), "明空")
    QTest.keyClick(card_over(qtbot, frame).line, Qt.Key.Key_Return)
    assert page.search.text() == "曌"
