"""Disc: the number of a step in a sequence; a tick when it is done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.parts.paint import draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import COMPACT

DONE, NOW, LATER = "done", "now", "later"
_INKS = {NOW: ("accent", "on_accent"), LATER: ("none_tint", "ink2")}


class Disc(QWidget):
    """Left of the step's title, which says the rest in words."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._state = number, LATER
        self.setFixedSize(COMPACT, COMPACT)

    def show_state(self, state: str) -> None:
        """Show the step as done, as the one now, or as one to come."""
        self._state = state
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        if self._state == DONE:
            draw_lamp(painter, box, "ok")
            return
        ground, ink = _INKS[self._state]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ground))
        painter.drawEllipse(box)
        painter.setPen(colour(ink))
        painter.setFont(font("head", bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))
