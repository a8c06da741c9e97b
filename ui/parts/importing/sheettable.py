"""SheetTable: the rows of a sheet as they are, cells in trouble marked where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF, QResizeEvent
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

from ui.parts.index import Index
from ui.parts.layout import tip
from ui.parts.theme import colour, font
from ui.parts.tokens import HEAD, ROW

if TYPE_CHECKING:
    from partyservice.exchange.sheets import Row
    from partyservice.exchange.trouble import Checked, Head, Trouble

_ROOT = QModelIndex()
_CELL, _CORNER, _NUMBER = 8, 7, 44
_LEAST, _MOST, _MEASURED, _LIKELY = 64, 208, 30, 4
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
BAD, DOUBTED, MENDED, OUT = "bad", "warn", "info", "ink3"


class SheetModel(QAbstractTableModel):
    """The columns that are named, of all rows or of those in trouble; row 0 is the number."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: Sequence[Row] = ()
        self._columns: list[int] = []
        self._labels: dict[int, str] = {}
        self._head: Head | None = None
        self._checked: Checked | None = None
        self._rows: list[int] = []
        self._people: frozenset[int] = frozenset()
        self._tones: dict[tuple[int, int], str] = {}
        self._out: frozenset[int] = frozenset()
        self.only_troubles, self.whole = False, False
        self.open_cell: tuple[int, int] | None = None  # the one that may be seen whole

    def show_sheet(self, cells: Sequence[Row], head: Head, checked: Checked) -> None:
        """Show a sheet as it is planned now."""
        self.beginResetModel()
        self._cells, self._head, self._checked = cells, head, checked
        self._labels = {**head.unknown, **head.labels}
        self._columns = sorted(self._labels)
        here = [each for each in checked.troubles if each.at[0] == head.sheet]
        self._tones = {
            (at[1], place): MENDED
            for at, texts in checked.texts.items()
            if at[0] == head.sheet
            for place, known in head.fields.items()
            if known.key in texts
        }
        for each in here:
            self._tones[each.at[1], each.column] = BAD if each.wrong else DOUBTED
        self._out = frozenset(each.at[1] for each in checked.left if each.at[0] == head.sheet)
        self._people = frozenset(checked.rows.get(head.sheet, ()))
        rows = {row for row, _ in self._tones} | self._out
        whole = range(head.bottom + 1, len(cells))
        self._rows = sorted(rows) if self.only_troubles else list(whole)
        self.endResetModel()

    def place_of(self, trouble: Trouble) -> QModelIndex:
        """Return where a cell is to be seen."""
        try:
            row, column = self._rows.index(trouble.at[1]), self._columns.index(trouble.column)
        except ValueError:
            return QModelIndex()
        return self.index(row, column)

    def at(self, index: Index) -> tuple[int, int]:
        """Return row and column of the sheet."""
        return self._rows[index.row()], self._columns[index.column()]

    def tone(self, index: Index) -> str:
        """Return how a cell is marked."""
        return self._tones.get(self.at(index), "")

    def is_quiet(self, index: Index) -> bool:
        """Say whether a row does not go in: nobody, or left out."""
        row = self._rows[index.row()]
        return row not in self._people or row in self._out

    def text(self, index: Index) -> str:
        """Return what a cell shows: numbers masked unless they are what is asked about."""
        from partyservice.exchange.trouble import masked  # noqa: PLC0415 - loads SQLAlchemy

        if self._head is None or self._checked is None:
            return ""
        row, column = self.at(index)
        known, text = self._head.fields.get(column), self.whole_text(row, column)
        if self.whole or (row, column) == self.open_cell:
            return text
        return masked(text, known)

    def whole_text(self, row: int, column: int) -> str:
        """Return what stands in a cell of the sheet, or was typed instead."""
        from partyservice.exchange.trouble import shown  # noqa: PLC0415 - loads SQLAlchemy

        if self._head is None or self._checked is None:
            return ""
        known = self._head.fields.get(column)
        texts: Mapping[str, str] = self._checked.texts.get((self._head.sheet, row), {})
        if known and known.key in texts:
            return texts[known.key]
        cells = self._cells[row]
        return shown(cells[column]) if column < len(cells) else ""

    def wide(self, column: int) -> int:
        """Return how wide a column had best be."""
        metrics, small = QFontMetrics(font()), QFontMetrics(font("caption"))
        shown = range(min(_MEASURED, len(self._rows)))
        texts = {self.text(self.index(row, column)) for row in shown}
        # only the likely widest are measured: a Han is as wide as two digits, and two bytes here
        likely = sorted(texts, key=lambda text: len(text.encode("gbk", "replace")))[-_LIKELY:]
        longest = max((metrics.horizontalAdvance(text) for text in likely), default=0)
        head = small.horizontalAdvance(self._labels[self._columns[column]])
        return max(_LEAST, min(_MOST, max(longest, head) + 2 * _CELL + 4))

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and index.isValid():
            text = self.text(index)
            return tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if across else Qt.AlignmentFlag.AlignRight
            return side | _MIDDLE
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._labels[self._columns[section]] if across else str(self._rows[section] + 1)


