"""TableModel: any Listing, as a vector of keys and windows of rows fetched by key."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from typing_extensions import override

from partyservice.kernel.fields import Field
from ui.parts.index import Index
from ui.parts.layout import tip

Row = tuple[Any, ...]
Fetch = Callable[[Sequence[int]], Sequence[Row]]
Ask = Callable[[Sequence[int], Callable[[Sequence[Row]], object]], object]
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
AROUND = 64  # rows fetched before and after one that is missing
KEPT = 4096  # rows remembered at most


class TableModel(QAbstractTableModel):
    """Read-only; `fetch` gives the rows of keys, `ask` has them read beside the window."""

    def __init__(
        self,
        fields: Sequence[Field],
        fetch: Fetch,
        parent: QObject | None = None,
        ask: Ask | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = fields
        self.done: frozenset[int] = frozenset()  # rows that the filters no longer let through
        self._fetch, self._ask = fetch, ask
        self._ids: array[int] = array("q")
        self._texts: dict[int, list[str]] = {}
        self._before: dict[int, list[str]] = {}  # shown until they are read anew
        self._asked = False  # rows are being read
        self._next: int | None = None  # the row missed last meanwhile
        self._turn = 0  # what was asked before the last change is not heard

    @property
    def ids(self) -> array[int]:
        """The keys of all rows, in order."""
        return self._ids

    def show_first(self, rows: Sequence[Row]) -> None:
        """Show the first rows, while the whole vector is not known yet."""
        self.beginResetModel()
        self._ids, self.done = array("q", [row[0] for row in rows]), frozenset()
        self._forget()
        self._before = {}
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
        self._ids, self.done = ids, frozenset()
        self.endResetModel()
        return False

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Show other columns after the first; what is known stays until all is read."""
        places = {field.key: place for place, field in enumerate(self.fields)}
        found = [places.get(field.key) for field in fields]
        known, before = self._texts, len(self.fields)
        if before > 1:
            self.beginRemoveColumns(_ROOT, 1, before - 1)
            self.fields = self.fields[:1]
            self.endRemoveColumns()
        if len(fields) > 1:
            self.beginInsertColumns(_ROOT, 1, len(fields) - 1)
        self.fields = fields
        self._forget()
        self._before = {
            key: ["" if place is None else texts[place] for place in found]
            for key, texts in known.items()
        }
        if len(fields) > 1:
            self.endInsertColumns()

    def refresh(self) -> None:
        """Have the rows read so far read again; they stay as they are until then."""
        self._before = self._texts
        self._forget()
        self._tell(0, len(self._ids) - 1)

    def mark_done(self, ids: frozenset[int]) -> None:
        """Let rows be grey: they stay only until the list is read again."""
        self.done = ids
        self._tell(0, len(self._ids) - 1)

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
        """Return what a cell shows, reading it at once if need be."""
        key = self._ids[row]
        if key not in self._texts:
            wanted = self._missing(row)
            self._take(wanted, self._fetch(wanted))
        return self._texts[key][column]

    def seen(self, row: int, column: int) -> str:
        """Return what a cell shows now; what is not known yet is read beside and told later."""
        texts = self._texts.get(self._ids[row])
        if texts is None:
            if self._ask is None:
                return self.text(row, column)
            self.prepare(row)
            texts = self._before.get(self._ids[row])
        return texts[column] if texts else ""

    def knows(self, row: int) -> bool:
        """Say whether a row was read."""
        return self._ids[row] in self._texts

    def prepare(self, row: int) -> None:
        """Have the rows around `row` read if it is not known: it may soon be seen."""
        row = max(0, min(row, len(self._ids) - 1))
        if self._ask is None or not self._ids or self._ids[row] in self._texts:
            return
        if self._asked:
            self._next = row
            return
        self._asked, self._next = True, None
        wanted = self._missing(row)
        self._ask(wanted, partial(self._hear, self._turn, row, wanted))

    def _hear(self, turn: int, row: int, wanted: Sequence[int], rows: Sequence[Row]) -> None:
        if turn != self._turn:
            return
        self._asked = False
        self._take(wanted, rows)
        self._tell(max(0, row - AROUND), min(row + AROUND, len(self._ids)) - 1)
        if self._next is not None:
            self.prepare(self._next)

    def _missing(self, row: int) -> list[int]:
        near = self._ids[max(0, row - AROUND) : row + AROUND]
        return [key for key in near if key not in self._texts]

    def _take(self, wanted: Sequence[int], rows: Sequence[Row]) -> None:
        self._remember(rows)
        for key in wanted:  # a row that is gone shows nothing until the vector is read again
            self._texts.setdefault(key, [""] * len(self.fields))

    def _forget(self) -> None:
        self._texts, self._asked, self._next = {}, False, None
        self._turn += 1

    def _tell(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.fields) - 1))

    def _remember(self, rows: Sequence[Row]) -> None:
        if len(self._texts) > KEPT:
            for key in list(islice(self._texts, KEPT // 2)):
                del self._texts[key]
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
            if not index.isValid():
                return None
            seen = self.seen(index.row(), index.column())
            return tip(seen) if role == Qt.ItemDataRole.ToolTipRole else seen
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


class KeptModel(TableModel):
    """All rows are kept, by their key: they are few, and nobody has to be asked for them."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.rows: dict[int, Row] = {}
        super().__init__(fields, self._of)

    def keep(self, rows: Mapping[int, Row]) -> None:
        """Show these, in their order; a row is its cells."""
        self.rows = dict(rows)
        self.show_first(self._of(list(self.rows)))

    def _of(self, ids: Sequence[int]) -> list[Row]:
        return [(key, *self.rows[key]) for key in ids if key in self.rows]
