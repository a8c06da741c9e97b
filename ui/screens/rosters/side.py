"""Side: which month, which branch, which roster."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget

from partyservice.app.customs import Custom
from partyservice.app.papers import Asked
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.dressing import as_list, line_of
from ui.parts.layout import column, frame, label, row, rule, scroll, tip
from ui.parts.months import Months
from ui.parts.theme import font
from ui.parts.tokens import CANDIDATE, HEAD, INSET_PANE
from ui.screens.rosters.branchbox import BranchBox

_NAME, _CUSTOM = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
OWN = "自定名册"
_LEAST = 3  # rosters to be seen at once


class Side(QFrame):
    """Whatever is chosen here is told at once."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._desk = desk
        self.months, self.branch = Months(desk.app.clock.today()), BranchBox(desk)
        self.rolls, self.new = QListWidget(), Button("新建", "Ctrl+N", "quiet", "add").compact()
        self._lay_out()
        self.months.grid.chosen.connect(lambda _month: self.chosen.emit())
        self.branch.chosen.connect(self.chosen)
        self.rolls.currentRowChanged.connect(lambda _row: self.chosen.emit())

    def fill(self, customs: list[Custom], choose: str = "") -> None:
        """List the fixed rosters and those of the office; `choose` one by its name."""
        wanted = choose or self.name()
        with QSignalBlocker(self.rolls):
            self.rolls.clear()
            for name, title in self._desk.app.papers.rolls():
                self._add(title, name)
            if customs:
                heading = line_of(OWN, HEAD)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setFont(font("caption"))
                self.rolls.addItem(heading)
            for custom in customs:
                self._add(custom.title, custom.name, custom)
            names = [self.rolls.item(n).data(_NAME) for n in range(self.rolls.count())]
            self.rolls.setCurrentRow(names.index(wanted) if wanted in names else 0)
        self.chosen.emit()

    def name(self) -> str:
        """Return the name of the roster chosen; nothing if there is none."""
        item = self.rolls.currentItem() if self.rolls.count() else None
        return "" if item is None else str(item.data(_NAME))

    def title(self) -> str:
        """Return the title of the roster chosen."""
        item = self.rolls.currentItem() if self.rolls.count() else None
        return "" if item is None else item.text()

    def custom(self) -> Custom | None:
        """Return the custom roster chosen; None if it is one every office has."""
        item = self.rolls.currentItem() if self.rolls.count() else None
        return None if item is None else item.data(_CUSTOM)

    def asked(self) -> Asked:
        """Return which roster is wanted."""
        return Asked(name=self.name(), month=self.month(), branch=self.branch.key)

    def month(self) -> date:
        """Return the first day of the month chosen."""
        return self.months.grid.month

    def file_name(self, ending: str) -> str:
        """Return what a file of it is usually called."""
        month, branch = self.month(), self.branch.text() if self.branch.key else ""
        return f"{self.title()}{branch}{month.year}年{month.month}月.{ending}"

    def _add(self, title: str, name: str, custom: Custom | None = None) -> None:
        item = line_of(title, CANDIDATE)
        item.setData(_NAME, name)
        item.setData(_CUSTOM, custom)
        item.setToolTip(tip(title))
        self.rolls.addItem(item)

    def _lay_out(self) -> None:
        as_list(self.rolls, "lines", "名册")
        branch = column(label("支部", "caption", "ink2"), self.branch, gap=4)
        branch.setContentsMargins(INSET_PANE, 8, INSET_PANE, 10)
        head = row(label("名册", "caption", "ink2"), None, self.new)
        head.setContentsMargins(INSET_PANE, 6, 8, 4)
        self.rolls.setMinimumHeight(_LEAST * CANDIDATE)
        body = column(self.months, branch, rule(), head, (self.rolls, 1), gap=0)
        self.setLayout(column(scroll(frame("surface", body)), gap=0))
