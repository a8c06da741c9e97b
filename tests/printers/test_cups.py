from __future__ import annotations

from pathlib import Path

import pytest

from partyservice.kernel.errors import Invalid, Refused
from partyservice.kernel.fields import Field
from partyservice.printers.cups import Cups
from partyservice.printers.service import Order, PageRange, Pages, Printer, Report, State
from tests.cupsd import PrintShop

PAGES = Field(label="页码", kind=PageRange())
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 400


def test_the_printers_of_the_machine_are_named(shop: PrintShop) -> None:
    found = sorted(shop.cups.printers(), key=lambda printer: printer.name)

    assert found == [Printer(name="empty"), Printer(name="paper", usual=True)]


def test_what_is_printed_is_the_finished_file_byte_by_byte(shop: PrintShop) -> None:
    order = Order(printer="paper", title="党员花名册 2026年10月", copies=2, both_sides=True)

    job = shop.cups.submit(PDF, order)
    shop.wait(lambda: shop.cups.report(job, "paper") == Report(State.DONE))

    assert shop.printed().count(PDF) == 1


def test_a_printer_without_paper_stops_and_says_so(shop: PrintShop) -> None:
    job = shop.cups.submit(PDF, Order(printer="empty", title="名册"))

    shop.wait(lambda: shop.cups.report(job, "empty").state is State.STOPPED)
    stopped = next(each for each in shop.cups.printers() if each.name == "empty")

    assert stopped.trouble
    shop.cups.cancel(job)
    assert shop.cups.report(job, "empty") == Report(State.DONE)


def test_a_printer_that_is_gone_refuses_with_a_sentence(shop: PrintShop) -> None:
    with pytest.raises(Refused, match=r"没有收下.*数据没有改动"):
        shop.cups.submit(PDF, Order(printer="nobody", title="名册"))


@pytest.mark.parametrize("title", ["--help", "-d empty", "名册；rm -rf /", "“引号”\n第二行"])
def test_a_title_is_never_taken_for_a_command(shop: PrintShop, title: str) -> None:
    job = shop.cups.submit(PDF, Order(printer="paper", title=title))

    assert job.startswith("paper-")


def test_without_a_service_there_is_no_printer_and_a_sentence(tmp_path: Path) -> None:
    nowhere = Cups(str(tmp_path / "nobody"))

    assert not nowhere.printers()
    with pytest.raises(Refused, match=r"没有打印：.*没有打印机.*另存 PDF"):
        nowhere.submit(PDF, Order(printer="paper", title="名册"))


def test_without_the_commands_there_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert not Cups().printers()
    with pytest.raises(Refused, match="没有打印服务"):
        Cups().submit(PDF, Order(printer="paper", title="名册"))


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", None),
        ("全部", None),
        ("3", Pages(3, 3)),
        (" 3 - 7 ", Pages(3, 7)),
        ("3至7", Pages(3, 7)),
    ],
)
def test_pages_as_people_write_them(text: str, pages: Pages | None) -> None:
    assert PAGES.parse(text) == pages


@pytest.mark.parametrize("text", ["0", "7-3", "三", "1,3", "-2", "1-"])
def test_pages_that_cannot_be(text: str) -> None:
    with pytest.raises(Invalid, match="页码："):
        PAGES.parse(text)
