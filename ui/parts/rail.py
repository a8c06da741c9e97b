"""Rail: the places of the program, each with its digit; folds to icons in a narrow window."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget
from typing_extensions import override

from partyservice.kernel.actor import PEOPLE
from ui.parts.icons import draw_icon
from ui.parts.layout import column, rule
from ui.parts.theme import colour, font
from ui.parts.tokens import (
    ICON_RAIL,
    RADIUS,
    RAIL,
    RAIL_FOLDED,
    RAIL_ITEM,
    RAIL_ITEM_FOLDED,
)

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_FOOT = ("9", "0")  # digits of the places at the foot


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the rail; `name` is the module of its screens, loaded when first opened."""

    digit: str
    title: str
    icon: str
    name: str
    right: str = PEOPLE  # without it the place stays shut; "" lets everybody in

    @property
    def help(self) -> str:
        """Return the name of the page of the help about it."""
        return self.name.rpartition(".")[2]


class RailItem(QAbstractButton):
    """Icon, name and digit; current: white plate, red bar, filled icon, bold."""

    def __init__(self, place: Place, *, shut: bool = False) -> None:
        super().__init__()
        self.place, self.shut, self._folded = place, shut, False
        self.setText(place.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(place.title)
        key = f"快捷键 Ctrl+{place.digit}"
        self.setAccessibleDescription(f"没有权限，{key}" if shut else key)
        self.fold(folded=False)

    def fold(self, *, folded: bool) -> None:
        """Show the icon alone, or all."""
        self._folded = folded
        self.setFixedHeight(RAIL_ITEM_FOLDED if folded else RAIL_ITEM)
        self.setToolTip(self.place.title if folded else "")
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, on, box = QPainter(self), self.isChecked(), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.underMouse():
            painter.setBrush(colour("surface" if on else "hairline"))
            painter.drawRoundedRect(box.adjusted(6, 1, -6, -1), RADIUS + 2, RADIUS + 2)
        if on:
            painter.setBrush(colour("accent"))
            painter.drawRoundedRect(QRectF(6, box.center().y() - 9, 3, 18), 1.5, 1.5)
        at = QPointF(
            (box.width() - ICON_RAIL) / 2 if self._folded else 16, (box.height() - ICON_RAIL) / 2
        )
        name = self.place.icon + ("!" if on else "")
        quiet = "disabled" if self.shut else "ink2"
        draw_icon(painter, at, name, "accent_ink" if on else quiet, ICON_RAIL)
        self._write(painter, box, on=on)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(7, 2, -7, -2), RADIUS + 2, RADIUS + 2)

    def _write(self, painter: QPainter, box: QRectF, *, on: bool) -> None:
        quiet = "disabled" if self.shut else "ink2"
        painter.setPen(colour("ink" if on else quiet))
        if not self._folded:
            painter.setFont(font("body", bold=on))
            painter.drawText(box.adjusted(42, 0, 0, 0), _LEFT, self.text())
        painter.setFont(font("caption"))
        painter.setPen(colour(quiet))
        if self._folded:
            painter.drawText(QRectF(0, 2, box.width() - 4, 16), _RIGHT, self.place.digit)
        else:
            painter.drawText(box.adjusted(0, 0, -12, 0), _RIGHT, self.place.digit)


class Rail(QFrame):
    """All places that exist; their digits never change. Those of `shut` are grey."""

    wanted = Signal(object)  # the Place to open

    def __init__(
        self,
        places: Sequence[Place],
        parent: QWidget | None = None,
        shut: Collection[Place] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.items = [RailItem(place, shut=place in shut) for place in places]
        for item in self.items:
            item.clicked.connect(self._ask)
        top = [item for item in self.items if item.place.digit not in _FOOT]
        foot = [item for item in self.items if item.place.digit in _FOOT]
        self.setLayout(column(*top, None, rule(), 3, *foot, gap=2, margins=(0, 8, 0, 8)))
        self.fold(folded=False)

    def fold(self, *, folded: bool) -> None:
        """Show icons alone, or all."""
        self.setFixedWidth(RAIL_FOLDED if folded else RAIL)
        for item in self.items:
            item.fold(folded=folded)

    def mark(self, place: Place) -> None:
        """Show where we are."""
        for item in self.items:
            item.setChecked(item.place == place)

    def _ask(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            self.wanted.emit(item.place)
