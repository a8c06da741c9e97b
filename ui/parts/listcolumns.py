"""ListColumns: the columns of one list as its clerk has set them: kept, moved, sorted by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.parts.arrangement import Arrangement
from ui.parts.columns import ColumnsCard
from ui.parts.desk import Desk
from ui.parts.habits import Habits
from ui.parts.keys import KEYS, cap_of, lettered
from ui.parts.listmenu import head_menu
from ui.parts.screen import Screen
from ui.parts.table import Table

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class ListColumns(QObject):
    """What the heads of a list do, by mouse and by key."""

    sorted = Signal()  # the rows shall come in another order

    def __init__(self, desk: Desk, screen: Screen, page: QWidget) -> None:
        super().__init__(page)
        listing = screen.listing
        self._page = page
        self.habits = Habits(desk, screen.title, self)
        self.set = Arrangement(listing.known, [field.key for field in listing.fields])
        self.set.take(self.habits.read("columns"), self.habits.read("sort"))
        self._sorts: list[QAction] = []

    @property
    def order(self) -> str:
        """The key of the column sorted by."""
        return self.set.order

    def keys(self) -> tuple[str, ...]:
        """Return the keys to read."""
        return self.set.wanted()

    def fields(self) -> list[Field]:
        """Return what is shown."""
        return self.set.fields()

    def wanted(self) -> dict[str, Any]:
        """Return what a list is asked for besides filters."""
        return {"order": self.set.order, "down": self.set.down, "columns": self.set.wanted()}

    def hold(self, table: Table) -> None:
        """Let the heads of `table` do what they can."""
        self._table, head = table, table.heading
        head.sectionClicked.connect(self.sort)
        head.moved.connect(self._move)
        head.widened.connect(self._widen)
        head.menu_wanted.connect(self._open_menu)
        table.arrange(self.set.widths, own=self.set.own)
        self._offer_sorts()
        self.show_order()

    def sort(self, column: int) -> None:
        """Sort by a column; again downwards; once more as the listing says."""
        self.set.sort(self.set.keys[column])
        self._sort()

    def sort_by(self, key: str, *, down: bool) -> None:
        """Sort by a column in one direction."""
        self.set.order, self.set.down = key, down
        self._sort()

    def open_card(self) -> None:
        """Show which columns there are."""
        card = ColumnsCard(self.set, self._width, self._page)
        card.changed.connect(self._change)
        card.open_over()

    def _sort(self) -> None:
        self.show_order()
        self.habits.keep("sort", [self.set.order, self.set.down])
        self.sorted.emit()

    def show_order(self) -> None:
        """Show in the heads what the rows are sorted by."""
        keys, head = self.set.keys, self._table.heading
        shown = self.set.order in keys
        head.setSortIndicatorShown(shown)
        # the arrow points where the small end is, as on the screens clerks know
        head.setSortIndicator(
            keys.index(self.set.order) if shown else 0, _UP if self.set.down else _DOWN
        )

    def _change(self) -> None:
        """Show other columns of the same rows, at the same place."""
        table, model = self._table, self._table.rows
        if [field.key for field in model.fields] != self.set.keys:
            model.show_fields(self.set.fields())
            self._offer_sorts()
        table.arrange(self.set.widths, own=self.set.own)
        self.show_order()
        self.habits.keep("columns", self.set.kept())

    def _move(self, column: int, step: int) -> None:
        self.set.move(self.set.keys[column], step)
        self._change()

    def _widen(self, column: int, width: int) -> None:
        self.set.widen(self.set.keys[column], width)
        self._change()

    def _hide(self, key: str) -> None:
        self.set.toggle(key)
        self._change()

    def _restore(self) -> None:
        self.set.restore()
        self._change()

    def _width(self, key: str) -> int:
        place = self.set.keys.index(key)
        shown = self._table.columnWidth(place)
        return self.set.widths.get(key) or shown or self._table.natural(place)

    def _open_menu(self, column: int, at: QPoint) -> None:
        if not 0 <= column < len(self.set.keys):
            return
        key, label = self.set.keys[column], self.set.fields()[column].label
        deeds = [
            (f"按{label}从小到大", partial(self.sort_by, key, down=False)),
            (f"按{label}从大到小", partial(self.sort_by, key, down=True)),
            *([(f"不显示{label}", partial(self._hide, key))] if column else ()),
            (f"{KEYS['columns'].words}…    {cap_of('columns')}", self.open_card),
            ("恢复原样", self._restore),
        ]
        head_menu(self._page, deeds, at)

    def _offer_sorts(self) -> None:
        """Let F10 find a way to sort by each column shown."""
        for each in self._sorts:
            self._page.removeAction(each)
            each.deleteLater()
        self._sorts = [
            lettered(self._page, "", f"按{field.label}排序", partial(self.sort, place))
            for place, field in enumerate(self.set.fields())
        ]
