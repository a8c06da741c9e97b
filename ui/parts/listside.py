"""Side: what stands beside a list: the chosen record, or the pane of conditions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ui.parts.conditions import ConditionPane
from ui.parts.pane import Pane
from ui.parts.tokens import PANE

_ANY = 16_777_215  # as wide as there is room


class Side(QStackedWidget):
    """Beside the list, or over it where the window is narrow."""

    left = Signal()  # the pane of conditions shall go

    def __init__(self, pane: Pane, make: Callable[[], ConditionPane]) -> None:
        super().__init__()
        self._make = make
        self._made: ConditionPane | None = None  # when first asked for
        self.addWidget(pane)
        self.suit(narrow=False)

    @property
    def conditions(self) -> ConditionPane:
        """The pane of conditions."""
        if self._made is None:
            self._made = self._make()
            self._made.closed.connect(self.left)
            self.addWidget(self._made)
        return self._made

    @property
    def asking(self) -> bool:
        """Say whether the pane of conditions is shown."""
        return self._made is not None and self.currentWidget() is self._made

    def ask(self) -> None:
        """Show the pane of conditions."""
        self.setCurrentWidget(self.conditions)

    def show_record(self) -> None:
        """Show the chosen record."""
        self.setCurrentIndex(0)

    def suit(self, *, narrow: bool) -> None:
        """Take the width of a pane, or all there is."""
        self.setMinimumWidth(0 if narrow else PANE)
        self.setMaximumWidth(_ANY if narrow else PANE)
