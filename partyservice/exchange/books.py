"""Books: a workbook written row by row, whole or not at all; texts stay texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from partyservice.exchange.frames import SAMPLE_PROPERTY
from partyservice.exchange.sheets import Cell, Merged
from partyservice.kernel.files import replaced_whole
from partyservice.printing.sheet import SAMPLE

TEXT, DAY, MOMENT = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
FORMULA, BLANK = frozenset("=+-@＝＋－＠|%'"), " \t\r\n\u3000"  # what a program may calculate
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # in the name of a sheet
LONGEST_NAME = 31
A4, A3 = 9, 8  # as Excel counts them


class Sink:
    """A file for the packing of a workbook; when that is over, it takes the rest in silence.

    Else what was half packed on a full disk would be packed once more, and fail aloud, when it is
    let go.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._over = file, False

    def write(self, data: bytes) -> int:
        """Write `data`."""
        return self._or_nothing(self._file.write, data) or len(data)

    def flush(self) -> None:
        """Hand to the system what was written."""
        self._or_nothing(self._file.flush)

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._or_nothing(self._file.seek, place, whence) or 0

    def tell(self) -> int:
        """Return the place."""
        return self._or_nothing(self._file.tell) or 0

    def end(self) -> None:
        """Take nothing more."""
        self._over = True

    def _or_nothing(self, act: Callable[..., Any], *given: object) -> Any:
        return None if self._over else act(*given)


class Look:
    """How a cell looks; the same look is the same object, so that a cell finds its format fast."""

    __slots__ = ("about",)

    def __init__(self, **about: object) -> None:
        self.about = about

    def but(self, **more: object) -> Look:
        """Return another look that differs in `more`."""
        return Look(**{**self.about, **more})


BORDERED = Look(border=1, valign="vcenter", text_wrap=True)


class Page:
    """One sheet being written, from the top down: what is above the current row is fixed."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.sheet = sheet
        self.row = 0
        self.book = book
        self._taken: set[tuple[int, int]] = set()

    def line(self, cells: Sequence[Cell], looks: Callable[[int], Look]) -> None:
        """Write the next row; `looks` gives the look of each column."""
        for column, cell in enumerate(cells):
            self._write(column, cell, looks(column))
        self.row += 1

    def remark(self, column: int, words: str) -> None:
        """Let a cell of the next row say something when the mouse is over it."""
        self.sheet.write_comment(self.row, column, words, {"x_scale": 2})

    def banner(self, text: str, columns: int, look: Look) -> None:
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

    def _write(self, column: int, cell: Cell, look: Look) -> None:
        sheet, row, form = self.sheet, self.row, self.book.form
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, form(look, TEXT))
        elif isinstance(cell, str):
            quoted = cell.lstrip(BLANK)[:1] in FORMULA
            sheet.write_string(row, column, cell, form(look, TEXT, quoted=quoted))
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, form(look))
        elif isinstance(cell, date):
            self._write_day(column, cell, look)
        elif isfinite(cell):
            sheet.write_number(row, column, cell, form(look))
        else:
            sheet.write_string(row, column, str(cell), form(look, TEXT))

    def _write_day(self, column: int, day: date, look: Look) -> None:
        sheet, row, form = self.sheet, self.row, self.book.form
        if day.year < 1900:  # before a spreadsheet's first day
            sheet.write_string(row, column, str(day), form(look, TEXT))
        elif isinstance(day, datetime):
            sheet.write_datetime(row, column, day.replace(tzinfo=None), form(look, MOMENT))
        else:
            sheet.write_datetime(row, column, day, form(look, DAY))


@dataclass(slots=True)
class Book:
    """A workbook being written."""

    _book: Any
    _forms: dict[tuple[Look, str, bool], Any]
    _names: set[str]
    sample: bool = False

    def page(self, name: str) -> Page:
        """Begin the next sheet, under a name that Excel takes and no other sheet has."""
        return Page(self, self._book.add_worksheet(self._free_name(name)))

    def form(self, look: Look, numbers: str = "General", *, quoted: bool = False) -> Any:
        """Return the one format with this look and this form of numbers.

        What is `quoted` stays a text even when somebody edits the cell.
        """
        found = self._forms.get((look, numbers, quoted))
        if found is None:
            about = {"num_format": numbers, "quote_prefix": quoted, **look.about}
            found = self._forms[look, numbers, quoted] = self._book.add_format(about)
        return found

    def _free_name(self, name: str) -> str:
        plain = FORBIDDEN.sub("_", name).strip().strip("'")[:LONGEST_NAME] or "表"
        free, number = plain, 1
        while free.casefold() in self._names or free.casefold() == "history":
            number += 1
            free = f"{plain[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        self._names.add(free.casefold())
        return free


@contextmanager
def book_at(path: Path, *, sample: bool = False) -> Iterator[Book]:
    """Give a workbook that replaces `path` when all went well; raise Refused if it cannot.

    One of a `sample` office bears a property by which an import knows it.
    """
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
        sink = Sink(file)
        book = xlsxwriter.Workbook(sink, options)
        if sample:
            book.set_custom_property(SAMPLE_PROPERTY, value=True)
        try:
            yield Book(book, {}, set(), sample)
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        finally:
            sink.end()
            for sheet in book.worksheets():
                with suppress(OSError):  # of a full disk: the reason was told already
                    sheet.row_data_fh.close()


def set_up(page: Page, heading: range, widths: Iterable[float], paper: int = A4) -> None:
    """Set widths, and print landscape: one page wide, the heading on each, pages numbered."""
    sheet = page.sheet
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    if page.book.sample:
        sheet.set_header(f"&R{SAMPLE}")
    if heading:
        sheet.repeat_rows(heading[0], heading[-1])
        sheet.freeze_panes(heading[-1] + 1, 0)
