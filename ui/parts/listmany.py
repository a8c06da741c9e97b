"""ListMany: what is done with the marked rows of a list, or with all: copied, exported."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from partyservice.app.lists import Taken
from ui.parts.desk import Desk
from ui.parts.exporting import Exporting
from ui.parts.keys import action
from ui.parts.selection import SelectionBar

if TYPE_CHECKING:
    from ui.parts.listpage import ListPage


class ListMany(QObject):
    """The bar at the foot, and the keys that hold with and without it."""

    def __init__(self, desk: Desk, page: ListPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.bar = SelectionBar()
        self.exporting = Exporting(desk, page, page.notice)
        marked = page.table.marked
        marked.changed.connect(self._tell)
        self.bar.copied.connect(self.copy)
        self.bar.exported.connect(self.export)
        self.bar.cleared.connect(page.leave)
        action(page, "copy", self.copy)
        action(page, "export", self.export, "导出")
        action(page, "mark_all", marked.mark_all)

    def copy(self) -> None:
        """Copy the marked rows, or the chosen one, as they are seen, under their headings."""
        page = self._page
        current = page.table.current_id()
        if page.table.marked.any():
            taken = self._taken()
        elif current is not None:
            taken = self._taken([current])
        else:
            return
        work = partial(self._desk.app.lists.texts, taken)
        self._desk.jobs.start(self, "papers", work, self._copied)

    def export(self) -> None:
        """Write the marked rows, or all that are listed, to a file."""
        page = self._page
        if page.model.rowCount():
            marked = page.table.marked
            total = page.model.rowCount() if marked.any() else page.total
            count = marked.count(total) if marked.any() else total
            self.exporting.start(self._taken(), f"{count:,} {page.declared.unit}")

    def _taken(self, ids: list[int] | None = None) -> Taken:
        page = self._page
        marked = page.table.marked
        if ids is None and marked.any():
            chosen = marked.of(page.model.ids)
        elif ids is None and not page.reading.busy and not page.declared.tree:
            chosen = page.model.ids
        else:
            chosen = None  # it is still being read, or some of it is folded
        said = "，".join(page.filters.words().values())
        if page.search.text():
            said = f"查找“{page.search.text()}”，{said}".rstrip("，")
        return Taken(
            title=page.declared.title,
            listing=page.declared.listing,
            wanted=page.wanted(),
            ids=ids if ids is not None else chosen,
            said=said,
        )

    def _copied(self, rows: list[list[str]]) -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
        self._desk.said.emit(
            f"已复制 {len(rows) - 1:,} {self._page.declared.unit}，可以粘贴到表格里"
        )

    def _tell(self) -> None:
        page = self._page
        marked = page.table.marked
        count = marked.count(page.model.rowCount()) if marked.any() else 0
        self.bar.tell(count, page.declared.unit)
