"""ConditionPane: one more condition over a list: about which field, how, and what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from partyservice.kernel.asking import BARE, Condition, How, hows
from partyservice.kernel.errors import Invalid
from ui.parts.boxes import Box, Lookup, box_of
from ui.parts.buttons import Button
from ui.parts.checklist import CheckList
from ui.parts.choosing import PickBox, RadioBox
from ui.parts.dressing import as_box
from ui.parts.keys import action, cap_of
from ui.parts.layout import column, emptied, frame, label, row, scroll, wrapped
from ui.parts.tokens import INSET, INSET_PANE, ROW
from ui.parts.typed import TypedLine

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

_ROWS = 8  # words of a list to choose from that are seen at once


class ConditionPane(QFrame):
    """Stands beside the list, in place of the record; what is added is a chip over the list."""

    help_page = "conditions"

    added = Signal(object, str)  # a Condition, and the label of its field
    closed = Signal()

    def __init__(self, fields: Sequence[Field], lookup: Lookup) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._fields = {field.label: field for field in fields if hows(field)}
        self._lookup = lookup
        self.field = PickBox(self._labels)
        self.how: RadioBox | None = None
        self.boxes: list[Box] = []  # what is typed
        self.ticks: CheckList | None = None
        self._hows, self._what = column(gap=0), column(gap=8)
        self.said = wrapped("", "caption", "bad")
        self.add = Button("加上条件", cap_of("save"))
        self.close_button = Button("收起", "Esc", "quiet")
        self._lay_out()
        self.field.textChanged.connect(lambda _text: self._choose())
        self.field.returnPressed.connect(self._go_on)
        self.add.clicked.connect(self._add)
        self.close_button.clicked.connect(self.closed)
        action(self, "save", self._add, "加上条件")

    def begin(self, condition: Condition | None = None) -> None:
        """Ask for a new condition, or for another in place of one."""
        self.field.clear()
        self.said.setText("")
        known = [f for f in self._fields.values() if condition and f.key == condition.key]
        if condition is None or not known:
            self.field.setFocus()
            return
        self.field.setText(known[0].label)
        if self.how is not None:
            self.how.put(condition.how.value)
        self._ask()
        if self.ticks is not None:
            words = [w for _, w in self._words(known[0])]
            self.ticks.show_items([(word, word, word in condition.texts) for word in words])
        for box, text in zip(self.boxes, condition.texts, strict=False):
            box.write(text)
        self._go_on()

    def _labels(self, typed: str) -> list[str]:
        return [text for text in self._fields if typed.strip() in text]

    def _known(self) -> Field | None:
        return self._fields.get(self.field.text().strip())

    def _choose(self) -> None:
        """Offer the ways in which the field may be asked for."""
        emptied(self._hows)
        self.how = None
        field = self._known()
        if field is not None:
            self.how = RadioBox([way.value for way in hows(field)])
            self.how.name(f"{field.label} 怎样")
            self.how.put(hows(field)[0].value)
            self.how.edited.connect(self._ask)
            self._hows.addWidget(self.how)
        self._ask()

    def _way(self) -> How:
        return How(self.how.text()) if self.how is not None else How.FILLED

    def _ask(self) -> None:
        """Offer the boxes in which what is looked for is typed or ticked."""
        emptied(self._what)
        self.boxes, self.ticks = [], None
        field, way = self._known(), self._way()
        if field is None or way in BARE:
            return
        if way is How.AMONG:
            self.ticks = CheckList(field.label)
            self.ticks.list.setMinimumHeight(_ROWS * ROW)
            self.ticks.show_items([(word, word, False) for _, word in self._words(field)])
            self._what.addWidget(self.ticks)
        elif way is How.BETWEEN:
            self._type(box_of(field, self._lookup), "从")
            self._type(box_of(field, self._lookup), "到")
        elif way is How.WITHIN:
            self._type(box_of(field, self._lookup), "哪里")
        else:
            self._type(_line(field.label), "几个字")

    def _type(self, box: Box, words: str) -> None:
        name = label(words, "body", "ink2")
        name.setFixedWidth(_NAME)
        line = box.widget
        line.setAccessibleName(f"{self.field.text()} {words}")
        if isinstance(line, TypedLine):
            line.returnPressed.connect(partial(self._return, len(self.boxes)))
        self.boxes.append(box)
        self._what.addLayout(row(name, (line, 1)))

    def _words(self, field: Field) -> list[tuple[str, str]]:
        return [(word, word) for word in self._lookup(field.kind, "")]

    def _go_on(self) -> None:
        """Go from the field to what is looked for."""
        self.field.settle()
        if self.ticks is not None:
            self.ticks.begin()
        elif self.boxes:
            self.boxes[0].widget.setFocus()
        elif self._known():
            self.add.setFocus()

    def _return(self, place: int) -> None:
        """Enter goes to the next box; in the last it adds the condition."""
        if place + 1 < len(self.boxes):
            self.boxes[place + 1].widget.setFocus()
        else:
            self._add()

    def _add(self) -> None:
        self.field.settle()
        field = self._known()
        if field is None:
            self.said.setText("请先选哪一项，如“民族”。")
            self.field.setFocus()
            return
        texts = self.ticks.ticks() if self.ticks else [box.read() for box in self.boxes]
        condition = Condition(field.key, self._way(), tuple(texts))
        try:
            condition.values(field)
        except Invalid as error:
            self.said.setText(f"没有加上：{error.words}列表没有变，请改好再按 {cap_of('save')}。")
            self._go_on()
            return
        self.added.emit(condition, field.label)
        self.begin()

    def _lay_out(self) -> None:
        as_box(self.field, "按哪一项找", "输入几个字，或按 F4 列出全部")
        head = row(label("更多条件", "head", bold=True), None, self.close_button)
        about = wrapped("几个条件要同时成立。加上的条件在列表上方，按 × 去掉。", "caption", "ink2")
        which = row(_named("哪一项"), (self.field, 1))
        self._hows.setAlignment(Qt.AlignmentFlag.AlignTop)
        inner = frame("pane")
        inner.setLayout(
            column(
                head, about, which, self._hows, self._what, self.said, row(None, self.add), None,
                gap=12, margins=(INSET, 12, INSET_PANE, 16),
            )
        )  # fmt: skip
        self.setLayout(column(scroll(inner), gap=0, margins=(1, 1, 1, 1)))


_NAME = 52  # px of a word before its box


def _named(words: str) -> QWidget:
    made = label(words, "body", "ink2")
    made.setFixedWidth(_NAME)
    return made


def _line(name: str) -> Box:
    line = TypedLine()
    as_box(line, name)
    put: Callable[[str], None] = line.setText
    return Box(line, line.text, put, line.textEdited)
