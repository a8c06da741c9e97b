"""Invented: what a sample office wrote is known again, and not read into a live one."""

from __future__ import annotations

from collections.abc import Sequence

from partyservice.exchange.sheets import Row, SheetLike
from partyservice.kernel.errors import Refused
from partyservice.printing.sheet import SAMPLE

TITLES = 3  # rows that may stand above the heading of a roster


def refuse_invented(sheet: SheetLike, top: Sequence[Row], *, sample: bool) -> None:
    """Raise Refused for a workbook with the property of a sample, or a list with its mark on top.

    A `sample` office itself takes both.
    The property is lost where a workbook is saved as text; the mark stands in a cell.
    """
    marked = any(SAMPLE in cell for row in top[:TITLES] for cell in row if isinstance(cell, str))
    if not sample and (sheet.sample or marked):
        raise Refused(
            "这个文件来自演示中心，里面的人是虚构的。没有读入任何内容，档案没有改动。"
            "请选真实的表格；要练习导入，请先打开演示中心。"
        )
