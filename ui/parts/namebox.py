"""NameBox: where a name is typed: the dot between its parts, and a way to rare characters."""

from __future__ import annotations

from functools import cache
from typing import cast

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QToolButton
from typing_extensions import override

from ui.parts.keys import KEYS, cap_of, is_key
from ui.parts.theme import colour, font
from ui.parts.tokens import ICON
from ui.parts.typed import TypedLine

DOT = "·"
_SHARP = 3.0  # pixels drawn for one, enough for every usual scale


class NameBox(TypedLine):
    """Alt+. puts the dot that many names have; Ctrl+J asks for a character by its parts."""

    def __init__(self) -> None:
        super().__init__()
        for name, drawn, act in (("glyph", "字", self.find_glyph), ("dot", DOT, self.put_dot)):
            made = self.addAction(_drawn(drawn), QLineEdit.ActionPosition.TrailingPosition)
            made.setToolTip(f"{KEYS[name].words} {cap_of(name)}")
            made.triggered.connect(act)
        for button in cast("list[QToolButton]", self.findChildren(QToolButton)):
            button.setAccessibleName(button.toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def put_dot(self) -> None:
        """Put the dot where the cursor is."""
        self.insert(DOT)

    def find_glyph(self) -> None:
        """Ask for a character by its parts."""
        from ui.parts.glyphcard import find_glyph  # noqa: PLC0415 - seldom needed

        find_glyph(self)

    @override
    def event(self, event: QEvent) -> bool:
        overrides = QEvent.Type.ShortcutOverride
        if isinstance(event, QKeyEvent) and event.type() == overrides and _is_mine(event):
            event.accept()  # typed here, whatever the page makes of the key
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
        elif is_key(event, "dot"):
            self.put_dot()
        elif is_key(event, "glyph"):
            self.find_glyph()
        else:
            super().keyPressEvent(event)


def _is_mine(event: QKeyEvent) -> bool:
    return is_key(event, "dot") or is_key(event, "glyph")


@cache
def _drawn(text: str) -> QIcon:
    """Return a character as an icon."""
    drawing = QPixmap(round(ICON * _SHARP), round(ICON * _SHARP))
    drawing.setDevicePixelRatio(_SHARP)
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    painter.setFont(font(bold=text == DOT))
    painter.setPen(colour("ink2"))
    painter.drawText(QRectF(0, 0, ICON, ICON), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return QIcon(drawing)
