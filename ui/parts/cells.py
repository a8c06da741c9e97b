"""Cells: how a cell of a list is drawn: ground, bar, tick, lamp, badge, text."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from ui.parts.icons import draw_icon
from ui.parts.index import Index
from ui.parts.model import TableModel
from ui.parts.paint import draw_badge, draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import BAR, INSET, LAMP

if TYPE_CHECKING:
    from ui.parts.table import Marks, Table

CELL, AFTER_LAMP = 8, 20  # px beside a text, and what a lamp takes
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Cells(QStyledItemDelegate):
    """Fills the ground itself, one pixel wider than its cell: seams show at fractional scales."""

    def __init__(self, marks: Marks, parent: Table) -> None:
        super().__init__(parent)
        self._marks, self._table = marks, parent
        self._metrics = {bold: QFontMetrics(font("body", bold=bold)) for bold in (False, True)}

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, rect = cast("TableModel", index.model()), cast("QRect", option.rect)  # type: ignore[attr-defined]
        key, first = model.record_id(index.row()), index.column() == 0
        self._ground(painter, option, rect, index)
        if first and key in self._table.marked:
            at = QPointF(rect.x() + BAR + 1, rect.center().y() + 0.5 - LAMP / 2)
            draw_icon(painter, at, "checkmark_circle!", "info", LAMP)
        text = model.seen(index.row(), index.column())
        if not text:
            return
        box = rect.adjusted(self.inset(index) if first else CELL, 0, -CELL, 0)
        done = key in model.done
        mark = self._marks.get(model.fields[index.column()].key, {}).get(text, "")
        if mark and not mark.endswith("*"):
            draw_badge(painter, QPointF(box.x() - 2, rect.center().y() + 0.5), text, mark)
            return
        if mark:
            lamp = QRectF(box.x(), rect.center().y() + 0.5 - LAMP / 2, LAMP, LAMP)
            draw_lamp(painter, lamp, "none" if done else mark[:-1])
            box.setLeft(box.left() + AFTER_LAMP)
        ink = mark[:-1] if mark else self.ink(index)
        painter.setFont(font("body", bold=first))
        painter.setPen(colour("ink3" if done else ink))
        shown = self._metrics[first].elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = model.data(index, Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(box, side | _MIDDLE, shown)

    def inset(self, _index: Index) -> int:
        """Return how far in the first cell of a row begins."""
        return INSET

    def ink(self, index: Index) -> str:
        """Return the colour of a cell that has no mark."""
        masked = cast("TableModel", index.model()).fields[index.column()].mask
        return "ink2" if masked else "ink"

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: Index
    ) -> None:
        state = cast("QStyle.StateFlag", option.state)  # type: ignore[attr-defined]
        focused = self._table.hasFocus()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ground = "surface"
        if chosen:
            ground = "select" if focused else "sunken"
        elif cast("TableModel", index.model()).record_id(index.row()) in self._table.marked:
            ground = "info_tint"
        elif self._table.under_mouse == index.row():
            ground = "hover"
        painter.fillRect(rect.adjusted(0, 0, 1, 0), colour(ground))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width() + 1, 1), colour("hairline"))
        if chosen and index.column() == 0:
            bar = QRect(rect.x(), rect.y(), BAR, rect.height())
            painter.fillRect(bar, colour("accent" if focused else "field"))
