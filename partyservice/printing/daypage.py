"""Daypage: one sheet a day that witnesses the journal: signed, it lies outside the computer.

Whoever cuts off, changes or swaps the journal later cannot change what stands on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from partyservice.printing.paper import Drawing, Paper
from partyservice.printing.qr import draw_code
from partyservice.printing.typesetting import MM

A4 = (210.0, 297.0)  # mm
_SIDE, _TOP = 25.0, 28.0
_ROW, _CODE = 7.0, 46.0  # mm
_MOST = 14  # lines of a table; what comes after is counted together
_TITLE, _BODY, _SMALL, _ANCHOR = 20, 11, 9, 15  # points
_WHY = (
    "请负责人签字后存档。以后检查数据时输入上面这一行（或扫描二维码），"
    "日志末尾被去掉、从前的记录被改过、数据文件被换成旧的，都会查出来。本页没有人员信息。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was done on a day, and the newest entry of the journal, as it stands on paper."""

    office: str
    day: date
    by: str
    at: datetime
    kinds: Sequence[tuple[str, int]]
    accounts: Sequence[tuple[str, int]]
    newest: int
    seen_at: str
    anchor: str
    sample: bool = False


def draw_day(day: Day) -> bytes:
    """Return the page as PDF; raise Refused if no font has one of its characters."""
    paper = Paper(f"日志页 {day.day.isoformat()}", A4, sample=day.sample)
    drawing = paper.drawing()
    down = _heading(paper, drawing, day)
    middle = paper.width / 2
    left = _table(paper, drawing, down, _SIDE, "做了什么", day.kinds)
    right = _table(paper, drawing, down, middle + 4, "谁做的", day.accounts)
    _witness(paper, drawing, max(left, right) + 12, day)
    _foot(paper, drawing, day)
    return paper.as_one_page(drawing)


def _heading(paper: Paper, drawing: Drawing, day: Day) -> float:
    """Draw the title and what the page is about; return how far down it reaches."""
    middle, body = paper.width / 2, paper.style(_BODY)
    drawing.text(middle, _TOP, "操作日志当日页", paper.style(_TITLE, heading=True), "centre")
    total = sum(count for _, count in day.kinds)
    drawing.text(_SIDE, _TOP + 14, day.office, body)
    drawing.text(paper.width - _SIDE, _TOP + 14, _chinese(day.day), body, "right")
    words = f"这一天日志新增 {total:,} 条。" if total else "这一天没有新的日志。"
    drawing.text(_SIDE, _TOP + 23, words, body)
    return _TOP + 30


def _table(
    paper: Paper,
    drawing: Drawing,
    top: float,
    left: float,
    heading: str,
    counts: Sequence[tuple[str, int]],
) -> float:
    """Draw counts under a heading; return how far down they reach."""
    wide = paper.width / 2 - _SIDE - 4
    body, bold = paper.style(_BODY), paper.style(_BODY, heading=True)
    drawing.fill(left, top, wide, _ROW)
    drawing.text(left + 2, top + 5, heading, bold)
    down = top + _ROW
    for words, count in _shortened(counts):
        drawing.text(left + 2, down + 5, _fitting(paper, words, wide - 22), body)
        drawing.text(left + wide - 2, down + 5, f"{count:,}", body, "right")
        down += _ROW
        drawing.lines([(left, down, left + wide, down)])
    return down


def _shortened(counts: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    yield from counts[:_MOST]
    if rest := counts[_MOST:]:
        yield f"其他 {len(rest)} 项", sum(count for _, count in rest)


def _fitting(paper: Paper, words: str, wide: float) -> str:
    lines = paper.style(_BODY).wrap(words, wide * MM)
    return lines[0] if len(lines) == 1 else f"{lines[0][:-1]}…"


def _witness(paper: Paper, drawing: Drawing, top: float, day: Day) -> None:
    """Draw the newest entry of the journal, to be typed and to be scanned."""
    body, small = paper.style(_BODY), paper.style(_SMALL)
    code = paper.width - _SIDE - _CODE
    draw_code(drawing, code, top, _CODE, day.anchor)
    drawing.text(_SIDE, top + 8, f"日志到第 {day.newest:,} 条，写于 {day.seen_at}", body)
    drawing.text(_SIDE, top + 20, day.anchor, paper.style(_ANCHOR, heading=True))
    down = top + 30
    for line in small.wrap(_WHY, (code - _SIDE - 6) * MM):
        drawing.text(_SIDE, down, line, small)
        down += 5.2
    down = max(down, top + _CODE) + 24
    for place, words in enumerate(("负责人签字", "日期")):
        left = _SIDE + place * (paper.width - 2 * _SIDE) / 2
        drawing.text(left, down, words, body)
        start = left + body.width(words) / MM + 3
        drawing.lines([(start, down + 1, left + 70, down + 1)])


def _foot(paper: Paper, drawing: Drawing, day: Day) -> None:
    words = f"{day.by} 于 {day.at:%Y-%m-%d %H:%M} 打印"
    drawing.text(_SIDE, paper.height - 15, words, paper.style(_SMALL))


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
