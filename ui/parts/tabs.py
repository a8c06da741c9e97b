"""TabbedView: several screens in one place; Ctrl+PgDn goes to the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QTabBar

from ui.parts.desk import Desk
from ui.parts.head import tab_bar
from ui.parts.keys import action
from ui.parts.screen import Screen
from ui.parts.view import ScreenView


class TabbedView(QStackedWidget):
    """Each screen is made when it is first shown; one screen alone has no tabs."""

    asked = Signal()
    menu_wanted = Signal()

    def __init__(self, screens: Sequence[Screen], desk: Desk) -> None:
        super().__init__()
        self._screens, self._desk, self._wide = screens, desk, 0
        self._views: dict[int, ScreenView] = {}
        self._turns: list[QAction] = []
        if len(screens) > 1:
            self._turns = [
                action(self, "next_tab", partial(self._turn, 1)),
                action(self, "last_tab", partial(self._turn, -1)),
            ]
        self.open(0)

    def titles(self) -> list[str]:
        """Return the titles of all screens here."""
        return [screen.title for screen in self._screens]

    def view(self) -> ScreenView:
        """Return the screen shown."""
        return next(v for v in self._views.values() if v is self.currentWidget())

    def open(self, place: int) -> None:
        """Show the n-th screen, counted from 0."""
        self._make(place)
        self.setCurrentWidget(self._views[place])
        self.suit(self._wide)
        self.asked.emit()

    def _make(self, place: int) -> None:
        if place not in self._views:
            view = ScreenView(self._screens[place], self._desk, self._tabs(place))
            view.asked.connect(self._hear)
            view.list.head.menu_wanted.connect(self.menu_wanted)
            self._views[place] = view
            self.addWidget(view)

    def suit(self, wide: int) -> None:
        """Show what has room in this width."""
        self._wide = wide
        if wide:
            self.view().suit(wide)

    def hints(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the screen shown."""
        return self.view().hints()

    def show_numbers(self, *, shown: bool) -> None:
        """Show the numbers of the chosen record."""
        self.view().show_numbers(shown=shown)

    def begin(self) -> None:
        """Put the focus where work begins."""
        self.view().begin()

    def show_menu_button(self, *, shown: bool) -> None:
        """The rail is hidden: its places come from a button in the head."""
        for view in self._views.values():
            view.list.head.menu.setVisible(shown)

    def _turn(self, step: int) -> None:
        here = next(n for n, view in self._views.items() if view is self.currentWidget())
        place = (here + step) % len(self._screens)
        self._desk.jobs.later(self, partial(self._make_ready, place))

    def _make_ready(self, place: int) -> None:
        self._make(place)
        self._desk.jobs.later(self, partial(self.open, place))

    def _hear(self) -> None:
        for each in self._turns:  # the editor has sections to turn
            each.setEnabled(self.view().editor is None)
        self.asked.emit()

    def _tabs(self, place: int) -> QTabBar | None:
        if len(self._screens) == 1:
            return None
        tabs = tab_bar([screen.title for screen in self._screens])
        tabs.setCurrentIndex(place)
        tabs.currentChanged.connect(partial(self._clicked, tabs, place))
        return tabs

    def _clicked(self, tabs: QTabBar, place: int, wanted: int) -> None:
        if wanted != place:
            tabs.setCurrentIndex(place)  # the bar of each screen shows its own place
            self.open(wanted)
