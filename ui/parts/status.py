"""StatusBar: the keys of what has the focus on the left; who and when on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from partyservice.kernel.clock import Clock
from ui.parts.buttons import Badge, KeyCap, Lamp
from ui.parts.layout import emptied, label, row, sign, tip
from ui.parts.tokens import LAMP_SMALL, OPEN_FROM, STATUS

Hints = Sequence[tuple[str, str]]  # cap and words
DAYS = "一二三四五六日"
_MOST = 6


class StatusBar(QFrame):
    """Never scrolls; what has no room is left out from the right of the keys."""

    def __init__(self, who: str, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(STATUS)
        self._clock, self._hints = clock, list[tuple[str, str]]()
        self._keys = QHBoxLayout()
        self._keys.setSpacing(6)
        self._when = label("", "caption", "ink2")
        self.parked = Badge("挂起 0", "warn")
        self.parked.hide()
        self.safety, self._lamp = label("", "caption", "ink2"), Lamp("none", LAMP_SMALL)
        self._light = QWidget()
        self._light.setLayout(row(self._lamp, self.safety, 8, gap=6))
        self._light.hide()
        self._right = QWidget()
        self._right.setLayout(
            row(
                *(self._light, self.parked, sign("person"), label(who, "caption", "ink2")),
                *(8, self._when),
                gap=6,
            )
        )
        self.setLayout(row(self._keys, None, self._right, gap=6, margins=(12, 0, 12, 0)))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1000)
        self._tick()

    def show_hints(self, hints: Hints) -> None:
        """Show the keys of what has the focus now."""
        if list(hints[:_MOST]) != self._hints:
            self._hints = list(hints[:_MOST])
            self._lay_out()

    def show_parked(self, count: int) -> None:
        """Show how many half-filled pages wait."""
        words = f"挂起 {count}"
        if words == self.parked.text():
            return
        self.parked.setText(words)
        self.parked.setToolTip("Shift+F7 取回")
        self.parked.setAccessibleName(f"挂起 {count} 份，Shift+F7 取回")
        self.parked.setVisible(bool(count))
        self._lay_out()

    def show_safety(self, tone: str, words: str) -> None:
        """Show how safe the data is; in a narrow window the lamp alone, its words on hovering."""
        self._lamp.show_tone(tone)
        self.safety.setText(words)
        self._light.setToolTip(tip(words))
        self._light.setAccessibleName(f"数据安全：{words}")
        self._light.show()
        self._lay_out()

    def _lay_out(self) -> None:
        self.safety.setVisible(self.width() >= OPEN_FROM)
        emptied(self._keys)
        room = self.width() - self._right.sizeHint().width() - 48
        for key, words in self._hints:
            cap, said = KeyCap(key), label(words, "caption", "ink2")
            room -= cap.width() + said.sizeHint().width() + 20
            if room < 0:
                break
            self._keys.addWidget(cap)
            self._keys.addWidget(said)
            self._keys.addSpacing(8)

    def _tick(self) -> None:
        now = self._clock.now().astimezone()
        words = f"周{DAYS[now.weekday()]} {now:%H:%M}"
        if words != self._when.text():
            self._when.setText(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
