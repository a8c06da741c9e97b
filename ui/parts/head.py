"""PageHead: title, count, tabs, search, main button; FilterBar: chips and how many are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QWidget

from ui.parts.buttons import Button
from ui.parts.layout import Item, column, label, row
from ui.parts.theme import font
from ui.parts.tokens import COMPACT, FILTER_BAR, HEAD, INSET, INSET_PANE, PAGE_HEAD
from ui.parts.wrap import WrapLayout

MANY_TABS = 5  # more of them have a line of their own


class PageHead(QFrame):
    """Stands at the same height on every page; many tabs take a second line."""

    menu_wanted = Signal()  # the rail is hidden: show its places

    def __init__(self, title: str, *right: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("head")
        below = [item for item in right if isinstance(item, QTabBar) and item.count() > MANY_TABS]
        beside = [item for item in right if item not in below]
        self.setFixedHeight(PAGE_HEAD + (HEAD if below else 0))
        self.menu = Button("", look="quiet", icon="navigation").named("全部页面")
        self.menu.clicked.connect(self.menu_wanted)
        self.menu.hide()
        self.title, self.count = label(title, "title", bold=True), label("", "body", "ink2")
        self.count.setContentsMargins(4, 4, 0, 0)
        self.badges = QHBoxLayout()
        first = row(self.menu, self.title, self.count, self.badges, None, *beside)
        lines = [first, *(row(item, None) for item in below)]
        self.setLayout(column(*lines, gap=0, margins=(INSET, 0, INSET_PANE, 0)))


class FilterBar(QFrame):
    """Chips on the left, how many are shown on the right; many chips take a second line."""

    def __init__(self, chips: Sequence[QWidget], *right: Item) -> None:
        super().__init__()
        self.setObjectName("sub")
        self.setMinimumHeight(FILTER_BAR)
        self.shown = label("", "body", "ink2")
        self._chips = WrapLayout()
        for chip in chips:
            self._chips.addWidget(chip)
        side = row(self.shown, *right)
        aside = (FILTER_BAR - COMPACT) // 2
        self.setLayout(row((self._chips, 1), side, margins=(INSET, aside, INSET_PANE - 4, aside)))

    def put(self, chips: Sequence[QWidget]) -> None:
        """Show these chips, in this order."""
        while self._chips.count():
            self._chips.takeAt(0)
        for chip in chips:
            self._chips.addWidget(chip)
            chip.show()
        self._chips.invalidate()


def tab_bar(titles: Sequence[str]) -> QTabBar:
    """Return tabs drawn flat, without a base line."""
    tabs = QTabBar()
    tabs.setDrawBase(False)
    tabs.setUsesScrollButtons(False)
    tabs.setExpanding(False)
    tabs.setFont(font())
    tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tabs.setAccessibleName("分栏：" + "、".join(titles))
    for title in titles:
        tabs.addTab(title)
    return tabs
