"""Blank: hides the window at once; shows time, day and a civil sentence, no names."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.parts.desk import Desk
from ui.parts.lock import Lock
from ui.parts.status import DAYS
from ui.parts.theme import colour, font
from ui.parts.tokens import LOCK_AFTER, NOTE

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_SECOND, _LOCK_DOWN = 1000, 96
_AGAIN = f"再按 F12 返回      {LOCK_AFTER // 60_000} 分钟后须输入密码"
_LOCKED = "已锁定，输入密码返回"


class Blank(QWidget):
    """Lies over everything in the window, and keeps every key to itself."""

    done = Signal()  # the password was right

    def __init__(self, desk: Desk, over: QWidget, *, locked: bool = False) -> None:
        super().__init__(over)
        self._clock, self.locked = desk.app.clock, False
        self._since: datetime = self._clock.now()
        self.lock = Lock(desk.app, desk.jobs)
        self.lock.setParent(self)
        self.lock.opened.connect(self.done)
        self.lock.broke.connect(desk.broke)
        self.lock.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(_SECOND)
        self.setGeometry(over.rect())
        self.tick()
        if locked:
            self.shut()
        self.show()
        self.raise_()
        self.begin()

    def tick(self) -> None:
        """Show the time; after a while F12 alone is not enough."""
        since = self._clock.now() - self._since
        if not self.locked and since >= timedelta(milliseconds=LOCK_AFTER):
            self.shut()
        self.setAccessibleName(_LOCKED if self.locked else "已遮屏，按 F12 返回")
        self.update()

    def shut(self) -> None:
        """From now on the password is asked."""
        self.locked = True
        self.lock.show()
        self._place()
        self.begin()
        self.update()

    def begin(self) -> None:
        """Have the keys."""
        self.lock.setFocus() if self.locked else self.setFocus()

    def _place(self) -> None:
        self.lock.adjustSize()
        at = self.rect().center() - self.lock.rect().center()
        self.lock.move(at.x(), at.y() + _LOCK_DOWN + NOTE)

    @override
    def focusNextPrevChild(self, _forward: bool) -> bool:
        return True  # Tab leads nowhere below

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Wheel):
            event.accept()
            return True
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = self._clock.now().astimezone(), QPainter(self)
        painter.fillRect(self.rect(), colour("night"))
        painter.setPen(colour("night_ink"))
        box, day = self.rect(), f"{now.year}年{now.month}月{now.day}日 星期{DAYS[now.weekday()]}"
        for role, words, down in (
            ("huge", f"{now:%H:%M}", -72),
            ("head", day, -20),
            ("title", "请稍候，马上为您办理", 36),
            ("caption", _LOCKED if self.locked else _AGAIN, box.height() // 2 - 44),
        ):
            painter.setFont(font(role))
            painter.drawText(box.translated(0, down), _CENTRE, words)
