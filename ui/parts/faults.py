"""Faults: a walk through a shown window for clipped texts and nameless controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)


def faults(window: QWidget) -> Iterator[str]:
    """Give every fault as a line."""
    widgets = cast("list[QWidget]", window.findChildren(QWidget))
    for widget in widgets:
        if widget.isVisible():
            yield from _clipped(widget)
            yield from _beyond(widget, window)
            if _nameless(widget):
                yield f"no name: {type(widget).__name__} at {widget.mapTo(window, QPoint(0, 0))}"


def _clipped(widget: QWidget) -> Iterator[str]:
    wants = widget.sizeHint().width()
    if isinstance(widget, QLabel) and not widget.wordWrap() and not widget.toolTip():
        if widget.text() and wants > widget.width() + 1:
            yield f"clipped: {widget.text()} {wants} in {widget.width()}"
    elif isinstance(widget, QPushButton) and wants > widget.width() + 1:
        yield f"clipped button: {widget.text()} {wants} in {widget.width()}"


def _beyond(widget: QWidget, window: QWidget) -> Iterator[str]:
    """Say of a control that its right end lies outside the window or its scrolling ground."""
    if not isinstance(widget, QPushButton | QLineEdit):
        return
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea) and above is not window:
        above = above.parentWidget()
    ground = above or window
    right = widget.mapTo(ground, QPoint(widget.width(), 0)).x()
    if right > ground.width():
        yield f"beyond: {widget.accessibleName()} {right} in {ground.width()}"


def _nameless(widget: QWidget) -> bool:
    if not isinstance(widget, _CONTROLS) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return False
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    hint = widget.placeholderText() if isinstance(widget, QLineEdit) else ""
    return not (text.strip() or widget.accessibleName() or hint)
