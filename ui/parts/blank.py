"""Blank: hides the window at once; shows time, day and a civil sentence, no names."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from partyservice.kernel.clock import Clock
from ui.parts.status import DAYS
from ui.parts.theme import colour, font

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class Blank(QWidget):
    """Lies over everything in the window; F12 again takes it away."""

    def __init__(self, clock: Clock, over: QWidget) -> None:
        super().__init__(over)
        self._clock = clock
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("已遮屏，按 F12 返回")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.update)
        self._timer.start(1000)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()
        self.setFocus()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = self._clock.now().astimezone(), QPainter(self)
        painter.fillRect(self.rect(), colour("night"))
        painter.setPen(colour("night_ink"))
        box, day = self.rect(), f"{now.year}年{now.month}月{now.day}日 星期{DAYS[now.weekday()]}"
        for role, words, down in (
            ("huge", f"{now:%H:%M}", -40),
            ("head", day, 10),
            ("body", "请稍等，马上为您办理", 60),
            ("caption", "F12 返回", 100),
        ):
            painter.setFont(font(role))
            painter.drawText(box.translated(0, down), _CENTRE, words)
