"""Page: what the frame asks of every page; a page overrides what it has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override


class Page(QFrame):
    """A place of the rail, or a page that lies over one until it is left."""

    asked = Signal()  # other keys hold now: the status bar is filled anew
    menu_wanted = Signal()  # the rail is hidden: show its places
    left = Signal()  # a page over another is done; the one below is shown again
    seen: tuple[str, object] | None = None  # its kind and key, where it can be made again

    def suit(self, wide: int) -> None:
        """Show what has room in a page of this width."""

    def begin(self) -> None:
        """Put the focus where work begins."""

    def hints(self) -> Sequence[tuple[str, str]]:
        """Return the keys of what has the focus, as cap and words, for the status bar."""
        return ()

    def regions(self) -> Sequence[QWidget]:
        """Return what F6 goes through."""
        return ()

    def show_numbers(self, *, shown: bool) -> None:
        """Show masked numbers whole, or masked again."""

    def take_back(self) -> bool:
        """Take back what was done last on this page alone; return whether it may do so."""
        return False

    def show_menu_button(self, *, shown: bool) -> None:
        """Show the button for the places of a hidden rail."""

    def close_page(self) -> None:
        """Keep what is half done; the page is about to go."""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.begin()
