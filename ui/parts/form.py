"""Form: the boxes of a Draft in sections and columns, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from partyservice.kernel.errors import Doubt, Problem
from partyservice.kernel.kinds import Text
from partyservice.kernel.unsaved import Unsaved
from ui.parts.boxes import Lookup, MaskedBox
from ui.parts.choosing import PickBox, RadioBox
from ui.parts.fieldbox import FieldBox
from ui.parts.grouping import Section, grouped
from ui.parts.layout import column, label, rule
from ui.parts.textarea import TextArea
from ui.parts.theme import font
from ui.parts.tokens import LABEL, LABEL_MOST

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

_WIDE = 100  # a text longer than this takes both columns
_BETWEEN, _MOST_COLUMNS = 28, 2


class Form(QWidget):
    """Texts by the key of their field.

    The first section stands at once, the others a moment later, one at a time, so that a long
    form does not keep the window waiting.
    """

    edited = Signal(str)  # key of the field that somebody changed
    counted = Signal()  # what is wrong has changed
    left = Signal(str)  # key of the field the focus left
    finished = Signal()  # Enter in the last field

    def __init__(
        self,
        fields: Sequence[Field],
        sections: Sequence[Section],
        lookup: Lookup,
        *,
        columns: int = 2,
    ) -> None:
        super().__init__()
        self._columns = columns
        self._visited: set[str] = set()
        self._taken = 0  # numbers that something beside the form uses
        metrics = QFontMetrics(font())
        widest = max((metrics.horizontalAdvance(f.label) for f in fields), default=0) + 2
        wide = min(max(LABEL, widest), LABEL_MOST)
        self._make = partial(FieldBox, lookup=lookup, label_wide=wide)
        self._boxes: dict[str, FieldBox] = {}
        self._filled: Mapping[str, str] = {}
        self.fields, self._waiting = fields, grouped(fields, sections)
        self._grids: list[tuple[QGridLayout, list[Field]]] = []
        self._whole = column(None, gap=10, margins=(20, 14, 32, 8))
        self.setLayout(self._whole)
        self._later = QTimer(self)
        self._later.timeout.connect(self._add_section)
        self._add_section()
        self._later.start(0)

    @property
    def boxes(self) -> Mapping[str, FieldBox]:
        """All boxes; those still to come are made now."""
        while self._waiting:
            self._add_section()
        return self._boxes

    def set_columns(self, columns: int) -> None:
        """Lay the boxes out anew in one column or two."""
        if columns != self._columns:
            self._columns = columns
            for grid, members in self._grids:
                for field in members:
                    grid.removeWidget(self._boxes[field.key])
                self._arrange(grid, members)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Show `texts`, with nothing wrong."""
        self._visited = {key for key, text in texts.items() if text}
        self._filled = dict(texts)
        for key, field_box in self._boxes.items():
            field_box.reason = ""
            field_box.box.write(texts.get(key, ""))
        self.complain(())

    def take_back(self, stored: Mapping[str, str], unsaved: Unsaved | None) -> None:
        """Show `stored`, and over it what was typed before, with the reasons given to doubts."""
        self.fill({**stored, **(unsaved.texts if unsaved else {})})
        for key, reason in (unsaved.reasons if unsaved else {}).items():
            if key in self.boxes:
                self.boxes[key].reason = reason

    def put(self, key: str, text: str) -> None:
        """Put a text that is known already into a field."""
        self._visited.add(key)
        self.boxes[key].box.write(text)

    def texts(self) -> dict[str, str]:
        """Return what stands in the boxes."""
        coming = {field.key: self._filled.get(field.key, "") for field in self.fields}
        return coming | {key: field_box.box.read() for key, field_box in self._boxes.items()}

    def sure(self) -> dict[str, str]:
        """Return the reasons given for doubts, by the key of their field."""
        return {key: each.reason for key, each in self._boxes.items() if each.reason}

    def complain(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show each problem at its field; return those that have no field here."""
        first = {problem.field: problem for problem in reversed(problems)}
        boxes = self.boxes if first.keys() - self._boxes.keys() else self._boxes
        for key, field_box in boxes.items():
            field_box.complain(first.get(key))
        self._number()
        self.counted.emit()
        return [problem for problem in problems if problem.field not in boxes]

    def complain_visited(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong, but nothing yet at fields where nobody has been."""
        known = {each.field.key for each in self.open_problems()} | self._visited
        self.complain([problem for problem in problems if problem.field in known])

    def settle(self) -> None:
        """Let every box write in full what was typed shortly."""
        for each in self._boxes.values():
            each.box.settle()

    def open_problems(self) -> list[FieldBox]:
        """Return the fields that keep the form from being saved, in order."""
        return [each for each in self._boxes.values() if each.open_problem()]

    def go(self, step: int) -> None:
        """Go to the next (1) or last (-1) field with a problem."""
        wrong = self.open_problems()
        if not wrong:
            return
        order = list(self._boxes.values())
        here = next((n for n, each in enumerate(order) if each.box.widget.hasFocus()), -step)
        places = sorted(
            (order.index(each) - here) * step % len(order) or len(order) for each in wrong
        )
        self.show_field(order[(here + step * places[0]) % len(order)])

    def begin(self) -> None:
        """Put the cursor in the first wrong field, or the first empty one that must be filled."""
        texts, wrong = self.texts(), [each.field.key for each in self.open_problems()]
        empty = [f.key for f in self.fields if f.needed and not texts[f.key]]
        for key in [*wrong, *empty, *self._boxes][:1]:
            self.show_field(self._boxes.get(key) or self.boxes[key])

    def show_field(self, field_box: FieldBox) -> None:
        """Put the cursor in a field and scroll to it."""
        field_box.focus()
        area = self._area()
        if area is not None:
            area.ensureWidgetVisible(field_box, 0, 40)

    def show_section(self, first: FieldBox) -> None:
        """Put the cursor in the first field of a section, its heading at the top."""
        first.focus()
        area = self._area()
        if area is not None:
            top = first.mapTo(self, first.rect().topLeft()).y()
            area.verticalScrollBar().setValue(max(0, top - 48))

    def masked_box(self) -> tuple[str, MaskedBox] | None:
        """Return the masked field that has the focus."""
        for key, each in self._boxes.items():
            if isinstance(each.box.widget, MaskedBox) and each.box.widget.hasFocus():
                return key, each.box.widget
        return None

    def answer(self, place: int) -> None:
        """Answer the n-th doubt, counted from 1."""
        doubts = self._doubts()
        if 0 < place <= len(doubts):
            doubts[place - 1].ask()

    def number_after(self, taken: int) -> None:
        """Number the doubts after what is offered beside the form."""
        self._taken = taken
        self._number()

    def _doubts(self) -> list[FieldBox]:
        return [b for b in self._boxes.values() if isinstance(b.problem, Doubt) and not b.reason]

    def _number(self) -> None:
        for place, each in enumerate(self._doubts(), self._taken + 1):
            each.number(place)

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _connect(self, key: str, each: FieldBox) -> None:
        each.edited.connect(lambda: self.edited.emit(key))
        each.answered.connect(self._recount)
        for widget in (each.box.widget, *each.box.widget.findChildren(QWidget)):
            widget.installEventFilter(self)

    def _recount(self) -> None:
        self._number()
        self.counted.emit()

    def _add_section(self) -> None:
        """Make the next section, filled and at its place in the order of Tab."""
        if not self._waiting:
            self._later.stop()
            return
        section, members = self._waiting.pop(0)
        last = next(reversed(self._boxes.values()), None)
        for field in members:
            made = self._boxes[field.key] = self._make(field)
            made.box.write(self._filled.get(field.key, ""))
            self._connect(field.key, made)
        grid = QGridLayout()
        grid.setHorizontalSpacing(_BETWEEN)
        grid.setVerticalSpacing(4)
        self._arrange(grid, members)
        heading = (label(section.title, "head", bold=True),) if section.title else ()
        before = self._whole.count() - 1  # the stretch stays the last
        if self._grids:
            self._whole.insertWidget(before, rule())
            before += 1
        self._grids.append((grid, members))
        self._whole.insertLayout(before, column(*heading, grid, gap=8))
        for field in members:
            made = self._boxes[field.key]
            if last is not None:
                _follow(last, made)
            last = made

    def _arrange(self, grid: QGridLayout, fields: Sequence[Field]) -> None:
        place = 0
        for field in fields:
            span = self._columns if _long(field) else 1
            if place % self._columns + span > self._columns:
                place += 1
            grid.addWidget(self._boxes[field.key], *divmod(place, self._columns), 1, span)
            place += span
        for each in range(_MOST_COLUMNS):
            grid.setColumnStretch(each, int(each < self._columns))

    def _enter(self, watched: QObject) -> bool:
        """Go to the next field; say whether the key was used."""
        if isinstance(watched, TextArea) or (isinstance(watched, PickBox) and watched.popup_open()):
            return False
        last = list(self.boxes.values())[-1]
        if watched is last.box.widget:
            self.finished.emit()
        else:
            self.focusNextChild()
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            if QApplication.activePopupWidget() is None:
                self._leave(watched)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not plain and not getattr(watched, "composing", ""):
                return self._enter(watched)
        return super().eventFilter(watched, event)

    def _leave(self, watched: QObject) -> None:
        for key, each in self._boxes.items():
            if watched is each.box.widget:
                self._visited.add(key)
                each.box.settle()  # before the box itself hears that it is left
                each.check()
                self._recount()
                self.left.emit(key)


def _follow(last: FieldBox, made: FieldBox) -> None:
    """Let Tab go from one field to the other: Qt does not go into words side by side."""
    stops = [_stops(last)[-1], *_stops(made)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(each: FieldBox) -> Sequence[QWidget]:
    widget = each.box.widget
    return widget.buttons if isinstance(widget, RadioBox) else (widget,)


def _long(field: Field) -> bool:
    return isinstance(field.kind, Text) and field.kind.longest > _WIDE
