"""Cover: the first page of a roster: its title and small tables of counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partyservice.printing.cells import ROW
from partyservice.printing.heading import LINE, SIDE, Heading
from partyservice.printing.paper import Drawing, Paper
from partyservice.printing.sheet import Align, Box
from partyservice.printing.typesetting import MM, Style

_COLUMNS, _GAP = 3, 8.0  # boxes side by side, mm between them
_PADDING = 2.0  # mm


def draw_cover(boxes: Sequence[Box], paper: Paper, heading: Heading) -> None:
    """Turn as many pages as the boxes need, each with the title."""
    wide = (heading.width - (_COLUMNS - 1) * _GAP) / _COLUMNS
    waiting = list(_pieces(boxes, paper, heading, wide))
    while waiting:
        drawing = paper.drawing()
        top = heading.titles(drawing) + 6
        heading.footers(drawing)
        reached = [top] * _COLUMNS
        while waiting:
            place = reached.index(min(reached))
            if reached[place] > top and reached[place] + waiting[0].height > heading.bottom:
                break
            box = waiting.pop(0)
            box.draw(drawing, SIDE + place * (wide + _GAP), reached[place])
            reached[place] += box.height + _GAP
        paper.turn(paper.layer(drawing))


def _pieces(boxes: Sequence[Box], paper: Paper, heading: Heading, wide: float) -> Iterator[_Drawn]:
    """Give the boxes; one that is higher than a page in pieces."""
    most = int((heading.bottom - 50) / ROW)
    for box in boxes:
        for start in range(0, len(box.lines) or 1, most):
            title = f"{box.heading}（续）" if start else box.heading
            piece = Box(heading=title, lines=box.lines[start : start + most])
            yield _Drawn(piece, paper, wide)


class _Drawn:
    """A box with its texts broken into lines."""

    def __init__(self, box: Box, paper: Paper, wide: float) -> None:
        self._wide = wide
        self._bold, self._style = paper.style(LINE, heading=True), paper.style(LINE)
        room = (wide - 2 * _PADDING) * MM
        self._title = self._bold.wrap(box.heading, room)
        self._lines = [self._halves(*line, room) for line in box.lines]
        most = (max(len(label), len(value)) for label, value in self._lines)
        self._heights = [_height(lines) for lines in (len(self._title), *most)]
        self.height = sum(self._heights)

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the box with its upper left corner at x, y mm."""
        right = x + self._wide
        drawing.fill(x, y, self._wide, self._heights[0])
        ends = [(x, y, right, y), (x, y, x, y + self.height), (right, y, right, y + self.height)]
        self._put(drawing, x + _PADDING, y, self._title, self._bold)
        for height, (label, value) in zip(self._heights, [((), ()), *self._lines], strict=True):
            self._put(drawing, x + _PADDING, y, label, self._style)
            self._put(drawing, right - _PADDING, y, value, self._style, "right")
            y += height
            ends.append((x, y, right, y))
        drawing.lines(ends)

    def _halves(self, label: str, value: str, room: float) -> tuple[list[str], list[str]]:
        """Return the lines of a label and of its value, beside one another."""
        values = self._style.wrap(value, room / 2)
        taken = max(map(self._style.width, values))
        return self._style.wrap(label, room - taken - 6), values

    def _put(
        self,
        drawing: Drawing,
        x: float,
        y: float,
        lines: Sequence[str],
        style: Style,
        align: Align = "left",
    ) -> None:
        for number, text in enumerate(lines):
            drawing.text(x, y + 5.4 + 5 * number, text, style, align)


def _height(lines: int) -> float:
    return max(ROW, 5 * lines + 3)
