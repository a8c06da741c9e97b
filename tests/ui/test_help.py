from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import ui
from ui.frame import Frame
from ui.parts.help import FOLDER, HelpCard, HelpPage, open_help, page_for, pages
from ui.parts.page import Page
from ui.parts.question import Card
from ui.screens import SCREENS
from ui.welcome import Welcome

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
SHARED = {Card, Page}  # they say nothing of their own


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
        if picture:
            assert (FOLDER / "pictures" / target).is_file(), target
        else:
            assert target in pages(), target


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.name)
def test_a_page_begins_with_a_title_and_what_it_is_for(page: HelpPage) -> None:
    assert page.title
    assert len(page.title) < 12
    assert page.lead.endswith("。")
    assert len(page.lead) < 100


@pytest.mark.parametrize("typed", ["huaming", "hmc", "花名册", "上月底"])
def test_a_page_is_found_by_han_pinyin_and_initials(frame: Frame, typed: str) -> None:
    card = HelpCard("desk", frame)
    card.open_over()

    QTest.keyClicks(card.line, typed) if typed.isascii() else card.line.setText(typed)

    assert card.titles.currentItem().text() == "花名册"
    assert "上月底" in card.browser.toPlainText()


def test_f1_opens_the_page_of_where_one_is_and_esc_closes_it(qtbot: QtBot, frame: Frame) -> None:
    frame.view("8")

    QTest.keyClick(frame, Qt.Key.Key_F1)

    (card,) = cast("list[HelpCard]", frame.findChildren(HelpCard))
    qtbot.waitUntil(card.isActiveWindow)
    assert card.titles.currentItem().text() == "花名册"
    assert open_help(card) is None
    QTest.keyClick(card.line, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_hint_comes_once_and_can_be_put_away(frame: Frame) -> None:
    frame.open(SCREENS[0])
    assert frame.hint.isVisible()

    frame.hint.put_away()
    frame.open(SCREENS[1])
    assert frame.hint.isVisible()
    frame.open(SCREENS[0])

    assert not frame.hint.isVisible()
