"""Table: the one list view; the rows are painted by its delegate, never by widgets."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView
from typing_extensions import override

from ui.parts.cells import AFTER_LAMP, CELL, Cells
from ui.parts.heading import Heading
from ui.parts.marked import Marked
from ui.parts.model import TableModel
from ui.parts.theme import font
from ui.parts.tokens import INSET, ROW

# key of a field to the texts in it that are not the usual and their tone; "ok*" shows a lamp
Marks = Mapping[str, Mapping[str, str]]
_WIDEST, _NAME = 40, 12  # Han a text column and the name may take
_AHEAD = 3  # pages read before they are seen
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Table(QTableView):
    """One stop for Tab; letters typed in it go to the search box, Space marks rows."""

    opened = Signal()  # Enter or double click on the chosen row
    typed = Signal(str)  # a letter or digit that belongs to the search
    erased = Signal()  # the last letter of the search is not wanted
    chosen = Signal(object)  # key of the record chosen, or None
    menu_wanted = Signal(QPoint)  # what may be done with the chosen row

    def __init__(self, model: TableModel, marks: Marks, least: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.rows, self._least, self.under_mouse = model, least, -1
        self._marks = marks
        self.marked = Marked(self)
        self._from: int | None = None  # the row from which Shift marks
        self.heading = Heading(self)
        self._widths: dict[str, int] = {}  # those the clerk has set
        self._own = False
        self.setModel(model)
        self.setItemDelegate(Cells(marks, self))
        self._appear()
        self._natural = [self._width(n) for n in range(len(model.fields))]
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.marked.changed.connect(self.viewport().update)

    def choose(self, record_id: int | None, otherwise: int = 0) -> None:
        """Go to the row of a record; to the row `otherwise` where it is not listed."""
        row, count = self.rows.row_of(record_id), self.rows.rowCount()
        if count:
            self.setCurrentIndex(self.rows.index(row if row >= 0 else min(otherwise, count - 1), 0))
        else:
            self.chosen.emit(None)

    def current_id(self) -> int | None:
        """Return the key of the chosen record."""
        return self.rows.record_id(self.currentIndex().row())

    def arrange(self, widths: Mapping[str, int], *, own: bool) -> None:
        """Give columns the widths a clerk has set; with `own` also their order is the clerk's."""
        self._widths, self._own = dict(widths), own
        self._natural = [self._width(n) for n in range(len(self.rows.fields))]
        self._fit()

    def seen(self) -> tuple[int, int]:
        """Return the first row seen, and the one after the last."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return first, (last if last >= 0 else self.rows.rowCount() - 1) + 1

    def natural(self, column: int) -> int:
        """Return how wide a column would be if there were room."""
        return self._natural[column]

    def _appear(self) -> None:
        self.setHorizontalHeader(self.heading)
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
        field = self.rows.fields[column]
        if field.key in self._widths:
            return self._widths[field.key]
        digit = QFontMetrics(font()).horizontalAdvance("0")
        head = QFontMetrics(font("caption")).horizontalAdvance(field.label) + 16
        marked = self._marks.get(field.key, {})
        longest = max((QFontMetrics(font()).horizontalAdvance(word) for word in marked), default=0)
        return (
            max(head, field.width * digit, longest + AFTER_LAMP)
            + 2 * CELL
            + (INSET - CELL if column == 0 else 0)
        )

    def _fit(self) -> None:
        """Hide the least columns until the rest fit; give what is left to the widest text.

        Where the clerk has placed the columns, the last ones are the least.
        """
        if len(self._natural) != len(self.rows.fields):
            return  # other columns are on their way
        keys, least = [field.key for field in self.rows.fields], () if self._own else self._least
        hidden = [keys.index(key) for key in least if key in keys]
        hidden += [n for n in reversed(range(1, len(keys))) if n not in hidden]
        shown, room = list(range(len(keys))), self.viewport().width()
        for column in hidden:
            if sum(self._natural[n] for n in shown) <= room:
                break
            shown.remove(column)
        self.heading.fit(self._stretched(shown, room))

    def _stretched(self, shown: list[int], room: int) -> dict[int, int]:
        """Give the room left to the name, then to the widest text, the rest to the last."""
        widths = {n: self._natural[n] for n in shown}
        left = room - sum(widths.values())
        free = [n for n in shown if self.rows.fields[n].key not in self._widths]
        han = QFontMetrics(font()).horizontalAdvance("字")
        most = dict.fromkeys(free, _WIDEST * han) | {0: _NAME * han}
        widest = max(free, key=lambda n: widths[n], default=0)
        for n, share in ((0, left // 2), (widest, left)):
            if n in free:
                more = max(0, min(share, left, most[n] - widths[n]))
                widths[n] += more
                left -= more
        if left > 0:
            widths[(free or shown)[-1]] += left
        return widths

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.record_id(current.row()))

    def _hover(self, row: int) -> None:
        if row != self.under_mouse:
            before, self.under_mouse = self.under_mouse, row
            for each in (before, row):
                if each >= 0:
                    top = self.rowViewportPosition(each)
                    self.viewport().update(0, top, self.viewport().width(), ROW)

    def _mark_to(self, row: int) -> None:
        """Mark from the row where Shift was first held to `row`."""
        if self._from is None:
            self._from = self.currentIndex().row()
        first, last = sorted((self._from, row))
        self.marked.put(self.rows.ids[first : last + 1], on=True)

    def _extend(self, step: int) -> None:
        row, last = self.currentIndex().row() + step, self.rows.rowCount() - 1
        if 0 <= row <= last:
            if self._from is None:
                self._from = row - step
            elif abs(row - self._from) < abs(row - step - self._from):  # going back
                self.marked.put([self.rows.ids[row - step]], on=False)
            self._mark_to(row)
            self._go(row)

    def _go(self, row: int) -> None:
        index, how = self.rows.index(row, 0), QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, how.ClearAndSelect | how.Rows)
        self.scrollTo(index)

    def _turn(self) -> None:
        """Mark the chosen row, or no longer, and go on to the next."""
        row = self.currentIndex().row()
        self.marked.turn(self.rows.record_id(row))
        if row + 1 < self.rows.rowCount():
            self._go(row + 1)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Have rows read that lie where this goes to, before they are seen."""
        super().scrollContentsBy(dx, dy)
        page = max(1, self.viewport().height() // ROW)
        top = self.rowAt(0)
        self.rows.prepare(top + page)
        if abs(dy) <= _AHEAD * page * ROW:  # after a jump nobody knows where to
            self.rows.prepare(top + (_AHEAD + 1) * page if dy < 0 else top - _AHEAD * page)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, held = self.rowAt(round(event.position().y())), event.modifiers()
        left = event.button() == Qt.MouseButton.LeftButton
        if row >= 0 and left and held & (_CTRL | _SHIFT):
            if held & _SHIFT:
                self._mark_to(row)
            else:
                self.marked.turn(self.rows.record_id(row))
                self._from = row
            self._go(row)
            return
        self._from = None
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).bottomLeft() if by_key else event.pos()
        self.menu_wanted.emit(self.viewport().mapToGlobal(place))

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
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in _STEPS and held == _SHIFT:
            self._extend(_STEPS[key])
            return
        if key not in _HELD:
            self._from = None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Space and not held:
            self._turn()
        elif event.text().isalnum() and not held & ~_SHIFT:
            self.typed.emit(event.text())
        elif key == Qt.Key.Key_Backspace:
            self.erased.emit()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters go to the search box."""
