"""Heading: what stands at the top and the bottom of every page of a roster."""

from __future__ import annotations

from collections.abc import Sequence

from partyservice.printing.paper import Drawing, Layer, Paper
from partyservice.printing.sheet import Sheet
from partyservice.printing.typesetting import MM, Style

SIDE = 12.0  # mm: left, right and lower margin
TOP = 15.0  # mm
LINE = 10.5  # points: sub-line, totals, signatures
_TITLE = 18  # points
_GAP = 5.0  # mm, the least between two texts of a line
_FOOTER = 4.2  # mm from footer line to footer line


class Heading:
    """The title, sub-lines and header row of a sheet, and its footers."""

    def __init__(self, sheet: Sheet, paper: Paper) -> None:
        self._sheet, self._paper = sheet, paper
        self.width = paper.width - 2 * SIDE
        self._small = paper.style(9)
        side = (self.width - self._small.width(sheet.note) / MM) / 2 - _GAP
        self._printed = self._small.wrap(sheet.printed, side * MM)
        self.bottom = paper.height - SIDE - 5.5 - _FOOTER * (len(self._printed) - 1)

    def layer(self, title: str, edges: Sequence[float]) -> tuple[Layer, float]:
        """Return the heading with the section's title and the header row, and where rows begin."""
        drawing = self._paper.drawing()
        y = self.titles(drawing, title)
        y = self._labels(drawing, edges, y + 2)
        self.footers(drawing)
        return self._paper.layer(drawing), y

    def titles(self, drawing: Drawing, section: str = "") -> float:
        """Draw title and sub-lines; return the mm that they reach down to."""
        sheet, big = self._sheet, self._paper.style(_TITLE, heading=True)
        y = TOP - 1.5
        for line in big.wrap(sheet.title, self.width * MM):
            y += 7.5
            drawing.text(self._paper.width / 2, y, line, big, "centre")
        style = self._paper.style(LINE)
        left = "　".join(filter(None, (sheet.left, section)))
        wide = [style.width(text) / MM for text in (left, sheet.middle, sheet.right)]
        y += 7
        if sum(wide) + 2 * _GAP <= self.width:
            self._spread(drawing, y, (left, sheet.middle, sheet.right), style)
            return y + 0.5
        for line in style.wrap(left, self.width * MM):
            drawing.text(SIDE, y, line, style)
            y += 5
        if not (sheet.middle or sheet.right):
            return y - 4.5
        self._spread(drawing, y, ("", sheet.middle, sheet.right), style)
        return y + 0.5

    def footers(self, drawing: Drawing) -> None:
        """Draw who printed it and when, and the note on secrecy."""
        base = self._paper.height - SIDE
        for number, line in enumerate(reversed(self._printed)):
            drawing.text(SIDE, base - _FOOTER * number, line, self._small)
        drawing.text(self._paper.width / 2, base, self._sheet.note, self._small, "centre")

    def stamp(self, drawing: Drawing, page: int, pages: int) -> None:
        """Draw which page of how many."""
        right, base = self._paper.width - SIDE, self._paper.height - SIDE
        drawing.text(right, base, f"第 {page} 页　共 {pages} 页", self._small, "right")

    def number(self, drawing: Drawing, page: int, _pages: int) -> None:
        """Draw which page this is, while nobody knows yet of how many."""
        right, base = self._paper.width - SIDE, self._paper.height - SIDE
        drawing.text(right, base, f"第 {page} 页", self._small, "right")

    def _spread(self, drawing: Drawing, y: float, texts: Sequence[str], style: Style) -> None:
        """Draw three texts of one line: left, in the middle if there is room, right."""
        left, middle, right = (style.width(text) / MM for text in texts)
        begin, end = SIDE + left + _GAP, self._paper.width - SIDE - right - _GAP
        centred = (self._paper.width - middle) / 2
        drawing.text(SIDE, y, texts[0], style)
        drawing.text(max(begin, min(centred, end - middle)), y, texts[1], style)
        drawing.text(self._paper.width - SIDE, y, texts[2], style, "right")

    def _labels(self, drawing: Drawing, edges: Sequence[float], y: float) -> float:
        """Draw the header row at `y` and return its lower edge."""
        style = self._paper.style(9, heading=True)
        labels = [
            style.wrap(column.label, (column.width - 1) * MM) for column in self._sheet.columns
        ]
        height = max(9.0, 3.8 * max(map(len, labels)) + 1.6)
        drawing.fill(edges[0], y, edges[-1] - edges[0], height)
        for place, lines in enumerate(labels):
            middle = (edges[place] + edges[place + 1]) / 2
            first = y + height / 2 + 1.2 - 1.9 * (len(lines) - 1)
            for number, line in enumerate(lines):
                drawing.text(middle, first + 3.8 * number, line, style, "centre")
        drawing.grid(edges, (y, y + height))
        return y + height
