"""Printing from a page: a real print service, a card driven by keys, what became of the job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from partyservice.kernel.errors import Refused
from partyservice.machine import Machine
from partyservice.printers.cups import Cups
from partyservice.printers.service import Order, Pages
from partyservice.printing.roster import draw
from tests.cupsd import PrintShop
from tests.printing.pages import people, section, sheet
from ui.frame import Frame
from ui.parts.drawn_pages import DrawnPages
from ui.parts.printing import Paper, PrintCard, Printing

PDF = b"%PDF-1.4 eight hundred members"
Ask = Callable[..., PrintCard]


@pytest.fixture
def printing(frame: Frame, shop: PrintShop, tmp_path: Path) -> Printing:
    made = Printing(frame.desk, frame, frame.notice, partial(frame.desk.said.emit, "另存"))
    made.service, made.machine = shop.cups, Machine(tmp_path / "settings.json")
    return made


def opened(qtbot: QtBot, printing: Printing, make: Callable[[], bytes] = lambda: PDF) -> PrintCard:
    printing.ask(Paper(document="F07", title="党员花名册", make=make))
    assert printing.card
    qtbot.waitUntil(printing.card.yes.isEnabled)
    return printing.card


def test_enter_in_the_list_prints_on_the_usual_printer_and_it_is_remembered(
    qtbot: QtBot, printing: Printing, shop: PrintShop, frame: Frame
) -> None:
    before = shop.printed().count(PDF)
    card = opened(qtbot, printing)

    QTest.keyClick(card.printers, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shop.printed().count(PDF) == before + 1, timeout=20_000)
    qtbot.waitUntil(lambda: printing.card is None)

    assert frame.toast.accessibleName() == "党员花名册 已交给打印机 paper"
    assert printing.machine.printer("F07") == "paper"


def test_the_printer_chosen_last_is_chosen_again_for_the_same_kind_of_paper(
    qtbot: QtBot, printing: Printing
) -> None:
    printing.machine.keep_printer("F07", "empty")

    card = opened(qtbot, printing)

    assert card.printers.currentItem().text() == "empty"


def test_a_printer_that_stands_still_is_told_with_a_way_on(
    qtbot: QtBot, printing: Printing, frame: Frame
) -> None:
    printing.machine.keep_printer("F07", "empty")
    card = opened(qtbot, printing)

    QTest.keyClick(card, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(frame.notice.isVisible, timeout=20_000)
    assert "empty 停住了" in frame.notice.title.text()
    assert "没有丢" in frame.notice.words.text()


def test_a_service_that_goes_midway_is_told_and_asked_no_more(
    qtbot: QtBot, printing: Printing, frame: Frame
) -> None:
    printing.machine.keep_printer("F07", "empty")
    card = opened(qtbot, printing)
    QTest.keyClick(card, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not printing.card, timeout=20_000)

    printing.service = Cups("/nowhere/at/all")
    printing.look()

    qtbot.waitUntil(frame.notice.isVisible, timeout=20_000)
    assert "看不到印到哪里了" in frame.notice.title.text()
    assert "可能印出来了" in frame.notice.words.text()
    assert not printing._jobs


def test_no_printer_is_a_sentence_and_offers_the_file(
    qtbot: QtBot, printing: Printing, frame: Frame
) -> None:
    printing.service = Cups("/nowhere/at/all")
    printing.ask(Paper(document="F07", title="党员花名册", make=lambda: PDF))
    card = printing.card
    assert card
    qtbot.waitUntil(card.notice.isVisible)

    assert card.notice.title.text() == "这台电脑上没有打印机"
    with qtbot.waitSignal(frame.desk.said, check_params_cb=lambda words: words == "另存"):
        QTest.keyClick(card, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)


def test_pages_that_cannot_be_are_told_at_their_field(
    qtbot: QtBot, printing: Printing, shop: PrintShop
) -> None:
    before = shop.printed().count(PDF)
    card = opened(qtbot, printing)
    card.form.put("print.pages", "7-3")

    QTest.keyClick(card, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert [each.field.label for each in card.form.open_problems()] == ["页码"]
    assert shop.printed().count(PDF) == before


def test_a_paper_that_cannot_be_made_says_why_and_nothing_is_printed(
    qtbot: QtBot, printing: Printing, shop: PrintShop
) -> None:
    def make() -> bytes:
        raise Refused("没有打印：缺一个字。数据没有改动。请先补上。")

    before = len(shop.printed())
    card = opened(qtbot, printing, make)

    QTest.keyClick(card.printers, Qt.Key.Key_Return)
    qtbot.waitUntil(card.notice.isVisible)

    assert card.notice.title.text() == "没有打印：缺一个字"
    assert len(shop.printed()) == before


@pytest.mark.usefixtures("qapp")
def test_where_no_command_prints_the_pages_are_drawn(tmp_path: Path) -> None:
    service = DrawnPages(lambda: _to_file(tmp_path / "out.pdf"))

    service.submit(
        draw(sheet(section(people(50)))), Order(printer="", title="名册", pages=Pages(2, 3))
    )

    printed = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert [page.get_size() for page in printed] == [pytest.approx((842, 595), abs=1)] * 2
    printed.close()


def _to_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer
