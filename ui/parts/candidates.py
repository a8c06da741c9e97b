"""Candidates: people on the books who may be the one being typed; search before create."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame
from typing_extensions import override

from ui.parts.layout import column, emptied, label, wrapped
from ui.parts.paint import cap_width, draw_cap
from ui.parts.theme import colour, font
from ui.parts.tokens import CANDIDATE, CAP, INSET_PANE

_MOST = 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Candidate(QAbstractButton):
    """Name bold, sex and birth; below branch and phone tail; its key on the right."""

    def __init__(self, row: Sequence[Any], place: int, *, chosen: bool = False) -> None:
        super().__init__()
        self.chosen = chosen
        self.row, self._name = row, str(row[1] or "")
        self._beside = "  ".join(str(value) for value in row[2:4] if value)
        self._below = "  ".join(str(value) for value in row[4:] if value)
        self._below_tint = "ink2"
        self.key = f"Alt+{place}"
        self.setFixedHeight(CANDIDATE + 4)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{self._name} {self._beside} {self._below}")
        self.setAccessibleDescription(f"快捷键 {self.key}")

    def tell_below(self, words: str, tint: str = "ink2") -> None:
        """Say something else in the second line."""
        self._below, self._below_tint = words, tint
        self.setAccessibleName(f"{self._name} {self._beside} {self._below}")
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, wide = QPainter(self), self.width()
        if self.chosen or self.underMouse():
            painter.fillRect(self.rect(), colour("select" if self.chosen else "hover"))
        painter.setFont(font("body", bold=True))
        painter.setPen(colour("ink"))
        painter.drawText(QRectF(INSET_PANE, 4, wide, 20), _LEFT, self._name)
        after = INSET_PANE + QFontMetrics(font("body", bold=True)).horizontalAdvance(self._name) + 8
        painter.setFont(font())
        painter.setPen(colour("ink2"))
        painter.drawText(QRectF(after, 4, wide, 20), _LEFT, self._beside)
        painter.setFont(font("caption"))
        room = wide - 2 * INSET_PANE
        below = QFontMetrics(font("caption")).elidedText(
            self._below, Qt.TextElideMode.ElideMiddle, room
        )
        painter.setPen(colour(self._below_tint))
        painter.drawText(QRectF(INSET_PANE, 24, room, 18), _LEFT, below)
        at = QRectF(wide - INSET_PANE - cap_width(self.key), 5, 0, CAP).topLeft()
        draw_cap(painter, at, self.key)
        painter.fillRect(0, self.height() - 1, wide, 1, colour("hairline"))
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -2))


class Candidates(QFrame):
    """A list of at most eight; empty while nobody is alike."""

    chosen = Signal(object)  # the row: key, name, sex, born, branch, tail
    counted = Signal(int)  # how many are shown

    def __init__(self, *, fills: bool = False) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._fills, self._chosen = fills, None  # type: bool, int | None
        self.count = 0
        self._words = wrapped("", "body", "ink2")
        self._words.setContentsMargins(INSET_PANE, 0, INSET_PANE, 0)
        head = label("库里可能已有", "head", bold=True)
        head.setContentsMargins(INSET_PANE, 0, INSET_PANE, 4)
        self._rows = column(gap=0)
        self.setLayout(column(head, self._words, self._rows, None, margins=(0, 14, 0, 8)))
        self.show_rows(())

    def show_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Show who may be the same."""
        emptied(self._rows)
        for place, each in enumerate(rows[:_MOST], 1):
            candidate = Candidate(each, place, chosen=each[0] == self._chosen)
            candidate.clicked.connect(partial(self.chosen.emit, candidate.row))
            self._rows.addWidget(candidate)
        words = "是同一个人就打开已有的，不要重复新增。"
        if self._fills:
            words = "是同一个人就选他，资料自动填上。"
        self._words.setText(words if rows else "还没有相近的人。")
        self.count = len(rows[:_MOST])
        self.counted.emit(self.count)

    def mark(self, person_id: int | None) -> None:
        """Show who was chosen."""
        self._chosen = person_id
        for each in cast("list[Candidate]", self.findChildren(Candidate)):
            each.chosen = each.row[0] == person_id
            each.update()

    def take(self, place: int) -> bool:
        """Open the n-th; return False if there are not so many."""
        items = [self._rows.itemAt(n).widget() for n in range(self._rows.count())]
        for item in items[place - 1 : place]:
            if isinstance(item, Candidate):
                self.chosen.emit(item.row)
                return True
        return False
