"""SelectionBar: how many rows are marked, and what can be done with them together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.parts.buttons import Button
from ui.parts.keys import cap_of
from ui.parts.layout import label, row
from ui.parts.tokens import FILTER_BAR, INSET, INSET_PANE

_NARROW = 520  # px under which the keys in the buttons have no room


class SelectionBar(QFrame):
    """At the foot of the table while rows are marked."""

    copied = Signal()
    exported = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.setFixedHeight(FILTER_BAR)
        self.words = label("", "body", bold=True)
        self.copy = Button("复制", cap_of("copy")).compact()
        self.export = Button("导出所选", cap_of("export")).compact()
        self.clear = Button("取消所选", "Esc", "quiet").compact()
        self.copy.clicked.connect(self.copied)
        self.export.clicked.connect(self.exported)
        self.clear.clicked.connect(self.cleared)
        items = (self.words, 8, self.copy, self.export, None, self.clear)
        self.setLayout(row(*items, margins=(INSET, 0, INSET_PANE - 4, 0)))
        self.hide()

    def tell(self, count: int, unit: str) -> None:
        """Say how many are marked; with none it is not there."""
        self.words.setText(f"已选 {count:,} {unit}")
        self.setVisible(count > 0)
