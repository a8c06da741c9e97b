"""TableModel: any Listing, as a vector of keys and windows of rows fetched by key."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from partyservice.kernel.fields import Field

Index = QModelIndex | QPersistentModelIndex
Row = tuple[Any, ...]
Fetch = Callable[[Sequence[int]], Sequence[Row]]
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
AROUND = 64  # rows fetched before and after one that is missing
KEPT = 4096  # rows remembered at most


class TableModel(QAbstractTableModel):
    """Read-only; `fetch` gives the rows of keys."""

    def __init__(
        self, fields: Sequence[Field], fetch: Fetch, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.fields = fields
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._texts: dict[int, list[str]] = {}

    def show_first(self, rows: Sequence[Row]) -> None:
        """Show the first rows, while the whole vector is not known yet."""
        self.beginResetModel()
        self._ids, self._texts = array("q", [row[0] for row in rows]), {}
        self._remember(rows)
        self.endResetModel()

    def show_ids(self, ids: Any) -> bool:
        """Show a whole vector; return False if it does not go on from what is shown."""
        shown = len(self._ids)
        if shown and shown <= len(ids) and ids[:shown] == self._ids:
            if len(ids) > shown:
                self.beginInsertRows(_ROOT, shown, len(ids) - 1)
                self._ids = ids
                self.endInsertRows()
            return True
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()
        return False

    def refresh(self) -> None:
        """Forget the rows read so far; the view asks again for the few it shows."""
        self._texts = {}
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.fields) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def record_id(self, row: int) -> int | None:
        """Return the key of the record in `row`; None if there is no such row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, record_id: int | None) -> int:
        """Return the row of a record; -1 if it is not listed."""
        try:
            return -1 if record_id is None else self._ids.index(record_id)
        except ValueError:
            return -1

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        texts = self._texts.get(self._ids[row])
        if texts is None:
            near = self._ids[max(0, row - AROUND) : row + AROUND]
            wanted = [key for key in near if key not in self._texts]
            self._remember(self._fetch(wanted))
            for key in wanted:  # a row that is gone shows nothing until the vector is read again
                self._texts.setdefault(key, [""] * len(self.fields))
            texts = self._texts[self._ids[row]]
        return texts[column]

    def _remember(self, rows: Sequence[Row]) -> None:
        if len(self._texts) > KEPT:
            self._texts = {}
        fields = self.fields
        for key, *values in rows:
            self._texts[key] = [f.show(value) for f, value in zip(fields, values, strict=True)]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.fields)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column()) if index.isValid() else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.isValid():
            return _RIGHT if self.fields[index.column()].kind.right else _LEFT
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.fields[section].kind.right else _LEFT
        return None
