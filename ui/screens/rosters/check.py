"""Check: the numbers beside the paper, and whether they add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.parts.buttons import Badge
from ui.parts.figures import FigureList, Line
from ui.parts.layout import column, emptied, label, row, wrapped
from ui.parts.tokens import INSET_PANE, PAGE_HEAD

if TYPE_CHECKING:
    from partyservice.printing.figures import Counted

_SIGNS = {"new": "+ ", "ended": "− "}


class Check(QFrame):
    """Every number that is not nought opens the people behind it."""

    opened = Signal(str)  # key of the figure

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.figures = FigureList("核对：每个数目后面是哪些人")
        self._badge = QHBoxLayout()
        head = row(label("核对", "head", bold=True), None, self._badge)
        head.setContentsMargins(INSET_PANE, 0, INSET_PANE, 0)
        note = wrapped("按 Enter 看数目后面是哪些人。", "caption", "ink2")
        note.setContentsMargins(INSET_PANE, 8, INSET_PANE, 12)
        top = QFrame()
        top.setLayout(head)
        top.setFixedHeight(PAGE_HEAD - 8)
        self.setLayout(column(top, (self.figures, 1), note, gap=0))
        self.figures.opened.connect(self.opened)

    def show_figures(self, counted: Sequence[Counted]) -> None:
        """Show the numbers of a roster."""
        self.figures.show_lines(_lines(counted))
        emptied(self._badge)
        moved = {each.key: each.number for each in counted}
        if "opening" in moved:
            fits = moved["opening"] + moved["new"] - moved["ended"] == moved["closing"]
            self._badge.addWidget(
                Badge("数目相符" if fits else "数目不符", "ok" if fits else "bad")
            )

    def clear(self) -> None:
        """Show nothing: the numbers are not known yet, or there are none."""
        self.figures.show_lines(())
        emptied(self._badge)


def _lines(counted: Sequence[Counted]) -> list[Line]:
    lines, heading = [], ""
    foot = [each for each in counted if not each.heading]
    boxes = [each for each in counted if each.heading]
    for each in (*foot, *boxes):
        if each.heading != heading:
            heading = each.heading
            lines.append(Line(label=heading, heading=True))
        lines.append(
            Line(
                label=each.label,
                value=f"{_SIGNS.get(each.key, '')}{each.number:,} 人",
                key=each.key if each.number else "",
                bold=each.key == "closing",
            )
        )
    return lines
