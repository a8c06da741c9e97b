"""ListOver: the list of one Screen over the page shown, until Esc has left its last level."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.parts.desk import Desk
from ui.parts.layout import column
from ui.parts.page import Page
from ui.parts.screen import Screen
from ui.parts.view import ScreenView


class _View(ScreenView):
    """A ScreenView that can be left."""

    done = Signal()

    @override
    def leave(self) -> None:
        if self.editor:
            super().leave()
        elif not self.list.leave():
            self.done.emit()


class ListOver(Page):
    """Everything else is what a page of the rail with this Screen would be."""

    help_page = "rosters"  # whose numbers it lists the people of

    def __init__(self, screen: Screen, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.view = _View(screen, desk)
        self.view.done.connect(self.left)
        self.view.asked.connect(self.asked)
        self.view.list.head.menu_wanted.connect(self.menu_wanted)
        self.setLayout(column(self.view, gap=0))

    @override
    def suit(self, wide: int) -> None:
        self.view.suit(wide)

    @override
    def begin(self) -> None:
        self.view.begin()

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        return self.view.hints()

    @override
    def regions(self) -> Sequence[QWidget]:
        return self.view.regions()

    @override
    def show_numbers(self, *, shown: bool) -> None:
        self.view.show_numbers(shown=shown)

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.view.list.head.menu.setVisible(shown)
