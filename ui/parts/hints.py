"""Hint: what a page is for, in one line at its first use; put away, it does not come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ui.parts.buttons import Button
from ui.parts.fieldbox import Elided
from ui.parts.help import open_help, page_for
from ui.parts.helppages import pages
from ui.parts.keys import cap_of
from ui.parts.layout import label, row, sign, tinted
from ui.parts.theme import font
from ui.parts.tokens import EDGE, INSET

if TYPE_CHECKING:
    from partyservice.app import App

HIGH = 36
_LEAST_HIGH = 600  # a lower window has no room for it


class Hint(QFrame):
    """The lead of the page's help; who has put it away is kept for each clerk."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hint")
        self.setFixedHeight(HIGH)
        self._app, self.name, self._wanted = app, "", False
        self._view: QWidget | None = None  # the page it is about, or about a part of
        self.title, self.words = label(bold=True), Elided()
        self.words.setFont(font())
        tinted(self.words, "ink2")
        self.more = Button("看帮助", cap_of("help"), "quiet").compact()
        self._close = Button("", look="quiet", icon="dismiss").compact()
        self._close.named("收起提示")
        for button in (self.more, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F1 and F10 reach them; work goes on
        self.more.clicked.connect(lambda _checked=False: open_help(self))
        self._close.clicked.connect(self.put_away)
        items = (sign("info", "info"), self.title, (self.words, 1), self.more, self._close)
        self.setLayout(row(*items, margins=(INSET, 0, EDGE, 0)))
        self.hide()

    def follow(self, view: QWidget, focus: QWidget | None, below: str) -> None:
        """Offer the hint of what has the focus in the page `view`; `below` was said already."""
        inside = focus is not None and view.isAncestorOf(focus)
        if not inside and view is self._view:
            return  # a dialog or another window has the keys: nothing has changed below
        self._view, about = view, page_for(focus if inside else view)
        self.offer("" if about == below else about)

    def offer(self, name: str) -> None:
        """Show the hint of a page, unless it was put away; nothing for no name."""
        if name == self.name:
            return
        self.name, page = name, pages().get(name)
        self._wanted = page is not None and not self._app.kept.habit(_key(name))
        if page is not None:
            self.title.setText(page.title)
            self.words.setText(page.lead)
            self.words.setToolTip(page.lead)
            self.setAccessibleName(f"{page.title} {page.lead}")
        self.fit(self.window().height())

    def fit(self, high: int) -> None:
        """Show it only in a window that is high enough."""
        self.setVisible(self._wanted and high >= _LEAST_HIGH)

    def put_away(self) -> None:
        """Do not show this hint again."""
        if self.name:
            self._app.kept.keep_habit(_key(self.name), "put away")
        self._wanted = False
        self.hide()


def put_all_away(app: App) -> None:
    """Show no hint at all to whoever is signed in."""
    for name in pages():
        app.kept.keep_habit(_key(name), "put away")


def _key(name: str) -> str:
    return f"hint.{name}"
