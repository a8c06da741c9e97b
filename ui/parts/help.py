"""Help: pages of text inside the program, found by Han, pinyin or initials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QTextBrowser,
    QWidget,
)
from typing_extensions import override

from ui.parts.buttons import Button
from ui.parts.dressing import as_box, as_list, line_of
from ui.parts.layout import column, frame, label, row, rule
from ui.parts.question import Card
from ui.parts.theme import RESOURCES, font
from ui.parts.tokens import CANDIDATE, INSET, INSET_PANE, SIDE_PANE
from ui.parts.typed import TypedLine

FOLDER = RESOURCES / "help"
FIRST = "desk"  # the page of whatever has none of its own
_WIDE, _HIGH = 1040, 640
_BAR = 16  # px that the scroll bar may take
_FILE = re.compile(r"\d+-(?P<name>[\w-]+)\.md")
_ITEM = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page in Markdown; its title is the first heading, its lead the first paragraph."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """Return the heading."""
        return self.text.partition("\n")[0].lstrip("# ").strip()

    @property
    def lead(self) -> str:
        """Return the first paragraph, in one line; it is the hint of the first use."""
        return self.text.split("\n\n")[1].replace("\n", "")

    def answers(self, typed: str) -> int:
        """Return how well it answers what was typed: 2 by its title, 1 by its text, 0 not."""
        if typed in self.title.lower() or any(typed in way for way in _ways(self.title)):
            return 2
        return int(typed in self.text.lower())


@cache
def pages() -> dict[str, HelpPage]:
    """Return all pages by their name, in the order of their files."""
    return {page.name: page for page in _read()}


def page_for(widget: QWidget | None) -> str:
    """Return the name of the page about a widget: its own, or that of what it lies in."""
    while widget is not None:
        name = getattr(widget, "help_page", "")
        if name:
            return str(name)
        widget = widget.parentWidget()
    return FIRST


class HelpCard(Card):
    """Titles on the left, the page on the right; typing searches, Esc closes."""

    help_page = "help"

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, _WIDE)
        self.setWindowTitle("帮助")
        self.line, self.titles, self.browser = TypedLine(), QListWidget(), Browser()
        self._lay_out()
        self.line.textChanged.connect(self._search)
        self.titles.currentRowChanged.connect(self._show)
        self.line.installEventFilter(self)
        self.browser.anchorClicked.connect(lambda url: self.turn_to(url.path()))
        self._search("")
        self.turn_to(name)

    def turn_to(self, name: str) -> None:
        """Show the page `name`."""
        if self.line.text():
            self.line.clear()
        rows = [self.titles.item(n).data(_ITEM) for n in range(self.titles.count())]
        self.titles.setCurrentRow(rows.index(name if name in rows else FIRST))

    def _search(self, text: str) -> None:
        typed = text.strip().lower()
        ranked = [(page.answers(typed) if typed else 1, page) for page in pages().values()]
        found = [page for rank in (2, 1) for known, page in ranked if known == rank]
        self.titles.clear()
        for page in found:
            item = line_of(page.title, CANDIDATE)
            item.setData(_ITEM, page.name)
            self.titles.addItem(item)
        self._none.setVisible(not found)
        self.titles.setCurrentRow(0 if found else -1)

    def _show(self, place: int) -> None:
        item = self.titles.item(place)
        if item is not None:
            self.browser.read(pages()[str(item.data(_ITEM))])

    def _lay_out(self) -> None:
        as_box(self.line, "查找帮助", "想知道什么：汉字、拼音首字母")
        as_list(self.titles, "lines", "帮助目录")
        self._none = label("没有找到，换个说法试试", "body", "ink2")
        close = Button("关闭", "Esc")
        close.clicked.connect(self.reject)
        title = label("帮助", "title", bold=True)
        head = row(title, None, close, margins=(INSET, 12, INSET_PANE, 8))
        side = column(self.line, self._none, (self.titles, 1), gap=8, margins=(INSET, 12, 0, 12))
        left = frame("plain", side, wide=min(SIDE_PANE, self.width() // 3))
        body = row(left, 12, rule(upright=True), (self.browser, 1), gap=0)
        self.card.setLayout(column(head, rule(), (body, 1), gap=0, margins=(1, 1, 1, 8)))
        self.line.setFocus()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width(), _HIGH)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            turned = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if turned and not self.line.composing:
                last = self.titles.count() - 1
                self.titles.setCurrentRow(max(0, min(self.titles.currentRow() + turned, last)))
                return True
            if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                QApplication.sendEvent(self.browser, event)
                return True
        return super().eventFilter(watched, event)


class Browser(QTextBrowser):
    """A page of Markdown, its pictures no wider than itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help")
        self.setFont(font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("帮助正文")
        self.document().setDocumentMargin(INSET)

    def read(self, page: HelpPage) -> None:
        """Show a page from its beginning."""
        self.setMarkdown(page.text)
        self.verticalScrollBar().setValue(0)
        self.setAccessibleName(f"帮助正文：{page.title}")

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        path = name.path() if isinstance(name, QUrl) else name
        image = QImage(str(FOLDER / "pictures" / Path(path).name))
        if image.isNull():
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        wide = round((self.viewport().width() - 2 * INSET - _BAR) * ratio)
        if image.width() > wide:
            image = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image


def open_help(over: QWidget) -> HelpCard | None:
    """Show the page about what has the focus in the window of `over`; nothing over itself."""
    if isinstance(over.window(), HelpCard):
        return None
    focus = QApplication.focusWidget()
    about = focus if focus is not None and focus.window() is over.window() else over
    card = HelpCard(page_for(about), over)
    card.open_over()
    return card


def _read() -> Iterator[HelpPage]:
    for file in sorted(FOLDER.glob("*.md")):
        named = _FILE.fullmatch(file.name)
        if named:
            yield HelpPage(named["name"], file.read_text("utf-8"))


def _ways(words: str) -> list[str]:
    from partyservice.kernel.readings import readings_of_name  # noqa: PLC0415 - a long table

    return [part for way in readings_of_name(words) for part in way]
