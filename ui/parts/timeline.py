"""Timeline: what happened, newest first, in sections: day, dot or lamp, what, and who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui.parts.paint import cap_width, draw_cap, draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import BAR, CAP, GAP, GROUP, INSET, LAMP, LINE, TIMELINE_DAY

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
# both: at the borders of words, and within one that is too long for a line
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
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


class Timeline(QListView):
    """One stop for Tab; ↑↓ go through all rows, `turn` from section to section."""

    opened = Signal(object)  # key of the row chosen with Enter or a double click

    def __init__(self, name: str) -> None:
        super().__init__()
        self.moments = Moments(self)
        self.setModel(self.moments)
        self.setItemDelegate(_Rows(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.doubleClicked.connect(lambda _index: self._open())

    def show_rows(self, rows: Sequence[Moment]) -> None:
        """Show other rows; the one chosen stays chosen, and stays where it stands."""
        chosen, place = self.chosen(), self.verticalScrollBar().value()
        before = self.currentIndex().row()
        self.moments.show(rows)
        again = next((n for n, row in enumerate(rows) if row.key == chosen), -1)
        if again < 0:
            again = self._near(max(before, 0))
        if again >= 0:
            self.setCurrentIndex(self.moments.index(again))
        if chosen is not None:
            self.verticalScrollBar().setValue(place)

    def chosen(self) -> object | None:
        """Return the key of the chosen row."""
        row = self.currentIndex().row()
        return self.moments.rows[row].key if 0 <= row < len(self.moments.rows) else None

    def choose(self, key: object) -> None:
        """Go to the row with `key`."""
        for n, row in enumerate(self.moments.rows):
            if row.key == key:
                self.setCurrentIndex(self.moments.index(n))

    def section(self) -> int:
        """Return the number of the section that the chosen row is in, from 0."""
        here = self.currentIndex().row()
        return max(0, sum(head <= here for head in self._heads()) - 1)

    def sections(self) -> int:
        """Return how many sections there are."""
        return len(self._heads())

    def turn(self, section: int) -> None:
        """Go to the first row of a section, and show its heading."""
        heads = self._heads()
        if heads:
            head = heads[section % len(heads)]
            self.setCurrentIndex(self.moments.index(self._near(head)))
            self.scrollTo(self.moments.index(head), QAbstractItemView.ScrollHint.PositionAtTop)

    def _heads(self) -> list[int]:
        return [n for n, row in enumerate(self.moments.rows) if row.is_head]

    def _near(self, row: int) -> int:
        """Return the first row from `row` on that can be chosen, else the last before."""
        rows = self.moments.rows
        after = (n for n in range(row, len(rows)) if not rows[n].is_head)
        before = (n for n in reversed(range(min(row, len(rows)))) if not rows[n].is_head)
        return next(after, next(before, -1))

    def _open(self) -> None:
        if (key := self.chosen()) is not None:
            self.opened.emit(key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: a letter alone does nothing here."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.turn(0)


class _Rows(QStyledItemDelegate):
    """Paints a row whole."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = cast("Timeline", self.parent())
        moment, wide = view.moments.rows[index.row()], view.viewport().width()
        if moment.is_head:
            return QSize(wide, GROUP)
        room = wide - _TEXT_AT - INSET
        high = sum(_high(text, room) for text in moment.below)
        return QSize(wide, LINE + high + 2 * _PAD)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = cast("Timeline", self.parent())
        moment, rect = view.moments.rows[index.row()], cast("QRect", option.rect)  # type: ignore[attr-defined]
        if moment.is_head:
            _heading(painter, rect, moment)
            return
        state = cast("QStyle.StateFlag", option.state)  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("select" if view.hasFocus() else "sunken"))
            bar = QRect(rect.x(), rect.y(), BAR, rect.height())
            painter.fillRect(bar, colour("accent" if view.hasFocus() else "field"))
        goes_on = index.row() + 1 < len(view.moments.rows)
        goes_on = goes_on and not view.moments.rows[index.row() + 1].is_head
        _dot(painter, rect, moment, goes_on=goes_on)
        _texts(painter, rect, moment, chosen=bool(state & QStyle.StateFlag.State_Selected))


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
        high = _high(text, room)
        painter.drawText(QRect(rect.x() + _TEXT_AT, top, room, high), _WRAP, text)
        top += high


def _high(text: str, room: int) -> int:
    """Return how high `text` is when it wraps in `room`."""
    box = QRect(0, 0, max(room, 1), _TALL)
    return QFontMetrics(font()).boundingRect(box, _WRAP, text).height()
