"""ListFilters: the bar over a list: what is kept, what is set, more conditions, how many."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.parts.buttons import Button, Chip
from ui.parts.conditions import ConditionPane
from ui.parts.desk import Desk
from ui.parts.filters import Filters
from ui.parts.head import FilterBar
from ui.parts.keptfilters import Entry, Saved
from ui.parts.keys import cap_of
from ui.parts.listcolumns import ListColumns

if TYPE_CHECKING:
    from partyservice.storage.listing import Listing


class ListFilters(QObject):
    """Which rows are asked for."""

    changed = Signal()
    wanted = Signal(object)  # the pane of conditions, for a Condition or None

    def __init__(self, desk: Desk, listing: Listing, columns: ListColumns) -> None:
        super().__init__(columns)
        self._desk, self._listing, self._columns = desk, listing, columns
        self.filters = Filters(desk.filters(listing), partial(desk.filter_choices, listing))
        self.saved = Saved(columns.habits)
        self.more = Chip("更多条件", "")
        self.export = Button("", look="quiet", icon="arrow_export_up").compact()
        self.export.named(f"导出 {cap_of('export')}")
        self.bar = FilterBar([], self.export)
        self._show_chips()
        self.filters.shown.connect(self._show_chips)
        self.filters.changed.connect(self._change)
        self.filters.asked.connect(self.wanted)
        self.more.clicked.connect(lambda: self.wanted.emit(None))
        self.saved.wanted.connect(self._keep)
        self.saved.taken.connect(self._take)

    def asked(self) -> dict[str, Any]:
        """Return what a list is asked for."""
        conditions = tuple(self.filters.conditions.values())
        return {"where": dict(self.filters.where), "conditions": conditions}

    def pane(self) -> ConditionPane:
        """Return a pane whose conditions become chips."""
        made = ConditionPane(self._listing.known, self._desk.labels)
        made.added.connect(self.filters.ask)
        return made

    def go(self, focused: QWidget | None) -> None:
        """Go to the first chip; from a chip to the conditions."""
        if focused is not None and self.bar.isAncestorOf(focused):
            self.wanted.emit(None)
        else:
            self.saved.chip.setFocus()

    def _change(self) -> None:
        self.saved.may_save = self.filters.narrowed()
        self.saved.chip.show_value("")
        self.changed.emit()

    def _show_chips(self) -> None:
        chips = (*self.filters.chips.values(), *self.filters.added.values())
        more = (self.more,) if self._listing.narrowable else ()
        self.bar.put([self.saved.chip, *chips, *more])

    def _keep(self, name: str) -> None:
        sort = [self._columns.set.order, self._columns.set.down]
        self.saved.add({"name": name, "sort": sort, **self.filters.kept()})

    def _take(self, entry: Entry) -> None:
        self._columns.set.take(None, entry["sort"])
        left = self.filters.take(entry, {field.key: field for field in self._listing.known})
        self._columns.show_order()
        if left:
            self._desk.said.emit(f"有 {left} 个条件现在不能用了，没有套上")
