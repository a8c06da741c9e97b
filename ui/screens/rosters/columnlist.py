"""ColumnList: the columns of a custom roster on top, in order, and those it might have below."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QPointF,
    QRect,
    QRectF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from partyservice.rosters.layout import NARROWEST, WIDEST, Chosen
from ui.parts.dressing import as_list, line_of
from ui.parts.index import Index
from ui.parts.theme import colour, font
from ui.parts.tokens import BAR, ICON, INSET_PANE, RADIUS, ROW

_ABOUT = Qt.ItemDataRole.UserRole
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class ColumnList(QListWidget):
    """Space takes a column or leaves it, Alt+↑↓ moves it, ←→ makes it narrower or wider."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[Chosen] = []  # all, the chosen ones first
        self._taken = 0  # how many are chosen
        self._usual: Mapping[str, Chosen] = {}
        as_list(self, "columns", "列：空格选或不选，Alt+↑↓ 移动，←→ 改宽")
        self.setItemDelegate(_Painter(self))
        self.itemDoubleClicked.connect(lambda _item: self.toggle())

    def show_columns(self, offered: Sequence[Chosen], chosen: Sequence[Chosen]) -> None:
        """Show what may be chosen, and what is."""
        taken = {each.key for each in chosen}
        self._usual = {each.key: each for each in offered}
        self._columns = [*chosen, *(each for each in offered if each.key not in taken)]
        self._taken = len(chosen)
        self._fill(0)

    def chosen(self) -> tuple[Chosen, ...]:
        """Return the columns chosen, in order."""
        return tuple(self._columns[: self._taken])

    def column(self) -> Chosen | None:
        """Return the column the focus is on."""
        return self._columns[self.currentRow()] if 0 <= self.currentRow() < self.count() else None

    def is_taken(self, row: int) -> bool:
        """Say whether the column in a row is chosen."""
        return row < self._taken

    def toggle(self) -> None:
        """Take the column, as the last, or put it back where it is offered."""
        row = self.currentRow()
        if not 0 <= row < self.count():
            return
        column = self._columns.pop(row)
        if row < self._taken:
            self._taken -= 1
            order = list(self._usual)
            later = (
                n
                for n in range(self._taken, len(self._columns))
                if order.index(self._columns[n].key) > order.index(column.key)
            )
            self._columns.insert(next(later, len(self._columns)), self._usual[column.key])
        else:
            self._columns.insert(self._taken, column)
            self._taken += 1
            row += 1
        self._fill(min(row, self.count() - 1))
        self.edited.emit()

    def shift(self, step: int) -> None:
        """Move the chosen column up or down among the chosen."""
        row = self.currentRow()
        goal = row + step
        if 0 <= row < self._taken and 0 <= goal < self._taken:
            self._columns[row], self._columns[goal] = self._columns[goal], self._columns[row]
            self._fill(goal)
            self.edited.emit()

    def widen(self, millimetres: int) -> None:
        """Make the chosen column wider or narrower."""
        column = self.column()
        if column is not None and self.is_taken(self.currentRow()):
            width = max(NARROWEST, min(WIDEST, column.width + millimetres))
            self._put(dataclasses.replace(column, width=width))

    def rename(self, label: str) -> None:
        """Put other words over the chosen column."""
        column = self.column()
        if column is not None and self.is_taken(self.currentRow()) and label.strip():
            self._put(dataclasses.replace(column, label=label.strip()))

    def _put(self, column: Chosen) -> None:
        row = self.currentRow()
        if column != self._columns[row]:
            self._columns[row] = column
            self.item(row).setData(_ABOUT, column)
            self.item(row).setText(_words(column, taken=True))
            self.edited.emit()

    def _fill(self, row: int) -> None:
        with QSignalBlocker(self):
            self.clear()
            for place, column in enumerate(self._columns):
                item = line_of(_words(column, taken=self.is_taken(place)), ROW)
                item.setData(_ABOUT, column)
                self.addItem(item)
        self.setCurrentRow(row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & _ALT)
        wider = 5 if event.modifiers() & _SHIFT else 1
        if key == Qt.Key.Key_Space:
            self.toggle()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(-1 if key == Qt.Key.Key_Up else 1)
        elif not alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.widen(-wider if key == Qt.Key.Key_Left else wider)
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Go to the next column whose name begins so; Space belongs to taking."""
        if search.strip():
            super().keyboardSearch(search)


class _Painter(QStyledItemDelegate):
    """A box with a tick, the name, and how wide it is."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = self.parent()
        if not isinstance(shown, ColumnList):
            return
        column: Chosen = index.data(_ABOUT)
        taken = shown.is_taken(index.row())
        box: QRect = option.rect  # type: ignore[attr-defined] # stubs lack them
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("select" if shown.hasFocus() else "sunken"))
            painter.fillRect(
                *(box.x(), box.y(), BAR, box.height()),
                colour("accent" if shown.hasFocus() else "field"),
            )
        self._tick(painter, box, taken=taken)
        inner = box.adjusted(2 * INSET_PANE + ICON, 0, -INSET_PANE, 0)
        painter.setFont(font("body", bold=taken))
        painter.setPen(colour("ink" if taken else "ink2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | _MIDDLE, column.label)
        if taken:
            painter.setFont(font("caption"))
            painter.setPen(colour("ink2"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | _MIDDLE, f"{column.width} 毫米")

    @staticmethod
    def _tick(painter: QPainter, box: QRect, *, taken: bool) -> None:
        square = QRectF(box.x() + INSET_PANE, box.center().y() - ICON / 2 + 1, ICON, ICON)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent" if taken else "field"), 1))
        painter.setBrush(colour("accent" if taken else "surface"))
        painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 1, RADIUS - 1)
        if taken:
            painter.setPen(QPen(colour("on_accent"), 1.6))
            x, y = square.x(), square.y()
            tick = [QPointF(x + a, y + b) for a, b in ((4, 8), (7, 11), (12, 5))]
            painter.drawPolyline(QPolygonF(tick))
        painter.restore()


def _words(column: Chosen, *, taken: bool) -> str:
    return f"{column.label}，{f'已选，{column.width} 毫米' if taken else '未选'}"
