"""Pages of a finished PDF as pictures; pdfium may be asked by one thread at a time."""

from __future__ import annotations

from threading import Lock
from typing import Any

from PySide6.QtGui import QImage

PDFIUM = Lock()  # whoever asks it holds this
_LEAST = 0.05


def page_image(pdf: bytes, page: int, room: tuple[float, float]) -> tuple[QImage, int]:
    """Return a page drawn as large as `room` (device pixels) allows, and the number of pages."""
    import pypdfium2  # noqa: PLC0415 - the window stands before it is loaded

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sheet = document[min(page, len(document) - 1)]
            wide, high = sheet.get_size()
            scale = max(_LEAST, min(room[0] / wide, room[1] / high))
            return image_of(sheet, scale), len(document)
        finally:
            document.close()


def image_of(sheet: Any, scale: float) -> QImage:
    """Return a page of a PDF as a picture, `scale` pixels a point."""
    bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    form = QImage.Format.Format_RGBX8888
    shared = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form)
    return shared.copy()
