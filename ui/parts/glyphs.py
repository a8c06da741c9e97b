"""Glyphs: where a character that was found by its parts goes: the line last typed in."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from ui.parts.glyphcard import GlyphCard, find_glyph
from ui.parts.search import SearchBox


class Glyphs(QObject):
    """Remembers the line, since the list of commands takes the focus before it asks for a card."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last: QLineEdit | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def find(self) -> GlyphCard | None:
        """Ask for a character; without a line it goes to the search box of the page."""
        line = self._last
        if line is None or not isValid(line) or not line.isVisible():
            boxes = cast("list[SearchBox]", self._window.findChildren(SearchBox))
            line = next((box for box in boxes if box.isVisible()), None)
        return None if line is None else find_glyph(line)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self._window.window():
            return  # a card lies over the window: the line below is still the one
        takes = isinstance(new, QLineEdit) and not new.isReadOnly()
        latin = takes and bool(new.inputMethodHints() & Qt.InputMethodHint.ImhPreferLatin)
        self._last = new if isinstance(new, QLineEdit) and takes and not latin else None
