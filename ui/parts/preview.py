"""Preview: a page of a finished PDF on a grey desk, drawn beside the window."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.parts.desk import Desk
from ui.parts.job import Job
from ui.parts.theme import colour, font

_EDGE = 24
_PAUSE = 80  # ms without a change of size before the page is drawn anew


class Preview(QWidget):
    """Whole page; PgUp and PgDn turn when it has the focus."""

    turned = Signal(int, int)  # page shown, counted from 1, and how many

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._pdf, self._page, self._count = desk, b"", 0, 0
        self._image: QImage | None = None
        self._job: Job | None = None
        self._words = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(120, 120))
        self.setAccessibleName("纸样")

    def show_pdf(self, pdf: bytes) -> None:
        """Show the first page of a file."""
        self._pdf, self._page, self._words = pdf, 0, ""
        self._draw()

    def say(self, words: str) -> None:
        """Show a sentence instead of a page."""
        self._pdf, self._image, self._words, self._count = b"", None, words, 0
        self.turned.emit(0, 0)
        self.update()

    def drawn(self) -> bool:
        """Say whether a page is shown."""
        return self._image is not None

    def turn(self, step: int) -> None:
        """Go to the next or last page."""
        page = max(0, min(self._page + step, self._count - 1))
        if page != self._page:
            self._page = page
            self._draw()

    def _draw(self) -> None:
        if not self._pdf:
            return
        if self._job:
            self._job.cancel()
        ratio = self.devicePixelRatioF()
        room = ((self.width() - 2 * _EDGE) * ratio, (self.height() - 2 * _EDGE) * ratio)
        work = partial(page_image, self._pdf, self._page, room)
        self._job = self._desk.jobs.start(self, "papers", work, self._show)

    def _show(self, drawn: tuple[QImage, int]) -> None:
        self._job = None
        self._image, self._count = drawn
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.setAccessibleName(f"纸样 第 {self._page + 1} 页，共 {self._count} 页")
        self.turned.emit(self._page + 1, self._count)
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunken"))
        if self._image is None:
            painter.setFont(font())
            painter.setPen(colour("ink2"))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(_EDGE, 0, -_EDGE, 0), words, self._words)
            return
        size = self._image.deviceIndependentSize().toSize()
        box = self.rect().adjusted(0, 0, 0, 0)
        box.setSize(size)
        box.moveCenter(self.rect().center())
        painter.drawImage(box.topLeft(), self._image)
        painter.setPen(colour("focus" if self.hasFocus() else "border"))
        painter.drawRect(box.adjusted(-1, -1, 0, 0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start(_PAUSE)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)


def page_image(pdf: bytes, page: int, room: tuple[float, float]) -> tuple[QImage, int]:
    """Return a page drawn as large as `room` (device pixels) allows, and the number of pages."""
    import pypdfium2  # noqa: PLC0415 - the window stands before it is loaded

    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        wide, high = sheet.get_size()
        scale = max(0.1, min(room[0] / wide, room[1] / high))
        return image_of(sheet, scale), len(document)
    finally:
        document.close()


def image_of(sheet: Any, scale: float) -> QImage:
    """Return a page of a PDF as a picture, `scale` pixels a point."""
    bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    form = QImage.Format.Format_RGBX8888
    shared = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form)
    return shared.copy()
