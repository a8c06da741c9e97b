"""ListPage: search, filters, table and pane of one Screen; acting on rows is the view's part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.head import PageHead
from ui.parts.keys import action, lettered
from ui.parts.layout import column, frame, row, rule
from ui.parts.listcolumns import ListColumns
from ui.parts.listfilters import ListFilters
from ui.parts.listmany import ListMany
from ui.parts.listnews import ListNews
from ui.parts.listside import Side
from ui.parts.model import Row
from ui.parts.nothing import explain
from ui.parts.notices import EmptyState, Notice
from ui.parts.pane import Pane
from ui.parts.reading import Reading
from ui.parts.screen import Screen
from ui.parts.search import SearchBox
from ui.parts.tokens import FOLDED_FROM, SEARCH, SEARCH_NARROW
from ui.parts.tree import Tree, table_of

if TYPE_CHECKING:
    from partyservice.kernel.asking import Condition
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
        self._wanted_id: int | None = None
        self._wanted_row = 0  # chosen where the record wanted is not listed
        self.total = 0  # how many are listed; of a tree the folded ones too
        listing = screen.listing
        self.columns = ListColumns(desk, screen, self)
        self.reading = Reading(desk, screen, self.columns.keys, self)
        fields = self.columns.fields()
        self.model, self.table = table_of(screen, fields, self.reading, self)
        self.columns.hold(self.table)
        self.search, self.notice = SearchBox(screen.searched), Notice()
        self.narrowing = ListFilters(desk, listing, self.columns)
        self.filters, self._bar = self.narrowing.filters, self.narrowing.bar
        self.pane = Pane((screen.shows or screen.edits).known, screen.sections, screen.marks)
        self._side = Side(self.pane, self.narrowing.pane)
        self.many = ListMany(desk, self)
        self.more = Button("", look="quiet", icon="more_horizontal").named("更多：全部命令 F10")
        self.new = Button("", "", "primary", "add")
        self.empty, self._linger = EmptyState(), QTimer(self)
        self._linger.setSingleShot(True)
        self._tabs = tabs
        self.narrow = self.opens_elsewhere = False  # one pane; Enter opens a page of its own
        self._lay_out(tabs)
        self._connect()
        self.news = ListNews(desk, self)

    def wanted(self) -> Wanted:
        """Return which rows are asked for."""
        return self._desk.app.wanted(
            self.search.text(), **self.narrowing.asked(), **self.columns.wanted()
        )

    def reload(self, keep: int | None = None) -> None:
        """Read the rows again; the record `keep`, or the one chosen, stays chosen."""
        self._wanted_id = keep if keep is not None else self.table.current_id()
        self._wanted_row = 0
        self._read()

    def refresh(self) -> None:
        """Read the rows again; where the one chosen is gone, the next stands in its place."""
        if not self.reading.busy or self._wanted_id is None:  # else somebody was just asked for
            self._wanted_id = self.table.current_id()
            self._wanted_row = self.table.currentIndex().row()
        self._read()

    def _read(self) -> None:
        # only where an index leads to the first rows are they read before the others
        sorted_by_us = not (self.columns.order or self.filters.narrowed())
        quick = not self.declared.slow and (bool(self.search.text()) or sorted_by_us)
        self.reading.read(self.wanted(), quick=quick)

    def leave(self) -> bool:
        """Leave one level: conditions, marks, record, search, filters; False if there is none."""
        if self._side.asking:
            self.close_conditions()
        elif self.table.marked.any():
            self.table.marked.clear()
        elif self.narrow and not self._left.isVisible() and not self.declared.alone:
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
        self._side.suit(narrow=self.narrow)
        self.show_record(shown=alone or self._side.asking)
        self.search.setFixedWidth(SEARCH if wide >= 1100 else SEARCH_NARROW)
        self.search.setVisible(not alone and wide >= (760 if self._tabs else 560))
        crowded = self._tabs is not None and self._tabs.sizeHint().width() > wide * _CROWDED
        self.head.title.setVisible(not crowded)  # the tab says it too
        self.head.count.setVisible(not crowded and not alone)
        self.more.setVisible(wide >= 700)
        self._bar.shown.setVisible(wide >= 900)

    def show_record(self, *, shown: bool) -> None:
        """In a narrow window show the record over the list, or the list again."""
        self._left.setVisible(not (self.narrow and shown))
        beside = not self.narrow and self._stack.currentWidget() is not self.empty
        self._side.setVisible(beside or shown)
        self._rule.setVisible(beside)
        if shown and not self._side.asking and not self.declared.alone:
            self.pane.edit.setFocus()

    def ask_more(self, condition: Condition | None = None) -> None:
        """Open the pane of conditions, for a new one or to change one."""
        if not self.declared.listing.narrowable:
            return
        self._side.ask()
        self.show_record(shown=True)
        self._side.setVisible(True)
        self._side.conditions.begin(condition)

    def close_conditions(self) -> None:
        """Show the record beside the list again."""
        self._side.show_record()
        self.show_record(shown=False)
        self._say(self.model.rowCount(), sure=not self.reading.busy)

    def _show_first(self, rows: Sequence[Row]) -> None:
        self.model.show_first(rows)
        self._choose()
        self._say(len(rows), sure=False)

    def _show_ids(self, ids: Any) -> None:
        current, self.total = self.table.current_id(), len(ids)
        if not self.model.show_ids(ids):
            self._wanted_id = self._wanted_id or current
        self.table.marked.keep(self.model.ids)
        now = self.table.current_id()
        if now is None or (self._wanted_id is not None and self._wanted_id != now):
            self._choose()
        self._wanted_id = None
        self._say(len(ids), sure=True)
        if self._linger.isActive():
            self._linger.stop()
            self._settle()

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
            self._side.setVisible(bool(count) or self._side.asking)
            self._rule.setVisible(bool(count) or self._side.asking)

    def _explain(self) -> None:
        set_ones = "、".join(self.filters.words().values()) if self.filters.narrowed() else ""
        explain(self.empty, self.declared, self.search.text(), set_ones)

    def _show_place(self) -> None:
        place, count = self.table.currentIndex().row() + 1, self.model.rowCount()
        told = place and not self.reading.busy and not self.declared.alone
        self.pane.place.setText(f"第 {place:,} / {count:,} {self.declared.unit}" if told else "")

    def count_all(self) -> None:
        """Say in the head how many there are without any filter."""
        self.reading.count()

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
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        body = column(self._bar, (self._stack, 1), self.many.bar, gap=0)
        self._left = frame("surface", body)
        self._rule = rule(upright=True)
        whole = row((self._left, 1), self._rule, self._side, gap=0)
        self.setLayout(column(self.head, self.notice, (whole, 1), gap=0))
        columns = "、".join(field.label for field in self.model.fields[:3])
        self.table.setAccessibleName(f"{self.declared.title}：{columns}")
        for first, then in ((self.search, self.table), (self.table, self.pane.edit)):
            QWidget.setTabOrder(first, then)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.left.connect(self._enter_list)
        self.narrowing.changed.connect(self._narrow)
        self.narrowing.wanted.connect(self.ask_more)
        self.narrowing.export.clicked.connect(self.many.export)
        self.empty.acted.connect(self.leave)
        self.table.typed.connect(self._search_for)
        self.table.erased.connect(self.search.backspace)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _key: self._linger.start(_LINGER))
        self._side.left.connect(self.close_conditions)
        self.columns.sorted.connect(self.reload)
        self._linger.timeout.connect(self._settle)
        reading = self.reading
        reading.first.connect(self._show_first)
        reading.whole.connect(self._show_ids)
        reading.waiting.connect(lambda: self._bar.shown.setText("正在读取…"))
        reading.counted.connect(
            lambda count: self.head.count.setText(f"{count:,} {self.declared.unit}")
        )
        action(self, "search", self._go_to_search)
        action(self, "filters", lambda: self.narrowing.go(QApplication.focusWidget()))
        lettered(self, "", "更多条件", self.ask_more)
        action(self, "refresh", self.refresh)
        action(self, "columns", self.columns.open_card)
        if isinstance(self.table, Tree):
            lettered(self, "", "全部展开", partial(self.table.fold_all, folded=False))
            lettered(self, "", "全部收起", partial(self.table.fold_all, folded=True))

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

    def _narrow(self) -> None:
        """Other rows are asked for: what was marked among the old ones is no more."""
        self.table.marked.clear()
        self.reload()
