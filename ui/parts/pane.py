"""Pane: the chosen record beside the list: name, what may be done, and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from partyservice.kernel.kinds import YesNo
from ui.parts.buttons import Badge, Button, Lamp
from ui.parts.grouping import Section, grouped
from ui.parts.keys import cap_of
from ui.parts.layout import (
    column,
    emptied,
    frame,
    label,
    row,
    rule,
    scroll,
    set_tone,
    sign,
    tip,
    wrapped,
)
from ui.parts.table import Marks
from ui.parts.theme import font
from ui.parts.tokens import INSET, INSET_PANE, PANE
from ui.parts.wrap import WrapLayout

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

_NARROW = 14  # characters: two such values stand in one line
_BAR = 14  # px that the scroll bar and the frame may take
_GAP = 12  # px between a label and its value


class Pane(QFrame):
    """Values are masked; F8 held shows those of the chosen record whole."""

    edit_wanted = Signal()
    copied = Signal()

    def __init__(self, fields: Sequence[Field], sections: Sequence[Section], marks: Marks) -> None:
        super().__init__()
        self.setObjectName("person")
        self._fields, self._sections, self._marks = fields, sections, marks
        self._texts: Mapping[str, str] = {}
        self._values: dict[str, QLabel] = {}
        self._shape: Sequence[tuple[str, bool]] = ()  # the fields shown, and which are small
        self.name, self.about = label("", "name", bold=True), wrapped("", "body", "ink2")
        self.place = label("", "caption", "ink2")
        self.edit = Button("修改", cap_of("edit"), icon="edit")
        self.edit.clicked.connect(self.edit_wanted)
        self._badges, self._deeds = QHBoxLayout(), WrapLayout()
        self._facts = column(gap=12)
        self._owes, self._owed = wrapped("", "body", "ink"), frame("notice")
        self._lay_out()

    def add_action(self, button: Button) -> None:
        """Put a step's button beside the others."""
        self._deeds.addWidget(button)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show the values of a record, those that are not empty."""
        self._texts = texts
        set_tone(self, "shown", "false")
        shown = [field for field in self._fields if _worth(field, texts.get(field.key, ""))]
        groups = grouped(shown, self._following(shown))
        small = {key for _, fields in groups for key in self._small(fields)}
        shape = [(field.key, field.key in small) for field in shown]
        if shape != self._shape:
            self._shape = shape
            self._build(groups)
        for key, value in self._values.items():
            value.setText(texts[key])
        self.setAccessibleName(self.name.text())

    def _build(self, groups: Sequence[tuple[Section, Sequence[Field]]]) -> None:
        """Lay out labels; as long as the next records have the same values, they stay."""
        self._values = {}
        emptied(self._facts)
        for section, fields in groups:
            if section.title and self._facts.count():
                self._facts.addWidget(rule())
            self._facts.addLayout(self._grid(fields))

    def title(self, name: str, badges: Sequence[tuple[str, str]], about: str) -> None:
        """Show who or what it is; badges are words and their tone."""
        emptied(self._badges)
        self.name.setText(name)
        self.name.setToolTip(tip(name))
        long = QFontMetrics(font("name", bold=True)).horizontalAdvance(name) > PANE - 120
        self.name.setFont(font("head" if long else "name", bold=True))
        self.name.setWordWrap(long)
        for words, tone in badges:
            self._badges.addWidget(Badge(words, tone))
        self.about.setText(about)
        self.about.setVisible(bool(about))

    def owe(self, labels: Sequence[str]) -> None:
        """Say what is still to be filled in."""
        self._owes.setText(f"待补：{'、'.join(labels)}")
        self._owed.setVisible(bool(labels))

    def masked(self) -> list[str]:
        """Return the keys of the values shown masked."""
        return [f.key for f in self._fields if f.mask and self._texts.get(f.key)]

    def show_whole(self, texts: Mapping[str, str]) -> None:
        """Show masked values whole, or masked again if nothing is given."""
        for key in self.masked():
            self._values[key].setText(texts.get(key) or self._texts[key])
        set_tone(self, "shown", "true" if texts else "false")

    def _following(self, shown: Sequence[Field]) -> list[Section]:
        """Let each section begin with the first of its fields that is shown."""
        groups = grouped(self._fields, self._sections)
        keys = {field.key for field in shown}
        firsts = [(s, next((f.key for f in g if f.key in keys), "")) for s, g in groups]
        return [Section(section.title, first) for section, first in firsts if first]

    def _small(self, fields: Sequence[Field]) -> set[str]:
        """Return the keys of those whose values leave room for another in the line."""
        metrics = QFontMetrics(font())
        room = (PANE - INSET - INSET_PANE - _BAR - 3 * _GAP) // 2 - _wide(metrics, fields)
        return {
            field.key
            for field in fields
            if field.width <= _NARROW
            and not field.mask
            and metrics.horizontalAdvance(self._texts[field.key]) <= room
        }

    def _grid(self, fields: Sequence[Field]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(5)
        wide, small = _wide(QFontMetrics(font()), fields), self._small(fields)
        place = 0
        for field in fields:
            if place % 2 and field.key not in small:
                place += 1
            line, side = divmod(place, 2)
            name = label(field.label, "body", "ink2")
            name.setFixedWidth(wide)
            grid.addWidget(name, line, side * 2, Qt.AlignmentFlag.AlignTop)
            value, across = self._value(field), 1 if field.key in small else 3
            grid.addWidget(value, line, side * 2 + 1, 1, across, Qt.AlignmentFlag.AlignTop)
            place += 1 if field.key in small else 2
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

    def _value(self, field: Field) -> QWidget:
        text = wrapped()
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._values[field.key] = text
        if not field.mask:
            return text
        text.setWordWrap(False)
        holder = QWidget()
        eye = sign("eye")
        eye.setToolTip("按住 F8 显示")
        holder.setLayout(row(text, eye, None))
        return holder

    def _lay_out(self) -> None:
        self._deeds.addWidget(self.edit)
        top = row(self.name, self._badges, None, self.place)
        head = column(top, self.about, gap=2)
        acts = QWidget()
        acts.setLayout(self._deeds)
        lamp = column(Lamp("warn"), None, gap=0, margins=(0, 3, 0, 0))
        self._owed.setLayout(row(lamp, (self._owes, 1), gap=10, margins=(12, 8, 12, 8)))
        set_tone(self._owed, "tone", "warn")
        self._owed.hide()
        inner = frame("pane")
        inner.setLayout(
            column(
                head,
                acts,
                self._owed,
                self._facts,
                None,
                gap=14,
                margins=(INSET, 16, INSET_PANE, 16),
            )
        )
        self.setLayout(column(scroll(inner), gap=0, margins=(1, 1, 1, 1)))


def _worth(field: Field, text: str) -> bool:
    """Say whether a value tells something: an ordinary no does not."""
    return bool(text) and not (isinstance(field.kind, YesNo) and text == "否")


def _wide(metrics: QFontMetrics, fields: Sequence[Field]) -> int:
    """Return the width of the labels of a section."""
    return max([72, *(metrics.horizontalAdvance(field.label) + 2 for field in fields)])
