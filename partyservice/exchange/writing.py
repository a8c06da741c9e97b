"""Writing: rosters as spreadsheets, and the rows an import held back, to be corrected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from unicodedata import east_asian_width

from partyservice.exchange.books import A4, BORDERED, Book, Look, Page, book_at, set_up
from partyservice.exchange.sheets import Cell, Merged

PROBLEM_HEADING = "问题"
TITLE = Look(bold=True, font_size=16, align="center", valign="vcenter")
SUBTITLE = Look(valign="vcenter")
HEADING = BORDERED.but(bold=True, align="center", bg_color="#E7E6E6")
SECTION = BORDERED.but(bold=True, bg_color="#F2F2F2")
FOOT = Look(text_wrap=True, valign="top")
BAD = BORDERED.but(bg_color="#FFFF00")
REASON = BORDERED.but(font_color="#C00000")
REASON_WIDTH = 60.0  # letters
MEASURED = 50  # rows that decide the widths of a returned sheet


@dataclass(frozen=True, slots=True)
class Section:
    """A line between rows, across all columns."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sheet of a roster; its rows are taken one by one."""

    name: str
    title: Sequence[str] = ()
    heading: Sequence[str]
    widths: Sequence[float]  # letters
    rows: Iterable[Sequence[Cell] | Section]
    foot: Sequence[str] = ()
    paper: int = A4


@dataclass(frozen=True, slots=True)
class Held:
    """A row held back, as it was read; `bad` are its columns with a problem, from 0."""

    cells: Sequence[Cell]
    reasons: Sequence[str]
    bad: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What goes back of one sheet: its rows down to the heading as they were, and the held ones."""

    name: str
    heading: Sequence[Sequence[Cell]]
    merged: Sequence[Merged] = ()
    rows: Iterable[Held]


def write_table(path: Path, parts: Iterable[Part], *, sample: bool = False) -> None:
    """Write a roster, a sheet a part; what is a text stays one, so no ID number loses a digit.

    `path` is replaced whole or not at all; raise Refused if it cannot be written.
    """
    with book_at(path, sample=sample) as book:
        for part in parts:
            _write_part(book, part)


def write_returned(path: Path, sheets: Iterable[Returned], *, sample: bool = False) -> None:
    """Write the rows an import held back, to be corrected there and imported again.

    Cells keep what they are (text, number, date); cells with a problem are yellow; the last column,
    问题, says why. An earlier column of that name is replaced. `path` is replaced whole or not at
    all; raise Refused if it cannot be written.
    """
    with book_at(path, sample=sample) as book:
        for sheet in sheets:
            _write_back(book, sheet)


def _write_part(book: Book, part: Part) -> None:
    page, columns = book.page(part.name), len(part.heading)
    top = len(part.title)
    set_up(page, range(top, top + 1), part.widths, part.paper)
    for number, line in enumerate(part.title):
        page.banner(line, columns, SUBTITLE if number else TITLE)
    page.line(part.heading, lambda _column: HEADING)
    for row in part.rows:
        if isinstance(row, Section):
            page.banner(row.text, columns, SECTION)
        else:
            page.line(row, lambda _column: BORDERED)
    for line in part.foot:
        page.banner(line, columns, FOOT)


def _write_back(book: Book, sheet: Returned) -> None:
    page, rows = book.page(sheet.name), iter(sheet.rows)
    first = list(islice(rows, MEASURED))
    width = max(map(len, chain(sheet.heading, (held.cells for held in first))), default=0)
    last = [str(cell).strip() for cell in sheet.heading[-1]] if sheet.heading else []
    column = last.index(PROBLEM_HEADING) if PROBLEM_HEADING in last else width
    widths = [_width(place, sheet.heading[-1:], first) for place in range(width)]
    set_up(page, range(len(sheet.heading)), [*widths[:column], REASON_WIDTH, *widths[column + 1 :]])
    _write_heading(page, sheet, column)
    for held in chain(first, rows):
        reasons = "；".join(reason.rstrip("。；") for reason in held.reasons)
        page.line(_with(held.cells, column, reasons), _looks(held, column))


def _write_heading(page: Page, sheet: Returned, column: int) -> None:
    height = len(sheet.heading)
    for area in sheet.merged:
        if area.bottom < height:
            page.merge(area)
    for number, cells in enumerate(sheet.heading, 1):
        above = _with(cells, column, PROBLEM_HEADING) if number == height else cells
        page.line(above, lambda _column: HEADING)


def _with(cells: Sequence[Cell], column: int, text: str) -> list[Cell]:
    """Return the cells with `text` in `column`, filled up with blanks as far as needed."""
    row = [*cells, *[""] * (column + 1 - len(cells))]
    row[column] = text
    return row


def _looks(held: Held, column: int) -> Callable[[int], Look]:
    def look(place: int) -> Look:
        if place == column:
            return REASON
        return BAD if place in held.bad else BORDERED

    return look


def _width(column: int, heading: Sequence[Sequence[Cell]], rows: Sequence[Held]) -> float:
    """Return a width in letters, a Chinese one counting two, that shows most of what is there."""
    cells = [row[column] for row in heading if column < len(row)]
    cells += [held.cells[column] for held in rows if column < len(held.cells)]
    longest = max((_letters(str(cell)) for cell in cells if cell is not None), default=0)
    return min(40.0, max(8.0, longest + 2.0))


def _letters(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
