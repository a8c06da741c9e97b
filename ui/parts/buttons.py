"""Buttons with their key painted inside, chips, badges, lamps and caps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from ui.parts.icons import draw_icon
from ui.parts.layout import label, set_tone
from ui.parts.paint import cap_width, draw_cap, draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import BADGE, BUTTON, CAP, COMPACT, GAP, ICON, LAMP

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_SIDES, _SIDES_ALONE, _AFTER_ICON, _CROSS = 24, 16, 6, 28
_INKS = {"primary": "on_accent", "danger": "bad", "quiet": "ink2"}


class Pressed(QPushButton):
    """With the focus it answers Enter as it answers Space; Qt does so only in dialogs."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class Button(Pressed):
    """`look` is primary, plain, quiet or danger; `key` is a cap such as Ctrl+S."""

    def __init__(self, words: str, key: str = "", look: str = "plain", icon: str = "") -> None:
        super().__init__(words)
        self.key, self.look, self._icon = key, look, icon
        self.setProperty("kind", look)
        self.setFixedHeight(BUTTON)
        self.setFont(font())
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setAccessibleName(words)
        self.setAccessibleDescription(f"快捷键 {key}" if key else "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def compact(self, height: int = COMPACT) -> Button:
        """Make it lower, for a place inside a bar."""
        self.setFixedHeight(height)
        return self

    def named(self, name: str) -> Button:
        """Name a button that is only an icon."""
        self.setAccessibleName(name)
        self.setToolTip(name)
        return self

    def _content(self) -> int:
        words = round(QFontMetricsF(self.font()).horizontalAdvance(self.text()))
        drawn = (ICON + (_AFTER_ICON if words else 0)) if self._icon else 0
        return drawn + words + (GAP + cap_width(self.key) if self.key else 0)

    def _ink(self) -> str:
        return _INKS.get(self.look, "ink") if self.isEnabled() else "disabled"

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._content() + (_SIDES if self.text() else _SIDES_ALONE), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()  # type: ignore[attr-defined] # stubs lack them
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        if self.hasFocus() and self.look == "primary":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("on_accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
        self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        ink, high = self._ink(), self.height()
        x = (self.width() - self._content()) / 2
        if self._icon:
            drawn = ink if self.look in ("primary", "danger") or ink == "disabled" else "ink2"
            draw_icon(painter, QPointF(x, (high - ICON) / 2), self._icon, drawn)
            x += ICON + _AFTER_ICON
        painter.setPen(colour(ink))
        painter.setFont(self.font())
        painter.drawText(QRectF(x, 0, self.width(), high), _LEFT, self.text())
        if self.key:
            right = (self.width() + self._content()) / 2 - cap_width(self.key)
            tint = ink if ink in ("on_accent", "disabled") else "ink2"
            draw_cap(painter, QPointF(round(right), (high - CAP) // 2), self.key, tint)


class Chip(Pressed):
    """A filter: its name and what it is set to; set is tinted. ↓ opens it, Del or × sets all."""

    dropped = Signal()  # it shall be set to all

    def __init__(self, name: str, unset: str = "全部") -> None:
        super().__init__()
        self._name, self._unset, self.value = name, unset, ""
        self.setProperty("kind", "chip")
        self.setFixedHeight(COMPACT)
        self.setAutoDefault(False)
        self.setFont(font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_value("")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.click()
        elif self.value and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.value and event.position().x() >= self.width() - _CROSS:
            self.dropped.emit()
        else:
            super().mousePressEvent(event)

    def show_value(self, value: str) -> None:
        """Show what the filter is set to; empty is all."""
        self.value = value
        self.setAccessibleName(f"筛选 {self._name} {value or self._unset}".rstrip())
        set_tone(self, "on", "true" if value else "false")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = f"{self._name} {self.value or self._unset}".rstrip()
        return QSize(round(QFontMetricsF(self.font()).horizontalAdvance(words)) + 40, COMPACT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setFont(self.font())
        painter.setPen(colour("ink2"))
        box = QRectF(11, 0, self.width(), COMPACT)
        painter.drawText(box, _LEFT, self._name)
        box.setLeft(box.left() + QFontMetricsF(self.font()).horizontalAdvance(f"{self._name} "))
        painter.setPen(colour("ink"))
        painter.drawText(box, _LEFT, self.value or self._unset)
        name = "dismiss" if self.value else "chevron_down"
        draw_icon(painter, QPointF(self.width() - 23, (COMPACT - ICON) / 2), name)


class Badge(QLabel):
    """A tinted word for a state that is not the usual one."""

    def __init__(self, words: str, tone: str = "none") -> None:
        super().__init__(words)
        self.setObjectName("badge")
        self.setProperty("tone", tone)
        self.setFont(font("caption"))
        self.setFixedHeight(BADGE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class KeyCap(QWidget):
    """A key, left of what it does."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setFixedSize(cap_width(words), CAP)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_cap(QPainter(self), QPointF(0, 0), self._words)


def caps(*keys: tuple[str, str]) -> list[QWidget]:
    """Return keys and what each does, to stand in a row."""
    return [each for key, does in keys for each in (KeyCap(key), label(does, "caption", "ink2"))]


class Lamp(QWidget):
    """Colour and shape, left of its word."""

    def __init__(self, tone: str, size: int = LAMP) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedSize(size, size)

    def show_tone(self, tone: str) -> None:
        """Change the lamp."""
        self._tone = tone
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_lamp(QPainter(self), QRectF(self.rect()), self._tone)
