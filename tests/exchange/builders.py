"""Ordinary spreadsheets, and their rows once read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from partyservice.exchange.reading import read_sheets
from partyservice.exchange.sheets import Cell


def book(path: Path, *sheets: Sequence[Sequence[object]], hidden: Sequence[int] = ()) -> Path:
    """Write a workbook with each row of each sheet, from A1 on; the first sheet is shown."""
    options = {"default_date_format": "yyyy-mm-dd", "constant_memory": True}
    with xlsxwriter.Workbook(path, options) as made:
        for number, rows in enumerate(sheets):
            sheet = made.add_worksheet(f"支部{number}")
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
            if number in hidden:
                sheet.hide()
    return path


def rows_of(path: Path) -> Sequence[Sequence[Cell]]:
    (sheet,) = read_sheets(path)
    return sheet.rows
