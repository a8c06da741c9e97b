"""PageHead: title, count, tabs, search, main button; FilterBar: chips and how many are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QWidget

from ui.parts.buttons import Button
from ui.parts.layout import Item, label, row
from ui.parts.theme import font
from ui.parts.tokens import FILTER_BAR, INSET, INSET_PANE, PAGE_HEAD


class PageHead(QFrame):
    """Stands at the same height on every page."""

    menu_wanted = Signal()  # the rail is hidden: show its places

    def __init__(self, title: str, *right: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("head")
        self.setFixedHeight(PAGE_HEAD)
        self.menu = Button("", look="quiet", icon="navigation").named("全部页面")
        self.menu.clicked.connect(self.menu_wanted)
        self.menu.hide()
        self.title, self.count = label(title, "title", bold=True), label("", "body", "ink2")
        self.count.setContentsMargins(4, 4, 0, 0)
        self.badges = QHBoxLayout()
        self.setLayout(
            row(
                self.menu, self.title, self.count, self.badges, None, *right,
                margins=(INSET, 0, INSET_PANE, 0),
            )
        )  # fmt: skip


class FilterBar(QFrame):
    """Chips on the left, how many are shown on the right."""

    def __init__(self, chips: Sequence[QWidget], *right: Item) -> None:
        super().__init__()
        self.setObjectName("sub")
        self.setFixedHeight(FILTER_BAR)
        self.shown = label("", "body", "ink2")
        self.setLayout(row(*chips, None, self.shown, *right, margins=(INSET, 0, INSET_PANE - 4, 0)))


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
