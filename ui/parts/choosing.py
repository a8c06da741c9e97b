"""Boxes that know what may be meant: PickBox searches among choices, RadioBox shows a few."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCompleter,
    QListView,
    QRadioButton,
    QWidget,
)
from typing_extensions import override

from ui.parts.dressing import as_list
from ui.parts.icons import draw_icon
from ui.parts.keys import is_key
from ui.parts.layout import row
from ui.parts.theme import font
from ui.parts.tokens import FIELD, ICON
from ui.parts.typed import TypedLine

Find = Callable[[str], Sequence[str]]  # what is typed to the words that may be meant
_ARROW, _ROWS = 28, 10
_AROUND, _WIDEST = 40, 520  # px beside a word of the list; the widest list
_PADDING = 12  # px above and below the words of the list, with its edge


class MeantLine(TypedLine):
    """A line that understands what is typed shortly, and writes it back in full when left.

    `shortly` says how, while nothing is typed.
    """

    def __init__(self, find: Find, shortly: str = "") -> None:
        super().__init__()
        self._find, self._shortly = find, shortly

    def settle(self) -> None:
        """Put in full the one thing that what was typed can mean."""
        text = self.text().strip()
        words = self._find(text) if text else ()
        if len(words) == 1 and text not in words:
            self.setText(words[0])
            self.setCursorPosition(0)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._shortly and not self.placeholderText():
            self.setPlaceholderText(self._shortly)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
            if self.placeholderText() == self._shortly:
                self.setPlaceholderText("")
        super().focusOutEvent(event)


class PickBox(MeantLine):
    """A line whose list narrows with every letter; F4, Alt+↓ or the arrow opens all of it.

    The wheel does nothing: a line edit has no use for it.
    """

    def __init__(self, find: Find, shortly: str = "") -> None:
        super().__init__(find, shortly)
        self._list: QCompleter | None = None  # made when first needed: a form has many of us
        self._words = QStringListModel(self)
        self.setTextMargins(0, 0, _ARROW - 8, 0)
        self.textEdited.connect(self._narrow)

    def open_list(self) -> None:
        """Show everything that may be chosen."""
        self._show(self._find(""))

    def popup_open(self) -> bool:
        """Say whether the list is to be seen."""
        return self._list is not None and self._list.popup().isVisible()

    def _narrow(self, text: str) -> None:
        self._show(self._find(text.strip()))

    def _show(self, words: Sequence[str]) -> None:
        self._words.setStringList(list(words))
        completer = self._completer()
        if not words:
            completer.popup().hide()
            return
        self._fit(completer.popup())
        completer.complete()
        if self.text():
            completer.popup().setCurrentIndex(self._words.index(0))

    def _fit(self, popup: QAbstractItemView) -> None:
        """Let the list be as wide as its longest word, for what differs stands at the end.

        Qt forgets the padding of the sheet: without it a list with room for all would scroll.
        """
        metrics = QFontMetrics(font())
        longest = max(metrics.horizontalAdvance(words) for words in self._words.stringList())
        popup.setMinimumWidth(min(max(self.width(), longest + _AROUND), _WIDEST))
        popup.ensurePolished()  # else its rows are measured before the sheet makes them higher
        rows = min(len(self._words.stringList()), _ROWS)
        popup.setMinimumHeight(rows * popup.sizeHintForRow(0) + _PADDING)

    def _completer(self) -> QCompleter:
        if self._list is None:
            made = self._list = QCompleter(self._words, self)
            made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            made.setMaxVisibleItems(_ROWS)
            popup = QListView()
            as_list(popup, "choices", "可选的")
            popup.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            made.setPopup(popup)
            made.setWidget(self)
            made.activated.connect(self._take)
        return self._list

    def _take(self, words: str) -> None:
        self.setText(words)
        self.textEdited.emit(words)
        self._completer().popup().hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_key(event, "open_list"):
            self.open_list()
        elif self.popup_open() and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Escape,
        ):
            event.ignore()  # the list takes it
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - _ARROW:
            self.open_list()
        else:
            super().mousePressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        at = QPointF(self.width() - _ARROW + 6, (self.height() - ICON) / 2)
        draw_icon(QPainter(self), at, "chevron_down")


class RadioBox(QWidget):
    """Two or three words of which one holds; arrows go from one to the other."""

    edited = Signal()

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.setFixedHeight(FIELD)
        self._group = QButtonGroup(self)
        self.buttons = [QRadioButton(word) for word in words]
        for button in self.buttons:
            button.setFont(font())
            self._group.addButton(button)
            button.clicked.connect(self.edited)
        self.setFocusProxy(self.buttons[0])
        self.setLayout(row(*self.buttons, None, gap=14))

    def text(self) -> str:
        """Return the word chosen; nothing if none is."""
        return next((b.text() for b in self.buttons if b.isChecked()), "")

    def put(self, text: str) -> None:
        """Choose `text`; none of them if it is not here."""
        self._group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(button.text() == text)
        self._group.setExclusive(True)

    def name(self, words: str) -> None:
        """Say of which field these are."""
        for button in self.buttons:
            button.setAccessibleName(f"{words} {button.text()}")
