"""Hint: what a page is for, said at its first use; put away, it does not come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.parts.buttons import Button
from ui.parts.help import open_help, pages
from ui.parts.keys import cap_of
from ui.parts.notices import Notice

if TYPE_CHECKING:
    from partyservice.app import App

_LEAST_HIGH = 600  # a lower window has no room for it


class Hint(Notice):
    """The lead of the page's help; who has put it away is kept for each clerk."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._name = app, ""
        self._close.clicked.connect(self.put_away)

    def offer(self, name: str, high: int) -> None:
        """Show the hint of a page in a window of this height, unless it was put away."""
        self._name = name
        page = pages().get(name)
        if page is None or high < _LEAST_HIGH or self._app.kept.habit(f"hint.{name}"):
            self.hide()
            return
        more = Button("看帮助", cap_of("help")).compact()
        more.clicked.connect(self._more)
        self.tell("info", page.title, page.lead, more)

    def put_away(self) -> None:
        """Do not show this hint again."""
        if self._name:
            self._app.kept.keep_habit(f"hint.{self._name}", "put away")
        self.hide()

    def _more(self) -> None:
        open_help(self)
