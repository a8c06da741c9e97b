"""SearchBox: one a page; what is composed is silent, Esc empties it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from typing_extensions import override

from ui.parts.icons import draw_icon
from ui.parts.keys import cap_of
from ui.parts.paint import cap_width, draw_cap
from ui.parts.theme import font
from ui.parts.tokens import CAP, FIELD, ICON, SEARCH
from ui.parts.typed import TypedLine


class SearchBox(TypedLine):
    """Live: textChanged comes only when a word is composed to its end."""

    left = Signal()  # the table should have the focus again

    def __init__(self, may: str) -> None:
        super().__init__()
        self.setPlaceholderText(may)
        self.setAccessibleName(f"查找：{may}")
        self.setProperty("search", "small")
        self.setFont(font())
        self.setFixedHeight(FIELD)
        self.setFixedWidth(SEARCH)
        self.setTextMargins(0, 0, cap_width(cap_of("search")) + 4, 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (
            Qt.Key.Key_Escape,
            Qt.Key.Key_Down,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, QPointF(11, (self.height() - ICON) / 2), "search")
        if not self.text() and not self.composing:
            place = QPointF(
                self.width() - cap_width(cap_of("search")) - 8, (self.height() - CAP) // 2
            )
            draw_cap(painter, place, cap_of("search"))
