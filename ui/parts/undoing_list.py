"""UndoingList: what somebody did, the newest first, and what undoing each step would touch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from ui.parts.buttons import Button, caps
from ui.parts.desk import Desk
from ui.parts.job import Job, sentence_of
from ui.parts.layout import column, emptied, foot, frame, label, row, rule, scroll, wrapped
from ui.parts.question import Card
from ui.parts.theme import colour, font
from ui.parts.tokens import INSET

if TYPE_CHECKING:
    from partyservice.app.undo import Done, Preview
    from partyservice.storage.telling import Line

_WIDE, _MOST, _ROW = 720, 8, 32
_SEEN = 132  # px of what would be touched, before it scrolls
_AROUND = 340  # px of the card beside the rows
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST,
    Qt.Key.Key_PageUp: -_MOST,
}
_STATE = 200  # px for when it was done and what became of it


class StepLine(QAbstractButton):
    """What was done, when, and whether it was undone or may not be."""

    def __init__(self, step: Done, today: date) -> None:
        super().__init__()
        self.step = step
        state = "已撤销  " if step.undone else "不撤销  " if step.firm else ""
        self._when = state + moment(step.at, today)
        self.setFixedHeight(_ROW)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{step.title} {self._when}")

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        if on or self.underMouse():
            painter.fillRect(self.rect(), colour("select" if on else "hover"))
        box = QRectF(self.rect()).adjusted(INSET, 0, -INSET, 0)
        painter.setFont(font("body", bold=on))
        painter.setPen(colour("ink2" if self.step.undone or self.step.firm else "ink"))
        title, wide = box.adjusted(0, 0, -_STATE, 0), round(box.width()) - _STATE
        mode = Qt.TextElideMode.ElideRight
        painter.drawText(
            title, _LEFT, painter.fontMetrics().elidedText(self.step.title, mode, wide)
        )
        painter.setFont(font("caption"))
        painter.setPen(colour("ink2"))
        painter.drawText(box, _RIGHT, self._when)


class UndoingList(Card):
    """Arrows choose, Enter undoes or does again, Esc closes."""

    help_page = "undo"
    chosen = Signal(object, bool)  # number of the step, and whether it is done again

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, _WIDE)
        self._desk, self._today = desk, desk.app.clock.today()
        self._steps: Sequence[Done] = ()
        self._top = self._at = 0
        self._job: Job | None = None
        self._rows = column(gap=0)
        self._count, self._place = label("", "body", "ink2"), label("", "caption", "ink2")
        self.said = wrapped("正在读取…", "body", "ink2")
        self.take = Button("撤销", "Enter", "primary")
        self._lay_out()
        desk.jobs.start(self, "lists", desk.app.undo.steps, self._show)

    def current(self) -> Done | None:
        """Return the step chosen."""
        return self._steps[self._at] if self._steps else None

    def lines(self) -> list[StepLine]:
        """Return the steps seen."""
        items = [self._rows.itemAt(n).widget() for n in range(self._rows.count())]
        return [item for item in items if isinstance(item, StepLine)]

    def go(self) -> None:
        """Undo the step chosen, or do it again."""
        step = self.current()
        if step is not None and self.take.isEnabled():
            self.accept()
            self.chosen.emit(step.id, step.undone)

    def _show(self, steps: Sequence[Done]) -> None:
        self._steps = steps
        self._count.setText(f"{len(steps):,} 步")
        self._choose(0)

    def _choose(self, place: int) -> None:
        if not self._steps:
            self.take.setEnabled(False)
            self.said.setText("还没有可以撤销的操作。")
            return
        self._at = max(0, min(place, len(self._steps) - 1))
        self._top = max(self._at - self._most + 1, min(self._top, self._at))
        emptied(self._rows)
        for number, step in enumerate(self._steps[self._top : self._top + self._most], self._top):
            line = StepLine(step, self._today)
            line.setChecked(number == self._at)
            line.clicked.connect(partial(self._pick, number))
            self._rows.addWidget(line)
        self._place.setText(f"第 {self._at + 1} / {len(self._steps)} 步")
        self._ask(self._steps[self._at])

    def _pick(self, place: int, _checked: bool = False) -> None:
        self._choose(place)

    def _ask(self, step: Done) -> None:
        """Read what it would touch; what was asked before is not wanted any more."""
        if self._job is not None:
            self._job.cancel()
        self.take.setText("重做" if step.undone else "撤销")
        self.take.setAccessibleName(self.take.text())
        self.take.setEnabled(False)
        self.take.updateGeometry()
        if step.firm:
            self.said.setText(step.firm)
            return
        work = partial(self._desk.app.undo.plan, step.id)
        self._job = self._desk.jobs.start(self, "lists", work, self._tell, self._refused)

    def _tell(self, plan: Preview) -> None:
        self.said.setText("\n".join(words_of(plan)))
        self.take.setEnabled(True)

    def _refused(self, error: Exception) -> None:
        words = sentence_of(error)
        if words:
            self.said.setText(words)
        else:
            self._desk.fail(error)

    def _lay_out(self) -> None:
        self.setWindowTitle("撤销记录")
        self.setAccessibleName("撤销记录")
        self._most = max(3, min(_MOST, (self.room() - _AROUND) // _ROW))
        head = row(
            label("撤销记录", "title", bold=True), self._count, None, margins=(INSET, 14, INSET, 8)
        )
        ground = frame("plain", self._rows)
        ground.setFixedHeight(self._most * _ROW)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        told = scroll(frame("plain", column(self.said, None, margins=(INSET, 8, INSET, 8))))
        told.setFixedHeight(_SEEN)
        close = Button("关闭", "Esc")
        close.clicked.connect(self.reject)
        self.take.clicked.connect(self.go)
        for button in (close, self.take):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the card's
        buttons = foot(*caps(("↑↓", "选")), self._place, None, close, self.take)
        self.stack(head, rule(), ground, rule(), told, buttons)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._choose(self._at + (-1 if event.angleDelta().y() > 0 else 1))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self._choose(self._at + _STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go()
        else:
            super().keyPressEvent(event)


def words_of(plan: Preview) -> list[str]:
    """Return what would be touched and what left alone, a line each."""
    verb = "重做" if plan.undone else "撤销"
    counted = "、".join(f"{title} {count:,} 条" for title, count in plan.counts.items())
    said = [f"{verb}会改：{counted}", *map(_line, plan.lines)]
    if plan.left_count:
        said += [f"不会动：{plan.left_count:,} 条", *map(_line, plan.left)]
    return said


def moment(at: datetime, today: date) -> str:
    """Return when it was, as short as it is clear."""
    here = at.astimezone()
    days = {0: "今天", 1: "昨天"}
    day = days.get((today - here.date()).days)
    return f"{day or f'{here:%Y-%m-%d}'} {here:%H:%M}"


def _line(line: Line) -> str:
    return f"　{line.words}"
