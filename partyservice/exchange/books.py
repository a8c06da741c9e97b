"""Books: a workbook written row by row, whole or not at all; texts stay texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from partyservice.exchange.sheets import Cell, Merged
from partyservice.kernel.files import replaced_whole

BORDERED = {"border": 1, "valign": "vcenter", "text_wrap": True}
TEXT, DAY, MOMENT = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # in the name of a sheet
LONGEST_NAME = 31
A4 = 9


class Page:
    """One sheet being written, from the top down: what is above the current row is fixed."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.sheet = sheet
        self.row = 0
        self._book = book
        self._taken: set[tuple[int, int]] = set()

    def line(self, cells: Sequence[Cell], looks: Callable[[int], dict[str, Any]]) -> None:
        """Write the next row; `looks` gives the look of each column."""
        for column, cell in enumerate(cells):
            self._write(column, cell, looks(column))
        self.row += 1

    def banner(self, text: str, columns: int, look: dict[str, Any]) -> None:
        """Write the next row as one text across `columns`."""
        self.merge(Merged(self.row, 0, self.row, columns - 1))
        self.line([text] + [""] * (columns - 1), lambda _column: look)

    def merge(self, area: Merged) -> None:
        """Show `area` as one cell, unless it is one or overlaps another: Excel calls that damage.

        The cells are written by `line`: merge_range would write those of the rows below at once,
        and with constant_memory there is no way back to the current row.
        """
        cells = {
            (row, column)
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }
        if len(cells) > 1 and not cells & self._taken:
            self._taken |= cells
            self.sheet.merge.append([area.top, area.left, area.bottom, area.right])

    def _write(self, column: int, cell: Cell, look: dict[str, Any]) -> None:
        sheet, row, form = self.sheet, self.row, self._book.form
        match cell:
            case None | "":
                sheet.write_blank(row, column, None, form(look, TEXT))
            case bool():
                sheet.write_boolean(row, column, cell, form(look))
            case datetime() if cell.year >= 1900:
                sheet.write_datetime(row, column, cell.replace(tzinfo=None), form(look, MOMENT))
            case date() if cell.year >= 1900:
                sheet.write_datetime(row, column, cell, form(look, DAY))
            case int() | float() if isfinite(cell):
                sheet.write_number(row, column, cell, form(look))
            case _:
                sheet.write_string(row, column, str(cell), form(look, TEXT))


@dataclass(slots=True)
class Book:
    """A workbook being written."""

    _book: Any
    _forms: dict[tuple[object, ...], Any]
    _names: set[str]

    def page(self, name: str) -> Page:
        """Begin the next sheet, under a name that Excel takes and no other sheet has."""
        return Page(self, self._book.add_worksheet(self._free_name(name)))

    def form(self, look: dict[str, Any], numbers: str = "General") -> Any:
        """Return the one format with this look and this form of numbers."""
        key = (numbers, *look.items())
        if key not in self._forms:
            self._forms[key] = self._book.add_format({"num_format": numbers, **look})
        return self._forms[key]

    def _free_name(self, name: str) -> str:
        plain = FORBIDDEN.sub("_", name).strip().strip("'")[:LONGEST_NAME] or "表"
        free, number = plain, 1
        while free.casefold() in self._names or free.casefold() == "history":
            number += 1
            free = f"{plain[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        self._names.add(free.casefold())
        return free


@contextmanager
def book_at(path: Path) -> Iterator[Book]:
    """Give a workbook that replaces `path` when all went well; raise Refused if it cannot."""
    with (
        replaced_whole(path) as file,
        TemporaryDirectory(prefix="partyservice-", ignore_cleanup_errors=True) as aside,
    ):
        options = {
            "constant_memory": True,
            "tmpdir": aside,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(file, options)
        try:
            yield Book(book, {}, set())
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def set_up(page: Page, heading: range, widths: Iterable[float]) -> None:
    """Set widths, and print on A4 landscape: one page wide, the heading on each, pages numbered."""
    sheet = page.sheet
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    if heading:
        sheet.repeat_rows(heading[0], heading[-1])
        sheet.freeze_panes(heading[-1] + 1, 0)
