"""Titles: the pages of the help, and the headings found in them, in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from ui.parts.dressing import as_list, line_of
from ui.parts.helppages import Place
from ui.parts.theme import colour, font
from ui.parts.tokens import BAR, GAP, INSET_PANE, ROW, TILE

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

_PLACE = Qt.ItemDataRole.UserRole
_LOW = 6  # px between the two lines of a heading and its page


class _Lines(QStyledItemDelegate):
    """A heading has the title of its page below it, in grey."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        place = cast("Place", index.data(_PLACE))
        super().paint(painter, option, index)
        if not place.heading:
            return
        box = cast("QRect", option.rect).adjusted(INSET_PANE + BAR, _LOW, -GAP, -_LOW)  # type: ignore[attr-defined]
        for role, ink, side, words in (
            ("body", "ink", Qt.AlignmentFlag.AlignTop, place.heading),
            ("caption", "ink2", Qt.AlignmentFlag.AlignBottom, place.page.title),
        ):
            painter.setFont(font(role))
            painter.setPen(colour(ink))
            shown = QFontMetrics(font(role)).elidedText(
                words, Qt.TextElideMode.ElideRight, box.width()
            )
            painter.drawText(box, side | Qt.AlignmentFlag.AlignLeft, shown)


class Titles(QListWidget):
    """Arrows choose; what is chosen is read."""

    def __init__(self) -> None:
        super().__init__()
        as_list(self, "lines", "帮助目录")
        self.setItemDelegate(_Lines(self))

    def list_places(self, found: Sequence[Place]) -> None:
        """List where the answer may be; the first is chosen."""
        self.clear()
        for place in found:
            words = "" if place.heading else place.words
            item = line_of(words, TILE if place.heading else ROW + _LOW)
            item.setData(_PLACE, place)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _said(place))
            self.addItem(item)
        self.setCurrentRow(0 if found else -1)

    def places(self) -> list[Place]:
        """Return what is listed."""
        return [cast("Place", self.item(n).data(_PLACE)) for n in range(self.count())]

    def place(self) -> Place | None:
        """Return what is chosen."""
        row = self.currentRow()
        return self.places()[row] if row >= 0 else None

    def step(self, by: int) -> None:
        """Choose the next (1) or last (-1)."""
        self.setCurrentRow(max(0, min(self.currentRow() + by, self.count() - 1)))


def _said(place: Place) -> str:
    return f"{place.heading}，在“{place.page.title}”" if place.heading else place.words
