"""DrawnPages: printing where no command takes a PDF (Windows): each page as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from partyservice.kernel.errors import Refused
from partyservice.printers.service import Order, Pages, Printer, Report, State
from ui.parts.pdf import PDFIUM, image_of

_DPI, _POINTS = 300, 72
_NOT_TAKEN = "没有打印：打印机“{}”没有收下。数据没有改动。请换一台打印机，或先另存 PDF。"
_ACROSS, _UPRIGHT = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait


class DrawnPages:
    """Qt gives the pages to the system's spooler before `submit` returns; it tells no more."""

    def __init__(self, make: Callable[[], QPrinter] | None = None) -> None:
        self._make = make or (lambda: QPrinter(QPrinter.PrinterMode.HighResolution))

    def printers(self) -> Sequence[Printer]:
        """Return what can print here."""
        usual = QPrinterInfo.defaultPrinterName()
        names = QPrinterInfo.availablePrinterNames()
        return [Printer(name=name, usual=name == usual) for name in names]

    def submit(self, pdf: bytes, order: Order) -> str:
        """Draw the pages on the printer; raise Refused if it does not take them."""
        printer = self._make()
        if order.printer:
            printer.setPrinterName(order.printer)
        printer.setResolution(_DPI)
        printer.setDocName(order.title)
        printer.setCopyCount(order.copies)
        printer.setFullPage(True)
        if order.both_sides:
            printer.setDuplex(QPrinter.DuplexMode.DuplexShortSide)
        with PDFIUM:
            self._draw(pdf, order, printer)
        return order.title

    def report(self, _job: str, _printer: str) -> Report:
        """The spooler has it, and tells no more."""
        return Report(State.DONE)

    def cancel(self, job: str) -> None:
        """The spooler has it already; its own window takes it back."""

    def _draw(self, pdf: bytes, order: Order, printer: QPrinter) -> None:
        import pypdfium2  # noqa: PLC0415 - the window stands before it is loaded

        document, painter = pypdfium2.PdfDocument(pdf), QPainter()
        try:
            last = len(document)
            pages = order.pages or Pages(1, last)
            for number in range(pages.first, min(pages.last, last) + 1):
                sheet = document[number - 1]
                _suit(printer, QSizeF(*sheet.get_size()))
                if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
                    raise Refused(_NOT_TAKEN.format(order.printer))
                image = image_of(sheet, _DPI / _POINTS)
                painter.drawImage(printer.pageLayout().fullRectPixels(_DPI), image)
        finally:
            painter.end()
            document.close()


def _suit(printer: QPrinter, size: QSizeF) -> None:
    """Let the paper be as large as the page and lie as it does."""
    across = size.width() > size.height()
    printer.setPageOrientation(_ACROSS if across else _UPRIGHT)
    upright = size.transposed() if across else size
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
