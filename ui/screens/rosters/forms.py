"""FormButton: in which of several ways a field is written on a roster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from ui.parts.buttons import Button

USUAL = "照常"


class FormButton(Button):
    """Says the way now used; opens the others. Hidden where a roster has no such field."""

    changed = Signal()

    def __init__(self, label: str) -> None:
        super().__init__("", look="quiet", icon="chevron_down")
        self._label = label
        self._ways: tuple[str, ...] = ()
        self.way = ""  # empty: as usual
        self.compact()
        self.clicked.connect(self.open)
        self._say()

    def offer(self, ways: Sequence[str]) -> None:
        """Offer these ways; the one used stays, if it is among them."""
        self._ways = tuple(ways)
        if self.way not in self._ways:
            self.way = ""
            self._say()

    def menu_of(self) -> QMenu:
        """Return the menu of ways."""
        menu = QMenu(self)
        for way in ("", *self._ways):
            made = menu.addAction(way or USUAL, partial(self.use, way))
            made.setCheckable(True)
            made.setChecked(way == self.way)
            if way == self.way:
                menu.setActiveAction(made)
        return menu

    def open(self) -> None:
        """Show the ways there are."""
        self.menu_of().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def use(self, way: str) -> None:
        """Write the field so from now on."""
        if way != self.way:
            self.way = way
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        words = f"{self._label} {self.way or USUAL}"
        self.setText(words)
        self.setAccessibleName(f"{words}，写法")
        self.updateGeometry()

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible and bool(self._ways))
