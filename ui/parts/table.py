"""Table: a long list by keyboard and mouse; the delegate paints cells whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ui.parts.model import TableModel
from ui.parts.paint import draw_badge, draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import HEAD, INSET, LAMP, ROW

# key of a field to the texts in it that are not the usual and their tone; "ok*" shows a lamp
Marks = Mapping[str, Mapping[str, str]]
Index = QModelIndex | QPersistentModelIndex
_CELL, _BAR, _AFTER_LAMP = 8, 3, 20
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_WIDEST, _NAME = 40, 12  # Han a text column and the name may take


class Cells(QStyledItemDelegate):
    """Fills the ground itself, one pixel wider than its cell: seams show at fractional scales."""

    def __init__(self, marks: Marks, parent: QWidget) -> None:
        super().__init__(parent)
        self._marks = marks
        self._metrics = {bold: QFontMetrics(font("body", bold=bold)) for bold in (False, True)}

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, rect = cast("TableModel", index.model()), cast("QRect", option.rect)  # type: ignore[attr-defined]
        first = index.column() == 0
        over = cast("Table", self.parent()).under_mouse == index.row()
        self._ground(painter, option, rect, first=first, over=over)
        text = model.text(index.row(), index.column())
        if not text:
            return
        box = rect.adjusted(self.inset(index) if first else _CELL, 0, -_CELL, 0)
        mark = self._marks.get(model.fields[index.column()].key, {}).get(text, "")
        if mark and not mark.endswith("*"):
            draw_badge(painter, QPointF(box.x() - 2, rect.center().y() + 0.5), text, mark)
            return
        if mark:
            lamp = QRectF(box.x(), rect.center().y() + 0.5 - LAMP / 2, LAMP, LAMP)
            draw_lamp(painter, lamp, mark[:-1])
            box.setLeft(box.left() + _AFTER_LAMP)
        ink = mark[:-1] if mark else self.ink(index)
        painter.setFont(font("body", bold=first))
        painter.setPen(colour(ink))
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
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        *,
        first: bool,
        over: bool,
    ) -> None:
        state = cast("QStyle.StateFlag", option.state)  # type: ignore[attr-defined]
        focused = cast("QWidget", option.widget).hasFocus()  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ground = "surface"
        if chosen:
            ground = "select" if focused else "sunken"
        elif over:
            ground = "hover"
        painter.fillRect(rect.adjusted(0, 0, 1, 0), colour(ground))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width() + 1, 1), colour("hairline"))
        if chosen and first:
            bar = QRect(rect.x(), rect.y(), _BAR, rect.height())
            painter.fillRect(bar, colour("accent" if focused else "field"))


class Head(QHeaderView):
    """Its line is drawn once over the whole width: by section it shows gaps at 125 %."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(HEAD)
        self.setMinimumSectionSize(28)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        view = self.viewport()
        line = QRect(0, view.height() - 1, view.width(), 1)
        QPainter(view).fillRect(line, colour("border"))


class Table(QTableView):
    """One stop for Tab; letters typed in it go to the search box."""

    opened = Signal()  # Enter or double click on the chosen row
    typed = Signal(str)  # a letter or digit that belongs to the search
    erased = Signal()  # the last letter of the search is not wanted
    chosen = Signal(object)  # key of the record chosen, or None

    def __init__(self, model: TableModel, marks: Marks, least: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._rows, self._least, self.under_mouse = model, least, -1
        self._marks = marks
        self.setModel(model)
        self.setItemDelegate(Cells(marks, self))
        self._appear()
        self._widths = [self._width(n) for n in range(len(model.fields))]
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def choose(self, record_id: int | None, otherwise: int = 0) -> None:
        """Go to the row of a record; to the row `otherwise` where it is not listed."""
        row, count = self._rows.row_of(record_id), self._rows.rowCount()
        if count:
            self.setCurrentIndex(
                self._rows.index(row if row >= 0 else min(otherwise, count - 1), 0)
            )
        else:
            self.chosen.emit(None)

    def current_id(self) -> int | None:
        """Return the key of the chosen record."""
        return self._rows.record_id(self.currentIndex().row())

    def _appear(self) -> None:
        self.setHorizontalHeader(Head(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sides = self.verticalHeader()
        sides.hide()
        sides.setMinimumSectionSize(20)
        sides.setDefaultSectionSize(ROW)
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _width(self, column: int) -> int:
        field = self._rows.fields[column]
        digit = QFontMetrics(font()).horizontalAdvance("0")
        head = QFontMetrics(font("caption")).horizontalAdvance(field.label) + 16
        marked = self._marks.get(field.key, {})
        longest = max((QFontMetrics(font()).horizontalAdvance(word) for word in marked), default=0)
        return (
            max(head, field.width * digit, longest + _AFTER_LAMP)
            + 2 * _CELL
            + (INSET - _CELL if column == 0 else 0)
        )

    def _fit(self) -> None:
        """Hide the least columns until the rest fit; give what is left to the widest text."""
        keys = [field.key for field in self._rows.fields]
        hidden = [keys.index(key) for key in self._least if key in keys]
        hidden += [n for n in reversed(range(1, len(keys))) if n not in hidden]
        shown, room = list(range(len(keys))), self.viewport().width()
        for column in hidden:
            if sum(self._widths[n] for n in shown) <= room:
                break
            shown.remove(column)
        for n, width in enumerate(self._widths):
            self.setColumnHidden(n, n not in shown)
            self.setColumnWidth(n, width)
        self._stretch(shown, room)

    def _stretch(self, shown: list[int], room: int) -> None:
        """Give the room left to the name, then to the widest text, the rest to the last."""
        left = room - sum(self._widths[n] for n in shown)
        han = QFontMetrics(font()).horizontalAdvance("字")
        widest = max(shown, key=lambda n: self._widths[n])
        for n, share, most in ((0, left // 2, _NAME * han), (widest, left, _WIDEST * han)):
            more = max(0, min(share, left, most - self.columnWidth(n)))
            self.setColumnWidth(n, self.columnWidth(n) + more)
            left -= more
        if left > 0:
            self.setColumnWidth(shown[-1], self.columnWidth(shown[-1]) + left)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows.record_id(current.row()))

    def _hover(self, row: int) -> None:
        if row != self.under_mouse:
            before, self.under_mouse = self.under_mouse, row
            for each in (before, row):
                if each >= 0:
                    top = self.rowViewportPosition(each)
                    self.viewport().update(0, top, self.viewport().width(), ROW)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.erased.emit()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters go to the search box."""
