"""What the tests of printing need: rosters with good defaults, and the texts of a PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2

from partyservice.printing.sheet import Column, Section, Sheet

COMMON = Path(__file__).with_name("common_characters.txt").read_text(encoding="utf-8").split()
RARE = "㛃䶮𬱖𫖯𬭎𣲗𠅤𪻐𬍛𰻝喆堃犇赟璟翀昇·"

COLUMNS = (
    Column(label="序号", width=9, align="centre"),
    Column(label="姓名", width=18),
    Column(label="出生年月", width=16, align="centre"),
    Column(label="流出地(省市县)", width=60),
    Column(label="人数", width=14, align="right"),
)
SIGNED = ("填表人", "审核人", "负责人", "报出日期")


def people(count: int, first: int = 1, town: str = "四川省成都市武侯区") -> list[tuple[str, ...]]:
    return [(str(n), f"王{n:04}", "1985.03", town, "1") for n in range(first, first + count)]


def section(rows: Sequence[Sequence[str]], **more: object) -> Section:
    return replace(Section(rows=iter(rows), count=len(rows)), **more)  # type: ignore[arg-type]


def sheet(*parts: Section, **more: object) -> Sheet:
    plain = Sheet(
        code="F05",
        title="青石镇党员服务中心流出党员花名册",
        left="填报单位(盖章)：中共青石镇委员会",
        middle="统计月份：2026年10月",
        right="单位：人",
        columns=COLUMNS,
        sections=parts,
        signatures=SIGNED,
        printed="打印人 王芳",
        note="内部资料 注意保管",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page without white space, in the order in which it was drawn."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    document.close()
    return texts
