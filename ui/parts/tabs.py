"""TabbedView: several screens in one place; Ctrl+PgDn goes to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QTabBar

from partyservice.kernel.errors import Refused
from ui.parts.desk import Desk
from ui.parts.head import PageHead, tab_bar
from ui.parts.keys import action
from ui.parts.page import Page
from ui.parts.screen import Screen
from ui.parts.view import ScreenView


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab that is no Screen: its title, and the module whose VIEW(desk, tabs) is a TabPage."""

    title: str
    name: str
    right: str = ""  # without it the tab stays shut; "" lets everybody in


class TabPage(Page):
    """A page of its own among screens; the tabs stand in its head."""

    head: PageHead


class TabbedView(QStackedWidget):
    """Each screen is made when it is first shown; one screen alone has no tabs.

    Tabs that whoever is signed in may not see are grey, and passed over.
    """

    asked = Signal()
    menu_wanted = Signal()

    def __init__(self, screens: Sequence[Screen], desk: Desk, pages: Sequence[Tab] = ()) -> None:
        super().__init__()
        self._tabs_of: Sequence[Screen | Tab] = (*screens, *pages)
        self._desk, self._wide = desk, 0
        self._views: dict[int, ScreenView | TabPage] = {}
        self._turns: list[QAction] = []
        self._shut = {n for n, tab in enumerate(self._tabs_of) if self._refusal(tab)}
        if len(self._tabs_of) > 1:
            self._turns = [
                action(self, "next_tab", partial(self._turn, 1)),
                action(self, "last_tab", partial(self._turn, -1)),
            ]
        self.open(self._next(-1, 1))

    def titles(self) -> list[str]:
        """Return the titles of all screens here."""
        return [tab.title for tab in self._tabs_of]

    def view(self) -> Any:
        """Return the ScreenView or TabPage shown."""
        return next(v for v in self._views.values() if v is self.currentWidget())

    def open(self, place: int) -> None:
        """Show the n-th screen, counted from 0; one that is shut says so."""
        if words := self._refusal(self._tabs_of[place]):
            self._desk.refused.emit(words)
            return
        self._make(place)
        self.setCurrentWidget(self._views[place])
        self.suit(self._wide)
        self.asked.emit()

    def _refusal(self, tab: Screen | Tab) -> str:
        """Return why a tab stays shut; nothing if it does not."""
        try:
            if isinstance(tab, Screen):
                self._desk.app.may_see(tab.listing)
            elif tab.right:
                self._desk.app.may(tab.right)
        except Refused as refusal:
            return refusal.words
        return ""

    def _make(self, place: int) -> None:
        if place not in self._views:
            view = self._made(place)
            view.asked.connect(self._hear)
            _head(view).menu_wanted.connect(self.menu_wanted)
            self._views[place] = view
            self.addWidget(view)

    def _made(self, place: int) -> ScreenView | TabPage:
        tab = self._tabs_of[place]
        if isinstance(tab, Screen):
            return ScreenView(tab, self._desk, self._tabs(place))
        page: TabPage = import_module(tab.name).VIEW(self._desk, self._tabs(place))
        return page

    def suit(self, wide: int) -> None:
        """Show what has room in this width."""
        self._wide = wide
        if wide:
            self.view().suit(wide)

    def hints(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the screen shown."""
        hints: Sequence[tuple[str, str]] = self.view().hints()
        return hints

    def show_numbers(self, *, shown: bool) -> None:
        """Show the numbers of the chosen record."""
        self.view().show_numbers(shown=shown)

    def begin(self) -> None:
        """Put the focus where work begins."""
        self.view().begin()

    def show_menu_button(self, *, shown: bool) -> None:
        """The rail is hidden: its places come from a button in the head."""
        for view in self._views.values():
            _head(view).menu.setVisible(shown)

    def _next(self, here: int, step: int) -> int:
        """Return the next tab that is not shut."""
        count = len(self._tabs_of)
        ways = ((here + step * n) % count for n in range(1, count + 1))
        return next((place for place in ways if place not in self._shut), max(here, 0))

    def _turn(self, step: int) -> None:
        here = next(n for n, view in self._views.items() if view is self.currentWidget())
        place = self._next(here, step)
        self._desk.jobs.later(self, partial(self._make_ready, place))

    def _make_ready(self, place: int) -> None:
        self._make(place)
        self._desk.jobs.later(self, partial(self.open, place))

    def _hear(self) -> None:
        view = self.view()
        for each in self._turns:  # the editor has sections to turn
            each.setEnabled(not isinstance(view, ScreenView) or view.editor is None)
        self.asked.emit()

    def _tabs(self, place: int) -> QTabBar | None:
        if len(self._tabs_of) == 1:
            return None
        tabs = tab_bar(self.titles())
        for shut in self._shut:
            tabs.setTabEnabled(shut, False)  # noqa: FBT003 - Qt takes it by place
            tabs.setTabToolTip(shut, "没有权限")
        tabs.setCurrentIndex(place)
        tabs.currentChanged.connect(partial(self._clicked, tabs, place))
        return tabs

    def _clicked(self, tabs: QTabBar, place: int, wanted: int) -> None:
        if wanted != place:
            tabs.setCurrentIndex(place)  # the bar of each screen shows its own place
            self.open(wanted)


def _head(view: ScreenView | TabPage) -> PageHead:
    return view.list.head if isinstance(view, ScreenView) else view.head
