"""Help: pages of text inside the program; typing finds pages and headings, links turn to others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication, QWidget
from typing_extensions import override

from ui.parts.buttons import Button
from ui.parts.dressing import as_box
from ui.parts.helpbrowser import Browser
from ui.parts.helppages import Place, find, pages
from ui.parts.helptitles import Titles
from ui.parts.keys import action, cap_of, is_key, lettered
from ui.parts.layout import column, frame, label, row, rule
from ui.parts.question import Card
from ui.parts.tokens import INSET, INSET_PANE, SEARCH_NARROW
from ui.parts.typed import TypedLine

FIRST = "desk"  # the page of whatever has none of its own
_WIDE, _HIGH, _SIDE = 1240, 680, 236
_TWO_FROM = 1000  # width of the card from which titles and page stand side by side
_LIST_KEY = "Alt+1"
_Scroll = QAbstractSlider.SliderAction
_PAGE = {
    Qt.Key.Key_PageDown: _Scroll.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Scroll.SliderPageStepSub,
    Qt.Key.Key_End: _Scroll.SliderToMaximum,
    Qt.Key.Key_Home: _Scroll.SliderToMinimum,
}
_LINE = {Qt.Key.Key_Down: _Scroll.SliderSingleStepAdd, Qt.Key.Key_Up: _Scroll.SliderSingleStepSub}
_STEP = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def page_for(widget: QWidget | None) -> str:
    """Return the name of the page about a widget: its own, or that of what it lies in."""
    while widget is not None:
        name = getattr(widget, "help_page", "")
        if name:
            return str(name)
        widget = widget.parentWidget()
    return FIRST


class HelpCard(Card):
    """Titles on the left, the page on the right; where it is narrow, one of the two."""

    help_page = "help"

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, _WIDE)
        self.setWindowTitle("帮助")
        self.line, self.titles, self.browser = TypedLine(), Titles(), Browser()
        self.back = Button("上一篇", cap_of("back"), "quiet")
        self.contents = Button("目录", _LIST_KEY, "quiet")
        self._narrow = self.width() < _TWO_FROM
        self._trail: list[Place] = []  # what was read, the last is on top
        self._leafing = False  # what is on top was only passed by in the list
        self._lay_out()
        self._connect()
        self._search("")
        self.turn_to(name)

    def turn_to(self, name: str, heading: str = "") -> None:
        """Show the page `name`, from a heading of it."""
        self._clear()
        known = pages()
        self._read(Place(known.get(name, known[FIRST]), heading))

    def go_back(self) -> None:
        """Show what was read before."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._clear()
            self._read(self._trail.pop())

    def place(self) -> Place:
        """Return what is read."""
        return self._trail[-1]

    @override
    def reject(self) -> None:
        """Leave one level: what was typed, the titles over a page, then the card."""
        if self.line.text():
            self._clear()
            self._read(self._trail.pop())
        elif not self.browser.isVisibleTo(self):
            self._show_titles(shown=False)
        else:
            super().reject()

    def _search(self, text: str) -> None:
        found = find(text)
        self.titles.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.titles.list_places(found)
        self.titles.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._none.setVisible(not found)
        if text and not self._narrow:
            self._choose()
        self._show_titles(shown=bool(text))

    def _choose(self, _row: int = 0) -> None:
        """Read what is chosen in the list, where both have room."""
        place = self.titles.place()
        if place is not None and not self._narrow:
            self._read(place, leafing=True)

    def _open(self) -> None:
        """Read what is chosen; where it is narrow, in place of the list."""
        place = self.titles.place()
        if not self._narrow:
            self.browser.setFocus()
        elif place is not None:
            self._clear()
            self._read(place)

    def _read(self, place: Place, *, leafing: bool = False) -> None:
        if self._trail and leafing and self._leafing:
            self._trail.pop()
        if not self._trail or self._trail[-1] != place:
            self._trail.append(place)
            self._leafing = leafing
        self.back.setEnabled(len(self._trail) > 1)
        self.browser.read(place)
        if not leafing:
            self._mark(place)
            self._show_titles(shown=False)

    def _mark(self, place: Place) -> None:
        """Show in the list of all pages which one is read."""
        listed = [each.page for each in self.titles.places()]
        self.titles.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.titles.setCurrentRow(listed.index(place.page) if place.page in listed else -1)
        self.titles.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _clear(self) -> None:
        """Empty the line; all pages are listed again."""
        self.line.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.line.clear()
        self.line.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._search("")

    def _show_titles(self, *, shown: bool) -> None:
        """Where there is room for one, show the titles or the page."""
        self._left.setVisible(shown or not self._narrow)
        self._rule.setVisible(not self._narrow)
        self.browser.setVisible(not self._narrow or not shown)

    def _follow(self, url: QUrl) -> None:
        self.turn_to(url.path(), url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def _copy(self) -> None:
        if words := self.browser.selected():
            QGuiApplication.clipboard().setText(words)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.titles.currentRowChanged.connect(self._choose)
        if self._narrow:
            self.titles.itemClicked.connect(self._open)
        self.titles.itemActivated.connect(self._open)
        self.browser.anchorClicked.connect(self._follow)
        self.back.clicked.connect(self.go_back)
        self.contents.clicked.connect(self._show_contents)
        action(self, "back", self.go_back, "上一篇")
        action(self, "copy", self._copy)
        if self._narrow:
            lettered(self, _LIST_KEY, "目录", self._show_contents)

    def _show_contents(self) -> None:
        self._show_titles(shown=True)
        self.line.setFocus()

    def _lay_out(self) -> None:
        as_box(self.line, "查找帮助：汉字、拼音、首字母", "想知道什么：汉字、拼音、首字母")
        self.line.setMinimumWidth(SEARCH_NARROW // 2)
        self._none = label("没有找到，换个说法试试", "body", "ink2")
        self._none.setContentsMargins(INSET_PANE, 12, 0, 0)
        close = Button("关闭", "Esc")
        close.clicked.connect(super().reject)
        title = label("帮助", "title", bold=True)
        title.setVisible(not self._narrow)
        self.contents.setVisible(self._narrow)
        title.setFixedWidth(_SIDE - INSET)
        head = row(title, (self.line, 1), 8, self.contents, self.back, close)
        head.setContentsMargins(INSET, 12, INSET_PANE, 8)
        side = column(self._none, (self.titles, 1), gap=0)
        self._left, self._rule = frame("plain", side), rule(upright=True)
        if not self._narrow:
            self._left.setFixedWidth(_SIDE)
        body = row(self._left, self._rule, (self.browser, 1), gap=0)
        self.card.setLayout(column(head, rule(), (body, 1), gap=0, margins=(1, 1, 1, 8)))
        self.line.setFocus()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width(), _HIGH)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        return not self.line.composing and self._heard(event)

    def _heard(self, event: QKeyEvent) -> bool:
        """Let keys typed in the line go through titles and page."""
        key, reading = Qt.Key(event.key()), not self._left.isVisibleTo(self)
        if is_key(event, "copy") and not self.line.hasSelectedText():
            self._copy()
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _ENTER:
            if self._left.isVisibleTo(self):
                self._open()
            return True
        if key in _STEP and not reading:
            self.titles.step(_STEP[key])
        elif key in _PAGE or key in _LINE:
            self.browser.turn((_PAGE | _LINE)[key])
        return key in _STEP or key in _PAGE


def open_help(over: QWidget) -> HelpCard | None:
    """Show the page about what has the focus in the window of `over`; nothing over itself."""
    if isinstance(over.window(), HelpCard):
        return None
    focus = QApplication.focusWidget()
    about = focus if focus is not None and focus.window() is over.window() else over
    card = HelpCard(page_for(about), over)
    card.open_over()
    return card
