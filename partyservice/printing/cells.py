"""Cells: the operators that draw a column's texts, made once a text and used on every page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import getitem

from partyservice.printing.paper import short
from partyservice.printing.sheet import Align, Column
from partyservice.printing.typesetting import MM, Style

ROW = 8.0  # mm: the least height, enough for two lines
_LEADING = 10.4  # points from line to line at 9 points
_PADDING = 0.6  # mm
_KEPT = 4000  # texts a column


class Row:
    """The columns of a table: `operators` of a row of texts and its `height`.

    Operators move from where the row before, of the least height, left off; so they are the same
    on every page and at every height of it, and a row is a join of what is known already.
    """

    def __init__(self, columns: Sequence[Column], left: float, style: Style) -> None:
        self.edges = [left]
        for column in columns:
            self.edges.append(self.edges[-1] + column.width)
        starts = [round((edge + _PADDING) * MM, 2) for edge in self.edges[:-1]]
        self.start = starts[-1]  # x in points, where the row before the first is left off
        self._tall: set[str] = set()
        self._cells = []
        for place, column in enumerate(columns):
            step, drop = starts[place] - starts[place - 1], 0.0 if place else -round(ROW * MM, 2)
            width = (column.width - 2 * _PADDING) * MM
            self._cells.append(_Cells((step, drop), width, column.align, style, self._tall))

    def operators(self, texts: Sequence[str]) -> str:
        """Return the operators of a row; raise ValueError if it has not a text a column."""
        if len(texts) != len(self._cells):
            raise ValueError(f"{len(texts)} texts for {len(self._cells)} columns")
        return "".join(map(getitem, self._cells, texts))

    def height(self, texts: Sequence[str]) -> float:
        """Return the height in mm of a row whose operators have been asked for."""
        if not self._tall or self._tall.isdisjoint(texts):
            return ROW
        pairs = zip(self._cells, texts, strict=True)
        return height_of(max(cells.tall.get(text, 1) for cells, text in pairs))


def height_of(lines: int) -> float:
    """Return the height in mm of a row with so many lines of 9 points."""
    return max(ROW, ((lines - 1) * _LEADING + 9) / MM + 2)


class _Cells(dict[str, str]):
    """The operators of one column by text; all are dropped when they grow too many."""

    def __init__(
        self, move: tuple[float, float], width: float, align: Align, style: Style, tall: set[str]
    ) -> None:
        super().__init__()
        self._move, self._width, self._align = move, width, align
        self._style, self._all_tall = style, tall
        self._share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        self._known: dict[float, tuple[str, str]] = {}
        self.tall: dict[str, int] = {}  # lines of the texts kept that have more than two
        self._skip = f"{_pair(*move)} Td "
        self._plain = f"{_pair(*move)} Td("

    def __missing__(self, text: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
            self.tall.clear()
        self[text] = operators = self._operators(text)
        return operators

    def _operators(self, text: str) -> str:
        if not text:
            return self._skip
        if self._align == "left" and len(text) * self._style.points <= self._width:
            return f"{self._plain}{text.translate(self._style)})Tj "
        free = self._width - self._style.width(text)
        if free >= 0:
            before, after = self._around(round(free * self._share, 2))
            return f"{before}{text.translate(self._style)}{after}"
        lines = self._style.wrap(text, self._width)
        if len(lines) == 1:  # a word that is better set narrower than broken
            narrow = 100 * self._width / (self._width - free)
            return f"{self._skip}{narrow:.1f} Tz({text.translate(self._style)})Tj 100 Tz "
        if len(lines) > 2:
            self.tall[text] = len(lines)
            self._all_tall.add(text)
        return self._stacked(lines)

    def _around(self, right: float) -> tuple[str, str]:
        """Return what stands around the codes of a single line that begins `right` of the start."""
        if right not in self._known:
            step, drop = self._move
            back = f")Tj {_pair(-right, 0)} Td " if right else ")Tj "
            self._known[right] = f"{_pair(step + right, drop)} Td(", back
        return self._known[right]

    def _stacked(self, lines: Sequence[str]) -> str:
        up = round((len(lines) - 1) / 2 * _LEADING, 2)
        parts, (x, y) = [], self._move
        at_x = at_y = 0.0
        for line in lines:
            right, narrow = self._placed(line)
            codes = f"({line.translate(self._style)})Tj"
            drawn = f" {narrow:.1f} Tz{codes} 100 Tz" if narrow < 100 else codes
            parts.append(f"{_pair(x + right - at_x, y + up - at_y)} Td{drawn} ")
            at_x, at_y, x, y, up = right, up, 0.0, 0.0, up - _LEADING
        back = f"{_pair(-at_x, -at_y)} Td " if at_x or at_y else ""
        return "".join(parts) + back

    def _placed(self, line: str) -> tuple[float, float]:
        """Return how far right of the column's start a line begins, and its width in percent."""
        free = self._width - self._style.width(line)
        if free < 0:
            return 0.0, 100 * self._width / (self._width - free)
        return round(free * self._share, 2), 100.0


@lru_cache(4096)
def _pair(x: float, y: float) -> str:
    return f"{short(x)} {short(y)}"
