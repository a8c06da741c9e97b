"""Icons: Fluent drawings in the colour of a token, drawn on first use and kept."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.parts.theme import RESOURCES, colour
from ui.parts.tokens import ICON

_FOLDER = RESOURCES / "icons"


@cache
def pixmap(name: str, size: int, tint: str, ratio: float) -> QPixmap:
    """Return a drawing; `name!` is the filled one. Fluent draws 16, 20 and 24 px apart."""
    shape = "filled" if name.endswith("!") else "regular"
    plain = name.removesuffix("!")
    files = [_FOLDER / f"{plain}_{drawn}_{shape}.svg" for drawn in (size, 20, 24, 16)]
    svg = next(file for file in files if file.exists()).read_text("utf-8")
    svg = svg.replace("<path ", f'<path fill="{colour(tint).name()}" ')
    drawing = QPixmap(round(size * ratio), round(size * ratio))
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    drawing.setDevicePixelRatio(ratio)
    return drawing


@cache
def icon(name: str, size: int = ICON, tint: str = "ink2") -> QIcon:
    """Return an icon sharp at every usual scale, with one for where it cannot be used."""
    made = QIcon()
    screens = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    for ratio in screens | {1.0}:
        made.addPixmap(pixmap(name, size, tint, ratio))
        made.addPixmap(pixmap(name, size, "disabled", ratio), QIcon.Mode.Disabled)
    return made


def draw_icon(
    painter: QPainter, at: QPointF, name: str, tint: str = "ink2", size: int = ICON
) -> None:
    """Draw an icon with its upper left corner at `at`."""
    painter.drawPixmap(at, pixmap(name, size, tint, painter.device().devicePixelRatioF()))
