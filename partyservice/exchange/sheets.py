"""Sheets: the cells of a spreadsheet as they are: text, number, date or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | float | int | bool | date | datetime | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one, counted from 0, the last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, its first row being row 1 of the spreadsheet; `name` is empty for a text file."""

    name: str
    rows: Sequence[Row]
    merged: tuple[Merged, ...] = ()

    def address(self, row: int, column: int) -> str:
        """Return the bare address, such as D28, of a cell counted from 0."""
        return address(row, column)


def address(row: int, column: int) -> str:
    """Return the bare address, such as D28, of a cell counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