class SheetCells(QStyledItemDelegate):
    """A cell in trouble has its ground and a corner; the chosen one a ring."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, rect = cast("SheetModel", index.model()), cast("QRect", option.rect)  # type: ignore[attr-defined]
        tone, quiet = model.tone(index), model.is_quiet(index)
        ground = f"{tone}_tint" if tone else "window" if quiet else "surface"
        painter.fillRect(rect.adjusted(0, 0, 1, 0), colour(ground))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width() + 1, 1), colour("hairline"))
        painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), colour("hairline"))
        if tone:
            self._corner(painter, rect, tone)
        painter.setFont(font())
        painter.setPen(colour(tone or (OUT if quiet else "ink")))
        box = rect.adjusted(_CELL, 0, -_CELL, 0)
        metrics = QFontMetrics(font())
        text = metrics.elidedText(model.text(index), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | _MIDDLE, text)
        state = cast("QStyle.StateFlag", option.state)  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    @staticmethod
    def _corner(painter: QPainter, rect: QRect, tone: str) -> None:
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("info" if tone == MENDED else f"{tone}_lamp"))
        right, top = rect.right(), rect.top()
        corners = ((right - _CORNER, top), (right, top), (right, top + _CORNER))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.restore()


class SheetTable(QTableView):
    """One stop for Tab; arrows go from cell to cell."""

    wanted = Signal(int, int)  # row and column of the sheet somebody chose

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = SheetModel()
        self._shown: Trouble | None = None
        self._measured: tuple[object, ...] = ()
        self.setModel(self.rows)
        self.setItemDelegate(SheetCells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("表格里的行")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFont(font())
        heads, sides = self.horizontalHeader(), self.verticalHeader()
        heads.setObjectName("sheet")
        heads.setFixedHeight(HEAD)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        sides.setDefaultSectionSize(ROW)
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setFixedWidth(_NUMBER)
        sides.setHighlightSections(False)
        sides.setSectionsClickable(False)
        self.clicked.connect(self._tell)

    def show_sheet(self, cells: Sequence[Row], head: Head, checked: Checked) -> None:
        """Show a sheet as it is planned now; where it is scrolled to stays."""
        at, self._shown = (
            (self.horizontalScrollBar().value(), self.verticalScrollBar().value()),
            None,
        )
        self.rows.show_sheet(cells, head, checked)
        known = (id(cells), dict(head.labels), dict(head.unknown))
        if self._measured != known:  # it takes a while: once a sheet
            self._measured = known
            for column in range(self.rows.columnCount()):
                self.setColumnWidth(column, self.rows.wide(column))
        self.horizontalScrollBar().setValue(at[0])
        self.verticalScrollBar().setValue(at[1])

    def go_home(self) -> None:
        """Show the beginning: another file has come."""
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)

    def show_trouble(self, trouble: Trouble) -> None:
        """Mark the cell and show what stands around it."""
        self._shown = trouble
        self.rows.open_cell = (trouble.at[1], trouble.column)
        place = self.rows.place_of(trouble)
        if place.isValid():
            self.setCurrentIndex(place)
            self.horizontalScrollBar().setValue(0)  # the name stays in sight where it can
            self.scrollTo(place)
            seen = self.viewport().height() // ROW
            self.verticalScrollBar().setValue(max(0, place.row() - seen // 2))
        self.viewport().update()

    def show_whole(self, *, shown: bool) -> None:
        """Show numbers whole, or masked again."""
        self.rows.whole = shown
        self.viewport().update()

    def _tell(self, index: QModelIndex) -> None:
        self.wanted.emit(*self.rows.at(index))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None:
            self.show_trouble(self._shown)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._tell(self.currentIndex())
        else:
            super().keyPressEvent(event)
