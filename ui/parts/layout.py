"""Small words for laying out: row, column, label, rule, frame, scroll."""

from __future__ import annotations

from html import escape
from typing import TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.parts.icons import pixmap
from ui.parts.theme import colour, font
from ui.parts.tokens import FOOT_BAR, GAP, ICON, INSET, INSET_PANE

# a widget, a layout, a space in px, None for a stretch, or (item, stretch)
Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Layout = TypeVar("Layout", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
_NONE: Margins = (0, 0, 0, 0)


def row(*items: Item, gap: int = GAP, margins: Margins = _NONE) -> QHBoxLayout:
    """Return items side by side."""
    return _filled(QHBoxLayout(), items, gap, margins)


def column(*items: Item, gap: int = GAP, margins: Margins = _NONE) -> QVBoxLayout:
    """Return items one below the other."""
    return _filled(QVBoxLayout(), items, gap, margins)


def tip(text: str) -> str:
    """Return `text` so that a tooltip shows it as it stands: Qt takes what looks like markup."""
    return f'<span style="white-space:pre-wrap">{escape(text)}</span>' if "<" in text else text


def label(text: str = "", role: str = "body", tint: str = "ink", *, bold: bool = False) -> QLabel:
    """Return a text; its colour comes by palette, so the sheet must not name one."""
    made = QLabel(text)
    made.setFont(font(role, bold=bold))
    made.setTextFormat(Qt.TextFormat.PlainText)
    tinted(made, tint)
    return made


def named_line(words: str, box: QWidget, wide: int) -> QWidget:
    """Return a box with its name before it, `wide` pixels for the name."""
    name = label(words, "body", "ink2")
    name.setFixedWidth(wide)
    name.setBuddy(box)
    holder = QWidget()
    holder.setLayout(row(name, box, None, gap=8))
    return holder


def wrapped(text: str = "", role: str = "body", tint: str = "ink") -> QLabel:
    """Return a text that may take several lines."""
    made = label(text, role, tint)
    made.setWordWrap(True)
    return made


def tinted(text: QLabel, tint: str) -> None:
    """Give a label the colour of a token."""
    palette = text.palette()
    palette.setColor(QPalette.ColorRole.WindowText, colour(tint))
    text.setPalette(palette)


def sign(name: str, tint: str = "ink2", size: int = ICON) -> QLabel:
    """Return an icon beside a word."""
    made = QLabel()
    made.setFixedSize(size, size)
    made.setPixmap(pixmap(name, size, tint, made.devicePixelRatioF()))
    return made


def rule(*, upright: bool = False) -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setObjectName("rule")
    (made.setFixedWidth if upright else made.setFixedHeight)(1)
    return made


def frame(name: str, layout: QLayout | None = None, *, wide: int = 0, high: int = 0) -> QFrame:
    """Return a ground; `name` is how the sheet calls it."""
    made = QFrame()
    made.setObjectName(name)
    if layout is not None:
        made.setLayout(layout)
    if wide:
        made.setFixedWidth(wide)
    if high:
        made.setFixedHeight(high)
    return made


def titled(title: str, words: str) -> QVBoxLayout:
    """Return the head of a dialog: what it asks, and about what."""
    head = label(title, "title", bold=True)
    return column(head, wrapped(words, "body", "ink2"), gap=2, margins=(INSET, 16, INSET, 4))


def foot(*items: Item) -> QFrame:
    """Return the bar of buttons at the foot of a page or a dialog."""
    return frame("foot", row(*items, margins=(INSET, 0, INSET_PANE, 0)), high=FOOT_BAR)


def scroll(inner: QWidget) -> QScrollArea:
    """Return `inner` in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def set_tone(widget: QWidget, name: str, value: str) -> None:
    """Set a property the sheet looks at, and have the sheet look again."""
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def under(widget: QWidget) -> QWidget:
    """Return what a widget lies on; it was made with a parent."""
    ground = widget.parentWidget()
    if ground is None:
        raise TypeError(f"{type(widget).__name__} lies on nothing.")
    return ground


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        inner = cast("QLayout | None", item.layout())
        widget = cast("QWidget | None", item.widget())
        if inner is not None:
            emptied(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _filled(layout: Layout, items: tuple[Item, ...], gap: int, margins: Margins) -> Layout:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        else:
            _add(layout, *(item if isinstance(item, tuple) else (item, 0)))
    return layout


def _add(layout: QBoxLayout, item: QWidget | QLayout, stretch: int) -> None:
    if isinstance(item, QWidget):
        layout.addWidget(item, stretch)
    else:
        layout.addLayout(item, stretch)
