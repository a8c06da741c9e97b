"""Browser: a page of the help as it is read: Markdown, its lines short, its pictures whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractSlider, QFrame, QTextBrowser
from typing_extensions import override

from ui.parts.helppages import PICTURES, HelpPage, Place
from ui.parts.theme import font
from ui.parts.tokens import GAP, INSET

_MOST = 640  # px of a line: longer ones are hard to follow
_LINE = 140  # per cent of a line's height
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"  # how a picture stands in the text


class Browser(QTextBrowser):
    """Text may be selected and copied; a link is told, not followed."""

    def __init__(self) -> None:
        super().__init__()
        self.page: HelpPage | None = None
        self._heading = ""
        self.setObjectName("help")
        self.setFont(font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # always there: a page that is just being written must not become narrower by it
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("帮助正文")
        self.document().setDocumentMargin(INSET)

    def read(self, place: Place) -> None:
        """Show a page from its beginning, or from one of its headings."""
        self._heading = place.heading
        if place.page is not self.page:
            self.page = place.page
            self._write()
        self._go()

    def turn(self, how: QAbstractSlider.SliderAction) -> None:
        """Scroll, wherever the focus is."""
        self.verticalScrollBar().triggerAction(how)

    def selected(self) -> str:
        """Return the text selected, as it is to be copied."""
        return self.textCursor().selection().toPlainText()

    def _write(self) -> None:
        if self.page is None:
            return
        self.clear()
        self.setCurrentCharFormat(QTextCharFormat())  # else what had the cursor before goes on
        self.setMarkdown(self.page.text)
        self.setAccessibleName(f"帮助正文：{self.page.title}")
        block = self.document().begin()
        while block.isValid():
            self._space(block)
            block = block.next()

    def _space(self, block: QTextBlock) -> None:
        """Give the lines of a paragraph air, and an end where the eye finds the next one."""
        as_it_is, pictured = block.blockFormat(), _OBJECT in block.text()
        if pictured:
            return
        as_it_is.setRightMargin(max(0, self.viewport().width() - 2 * INSET - _MOST))
        if as_it_is.headingLevel():
            as_it_is.setTopMargin(INSET if as_it_is.headingLevel() > 1 else 0)
            as_it_is.setBottomMargin(GAP / 2)
        else:
            proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight
            as_it_is.setLineHeight(_LINE, proportional.value)
            if as_it_is.objectIndex() >= 0:  # it stands in a list
                as_it_is.setTopMargin(0)
                as_it_is.setBottomMargin(GAP / 2)
        QTextCursor(block).setBlockFormat(as_it_is)

    def _go(self) -> None:
        """Scroll to the heading wanted."""
        block, top = self.document().begin(), 0.0
        while self._heading and block.isValid():
            if block.blockFormat().headingLevel() and block.text() == self._heading:
                top = self.document().documentLayout().blockBoundingRect(block).top() - GAP
            block = block.next()
        self.verticalScrollBar().setValue(round(top))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._write()  # pictures are drawn as wide as there is room
            self._go()

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        path = name.path() if isinstance(name, QUrl) else name
        image = QImage(str(PICTURES / Path(path).name))
        if image.isNull():
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        wide = round((self.viewport().width() - 2 * INSET) * ratio)
        if image.width() > wide:
            image = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image
