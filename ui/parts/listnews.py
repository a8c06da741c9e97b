"""ListNews: what a commit does to a list: rows keep their place, those done with turn grey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from ui.parts.desk import Desk

if TYPE_CHECKING:
    from ui.parts.listpage import ListPage

_FEW = 50  # records of one commit looked for in the list; more, and it is read anew


class ListNews(QObject):
    """A row stays where it is until the list is read again, even if it no longer belongs there."""

    def __init__(self, desk: Desk, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        self._left_id: int | None = None  # a step was taken with it: go on to the next
        desk.changed.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        page.reading.done.connect(self._show_done)

    def go_on(self, record_id: int) -> None:
        """A step was taken with a record: if it is done with, go to the next that is not."""
        self._left_id = record_id

    def _follow(self, touched: Mapping[type[Any], frozenset[int]]) -> None:
        page, listing = self._page, self._page.declared.listing
        if not listing.records & touched.keys():
            if any(record.rewords for record in touched):
                page.model.refresh()
            return
        about = touched.get(listing.about, frozenset())
        if len(about) > _FEW or any(page.model.row_of(key) < 0 for key in about):
            page.refresh()
            page.count_all()
            return
        page.model.refresh()
        page.shown.emit(page.table.current_id())
        if about:
            page.reading.ask_done(about | page.model.done, page.wanted())

    def _show_done(self, ids: frozenset[int]) -> None:
        model, table = self._page.model, self._page.table
        model.mark_done(ids)
        left, self._left_id = self._left_id, None
        if left in ids and left == table.current_id():
            row = table.currentIndex().row() + 1
            while model.record_id(row) in ids:
                row += 1
            if model.record_id(row) is not None:
                table.choose(model.record_id(row))
