"""StepBar: the whole way of a wizard, what is done of it and what is now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.parts.paint import draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import PAGE_HEAD

_STEP, _DISC = 104, 16
_TOP, _WORDS = 10, 30


class StepBar(QWidget):
    """Disc with tick: done; red ring: now; ring: later."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles, self._now = titles, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_step(0)

    def show_step(self, now: int) -> None:
        """Show which step is being done."""
        self._now, count = now, len(self._titles)
        if now == count:
            self.setAccessibleName("各步都已做完")
            self.update()
            return
        self.setAccessibleName(f"第 {now + 1} 步，共 {count} 步：{self._titles[now]}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_STEP * len(self._titles), PAGE_HEAD - 2)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = _TOP + _DISC / 2
        for place, title in enumerate(self._titles):
            x = _STEP * place + _STEP / 2
            if place:
                painter.setPen(QPen(colour("ok_lamp" if place <= self._now else "border"), 2))
                left = QPointF(x - _STEP + _DISC / 2 + 4, middle)
                painter.drawLine(left, QPointF(x - _DISC / 2 - 4, middle))
            self._disc(painter, QRectF(x - _DISC / 2, _TOP, _DISC, _DISC), place)
            painter.setFont(font("caption", bold=place == self._now))
            painter.setPen(colour("ink" if place == self._now else "ink2"))
            box = QRectF(x - _STEP / 2, _WORDS, _STEP, self.height() - _WORDS)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, title)

    def _disc(self, painter: QPainter, box: QRectF, place: int) -> None:
        if place < self._now:
            draw_lamp(painter, box, "ok")
            return
        now = place == self._now
        painter.setPen(QPen(colour("accent" if now else "field"), 2 if now else 1.5))
        painter.setBrush(colour("surface"))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.drawEllipse(box.adjusted(5, 5, -5, -5))
