"""Form: the boxes of a Draft in sections and columns, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from partyservice.kernel.errors import Doubt, Problem
from partyservice.kernel.kinds import Text
from ui.parts.boxes import Lookup, MaskedBox
from ui.parts.choosing import PickBox
from ui.parts.fieldbox import FieldBox
from ui.parts.layout import column, label, rule
from ui.parts.theme import font
from ui.parts.tokens import LABEL, LABEL_MOST

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

_WIDE = 100  # a text longer than this takes both columns
_BETWEEN, _MOST_COLUMNS = 28, 2


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the key of the first field under it."""

    title: str
    first: str
    note: str = ""


class Form(QWidget):
    """Texts by the key of their field."""

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
        metrics = QFontMetrics(font())
        widest = max((metrics.horizontalAdvance(f.label) for f in fields), default=0) + 2
        wide = min(max(LABEL, widest), LABEL_MOST)
        self.boxes = {field.key: FieldBox(field, lookup, wide) for field in fields}
        self.heads: dict[str, QWidget] = {}
        self._lay_out(fields, sections)
        self._connect()

    def set_columns(self, columns: int) -> None:
        """Lay the boxes out anew in one column or two."""
        if columns != self._columns:
            self._columns = columns
            for grid, members in self._grids:
                for field in members:
                    grid.removeWidget(self.boxes[field.key])
                self._arrange(grid, members)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Show `texts`, with nothing wrong."""
        self._visited = {key for key, text in texts.items() if text}
        for key, field_box in self.boxes.items():
            field_box.reason = ""
            field_box.box.write(texts.get(key, ""))
        self.complain(())

    def texts(self) -> dict[str, str]:
        """Return what stands in the boxes."""
        return {key: field_box.box.read() for key, field_box in self.boxes.items()}

    def sure(self) -> dict[str, str]:
        """Return the reasons given for doubts, by the key of their field."""
        return {key: each.reason for key, each in self.boxes.items() if each.reason}

    def complain(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show each problem at its field; return those that have no field here."""
        first = {problem.field: problem for problem in reversed(problems)}
        for key, field_box in self.boxes.items():
            field_box.complain(first.get(key))
        self._number()
        self.counted.emit()
        return [problem for problem in problems if problem.field not in self.boxes]

    def complain_visited(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong, but nothing yet at fields where nobody has been."""
        known = {each.field.key for each in self.open_problems()} | self._visited
        self.complain([problem for problem in problems if problem.field in known])

    def settle(self) -> None:
        """Let every picker put the one choice that what was typed can mean."""
        for each in self.boxes.values():
            if isinstance(each.box.widget, PickBox):
                each.box.widget.settle()

    def open_problems(self) -> list[FieldBox]:
        """Return the fields that keep the form from being saved, in order."""
        return [each for each in self.boxes.values() if each.open_problem()]

    def go(self, step: int) -> None:
        """Go to the next (1) or last (-1) field with a problem."""
        wrong = self.open_problems()
        if not wrong:
            return
        order = list(self.boxes.values())
        here = next((n for n, each in enumerate(order) if each.box.widget.hasFocus()), -step)
        places = sorted(
            (order.index(each) - here) * step % len(order) or len(order) for each in wrong
        )
        self.show_field(order[(here + step * places[0]) % len(order)])

    def begin(self) -> None:
        """Put the cursor in the first wrong field, or the first empty one that must be filled."""
        wrong = self.open_problems()
        empty = [b for b in self.boxes.values() if b.field.needed and not b.box.read()]
        for each in [*wrong, *empty, *self.boxes.values()][:1]:
            self.show_field(each)

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
        for key, each in self.boxes.items():
            if isinstance(each.box.widget, MaskedBox) and each.box.widget.hasFocus():
                return key, each.box.widget
        return None

    def answer(self, place: int) -> None:
        """Answer the n-th doubt, counted from 1."""
        doubts = self._doubts()
        if place <= len(doubts):
            doubts[place - 1].ask()

    def _doubts(self) -> list[FieldBox]:
        return [b for b in self.boxes.values() if isinstance(b.problem, Doubt) and not b.reason]

    def _number(self) -> None:
        for place, each in enumerate(self._doubts(), 1):
            each.number(place)

    def _area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _connect(self) -> None:
        for key, each in self.boxes.items():
            each.edited.connect(lambda key=key: self.edited.emit(key))
            each.answered.connect(self._recount)
            for widget in (each.box.widget, *each.box.widget.findChildren(QWidget)):
                widget.installEventFilter(self)

    def _recount(self) -> None:
        self._number()
        self.counted.emit()

    def _lay_out(self, fields: Sequence[Field], sections: Sequence[Section]) -> None:
        whole = column(gap=10, margins=(20, 14, 32, 8))
        self._grids: list[tuple[QGridLayout, list[Field]]] = []
        groups = grouped(fields, sections)
        for place, (section, members) in enumerate(groups):
            if place:
                whole.addWidget(rule())
            grid = QGridLayout()
            grid.setHorizontalSpacing(_BETWEEN)
            grid.setVerticalSpacing(4)
            self._grids.append((grid, members))
            inner = column(grid, gap=8)
            if section.title:
                head = label(section.title, "head", bold=True)
                self.heads[section.title] = head
                inner.insertWidget(0, head)
            whole.addLayout(inner)
        whole.addStretch(1)
        self.setLayout(whole)
        for grid, members in self._grids:
            self._arrange(grid, members)

    def _arrange(self, grid: QGridLayout, fields: Sequence[Field]) -> None:
        place = 0
        for field in fields:
            span = self._columns if _long(field) else 1
            if place % self._columns + span > self._columns:
                place += 1
            grid.addWidget(self.boxes[field.key], *divmod(place, self._columns), 1, span)
            place += span
        for each in range(_MOST_COLUMNS):
            grid.setColumnStretch(each, int(each < self._columns))

    def _enter(self, watched: QObject) -> bool:
        """Go to the next field; say whether the key was used."""
        if isinstance(watched, PickBox) and watched.popup_open():
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
        for key, each in self.boxes.items():
            if watched is each.box.widget:
                self._visited.add(key)
                each.check()
                self._recount()
                self.left.emit(key)


def grouped(
    fields: Sequence[Field], sections: Sequence[Section]
) -> list[tuple[Section, list[Field]]]:
    """Return the fields under the section each belongs to, in their order."""
    starts = {section.first: section for section in sections}
    groups: list[tuple[Section, list[Field]]] = []
    for field in fields:
        if field.key in starts or not groups:
            groups.append((starts.get(field.key, Section("", field.key)), []))
        groups[-1][1].append(field)
    return groups


def _long(field: Field) -> bool:
    return isinstance(field.kind, Text) and field.kind.longest > _WIDE
