"""Tree: a list whose rows lie under one another; ← folds, → unfolds, a search is flat."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QModelIndex, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from partyservice.kernel.fields import Field
from ui.parts.cells import Cells
from ui.parts.icons import draw_icon
from ui.parts.index import Index
from ui.parts.model import TableModel
from ui.parts.reading import Reading
from ui.parts.screen import Screen
from ui.parts.table import Marks, Table
from ui.parts.tokens import ICON, INSET

Family = Sequence[tuple[int, int | None]]  # keys in the order of the list, each with the one above
_STEP, _SIGN = 20, ICON + 4  # px a level lies further in; px of the sign that folds
_NOWHERE = QModelIndex()


class TreeModel(TableModel):
    """Shows what is unfolded, as one vector of keys; of a search all that is found."""

    _above: dict[int, int | None]
    _below: dict[int | None, list[int]]
    _depth: dict[int, int]
    _open: set[int]
    _known = False

    @override
    def show_ids(self, ids: Any) -> bool:
        if isinstance(ids, array):
            self._above, self._below, self._depth = {}, {}, {}
            return super().show_ids(ids)
        self._gather(ids)
        self.beginResetModel()
        self._ids, self.done = array("q", self._unfolded(None, 0)), frozenset()
        self.endResetModel()
        return False

    def depth(self, row: int) -> int:
        """Return how many levels lie above a row."""
        return self._depth.get(self._ids[row], 0) if self._known else 0

    def state(self, row: int) -> bool | None:
        """Say whether a row is unfolded; None if nothing lies below it."""
        key = self._ids[row]
        return key in self._open if self._known and self._below.get(key) else None

    def above(self, row: int) -> int:
        """Return the row of the one above; -1 for the topmost."""
        return self.row_of(self._above.get(self._ids[row]) if self._known else None)

    def fold(self, row: int) -> None:
        """Hide all that lies below a row."""
        if self.state(row):
            last = row
            while last + 1 < len(self._ids) and self.depth(last + 1) > self.depth(row):
                last += 1
            self.beginRemoveRows(_NOWHERE, row + 1, last)
            self._open.discard(self._ids[row])
            del self._ids[row + 1 : last + 1]
            self.endRemoveRows()
            self._redraw(row)

    def unfold(self, row: int) -> None:
        """Show what lies below a row, as it was left."""
        key = self._ids[row]
        if self.state(row) is False:
            self._open.add(key)
            more = array("q", self._unfolded(key, self._depth[key] + 1))
            self.beginInsertRows(_NOWHERE, row + 1, row + len(more))
            self._ids[row + 1 : row + 1] = more
            self.endInsertRows()
            self._redraw(row)

    def reveal(self, key: int | None) -> None:
        """Unfold all that a record lies under."""
        way: list[int] = []
        while self._known and key is not None and self.row_of(key) < 0:
            key = self._above.get(key)
            if key is not None and key not in way:
                way.append(key)
        for each in reversed(way):
            self.unfold(self.row_of(each))

    def fold_all(self, *, folded: bool) -> None:
        """Fold all but the topmost, or unfold all."""
        if self._known and self._depth:
            self._open = set(self._below.get(None, ())) if folded else set(self._depth)
            self.beginResetModel()
            self._ids = array("q", self._unfolded(None, 0))
            self.endResetModel()

    def _gather(self, family: Family) -> None:
        listed = {key for key, _ in family}
        self._above = {key: above if above in listed else None for key, above in family}
        self._below, self._depth = {}, {}
        for key, above in self._above.items():
            self._below.setdefault(above, []).append(key)
        if not self._known:
            self._known, self._open = True, set(self._below.get(None, ()))
        for key in self._above:
            self._depth[key] = 0

    def _unfolded(self, above: int | None, depth: int) -> list[int]:
        """Return the keys below one that are to be seen, and note how deep they lie."""
        keys: list[int] = []
        for key in self._below.get(above, ()):
            self._depth[key] = depth
            keys.append(key)
            if key in self._open:
                keys += self._unfolded(key, depth + 1)
        return keys

    def _redraw(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.fields) - 1))

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and index.isValid():
            words = {True: "，已展开", False: "，已收起", None: ""}[self.state(index.row())]
            return f"第 {self.depth(index.row()) + 1} 级{words}"
        return super().data(index, role)


class TreeCells(Cells):
    """Sets the first cell further in by its level; what is closed is grey."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = cast("TreeModel", index.model())
        state = model.state(index.row()) if index.column() == 0 else None
        if state is not None:
            left = option.rect.x() + INSET + model.depth(index.row()) * _STEP  # type: ignore[attr-defined]
            top = option.rect.center().y() + 0.5 - ICON / 2  # type: ignore[attr-defined]
            draw_icon(painter, QPointF(left, top), "chevron_down" if state else "chevron_right")

    @override
    def inset(self, index: Index) -> int:
        return INSET + cast("TreeModel", index.model()).depth(index.row()) * _STEP + _SIGN

    @override
    def ink(self, index: Index) -> str:
        model = cast("TreeModel", index.model())
        texts = (model.seen(index.row(), n) for n in range(len(model.fields)))
        marks = (self._marks.get(f.key, {}) for f in model.fields)
        closed = any(mark.get(text) == "none" for text, mark in zip(texts, marks, strict=True))
        return "ink3" if closed else super().ink(index)


class Tree(Table):
    """← folds or goes up, → unfolds or goes down; a click on the sign does either."""

    def __init__(self, model: TreeModel, marks: Marks, least: tuple[str, ...] = ()) -> None:
        super().__init__(model, marks, least)
        self._tree = model
        self.setItemDelegate(TreeCells(marks, self))

    @override
    def choose(self, record_id: int | None, otherwise: int = 0) -> None:
        self._tree.reveal(record_id)
        super().choose(record_id, otherwise)

    def fold_all(self, *, folded: bool) -> None:
        """Fold all but the topmost, or unfold all; what was chosen stays so where it is seen."""
        chosen = self.current_id()
        self._tree.fold_all(folded=folded)
        super().choose(chosen)

    def _step(self, row: int, *, right: bool) -> int:
        """Fold or unfold; return the row to go to."""
        state = self._tree.state(row)
        if right:
            if state:
                return row + 1
            self._tree.unfold(row)
        elif state:
            self._tree.fold(row)
        else:
            return max(self._tree.above(row), 0)
        return row

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, right = self.currentIndex().row(), event.key() == Qt.Key.Key_Right
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row >= 0 and plain and (right or event.key() == Qt.Key.Key_Left):
            self.setCurrentIndex(self._tree.index(self._step(row, right=right), 0))
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and at.column() == 0 and self._tree.state(at.row()) is not None:
            left = INSET + self._tree.depth(at.row()) * _STEP
            if left <= event.position().x() - self.columnViewportPosition(0) < left + _SIGN:
                turn = self._tree.fold if self._tree.state(at.row()) else self._tree.unfold
                turn(at.row())


def table_of(
    screen: Screen, fields: Sequence[Field], reading: Reading, page: QWidget
) -> tuple[TableModel, Table]:
    """Return what shows the rows of a screen, as a tree where it is one."""
    if screen.tree:
        tree = TreeModel(fields, reading.fetch, page, reading.ask)
        return tree, Tree(tree, screen.marks, screen.least)
    model = TableModel(fields, reading.fetch, page, reading.ask)
    return model, Table(model, screen.marks, screen.least)
