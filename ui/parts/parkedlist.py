"""ParkedList: what was typed and not saved, to be taken back or dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from partyservice.kernel.unsaved import Unsaved
from ui.parts.buttons import Button, caps
from ui.parts.desk import Desk
from ui.parts.layout import column, foot, frame, label, row, rule, scroll
from ui.parts.question import Card
from ui.parts.theme import colour, font
from ui.parts.tokens import DIALOG, INSET, TILE

if TYPE_CHECKING:
    from partyservice.storage.draft import Draft

_MOST, _NAMED = 6, 4
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
DraftOf = Callable[[Unsaved], "Draft | None"]


class ParkedLine(QAbstractButton):
    """What it is, when it was typed, and below the first fields; grey when dropped."""

    def __init__(self, unsaved: Unsaved, below: str, today: date) -> None:
        super().__init__()
        self.unsaved, self._below, self.dropped = unsaved, below, False
        self._when = when(unsaved, today)
        self.setFixedHeight(TILE)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{unsaved.title} {unsaved.name} {self._when} {below}")

    def drop(self, *, dropped: bool) -> None:
        """Show it as dropped, or as wanted again."""
        self.dropped = dropped
        self.setAccessibleDescription("已丢弃，按 Del 撤回" if dropped else "")
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        if on or self.underMouse():
            painter.fillRect(self.rect(), colour("select" if on else "hover"))
        ink = "ink" if not self.dropped else "ink2" if on else "ink3"
        box = QRectF(self.rect()).adjusted(INSET, 8, -INSET, 0)
        box.setHeight(20)
        self._write(painter, box, self.unsaved.title, ink, bold=True)
        metrics = QFontMetrics(font("body", bold=True))
        name = box.adjusted(metrics.horizontalAdvance(self.unsaved.title) + 8, 0, 0, 0)
        self._write(painter, name, self.unsaved.name, ink)
        painter.setFont(font("caption"))
        painter.setPen(colour("ink2"))
        painter.drawText(box, _RIGHT, "已丢弃" if self.dropped else self._when)
        below = box.translated(0, 22)
        wide = round(below.width())
        mode = Qt.TextElideMode.ElideRight
        painter.drawText(below, _LEFT, painter.fontMetrics().elidedText(self._below, mode, wide))
        painter.setPen(QPen(colour("hairline")))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _write(
        self, painter: QPainter, box: QRectF, words: str, ink: str, *, bold: bool = False
    ) -> None:
        painter.setFont(font("body", bold=bold))
        painter.setPen(colour(ink))
        painter.drawText(box, _LEFT, words)


class ParkedList(Card):
    """Arrows choose, Enter takes back, Delete drops, and again brings back until it closes."""

    help_page = "drafts"
    chosen = Signal(object)  # the Unsaved taken back

    def __init__(self, desk: Desk, draft_of: DraftOf, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self._desk = desk
        today = desk.app.clock.today()
        self.lines = [
            ParkedLine(each, summary(draft_of(each), each), today) for each in desk.parked.lying()
        ]
        self._drop = Button("丢弃", "Del")
        self._take = Button("取回", "Enter", "primary")
        self._lay_out()
        self._choose(0)
        self.finished.connect(self._forget)

    def current(self) -> ParkedLine | None:
        """Return the line chosen."""
        return next((line for line in self.lines if line.isChecked()), None)

    def take(self) -> None:
        """Take back the one chosen."""
        line = self.current()
        if line is not None:
            line.drop(dropped=False)
            self.accept()
            self.chosen.emit(line.unsaved)

    def drop(self) -> None:
        """Drop the one chosen, or want it again."""
        line = self.current()
        if line is not None:
            line.drop(dropped=not line.dropped)
            self._say()

    def _forget(self, _how: int) -> None:
        for line in self.lines:
            if line.dropped:
                self._desk.parked.forget(line.unsaved.id)

    def _choose(self, place: int) -> None:
        if self.lines:
            line = self.lines[max(0, min(place, len(self.lines) - 1))]
            line.setChecked(True)
            self._area.ensureWidgetVisible(line, 0, 0)
        self._say()

    def _say(self) -> None:
        line = self.current()
        for button in (self._drop, self._take):
            button.setEnabled(line is not None)
        self._drop.setText("撤回" if line and line.dropped else "丢弃")
        self._drop.setAccessibleName(self._drop.text())
        self._drop.updateGeometry()

    def _lay_out(self) -> None:
        self.setWindowTitle("挂起的内容")
        self.setAccessibleName(f"挂起的内容，{len(self.lines)} 份")
        inner = frame("plain", column(*self.lines, None, gap=0))
        self._area = scroll(inner)
        self._area.setFixedHeight(max(1, min(_MOST, len(self.lines))) * TILE + 2)
        for place, line in enumerate(self.lines):
            line.clicked.connect(partial(self._pick, place))
        head = row(
            label("挂起的内容", "title", bold=True),
            label(f"{len(self.lines)} 份", "body", "ink2"),
            None,
            margins=(INSET, 14, INSET, 8),
        )
        close = Button("关闭", "Esc")
        for button, act in ((self._drop, self.drop), (self._take, self.take)):
            button.clicked.connect(act)
        close.clicked.connect(self.reject)
        for button in (self._drop, close, self._take):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the card's
        keys = caps(("↑↓", "选"))
        buttons = foot(*keys, None, self._drop, close, self._take)
        self.stack(head, rule(), self._area, buttons)

    def _pick(self, place: int, _checked: bool = False) -> None:
        self._choose(place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current()
        place = self.lines.index(line) if line else 0
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self._choose(place + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() == Qt.Key.Key_Delete:
            self.drop()
        else:
            super().keyPressEvent(event)


def summary(draft: Draft | None, unsaved: Unsaved) -> str:
    """Return the first fields typed, numbers masked."""
    fields = [f for f in draft.known if unsaved.texts.get(f.key)] if draft else []
    shown: Sequence[str] = [
        f"{field.label} {field.kind.mask(text) if field.mask and '*' not in text else text}"
        for field in fields[:_NAMED]
        for text in (unsaved.texts[field.key],)
    ]
    return "  ".join(shown) or f"{len(unsaved.texts)} 处改动"


def when(unsaved: Unsaved, today: date) -> str:
    """Return when it was typed last, as short as it is clear."""
    at = unsaved.at.astimezone()
    days = (today - at.date()).days
    day = {0: "今天", 1: "昨天"}.get(days, f"{at:%m-%d}")
    return f"{day} {at:%H:%M}"
