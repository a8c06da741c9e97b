"""Heading: the heads of a list's columns: clicked to sort, dragged to move and to widen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from ui.parts.theme import colour
from ui.parts.tokens import HEAD

_NARROWEST = 28


class Heading(QHeaderView):
    """Its line is drawn once over the whole width: by section it shows gaps at 125 %."""

    moved = Signal(int, int)  # column, and how far to the right
    widened = Signal(int, int)  # column, and its new width
    menu_wanted = Signal(int, QPoint)  # column, and where

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setFixedHeight(HEAD)
        self.setMinimumSectionSize(_NARROWEST)
        self._held = False  # the mouse is dragging
        self._moved: tuple[int, int] | None = None
        self._widened: tuple[int, int] | None = None
        self.sectionMoved.connect(self._move)
        self.sectionResized.connect(self._widen)

    def fit(self, widths: dict[int, int]) -> None:
        """Show the columns of `widths`, so wide, and hide the others."""
        for column in range(self.count()):
            self.setSectionHidden(column, column not in widths)
            if column in widths:
                self.resizeSection(column, widths[column])

    def _move(self, column: int, before: int, now: int) -> None:
        if self._held:
            self._moved = (column, now - before)

    def _widen(self, column: int, _before: int, width: int) -> None:
        if self._held:
            self._widened = (column, width)

    def _tell(self) -> None:
        """Say what was dragged, when the mouse is done with it.

        A moved section is put back: what moves is the column of the model.
        """
        moved, widened = self._moved, self._widened
        self._moved = self._widened = None
        if moved:
            self.moveSection(self.visualIndex(moved[0]), moved[0])
            self.moved.emit(*moved)
        elif widened:
            self.widened.emit(*widened)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = True
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._held = False
        QTimer.singleShot(0, self, self._tell)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.logicalIndexAt(event.pos()), event.globalPos())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        view = self.viewport()
        line = QRect(0, view.height() - 1, view.width(), 1)
        QPainter(view).fillRect(line, colour("border"))
