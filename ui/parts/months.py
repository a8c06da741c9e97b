"""Months: the twelve of a year; arrows move, the year turns at its ends."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from ui.parts.buttons import Button
from ui.parts.layout import column, label, row
from ui.parts.theme import colour, font
from ui.parts.tokens import RADIUS

_ACROSS, _HIGH = 4, 36
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_ACROSS,
    Qt.Key.Key_Down: _ACROSS,
}


class MonthGrid(QWidget):
    """A painted grid; months after `last` cannot be chosen."""

    chosen = Signal(object)  # the first day of the month

    def __init__(self, month: date) -> None:
        super().__init__()
        self.month, self._last = month.replace(day=1), month.replace(day=1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFixedHeight(3 * _HIGH)
        self.setMinimumWidth(160)
        self._tell()

    def choose(self, month: date) -> None:
        """Go to a month, at most to the last one."""
        self.month = min(month, self._last)
        self._tell()
        self.update()
        self.chosen.emit(self.month)

    def move_by(self, months: int) -> None:
        """Go on or back by months."""
        count = self.month.year * 12 + self.month.month - 1 + months
        self.choose(date(count // 12, count % 12 + 1, 1))

    def _tell(self) -> None:
        self.setAccessibleName(f"月份：{self.month.year}年{self.month.month}月")

    def _box(self, number: int) -> QRectF:
        wide = self.width() / _ACROSS
        line, side = divmod(number - 1, _ACROSS)
        return QRectF(side * wide, line * _HIGH, wide, _HIGH)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(1, 13):
            box, on = self._box(number), number == self.month.month
            plate = box.adjusted(3, 3, -3, -3)
            if on:
                painter.setPen(QPen(colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(colour("accent"))
                painter.drawRoundedRect(plate, RADIUS, RADIUS)
            late = self.month.replace(month=number) > self._last
            painter.setPen(colour("on_accent" if on else "disabled" if late else "ink"))
            painter.setFont(font("body", bold=on))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{number}月")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(1, 13):
            if self._box(number).contains(event.position()):
                self.choose(self.month.replace(month=number))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_by(step)


class Months(QFrame):
    """The year with its arrows over the grid."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.grid = MonthGrid(today)
        self._year = label("", "head", bold=True)
        before = Button("", look="quiet", icon="chevron_left").named("上一年")
        after = Button("", look="quiet", icon="chevron_right").named("下一年")
        before.clicked.connect(lambda: self.grid.move_by(-12))
        after.clicked.connect(lambda: self.grid.move_by(12))
        head = row(self._year, None, before, after, gap=0)
        self.setLayout(column(head, self.grid, gap=4, margins=(16, 8, 12, 8)))
        self.grid.chosen.connect(self._show)
        self._show(self.grid.month)

    def _show(self, month: date) -> None:
        self._year.setText(f"{month.year}年")
