"""Preview: pages of a finished PDF on a grey desk, drawn beside the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.parts.desk import Desk
from ui.parts.job import Job
from ui.parts.pdf import page_image
from ui.parts.theme import colour, font
from ui.parts.tokens import GAP

LANE = "pages"  # of its own: a long roster being drawn keeps no page waiting
ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)  # times the whole page
_EDGE = 24
_PAUSE = 80  # ms without a change of size before the page is drawn anew
_STEP, _NOTCH = 60, 120  # px a wheel's notch or an arrow moves; a notch as Qt counts it
_KEPT = 5  # pages


class Preview(QWidget):
    """The whole page, or part of it enlarged: + - 0 zoom, PgUp and PgDn turn, dragging moves."""

    turned = Signal(int, int)  # page shown, counted from 1, and how many
    zoomed = Signal(str)  # how large it is, in words

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._pdf, self._page, self._count = desk, b"", 0, 0
        self._images: dict[int, QImage] = {}  # of this size, by page
        self._jobs: dict[int, Job] = {}
        self._zoom, self._at, self._words = 0, QPointF(0.5, 0.5), ""  # at: what is in the middle
        self._held: QPointF | None = None
        self._unfinished = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._redraw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setMinimumSize(QSize(120, 120))
        self.setAccessibleName("纸样")

    def show_pdf(self, pdf: bytes, *, whole: bool = True) -> None:
        """Show the first page of a file; not `whole`, the rest is still being drawn."""
        self._page, self._count, self._at = 0, 0, QPointF(0.5, 0.5)
        self._take(pdf, whole=whole)

    def go_on_with(self, pdf: bytes) -> None:
        """Take the whole of what is shown the first pages of; the page shown stays."""
        self._take(pdf, whole=True)

    def say(self, words: str) -> None:
        """Show a sentence instead of a page."""
        self._forget()
        self._pdf, self._words, self._count = b"", words, 0
        self.turned.emit(0, 0)
        self.update()

    def drawn(self) -> bool:
        """Say whether a page is shown."""
        return self._page in self._images

    def turn(self, step: int) -> None:
        """Go to the next or last page."""
        self.go_to(self._page + step)

    def go_to(self, page: int) -> None:
        """Go to a page, counted from 0, or to the nearest there is."""
        page = max(0, min(page, self._count - 1))
        if page != self._page and self._pdf:
            self._page, self._at = page, QPointF(self._at.x(), 0.0 if self._zoom else 0.5)
            self.tell()
            self._draw_around()
            self.update()

    def zoom(self, step: int) -> None:
        """Enlarge by steps, or make smaller; 0 shows the whole page."""
        now = max(0, min(self._zoom + step, len(ZOOMS) - 1)) if step else 0
        if now != self._zoom:
            self._zoom = now
            self._redraw()
        self.zoomed.emit(f"{round(ZOOMS[now] * 100)}%" if now else "整页")

    def _take(self, pdf: bytes, *, whole: bool) -> None:
        self._forget()
        self._pdf, self._words, self._unfinished = pdf, "", not whole
        self._draw_around()

    def _forget(self) -> None:
        for job in self._jobs.values():
            job.cancel()
        self._jobs, self._images = {}, {}

    def _redraw(self) -> None:
        kept = self._images.get(self._page)  # stands, too small or too large, till it is drawn
        self._forget()
        if kept is not None:
            self._images[self._page] = kept
        if self._pdf:
            self._draw(self._page)
        self.update()

    def _draw_around(self) -> None:
        """Draw the page shown, then its neighbours, so that turning need not wait."""
        near = (self._page, self._page + 1, self._page - 1)
        for page in [page for page in self._jobs if page not in near]:
            self._jobs.pop(page).cancel()
        for page in near:
            if page not in self._images and (page == self._page or 0 <= page < self._count):
                self._draw(page)

    def _draw(self, page: int) -> None:
        if page in self._jobs:
            return
        ratio = self.devicePixelRatioF()
        wide, high = self._room()
        room = (wide * ratio, high * ratio)
        work = partial(page_image, self._pdf, page, room)
        done: Callable[[tuple[QImage, int]], None] = partial(self._show, page, ratio)
        self._jobs[page] = self._desk.jobs.start(self, LANE, work, done)

    def _room(self) -> tuple[float, float]:
        times = ZOOMS[self._zoom]
        return (self.width() - 2 * _EDGE) * times, (self.height() - 2 * _EDGE) * times

    def _show(self, page: int, ratio: float, drawn: tuple[QImage, int]) -> None:
        self._jobs.pop(page, None)
        image, self._count = drawn
        image.setDevicePixelRatio(ratio)
        self._images[page] = image
        while len(self._images) > _KEPT:
            self._images.pop(max(self._images, key=lambda each: abs(each - self._page)))
        if page == self._page:
            self.tell()
            self._draw_around()
        self.update()

    def tell(self) -> None:
        """Say which page is shown."""
        if not self._pdf:
            return
        count = 0 if self._unfinished else self._count
        of = f"，共 {count} 页" if count else ""
        self.setAccessibleName(f"纸样 第 {self._page + 1} 页{of}")
        self.turned.emit(self._page + 1, count)

    def _box(self, image: QImage) -> QRect:
        """Return where the page lies: in the middle, or so that what is looked at is there."""
        size = image.deviceIndependentSize().toSize()
        left = _placed(self.width(), size.width(), self._at.x())
        return QRect(QPoint(left, _placed(self.height(), size.height(), self._at.y())), size)

    def shift(self, right: float, down: float) -> bool:
        """Move what is looked at by pixels; say whether it moved."""
        image = self._images.get(self._page)
        if image is None:
            return False
        size, before = image.deviceIndependentSize(), QPointF(self._at)
        self._at = QPointF(
            _within(self._at.x() + right / size.width(), self.width(), size.width()),
            _within(self._at.y() + down / size.height(), self.height(), size.height()),
        )
        self.update()
        return self._at != before

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunken"))
        image = self._images.get(self._page)
        if image is not None:
            box = self._box(image)
            painter.drawImage(box.topLeft(), image)
            painter.setPen(colour("border"))
            painter.drawRect(box.adjusted(-1, -1, 0, 0))
        else:
            painter.setFont(font())
            painter.setPen(colour("ink2"))
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(_EDGE, 0, -_EDGE, 0), middle, self._words)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start(_PAUSE)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = _KEYS.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & ~_PLAIN:
            super().keyPressEvent(event)
        else:
            act(self)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if notches > 0 else -1)
        elif notches and not self.shift(0, -notches * _STEP):
            self.turn(-1 if notches > 0 else 1)
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self._held = event.position()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            way = self._held - event.position()
            self._held = event.position()
            self.shift(way.x(), way.y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.zoom(0 if self._zoom else 2)


def _placed(room: float, size: float, at: float) -> int:
    """Return where a page of `size` begins in `room`, so that its part `at` is in the middle."""
    if size <= room:
        return round((room - size) / 2)
    return round(min(GAP, max(room - size - GAP, room / 2 - at * size)))


def _within(at: float, room: float, size: float) -> float:
    """Return the part of a page that can be in the middle, the nearest to `at`."""
    if size <= room:
        return 0.5
    half = (room / 2 - GAP) / size
    return max(half, min(at, 1 - half))


_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_KEYS: Mapping[Qt.Key, Callable[[Preview], object]] = {
    Qt.Key.Key_PageDown: lambda view: view.turn(1),
    Qt.Key.Key_PageUp: lambda view: view.turn(-1),
    Qt.Key.Key_Home: lambda view: view.go_to(0),
    Qt.Key.Key_End: lambda view: view.turn(1 << 30),
    Qt.Key.Key_Plus: lambda view: view.zoom(1),
    Qt.Key.Key_Equal: lambda view: view.zoom(1),
    Qt.Key.Key_Minus: lambda view: view.zoom(-1),
    Qt.Key.Key_0: lambda view: view.zoom(0),
    Qt.Key.Key_Left: lambda view: view.shift(-_STEP, 0),
    Qt.Key.Key_Right: lambda view: view.shift(_STEP, 0),
    Qt.Key.Key_Up: lambda view: view.shift(0, -_STEP),
    Qt.Key.Key_Down: lambda view: view.shift(0, _STEP),
}
