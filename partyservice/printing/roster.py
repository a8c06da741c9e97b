"""Roster: draws a Sheet: heading, repeated header row, rows, totals, signatures and footers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import accumulate, groupby
from typing import BinaryIO

from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Progress, Quiet
from partyservice.printing.cells import ROW, Row, height_of
from partyservice.printing.cover import draw_cover
from partyservice.printing.flow import Flow, Item
from partyservice.printing.heading import LINE, Heading
from partyservice.printing.paper import Drawing, Layer, Paper
from partyservice.printing.sheet import Section, Sheet
from partyservice.printing.typesetting import MM

_SIGN = 22.0  # mm: the names are written by hand, and the seal lies over the date
_FOOT_LINES = 12  # at most in one box, so that it fits on any page


def draw(sheet: Sheet, progress: Progress | None = None) -> bytes:
    """Return the roster as a PDF; raise Refused if no font has one of its characters.

    `progress` hears of each page, and may raise Cancelled.
    """
    out = BytesIO()
    write(sheet, out, progress)
    return out.getvalue()


def write(sheet: Sheet, out: BinaryIO, progress: Progress | None = None) -> int:
    """Write the roster as a PDF and return its pages; raise Refused before anything is written."""
    return _Roster(sheet, progress or Quiet()).write(out)


def draw_first(sheet: Sheet, most: int) -> tuple[bytes, bool]:
    """Return the first pages as a PDF, at most `most`, and whether they are all."""
    out, roster = BytesIO(), _Roster(sheet, Quiet(), most)
    roster.write(out)
    return out.getvalue(), roster.whole


class _EnoughError(Exception):
    """As many pages are drawn as are wanted now."""


class _Roster:
    def __init__(self, sheet: Sheet, progress: Progress, most: int = 0) -> None:
        self._sheet, self._progress = sheet, progress
        self._most, self._turned = most, 0
        self.whole = True
        self._paper = Paper(sheet.title, sheet.size, sheet.code, sample=sheet.sample)
        self._heading = Heading(sheet, self._paper)
        self._body = self._paper.style(9)
        wide = sum(column.width for column in sheet.columns)
        if wide > self._heading.width + 0.01:
            raise ValueError(f"columns are {wide:g} mm wide, paper has {self._heading.width:g}")
        self._row = Row(sheet.columns, (self._paper.width - wide) / 2, self._body)
        self._flow = Flow(self._page)
        self._head: list[Layer] = []
        self._top = 0.0  # where the first row begins on a page
        self._grids: dict[tuple[float, int], Layer] = {}

    def write(self, out: BinaryIO) -> int:
        try:
            self._draw()
        except _EnoughError:
            self.whole = False
        return self._paper.write(out, self._heading.stamp if self.whole else self._heading.number)

    def _draw(self) -> None:
        if self._sheet.cover:
            draw_cover(self._sheet.cover, self._paper, self._heading)
        begun = False
        for section in self._sheet.sections:
            if begun and section.page_break:
                self._sign()
            if section.page_break or not begun:
                self._begin(section.title if section.page_break else "")
            if section.title and not section.page_break:
                self._flow.put(self._band(section.title))
            begun = True
            self._put(section)
        if not begun:
            self._begin("")
            self._flow.put(self._nothing())
        self._sign()
        self._flow.end()

    def _begin(self, title: str) -> None:
        self._flow.end()
        head, self._top = self._heading.layer(title, self._row.edges)
        self._head = [head]
        self._flow.begin(self._heading.bottom - self._top)

    def _put(self, section: Section) -> None:
        """Put the rows and totals of a section; raise ValueError if their number is not as said."""
        given = self._put_rows(section.rows)
        if given != section.count:
            raise ValueError(f"{section.title}: {given} rows, {section.count} were announced")
        if not given:
            self._flow.put(self._nothing())
        lines = self._wrapped(section.foot)
        for start in range(0, len(lines), _FOOT_LINES):
            self._flow.put(self._foot(lines[start : start + _FOOT_LINES]))

    def _put_rows(self, rows: Iterable[Sequence[str]]) -> int:
        row, put, given = self._row, self._flow.put, 0
        for texts in rows:
            given += 1
            operators = row.operators(texts)
            height = row.height(texts)
            if height > self._heading.bottom - self._top:
                raise Refused(
                    f"第 {texts[0]} 行的文字太长，一页放不下。没有打印，档案没有改动。"
                    "请缩短后再打印。"
                )
            put(Item(height, operators))
        return given

    def _wrapped(self, lines: Sequence[str]) -> list[str]:
        room = (self._row.edges[-1] - self._row.edges[0] - 4) * MM
        style = self._paper.style(LINE)
        return [piece for line in lines for piece in style.wrap(line, room)]

    def _foot(self, lines: Sequence[str]) -> Item:
        style, left = self._paper.style(LINE), self._row.edges[0] + 2

        def drawn(drawing: Drawing, y: float) -> None:
            for number, line in enumerate(lines):
                drawing.text(left, y + 5.3 + 5 * number, line, style)

        return Item(max(ROW, 5 * len(lines) + 3), draw=drawn, keeps=True)

    def _nothing(self) -> Item:
        middle = (self._row.edges[0] + self._row.edges[-1]) / 2

        def drawn(drawing: Drawing, y: float) -> None:
            drawing.text(middle, y + ROW / 2 + 1.2, self._sheet.empty, self._body, "centre")

        return Item(ROW, draw=drawn)

    def _band(self, title: str) -> Item:
        left, right = self._row.edges[0], self._row.edges[-1]
        style = self._paper.style(9, heading=True)
        lines = style.wrap(title, (right - left - 4) * MM)
        height = height_of(len(lines))

        def drawn(drawing: Drawing, y: float) -> None:
            drawing.fill(left, y, right - left, height, 0.95)
            for number, line in enumerate(lines):
                drawing.text(left + 2, y + 5.2 + 3.7 * number, line, style)

        return Item(height, draw=drawn, leads=True)

    def _sign(self) -> None:
        """Put the line of signatures, each with a rule to write on."""
        labels = self._sheet.signatures
        if not labels:
            return
        style, left = self._paper.style(LINE), self._row.edges[0]
        each = (self._row.edges[-1] - left) / len(labels)

        def drawn(drawing: Drawing, y: float) -> None:
            for number, label in enumerate(labels):
                x = left + number * each
                drawing.text(x, y + 13, f"{label}：", style)
                begin = x + style.width(f"{label}：") / MM + 1
                drawing.lines([(begin, y + 14, x + each - 6, y + 14)])

        self._flow.put(Item(_SIGN, draw=drawn, boxed=False, keeps=True))

    def _page(self, items: list[Item]) -> None:
        """Turn a page with these items."""
        if self._most and self._turned >= self._most:
            raise _EnoughError
        self._turned += 1
        self._progress.step(self._turned, 0)
        drawing = self._paper.drawing()
        if all(item.draw is None and item.height == ROW for item in items):
            self._rows(drawing, items, self._top)
            grid = self._grid(len(items))
            self._paper.turn(*self._head, grid, self._paper.layer(drawing))
            return
        y, start = self._top, 0
        for place, item in enumerate(items):
            if item.draw:
                self._rows(drawing, items[start:place], y)
                y += sum(each.height for each in items[start:place])
                item.draw(drawing, y)
                y, start = y + item.height, place + 1
        self._rows(drawing, items[start:], y)
        self._lines(drawing, items)
        self._paper.turn(*self._head, self._paper.layer(drawing))

    def _rows(self, drawing: Drawing, items: Sequence[Item], top: float) -> None:
        """Draw rows as one text, the first with its upper edge at `top`."""
        if not items:
            return
        middle = (self._paper.height - top + ROW / 2) * MM - 0.38 * self._body.points
        parts = [f"BT{self._body.start} 1 0 0 1 {self._row.start:.2f} {middle:.2f} Tm "]
        before = ROW
        for item in items:
            more = round(((before + item.height) / 2 - ROW) * MM, 2)
            parts.append(f"0 {-more:.2f} Td {item.operators}" if more else item.operators)
            before = item.height
        drawing.operators.append("".join(parts) + "ET")

    def _grid(self, rows: int) -> Layer:
        key = self._top, rows
        if key not in self._grids:
            drawing = self._paper.drawing()
            self._lines(drawing, [Item(ROW)] * rows)
            self._grids[key] = self._paper.layer(drawing)
        return self._grids[key]

    def _lines(self, drawing: Drawing, items: Sequence[Item]) -> None:
        """Draw the lines around and between cells: a grid for each run of rows or other boxes."""
        edges, y = self._row.edges, self._top
        boxed = [item for item in items if item.boxed]
        for other, run in groupby(boxed, lambda item: item.draw is not None):
            ys = list(accumulate((item.height for item in run), initial=y))
            drawing.grid([edges[0], edges[-1]] if other else edges, ys)
            y = ys[-1]
