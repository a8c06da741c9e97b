"""Figures: lines of a label and a number, under headings; Enter opens what a number counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui.parts.dressing import as_list, line_of
from ui.parts.index import Index
from ui.parts.theme import colour, font
from ui.parts.tokens import BAR, CANDIDATE, INSET_PANE, ROW

_LINE = Qt.ItemDataRole.UserRole
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stands left and right; `key` names what it opens, nothing if there is none."""

    label: str
    value: str = ""
    key: str = ""
    bold: bool = False
    heading: bool = False


class FigureList(QListWidget):
    """One stop of the focus: arrows choose, Enter, a click or a double click opens."""

    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        as_list(self, "figures", name)
        self.setMouseTracking(True)
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._open)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the one chosen stays so where it is still there."""
        chosen = self.line()
        self.clear()
        for line in lines:
            words = f"{line.label} {line.value}".strip()
            item = line_of(words, CANDIDATE if line.heading else ROW)
            item.setData(_LINE, line)
            if line.heading:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
            if chosen is not None and line.key == chosen.key and not line.heading:
                self.setCurrentItem(item)
        if self.currentRow() < 0:
            self.setCurrentRow(next((n for n, each in enumerate(lines) if not each.heading), -1))

    def line(self) -> Line | None:
        """Return the line chosen."""
        item = self.currentItem() if self.count() else None
        return None if item is None else item.data(_LINE)

    def lines(self) -> list[Line]:
        """Return all lines."""
        return [self.item(place).data(_LINE) for place in range(self.count())]

    def _open(self, *_item: object) -> None:
        line = self.line()
        if line is not None and line.key:
            self.opened.emit(line.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)


class _Painter(QStyledItemDelegate):
    """Fills the ground itself, so that chosen lines look as in a table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(_LINE)
        box: QRect = option.rect  # type: ignore[attr-defined] # stubs lack them
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        on = bool(state & QStyle.StateFlag.State_Selected) and not line.heading
        focused = self.parent().hasFocus()  # type: ignore[attr-defined]
        over = bool(state & QStyle.StateFlag.State_MouseOver) and bool(line.key)
        if on and focused:
            painter.fillRect(box, colour("select"))
            painter.fillRect(box.x(), box.y(), BAR, box.height(), colour("accent"))
        elif over:
            painter.fillRect(box, colour("hover"))
        inner = box.adjusted(INSET_PANE, 0, -INSET_PANE, 0)
        painter.setFont(font("head" if line.heading else "body", bold=line.bold or line.heading))
        painter.setPen(colour("ink" if line.bold or line.heading else "ink2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | _MIDDLE, line.label)
        painter.setPen(colour("ink" if line.key or line.bold else "ink3"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | _MIDDLE, line.value)
