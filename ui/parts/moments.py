"""Moments: the rows of a Timeline, and how one is painted: day, dot or lamp, what, and who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from ui.parts.index import Index
from ui.parts.paint import cap_width, draw_cap, draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import BAR, CAP, GAP, GROUP, INSET, LAMP, LINE, TIMELINE_DAY

_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAP, _WRAP_ANYWHERE = int(Qt.TextFlag.TextWordWrap), int(Qt.TextFlag.TextWrapAnywhere)
_DOT, _PAD, _RAIL = 7, 6, 24  # px: the dot, above and below a row, the column of dots
_DAY_AT = INSET
_RAIL_AT = _DAY_AT + TIMELINE_DAY
_TEXT_AT = _RAIL_AT + _RAIL
_TALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Moment:
    """A row; `tone` is empty for a fact, else the lamp of what is open.

    Without `day` and with `is_head` it is the heading of a section, and cannot be chosen.
    """

    key: object
    what: str
    day: str = ""
    beside: str = ""
    who: str = ""
    below: tuple[str, ...] = ()
    tone: str = ""
    cap: str = ""  # the key that opens it, shown while it is chosen
    is_head: bool = False

    def words(self) -> str:
        """Return the row as one sentence, for those who hear it."""
        parts = (self.day, self.what, self.beside, *self.below, self.who)
        return "  ".join(part for part in parts if part)


class Moments(QAbstractListModel):
    """The rows of a Timeline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Moment] = []

    def show(self, rows: Sequence[Moment]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        told = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        return self.rows[index.row()].words() if index.isValid() and role in told else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class Rows(QStyledItemDelegate):
    """Paints a row whole."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view, moment = cast("QListView", self.parent()), _at(index)
        wide = view.viewport().width()
        if moment.is_head:
            return QSize(wide, GROUP)
        room = wide - _TEXT_AT - INSET
        high = sum(_wrapped(text, room)[0] for text in moment.below)
        return QSize(wide, LINE + high + 2 * _PAD)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, moment = cast("QListView", self.parent()), _at(index)
        rect = cast("QRect", option.rect)  # type: ignore[attr-defined]
        if moment.is_head:
            _heading(painter, rect, moment)
            return
        state = cast("QStyle.StateFlag", option.state)  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("select" if view.hasFocus() else "sunken"))
            bar = QRect(rect.x(), rect.y(), BAR, rect.height())
            painter.fillRect(bar, colour("accent" if view.hasFocus() else "field"))
        below = index.sibling(index.row() + 1, 0)
        goes_on = below.isValid() and not _at(below).is_head
        _dot(painter, rect, moment, goes_on=goes_on)
        _texts(painter, rect, moment, chosen=bool(state & QStyle.StateFlag.State_Selected))


def _at(index: Index) -> Moment:
    return cast("Moments", index.model()).rows[index.row()]


def _heading(painter: QPainter, rect: QRect, moment: Moment) -> None:
    painter.fillRect(rect, colour("window"))
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colour("hairline"))
    painter.setFont(font("body", bold=True))
    painter.setPen(colour("ink"))
    box = rect.adjusted(INSET, 0, -INSET, 0)
    painter.drawText(box, _LEFT, moment.what)
    box.setLeft(box.left() + QFontMetrics(painter.font()).horizontalAdvance(moment.what) + GAP)
    painter.setFont(font())
    painter.setPen(colour("ink2"))
    painter.drawText(box, _LEFT, moment.beside)


def _dot(painter: QPainter, rect: QRect, moment: Moment, *, goes_on: bool) -> None:
    middle = QPointF(rect.x() + _RAIL_AT + _RAIL / 2 - GAP / 2, rect.y() + _PAD + LINE / 2)
    if goes_on:
        top = int(middle.y()) + LAMP // 2 + 4
        line = QRect(int(middle.x()), top, 1, rect.bottom() + _PAD + 2 - top)
        painter.fillRect(line, colour("border"))
    if moment.tone:
        half = LAMP / 2
        draw_lamp(painter, QRectF(middle.x() - half, middle.y() - half, LAMP, LAMP), moment.tone)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("field"))
    painter.drawEllipse(middle, _DOT / 2, _DOT / 2)
    painter.restore()


def _texts(painter: QPainter, rect: QRect, moment: Moment, *, chosen: bool) -> None:
    line = QRect(rect.x(), rect.y() + _PAD, rect.width() - INSET, LINE)
    painter.setFont(font())
    painter.setPen(colour("ink2"))
    painter.drawText(line.adjusted(_DAY_AT, 0, 0, 0), _LEFT, moment.day)
    right = line
    if moment.cap and chosen:
        wide = cap_width(moment.cap)
        draw_cap(painter, QPointF(right.right() - wide, right.y() + (LINE - CAP) / 2), moment.cap)
        right = right.adjusted(0, 0, -wide - GAP, 0)
    painter.setFont(font("caption"))
    painter.drawText(right, _RIGHT, moment.who)
    who = QFontMetrics(painter.font()).horizontalAdvance(moment.who)
    box = right.adjusted(_TEXT_AT, 0, -who - GAP if who else 0, 0)
    painter.setFont(font())
    metrics = QFontMetrics(font())
    painter.setPen(colour("ink"))
    what = metrics.elidedText(moment.what, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, what)
    box.setLeft(box.left() + metrics.horizontalAdvance(what) + GAP)
    painter.setPen(colour("ink2"))
    beside = metrics.elidedText(moment.beside, Qt.TextElideMode.ElideRight, max(0, box.width()))
    painter.drawText(box, _LEFT, beside)
    top, room = line.bottom() + 1, rect.width() - _TEXT_AT - INSET
    for text in moment.below:
        high, wrap = _wrapped(text, room)
        painter.drawText(QRect(rect.x() + _TEXT_AT, top, room, high), wrap, text)
        top += high


@lru_cache(maxsize=1 << 12)
def _wrapped(text: str, room: int) -> tuple[int, int]:
    """Return how high `text` is in `room`, and how it wraps: within a word only if it must."""
    box, metrics = QRect(0, 0, max(room, 1), _TALL), QFontMetrics(font())
    if metrics.horizontalAdvance(text) <= room:
        return metrics.height(), _WRAP
    whole = metrics.boundingRect(box, _WRAP, text)
    if whole.width() <= room:
        return whole.height(), _WRAP
    return metrics.boundingRect(box, _WRAP_ANYWHERE, text).height(), _WRAP_ANYWHERE
