"""Child: reads one spreadsheet, within limits, and sends its rows to the parent.

It runs in a process of its own (`main.py --read-sheet PATH LIMITS`), since a stranger's file may
take all memory or all time. Whatever is not foreseen here ends the process, and the parent has a
sentence for that. Sheets that are hidden are left out; rows that are hidden are read, because a
filter hides people without meaning to take them away.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from partyservice.exchange.blocks import packed
from partyservice.exchange.contents import Format, format_of, of_sample, reason
from partyservice.exchange.frames import (
    BLOCK,
    FAILED,
    FINISHED,
    LIMITS,
    SHEET,
    Limits,
    Unreadable,
    frame,
    told,
)
from partyservice.exchange.sheets import address
from partyservice.exchange.texts import text_at
from partyservice.kernel.limits import confine

BLOCK_ROWS, BLOCK_CELLS = 2_000, 200_000  # the less of both
MERGED_ROWS, MERGED_MOST = 50, 1_000  # merged cells matter in the heading only
PANIC = "pyo3_runtime"  # where the exception of a panicking extension lives
TOO_MUCH = told(FAILED, kind="memory")  # made while there is memory


def child(argv: Sequence[str]) -> int:
    """Read the file argv[0] within the limits argv[1] (JSON); speak frames on stdout."""
    limits = Limits(**json.loads(argv[1])) if len(argv) > 1 else LIMITS
    confine(limits.memory, limits.cpu)
    gc.disable()  # nothing here is a circle, and looking for circles takes a tenth of the time
    out = sys.stdout.buffer
    try:
        for piece in _frames(Path(argv[0]), limits):
            out.write(piece)
        out.write(told(FINISHED))
    except Unreadable as problem:
        out.write(told(FAILED, kind=problem.kind, **problem.details))
    except MemoryError:
        out.write(TOO_MUCH)
    except BaseException as error:  # a panic of calamine is no Exception, but it is the file's
        if type(error).__module__ != PANIC:
            raise
        out.write(told(FAILED, kind="damaged"))
    out.flush()
    return 0


def _frames(path: Path, limits: Limits) -> Iterator[bytes]:
    try:
        yield from {Format.TEXT: _text, Format.BOOK: _book}[format_of(path, limits)](path, limits)
    except OSError as error:
        raise reason(error) from error
    except CalamineError as error:
        raise Unreadable("damaged") from error


def _book(path: Path, limits: Limits) -> Iterator[bytes]:
    # not from_path, which goes by the name
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        seen = [
            (number, about.name)
            for number, about in enumerate(book.sheets_metadata)
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible
        ]
        if len(seen) > limits.sheets:
            raise Unreadable("sheets", most=limits.sheets)
        if len({name for _, name in seen}) < len(seen):
            raise Unreadable("damaged")  # of two sheets with one name, calamine reads one twice
        sample = of_sample(path)
        for number, name in seen:
            sheet = book.get_sheet_by_index(number)
            if sheet.start is not None:
                head = {"name": name, "merged": _merged(sheet), "sample": sample}
                yield from _sheet(head, _rows(sheet), _size(sheet), limits)


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """Give the rows from A1 on; calamine leaves out the blank columns at the left, not the rows."""
    _, left = sheet.start or (0, 0)
    if not left:
        return sheet.iter_rows()
    return ([""] * left + row for row in sheet.iter_rows())


def _size(sheet: CalamineSheet) -> tuple[int, int]:
    """Return how many rows and columns there are, counted from A1."""
    bottom, right = sheet.end or (-1, -1)
    return bottom + 1, right + 1


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    areas = sheet.merged_cell_ranges or []
    return [(*area[0], *area[1]) for area in areas if area[0][0] < MERGED_ROWS][:MERGED_MOST]


def _text(path: Path, limits: Limits) -> Iterator[bytes]:
    text = text_at(path)
    height = width = 0
    for row, record in enumerate(text.records()):
        _refuse_far("", [record[limits.columns :]], row, limits.columns)
        height, width = row + 1, max(width, min(len(record), limits.columns))
    rows = ((record + [""] * (width - len(record)))[:width] for record in text.records())
    yield from _sheet({"name": "", "merged": []}, rows, (height, width), limits)


def _sheet(
    head: dict[str, Any], rows: Iterator[list[Any]], size: tuple[int, int], limits: Limits
) -> Iterator[bytes]:
    """Give the frames of one sheet, none if it is blank, and never blank rows at its end."""
    height, wide = size
    width = min(wide, limits.columns)
    step = max(1, min(BLOCK_ROWS, BLOCK_CELLS // max(wide, 1)))
    first = blank = 0
    while block := list(islice(rows, step)):
        filled = _filled(block)
        if filled:
            if blank == first:
                yield told(SHEET, height=height, width=width, **head)
            _check(head["name"], block[:filled], first, limits)
            yield from _blank(blank, width, step)
            yield from _pieces(block[:filled] if wide <= width else _cut(block[:filled], width))
            blank = 0
        blank += len(block) - filled
        first += len(block)


def _cut(rows: Sequence[list[Any]], width: int) -> list[list[Any]]:
    return [row[:width] for row in rows]


def _filled(block: Sequence[list[Any]]) -> int:
    """Return how many rows there are up to the last that is not blank."""
    filled = len(block)
    while filled and block[filled - 1].count("") == len(block[filled - 1]):
        filled -= 1
    return filled


def _check(name: str, block: Sequence[list[Any]], first: int, limits: Limits) -> None:
    """Raise Unreadable, with the address, if there is anything beyond the limits."""
    width = len(block[0])
    if width > limits.columns:
        _refuse_far(name, [row[limits.columns :] for row in block], first, limits.columns)
    if first + len(block) > limits.rows:
        beyond = max(0, limits.rows - first)
        _refuse_far(name, block[beyond:], first + beyond, 0)


def _refuse_far(name: str, rows: Sequence[list[Any]], top: int, left: int) -> None:
    for row, cells in enumerate(rows, top):
        for column, cell in enumerate(cells, left):
            if cell != "":
                raise Unreadable("far", sheet=name, cell=address(row, column))


def _blank(count: int, width: int, step: int) -> Iterator[bytes]:
    for done in range(0, count, step):
        yield from _pieces([[""] * width] * min(step, count - done))


def _pieces(rows: Sequence[list[Any]]) -> Iterator[bytes]:
    """Give one frame, or several where texts are very long."""
    data = packed(rows)
    if len(data) <= 8 << 20 or len(rows) == 1:
        yield frame(BLOCK, data)
        return
    half = len(rows) // 2
    yield from _pieces(rows[:half])
    yield from _pieces(rows[half:])
