"""The box in which a value of each kind is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from partyservice.kernel import kinds
from partyservice.kernel.codes import code_table
from partyservice.kernel.days import Day, PartialDay
from partyservice.kernel.names import PersonName
from ui.parts.choosing import Find, MeantLine, PickBox, RadioBox
from ui.parts.icons import icon
from ui.parts.keys import is_key
from ui.parts.namebox import NameBox
from ui.parts.textarea import TextArea
from ui.parts.theme import font
from ui.parts.tokens import FIELD
from ui.parts.typed import TypedLine

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field
    from partyservice.kernel.kinds import Kind

Lookup = Callable[["Kind", str], list[str]]  # labels a kind may take, for what was typed
_FEW, _SHORT = 3, 12  # choices shown side by side, and how many Han they may have together
_LONG = 1000  # a text that may be longer has a box of several lines
_ANY_KIND_OF_DAY = (PartialDay, Day)
_LISTED = (kinds.Code, kinds.Choice, kinds.YesNo)  # all that may be chosen is known at once


@dataclass(frozen=True, slots=True)
class Box:
    """A widget, how to read and write its text, and the news that somebody changed it."""

    widget: QWidget
    read: Callable[[], str]
    write: Callable[[str], None]
    edited: SignalInstance

    def settle(self) -> None:
        """Write in full what was typed shortly."""
        if isinstance(self.widget, MeantLine):
            self.widget.settle()


def box_of(field: Field, lookup: Lookup) -> Box:
    """Return an empty box for a value of `field`."""
    few = _few(field.kind, lookup)
    if few:
        radios = RadioBox(few)
        radios.name(field.label)
        return Box(radios, radios.text, radios.put, radios.edited)
    if is_long(field.kind):
        area = TextArea()
        area.setPlaceholderText(field.hint)
        area.setAccessibleName(_name(field))
        return Box(area, area.toPlainText, area.put, area.edited)
    line = _line(field, lookup)
    line.setFont(font())
    line.setFixedHeight(FIELD)
    line.setPlaceholderText(field.hint)
    short = f"可以输{field.kind.shortly}" if field.kind.shortly else ""
    line.setToolTip("\n".join(filter(None, (field.hint, short))))
    line.setAccessibleName(_name(field))
    if field.kind.latin:
        hints = Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText
        line.setInputMethodHints(hints)
    if isinstance(line, MaskedBox):
        return Box(line, line.value, line.put, line.textEdited)
    return Box(line, line.text, partial(_put, line), line.textEdited)


def is_long(kind: Kind) -> bool:
    """Say whether a value takes several lines."""
    return isinstance(kind, kinds.Text) and kind.longest > _LONG


def _name(field: Field) -> str:
    return field.label + ("，必填" if field.needed else "")


def _put(line: QLineEdit, text: str) -> None:
    line.setText(text)
    line.setCursorPosition(0)


def _few(kind: Kind, lookup: Lookup) -> list[str]:
    """Return the words of a kind that has so few; closed ones count, for they must be shown."""
    if isinstance(kind, kinds.Code) and len(code_table(kind.table).rows) > _FEW:
        return []
    words = lookup(kind, "") if isinstance(kind, _LISTED) else []
    return words if len(words) <= _FEW and len("".join(words)) <= _SHORT else []


def _line(field: Field, lookup: Lookup) -> QLineEdit:
    kind = field.kind
    if field.mask:
        return MaskedBox(kind)
    find = partial(lookup, kind)
    if isinstance(kind, (*_LISTED, kinds.Ref, kinds.Region)):
        return PickBox(find, kind.shortly)
    if isinstance(kind, PersonName):
        return NameBox()
    if isinstance(kind, _ANY_KIND_OF_DAY):
        return DayBox(find, kind.shortly)
    return MeantLine(find, kind.shortly) if kind.shortly else TypedLine()


class DayBox(MeantLine):
    """A day is typed; F4 or the picture opens a calendar."""

    def __init__(self, find: Find, shortly: str = "") -> None:
        super().__init__(find, shortly)
        self._open = _picture(self, "calendar", "打开日历", "日历 F4")
        self._open.triggered.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """Show the month of the day typed, or of today."""
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        typed = QDate.fromString(self.text(), Qt.DateFormat.ISODate)
        if typed.isValid():
            calendar.setSelectedDate(typed)
        calendar.activated.connect(partial(self._take, calendar))
        calendar.clicked.connect(partial(self._take, calendar))
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()
        calendar.setFocus()

    def _take(self, calendar: QCalendarWidget, day: QDate) -> None:
        text = day.toString(Qt.DateFormat.ISODate)
        self.setText(text)
        self.textEdited.emit(text)
        calendar.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_key(event, "open_list"):
            self.open_calendar()
        else:
            super().keyPressEvent(event)


class MaskedBox(TypedLine):
    """Shows a stored number masked; typing replaces it whole, F8 shows it to be corrected.

    What is typed here is masked again when the focus leaves.
    """

    wanted = Signal()  # the whole number, to be corrected

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind = kind
        self._stored, self._typed, self._whole = "", "", ""
        self._own = True  # what stands here was typed here, or shown by right
        self.textEdited.connect(self._keep)
        self._eye = _picture(self, "eye", "显示号码", "按住 F8 显示")
        self._eye.triggered.connect(self.wanted)

    def value(self) -> str:
        """Return what was typed; untouched, the masked text it was filled with."""
        looked_at = bool(self._whole) and self._typed == self._whole
        return self._typed if self._own and not looked_at else self._stored

    def hidden(self) -> bool:
        """Say whether a stored number stands here masked."""
        return not self._own

    def put(self, text: str) -> None:
        """Fill with a stored text, masked; or with one typed before."""
        self._own = not text or "*" not in text
        self._stored, self._typed = text, text if self._own else ""
        self._show()

    def put_whole(self, text: str) -> None:
        """Show the whole number, to be corrected until the focus leaves."""
        self._own, self._typed, self._whole = True, text, text
        self.setText(text)

    def _keep(self, text: str) -> None:
        self._own, self._typed = True, text

    def _show(self) -> None:
        if not self._own:
            self.setText(self._stored)
        elif self.hasFocus() or not self._typed:
            self.setText(self._typed)
        else:
            self.setText(self._kind.mask(self._typed))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show()
        if not self._own:
            self.selectAll()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._whole and self._typed == self._whole:
            self._own, self._whole = False, ""  # looked at, not changed
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        edits = event.text().isprintable() and bool(event.text())
        erases = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        if not self._own and (edits or erases or event.matches(QKeySequence.StandardKey.Paste)):
            self.selectAll()  # part of a masked number means nothing
        super().keyPressEvent(event)


def _picture(line: QLineEdit, name: str, words: str, hint: str) -> QAction:
    """Return the picture at the end of a line; a click on it is an action."""
    made: QAction = line.addAction(icon(name), QLineEdit.ActionPosition.TrailingPosition)
    made.setToolTip(hint)
    for button in cast("list[QToolButton]", line.findChildren(QToolButton)):
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
