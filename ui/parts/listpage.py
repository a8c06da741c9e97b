"""ListPage: search, filters, table and pane of one Screen; acting on rows is the view's part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.filters import Filters
from ui.parts.head import FilterBar, PageHead
from ui.parts.job import Job
from ui.parts.keys import action, lettered
from ui.parts.layout import column, frame, row, rule
from ui.parts.model import Row
from ui.parts.nothing import explain
from ui.parts.notices import EmptyState, Notice
from ui.parts.pane import Pane
from ui.parts.screen import Screen
from ui.parts.search import SearchBox
from ui.parts.tokens import FOLDED_FROM, PANE, SEARCH, SEARCH_NARROW, WAIT_UNSAID
from ui.parts.tree import Tree, table_of

if TYPE_CHECKING:
    from partyservice.storage.listing import Wanted

_CROWDED = 0.35  # the share of the width from which tabs leave no room for the title
_LINGER = 30  # ms on a row before it is read


class ListPage(QFrame):
    """The first rows are shown at once; the vector of all comes from a Job."""

    shown = Signal(object)  # key of the record now in the pane, or None
    opened = Signal()

    def __init__(self, screen: Screen, desk: Desk, tabs: QWidget | None) -> None:
        super().__init__()
        self.setObjectName("page")
        self.declared, self._desk = screen, desk
        self._job: Job | None = None
        self._wanted_id: int | None = None
        self._wanted_row = 0  # chosen where the record wanted is not listed
        self._sorted = ("", False)  # key of the column sorted by, and whether downwards
        listing = screen.listing
        self.model, self.table = table_of(screen, partial(desk.app.window, listing), self)
        self.search, self.notice = SearchBox(screen.searched), Notice()
        self.filters = Filters(desk.filters(listing), partial(desk.filter_choices, listing))
        self.pane = Pane((screen.shows or screen.edits).known, screen.sections, screen.marks)
        self.more = Button("", look="quiet", icon="more_horizontal").named("更多：全部命令 F10")
        self.new = Button("", "", "primary", "add")
        self.empty, self._linger = EmptyState(), QTimer(self)
        self._linger.setSingleShot(True)
        self._tabs = tabs
        self.narrow = self.opens_elsewhere = False  # one pane; Enter opens a page of its own
        self._lay_out(tabs)
        self._connect()

    def wanted(self) -> Wanted:
        """Return which rows are asked for."""
        order, down = self._sorted
        where = dict(self.filters.where)
        return self._desk.app.wanted(self.search.text(), where, order=order, down=down)

    def reload(self, keep: int | None = None) -> None:
        """Read the rows again; the record `keep`, or the one chosen, stays chosen."""
        self._wanted_id = keep if keep is not None else self.table.current_id()
        self._wanted_row = 0
        self._read()

    def refresh(self) -> None:
        """Read the rows again; where the one chosen is gone, the next stands in its place."""
        if self._job is None or self._wanted_id is None:  # else somebody was just asked for
            self._wanted_id = self.table.current_id()
            self._wanted_row = self.table.currentIndex().row()
        self._read()

    def _read(self) -> None:
        if self._job:
            self._job.cancel()
        wanted, app, listing = self.wanted(), self._desk.app, self.declared.listing
        tree = self.declared.tree if not wanted.text else ""
        if self._is_quick() and not tree:
            self._show_first(app.first(listing, wanted))
        work: Callable[[], Any] = partial(app.ids, listing, wanted)
        if tree:
            work = partial(app.family, listing, wanted, tree)
        self._job = job = self._desk.jobs.start(self, "lists", work, self._show_ids)
        QTimer.singleShot(WAIT_UNSAID, self, partial(self._say_waiting, job))

    def _is_quick(self) -> bool:
        """Say whether an index leads to the first rows: else the window would stand still."""
        return bool(self.search.text()) or not (self._sorted[0] or self.filters.narrowed())

    def _say_waiting(self, job: Job) -> None:
        if job is self._job:
            self._bar.shown.setText("正在读取…")

    def follow(self, touched: Mapping[type[Any], frozenset[int]]) -> None:
        """Read again what a commit changed."""
        listing = self.declared.listing
        if not listing.records & touched.keys():
            if any(record.rewords for record in touched):
                self.model.refresh()
            return
        about = touched.get(listing.about, ())
        if any(self.model.row_of(key) < 0 for key in about):
            self.refresh()
            self.count_all()
        else:
            self.model.refresh()
            self.shown.emit(self.table.current_id())

    def leave(self) -> bool:
        """Leave one level: the record, the search, the filters; False if there is none."""
        if self.narrow and not self._left.isVisible() and not self.declared.alone:
            self.show_record(shown=False)
        elif self.search.text():
            self.search.clear()
        elif self.filters.narrowed():
            self.filters.clear()
        else:
            self.begin()
            return False
        self.begin()
        return True

    def begin(self) -> None:
        """Put the focus in the table; where there is nothing to list, where it can be mended."""
        if self.declared.alone:
            self.pane.edit.setFocus()
        elif self._stack.currentWidget() is self.table:
            self.table.setFocus()
        else:
            self._go_to_search()

    def suit(self, wide: int) -> None:
        """Show what has room in a page of this width."""
        alone = self.declared.alone
        self.narrow = alone or wide < FOLDED_FROM - 48
        self._pane_side.setMinimumWidth(0 if self.narrow else PANE)
        self._pane_side.setMaximumWidth(16_777_215 if self.narrow else PANE)
        self._rule.setVisible(not self.narrow)
        self.show_record(shown=alone)
        self.search.setFixedWidth(SEARCH if wide >= 1100 else SEARCH_NARROW)
        self.search.setVisible(not alone and wide >= (760 if self._tabs else 560))
        crowded = self._tabs is not None and self._tabs.sizeHint().width() > wide * _CROWDED
        self.head.title.setVisible(not crowded)  # the tab says it too
        self.head.count.setVisible(not crowded and not alone)
        self.more.setVisible(wide >= 700)
        self._bar.shown.setVisible(wide >= 900)

    def sort(self, column: int) -> None:
        """Sort by a column; again downwards; once more as the listing says."""
        key, (order, down) = self.model.fields[column].key, self._sorted
        self._sorted = (key, False) if key != order else ("", False) if down else (key, True)
        head, up = self.table.horizontalHeader(), Qt.SortOrder.DescendingOrder
        head.setSortIndicatorShown(bool(self._sorted[0]))
        head.setSortIndicator(column, Qt.SortOrder.AscendingOrder if self._sorted[1] else up)
        self.reload()

    def show_record(self, *, shown: bool) -> None:
        """In a narrow window show the record over the list, or the list again."""
        self._left.setVisible(not (self.narrow and shown))
        self._pane_side.setVisible(not self.narrow or shown)
        if shown and not self.declared.alone:
            self.pane.edit.setFocus()

    def _show_first(self, rows: Sequence[Row]) -> None:
        self.model.show_first(rows)
        self._choose()
        self._say(len(rows), sure=False)

    def _show_ids(self, ids: Any) -> None:
        self._job = None
        current = self.table.current_id()
        if not self.model.show_ids(ids):
            self._wanted_id = self._wanted_id or current
        if (self._wanted_id is not None and self._wanted_id != self.table.current_id()) or (
            self.table.current_id() is None and self.model.rowCount()
        ):
            self._choose()
        self._wanted_id = None
        self._say(len(ids), sure=True)

    def _choose(self) -> None:
        self.table.choose(self._wanted_id, max(0, self._wanted_row))
        if not self.model.rowCount():
            self._settle()

    def _say(self, count: int, *, sure: bool) -> None:
        if sure:
            self._bar.shown.setText(f"显示 {count:,} {self.declared.unit}")
        self._show_place()
        body = self.empty if sure and not count else self.table
        if body is self.empty:
            self._explain()
        if self._stack.currentWidget() is not body:
            focused = self.table.hasFocus()
            self._stack.setCurrentWidget(body)
            if focused:
                self._mend()
        if not self.narrow:
            self._pane_side.setVisible(bool(count))
            self._rule.setVisible(bool(count))

    def _explain(self) -> None:
        set_ones = "、".join(self.filters.words().values()) if self.filters.narrowed() else ""
        explain(self.empty, self.declared, self.search.text(), set_ones)

    def _show_place(self) -> None:
        place, count = self.table.currentIndex().row() + 1, self.model.rowCount()
        told = place and not self._job and not self.declared.alone
        words = f"第 {place:,} / {count:,} {self.declared.unit}" if told else ""
        self.pane.place.setText(words)

    def count_all(self) -> None:
        """Say in the head how many there are without any filter."""
        app, listing = self._desk.app, self.declared.listing
        work = partial(app.count, listing, app.wanted())
        self._desk.jobs.start(self, "lists", work, self._tell_all)

    def _tell_all(self, count: int) -> None:
        self.head.count.setText(f"{count:,} {self.declared.unit}")

    def _settle(self) -> None:
        self._show_place()
        self.shown.emit(self.table.current_id())

    def _search_for(self, letters: str) -> None:
        self.search.setText(self.search.text() + letters)

    def _open(self) -> None:
        if self.narrow and self._left.isVisible() and not self.opens_elsewhere:
            self.show_record(shown=True)
        else:
            self.opened.emit()

    def _lay_out(self, tabs: QWidget | None) -> None:
        right = (tabs, 12) if tabs else ()
        self.head = PageHead(self.declared.title, *right, self.search, self.new, self.more)
        self._bar = FilterBar(list(self.filters.chips.values()))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._left = frame("surface", column(self._bar, (self._stack, 1), gap=0))
        self._rule, self._pane_side = rule(upright=True), self.pane
        body = row((self._left, 1), self._rule, self._pane_side, gap=0)
        self.setLayout(column(self.head, self.notice, (body, 1), gap=0))
        self.pane.setFixedWidth(PANE)
        columns = "、".join(field.label for field in self.model.fields[:3])
        self.table.setAccessibleName(f"{self.declared.title}：{columns}")
        for first, then in ((self.search, self.table), (self.table, self.pane.edit)):
            QWidget.setTabOrder(first, then)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self.reload())
        self.search.left.connect(self._enter_list)
        self.filters.changed.connect(self.reload)
        self.empty.acted.connect(self.leave)
        self.table.typed.connect(self._search_for)
        self.table.erased.connect(self.search.backspace)
        self.table.opened.connect(self._open)
        self.table.horizontalHeader().sectionClicked.connect(self.sort)
        self.table.chosen.connect(lambda _key: self._linger.start(_LINGER))
        self._linger.timeout.connect(self._settle)
        self._desk.changed.connect(self.follow, Qt.ConnectionType.QueuedConnection)
        action(self, "search", self._go_to_search)
        action(self, "filters", self._go_to_filters)
        action(self, "refresh", self.refresh)
        if isinstance(self.table, Tree):
            lettered(self, "", "全部展开", partial(self.table.fold_all, folded=False))
            lettered(self, "", "全部收起", partial(self.table.fold_all, folded=True))
        for place, field in enumerate(self.model.fields):
            lettered(self, "", f"按{field.label}排序", partial(self.sort, place))

    def _mend(self) -> None:
        """Let typing go on in the search box: the table it went to has just gone."""
        if self._stack.currentWidget() is not self.table:
            self._go_to_search()
            self.search.setCursorPosition(len(self.search.text()))

    def _enter_list(self) -> None:
        if self._stack.currentWidget() is self.table:
            self.table.setFocus()
        else:
            self.leave()

    def _go_to_search(self) -> None:
        if self.declared.alone:
            return
        if not self.search.isVisible():
            self.new.hide()  # in a narrow window the two take turns
            self.search.show()
        self.search.setFocus()
        self.search.selectAll()

    def _go_to_filters(self) -> None:
        for chip in list(self.filters.chips.values())[:1]:
            chip.setFocus()
