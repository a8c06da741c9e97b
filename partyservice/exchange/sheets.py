"""Sheets: the cells of a spreadsheet as they are: text, number, date or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

Cell = str | float | int | bool | date | datetime | None
Row = tuple[Cell, ...]
BLOCK_ROWS = 2000  # given at once


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
    sample: bool = False  # a sample office wrote the file

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def blocks(self) -> Iterator[Sequence[Row]]:
        """Give the rows in order, some at a time, as a sheet on its way does."""
        return (self.rows[at : at + BLOCK_ROWS] for at in range(0, len(self.rows), BLOCK_ROWS))

    def address(self, row: int, column: int) -> str:
        """Return the bare address, such as D28, of a cell counted from 0."""
        return address(row, column)


class SheetLike(Protocol):
    """A sheet, in memory or on its way."""

    @property
    def name(self) -> str:
        """How the sheet is called."""

    @property
    def height(self) -> int:
        """The most rows there can be."""

    @property
    def merged(self) -> tuple[Merged, ...]:
        """The cells shown as one."""

    @property
    def sample(self) -> bool:
        """Whether a sample office wrote the file."""

    def blocks(self) -> Iterator[Sequence[Row]]:
        """Give the rows in order, some at a time."""


def address(row: int, column: int) -> str:
    """Return the bare address, such as D28, of a cell counted from 0."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    found, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        found = chr(ord("A") + letter) + found
    return found
