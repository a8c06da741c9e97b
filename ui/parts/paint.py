"""What is painted rather than laid out: lamps, key caps and badges."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ui.parts.theme import colour, font
from ui.parts.tokens import BADGE, CAP, LAMP, RADIUS

_CENTRE = Qt.AlignmentFlag.AlignCenter
_ROUND = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
# the figures of a lamp on a grid of 14
_FIGURES = {
    "warn": ((7, 1.2), (13.4, 12.4), (0.6, 12.4)),
    "bad": ((7, 1), (13, 7), (7, 13), (1, 7)),
}
_MARKS = {"warn": ((7, 5.2), (7, 8.2), (7, 10.7)), "bad": ((7, 4.2), (7, 7.4), (7, 9.8))}
_CLEAR = 40  # of 255: the white of a key cap on the red button


def draw_lamp(painter: QPainter, box: QRectF, tone: str) -> None:
    """Draw ok: disc with tick; warn: triangle; bad: square on its corner; else a ring."""
    scale = box.width() / LAMP
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    if tone == "ok":
        _tick(painter)
    elif tone in _FIGURES:
        _warning(painter, tone)
    else:
        painter.setPen(QPen(colour("field"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(2, 2, 10, 10))
    painter.restore()


def _tick(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("ok_lamp"))
    painter.drawEllipse(QRectF(1, 1, 12, 12))
    painter.setPen(QPen(colour("on_lamp"), 1.6, *_ROUND))
    painter.drawPolyline(QPolygonF([QPointF(4.4, 7.2), QPointF(6.3, 9.1), QPointF(9.7, 5.3)]))


def _warning(painter: QPainter, tone: str) -> None:
    painter.setBrush(colour(f"{tone}_lamp"))
    painter.setPen(QPen(colour(f"{tone}_lamp"), 1.4, *_ROUND))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in _FIGURES[tone]]))
    painter.setPen(QPen(colour("on_lamp"), 1.6, *_ROUND))
    top, foot, dot = (QPointF(*place) for place in _MARKS[tone])
    painter.drawLine(top, foot)
    painter.drawPoint(dot)


@cache
def cap_width(text: str) -> int:
    """Return how wide the cap of a key is."""
    return max(CAP, round(QFontMetricsF(font("caption")).horizontalAdvance(text) + 10))


def draw_cap(painter: QPainter, at: QPointF, text: str, ink: str = "ink2") -> None:
    """Draw a key cap with its upper left corner at `at`; `ink` on_accent is for the red button."""
    box = QRectF(at.x(), at.y(), cap_width(text), CAP)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ink == "on_accent":
        clear = QColor(colour("on_accent"))
        clear.setAlpha(_CLEAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(clear)
    else:
        painter.setPen(QPen(colour("border"), 1))
        painter.setBrush(colour("window"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 1, RADIUS - 1)
    painter.setFont(font("caption"))
    painter.setPen(colour(ink))
    painter.drawText(box, _CENTRE, text)
    painter.restore()


def draw_badge(painter: QPainter, at: QPointF, text: str, tone: str) -> None:
    """Draw a tinted word; `at` is the middle of its left edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font("caption"))
    width = QFontMetricsF(font("caption")).horizontalAdvance(text) + 12
    box = QRectF(at.x(), at.y() - BADGE / 2, width, BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(f"{tone}_tint"))
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    painter.setPen(colour("accent_ink" if tone == "accent" else tone))
    painter.drawText(box, _CENTRE, text)
    painter.restore()
