"""ColumnStep: what each column of the file is taken for, and whose list it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QWidget

from ui.parts.buttons import Button
from ui.parts.choosing import PickBox, RadioBox
from ui.parts.desk import Desk
from ui.parts.dressing import as_box
from ui.parts.fieldbox import Elided
from ui.parts.keys import cap, cap_of
from ui.parts.layout import (
    column,
    emptied,
    foot,
    frame,
    label,
    row,
    rule,
    scroll,
    tinted,
    tip,
    wrapped,
)
from ui.parts.theme import font
from ui.parts.tokens import FIELD, FOLDED_FROM, INSET, INSET_PANE

if TYPE_CHECKING:
    from partyservice.exchange.intake import Intake
    from partyservice.exchange.planning import Asked
    from partyservice.exchange.trouble import Column

NOTHING = "不导入"
_BOX, _SIDE = 240, 392


class ColumnStep(QFrame):
    """Every choice is taken at once; going on judges the rows by it."""

    changed = Signal()  # somebody said something else
    back = Signal()
    forward = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._desk = desk
        self._kinds: Sequence[Intake] = ()
        self._shown: Sequence[Column] = ()
        self.taken: dict[str, str] = {}  # mark of a column to the key of its field
        self.boxes: dict[str, PickBox] = {}
        self.kind_box: RadioBox | None = None
        self.branch_box = PickBox(self.branches)
        self.new_branches = QCheckBox("新建还没有的支部")
        self.next_button = Button("核对", cap("Ctrl+Return"), "primary")
        self._back = Button("重选文件", cap_of("leave"))
        self._kind_row, self._grid = row(gap=0), QGridLayout()
        self.file = Elided()
        self._needed = label("", "caption", "bad")
        self._lay_out()

    @property
    def kind(self) -> str:
        """The name of the kind of list chosen; empty if none is."""
        words = self.kind_box.text() if self.kind_box else ""
        return next((each.name for each in self._kinds if each.title == words), "")

    @property
    def kinds(self) -> Sequence[Intake]:
        """The kinds of lists that may be imported."""
        return self._kinds

    def branch(self) -> str:
        """Return the branch of the people of whom the file tells none."""
        self.branch_box.settle()
        return "".join(self.branch_box.text().split())

    def fill(self, kinds: Sequence[Intake], kind: str) -> None:
        """Show a file just read: nothing is said about it yet."""
        self._kinds, self.taken = kinds, {}
        emptied(self._kind_row)
        self.kind_box = RadioBox([each.title for each in kinds])
        self.kind_box.name("名单种类")
        self.kind_box.put(next((each.title for each in kinds if each.name == kind), ""))
        self.kind_box.edited.connect(self._kind_changed)
        self._kind_row.addWidget(self.kind_box)
        self.branch_box.setText("")
        self.new_branches.setChecked(False)
        self.say("")

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show the columns and what each is taken for; the focus stays where it was."""
        here = next((mark for mark, box in self.boxes.items() if box.hasFocus()), "")
        emptied(self._grid)
        self.boxes, self._shown = {}, columns
        intake = self._intake()
        fields = intake.draft.known if intake else ()
        labels = {known.key: known.label for known in fields}
        for place, each in enumerate(columns):
            self._add(place, each, labels)
        for mark, box in self.boxes.items():
            if mark == here:
                box.setFocus()

    def asked(self) -> Asked:
        """Return all that is said."""
        from partyservice.exchange.planning import Asked  # noqa: PLC0415 - loads SQLAlchemy

        return Asked(
            kind=self.kind,
            branch=self.branch(),
            create_branches=self.new_branches.isChecked(),
            taken=dict(self.taken),
        )

    def needs_branch(self) -> bool:
        """Say whether no column tells the branch of the people."""
        intake = self._intake()
        keys = {each.key for each in self._shown}
        return bool(intake and intake.branch_needed and intake.branch_field.key not in keys)

    def begin(self) -> None:
        """Put the focus on what must be said, or on the way on."""
        if not self.kind and self.kind_box is not None:
            self.kind_box.buttons[0].setFocus()
        elif self.needs_branch() and not self.branch_box.text():
            self.branch_box.setFocus()
        else:
            self.next_button.setFocus()

    def suit(self, wide: int) -> None:
        """Show what has room: in a narrow page all stands in one column."""
        beside = wide >= FOLDED_FROM - 200
        if beside != self._line.isHidden():
            return
        self._line.setVisible(beside)
        if beside:
            self._body.addWidget(self._side)
            self._side.setFixedWidth(_SIDE)
        else:
            self._list.insertWidget(0, self._side)
            self._side.setFixedWidth(_SIDE + 40)

    def say(self, words: str) -> None:
        """Say at the branch what is to be done about it."""
        self._needed.setText(words)

    def _add(self, place: int, each: Column, labels: dict[str, str]) -> None:
        box = PickBox(partial(self._fields, list(labels.values())))
        box.setFont(font())
        box.setFixedSize(_BOX, FIELD)
        box.setText(labels.get(each.key, NOTHING))
        box.setCursorPosition(0)
        box.setAccessibleName(f"“{each.mark}”一栏当作")
        box.textEdited.connect(partial(self._take, each, labels))
        self.boxes[each.mark] = box
        mark, values = Elided(each.mark), Elided("  ".join(each.values))
        mark.setFont(font(bold=True))
        tinted(values, "ink2")
        for text in (mark, values):
            text.setToolTip(tip(text.text()))
        if not each.key:
            tinted(mark, "ink3")
        for at, widget in enumerate((mark, values, box)):
            self._grid.addWidget(widget, place, at)

    @staticmethod
    def _fields(labels: list[str], text: str) -> list[str]:
        return [words for words in (NOTHING, *labels) if text in words or not text]

    def _take(self, each: Column, labels: dict[str, str], text: str) -> None:
        key = next((key for key, words in labels.items() if words == text), None)
        if key is None and text != NOTHING:
            return  # still being typed
        if (key or "") != each.key or each.mark in self.taken:
            self.taken[each.mark] = key or ""
            self.changed.emit()

    def _kind_changed(self) -> None:
        self.taken = {}
        self.changed.emit()

    def _intake(self) -> Intake | None:
        return next((each for each in self._kinds if each.name == self.kind), None)

    def branches(self, text: str) -> list[str]:
        """Return the branches that `text` may mean."""
        intake = self._intake()
        return self._desk.labels(intake.branch_field.kind, text) if intake else []

    def _lay_out(self) -> None:
        as_box(self.branch_box, "没写支部的人归到")
        self.new_branches.setFont(font())
        self.new_branches.setToolTip("表里至少有两行写到的、名称里有“支部”的，才会新建")
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        for place, share in ((0, 2), (1, 3), (2, 0)):
            self._grid.setColumnStretch(place, share)
        heads = QWidget()
        heads.setLayout(
            row(
                (label("表里的栏目和开头几格", "caption", "ink2"), 1),
                label("当作", "caption", "ink2"),
                _BOX - 24,
                margins=(INSET, 8, INSET_PANE, 4),
            )
        )
        self._list = column(self._grid, None, margins=(INSET, 4, INSET_PANE, 12))
        inner = frame("surface", self._list)
        self._side = frame("pane", wide=_SIDE)
        self._side.setLayout(
            column(
                label("这是哪种名单", "head", bold=True),
                self._kind_row,
                12,
                label("没写支部的人归到", "body", "ink2"),
                self.branch_box,
                self._needed,
                4,
                self.new_branches,
                wrapped("表里写到、党组织里还没有的支部，核对时会逐个问您。", "caption", "ink3"),
                None,
                gap=6,
                margins=(INSET_PANE, INSET_PANE, INSET_PANE, 12),
            )
        )
        self.file.setFont(font(bold=True))
        words = label("还没有写入任何内容", "body", "ink2")
        bottom = foot(self.file, words, None, self._back, self.next_button)
        left = column(heads, rule(), (scroll(inner), 1), gap=0)
        self._line = rule(upright=True)
        self._body = row((left, 1), self._line, self._side, gap=0)
        self.setLayout(column((self._body, 1), bottom, gap=0))
        self.next_button.clicked.connect(self.forward)
        self._back.clicked.connect(self.back)
        self.branch_box.returnPressed.connect(self.forward)
