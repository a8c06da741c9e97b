"""Timeline: what happened, newest first, in sections, by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView
from typing_extensions import override

from ui.parts.dressing import as_list
from ui.parts.index import Index
from ui.parts.moments import Moment, Moments, Rows


class Timeline(QListView):
    """One stop for Tab; ↑↓ go through all rows, `turn` from section to section."""

    opened = Signal(object)  # key of the row chosen with Enter or a double click

    def __init__(self, name: str) -> None:
        super().__init__()
        self.moments = Moments(self)
        self.setModel(self.moments)
        self.setItemDelegate(Rows(self))
        as_list(self, "timeline", name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda _index: self._open())

    def show_rows(self, rows: Sequence[Moment]) -> None:
        """Show other rows; the one chosen stays chosen, and stays where it stands."""
        chosen, before = self.chosen(), self.currentIndex().row()
        top = self.visualRect(self.currentIndex()).top()
        self.moments.show(rows)
        again = next((n for n, row in enumerate(rows) if row.key == chosen), -1)
        if again < 0:
            again = self._near(max(before, 0))
        if again >= 0:
            self.setCurrentIndex(self.moments.index(again))
        if chosen is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self.currentIndex()).top() - top)

    def chosen(self) -> object | None:
        """Return the key of the chosen row."""
        row = self.currentIndex().row()
        return self.moments.rows[row].key if 0 <= row < len(self.moments.rows) else None

    def choose(self, key: object) -> None:
        """Go to the row with `key`."""
        for n, row in enumerate(self.moments.rows):
            if row.key == key:
                self.setCurrentIndex(self.moments.index(n))

    def section(self) -> int:
        """Return the number of the section that the chosen row is in, from 0."""
        here = self.currentIndex().row()
        return max(0, sum(head <= here for head in self._heads()) - 1)

    def sections(self) -> int:
        """Return how many sections there are."""
        return len(self._heads())

    def turn(self, section: int) -> None:
        """Go to the first row of a section, and show its heading."""
        heads = self._heads()
        if heads:
            head = heads[section % len(heads)]
            self.setCurrentIndex(self.moments.index(self._near(head)))
            self.scrollTo(self.moments.index(head), QAbstractItemView.ScrollHint.PositionAtTop)

    def _heads(self) -> list[int]:
        return [n for n, row in enumerate(self.moments.rows) if row.is_head]

    def _near(self, row: int) -> int:
        """Return the first row from `row` on that can be chosen, else the last before."""
        rows = self.moments.rows
        after = (n for n in range(row, len(rows)) if not rows[n].is_head)
        before = (n for n in reversed(range(min(row, len(rows)))) if not rows[n].is_head)
        return next(after, next(before, -1))

    def _open(self) -> None:
        if (key := self.chosen()) is not None:
            self.opened.emit(key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: a letter alone does nothing here."""

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        above = current.row() - 1
        if above >= 0 and self.moments.rows[above].is_head:  # no key leads to a heading
            self.scrollTo(self.moments.index(above))
            self.scrollTo(current)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.turn(0)
