"""Dressing: what every box and every list looks like that is no part of a Form."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QListWidgetItem, QWidget

from ui.parts.theme import font
from ui.parts.tokens import FIELD


def as_box(box: QWidget, name: str, hint: str = "") -> None:
    """Give a box the height of a field and its name; `hint` stands in an empty line."""
    box.setFont(font())
    box.setFixedHeight(FIELD)
    box.setAccessibleName(name)
    if isinstance(box, QLineEdit):
        box.setPlaceholderText(hint)


def as_list(shown: QListView, look: str, name: str) -> None:
    """Give a list its name; `look` is how the sheet calls it: lines, choices, ticks."""
    shown.setObjectName(look)
    shown.setFont(font())
    shown.setAccessibleName(name)
    shown.setFrameShape(QFrame.Shape.NoFrame)
    shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    shown.setTextElideMode(Qt.TextElideMode.ElideRight)
    shown.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)


def line_of(words: str, high: int) -> QListWidgetItem:
    """Return a line of a list."""
    made = QListWidgetItem(words)
    made.setSizeHint(QSize(0, high))
    return made
