"""Settings: name, people, time, order, groups and filters of a custom roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from partyservice.kernel.kinds import Ref
from partyservice.rosters.layout import About, Layout
from ui.parts.choosing import PickBox, RadioBox
from ui.parts.desk import Desk
from ui.parts.dressing import as_box
from ui.parts.filters import Filters
from ui.parts.layout import column, emptied, frame, label, row, scroll
from ui.parts.theme import font
from ui.parts.tokens import INSET_PANE
from ui.parts.typed import TypedLine

if TYPE_CHECKING:
    from partyservice.app.customs import Offer
    from partyservice.kernel.fields import Field

TODAY, MONTHLY = "截至今天", "按月"
NO_GROUP, BY_LIST = "不分组", "照常"


class Settings(QFrame):
    """All but the columns; what may be chosen follows from whom it lists."""

    edited = Signal()
    about_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._desk = desk
        self._fields: dict[str, Field] = {}
        self._orders: dict[str, str] = {}  # words to key
        self._groups: dict[str, str] = {}
        self.name = TypedLine()
        self.about = RadioBox([each.value for each in About])
        self.when = RadioBox([TODAY, MONTHLY])
        self.order = PickBox(lambda text: [w for w in self._orders if text in w])
        self.group = PickBox(lambda text: [w for w in self._groups if text in w])
        self.down, self.breaks = QCheckBox("从大到小"), QCheckBox("每组另起一页")
        self.filters = Filters((), lambda _key, _text: ())
        self._chips = QVBoxLayout()
        self._lay_out()
        self._connect()

    def offer(self, offered: Offer) -> None:
        """Show what may be chosen."""
        self._fields = {field.key: field for field in offered.filters}
        self._orders = {BY_LIST: ""} | {field.label: field.key for field in offered.columns}
        self._groups = {NO_GROUP: ""} | {words: key for key, words in offered.groups}
        known = [(field.key, field.label, "") for field in offered.filters]
        self.filters = Filters(known, self._choices)
        self.filters.changed.connect(self.edited)
        emptied(self._chips)
        for chip in self.filters.chips.values():
            self._chips.addLayout(row(chip, None))

    def show_layout(self, title: str, about: About, layout: Layout) -> None:
        """Show what is stored."""
        self.name.setText(title)
        self.about.put(about.value)
        self.when.put(MONTHLY if layout.monthly else TODAY)
        self.order.setText(_word(self._orders, layout.order) or BY_LIST)
        self.group.setText(_word(self._groups, layout.group) or NO_GROUP)
        self.down.setChecked(layout.down)
        self.breaks.setChecked(layout.breaks)
        with QSignalBlocker(self.filters):
            for key, words in layout.filters.items():
                if key in self._fields:
                    shown = words.partition(" ")[2] if self._is_link(key) else words
                    self.filters.set(key, words, shown)

    def chosen_about(self) -> About:
        """Return whom the roster lists."""
        return About(self.about.text())

    def layout_of(self, columns: Sequence[Any]) -> Layout:
        """Return the layout with these columns."""
        return Layout(
            columns=tuple(columns),
            order=self._orders.get(self.order.text(), ""),
            down=self.down.isChecked(),
            group=self._groups.get(self.group.text(), ""),
            breaks=self.breaks.isChecked(),
            monthly=self.when.text() == MONTHLY,
            filters=dict(self.filters.where),
        )

    def _is_link(self, key: str) -> bool:
        return isinstance(self._fields[key].kind, Ref)

    def _choices(self, key: str, text: str) -> list[tuple[str, str]]:
        """Return what a filter may be set to: the words that are kept, and those shown."""
        kind = self._fields[key].kind
        if isinstance(kind, Ref):
            return [(f"{n} {name}", name) for n, name in self._desk.app.papers.branches(text)]
        found = self._desk.app.choices(kind, text)
        return [(label, label) for _, label in found if text in label]

    def _lay_out(self) -> None:
        self.name.setPlaceholderText("名册叫什么")
        for box, words in (
            (self.name, "名册名称"),
            (self.order, "排序"),
            (self.group, "分组"),
        ):
            as_box(box, words)
        self.about.name("列哪些人")
        self.when.name("时间")
        for check in (self.down, self.breaks):
            check.setFont(font())
        self._chips.setSpacing(6)
        inner = frame(
            "surface",
            column(
                *_named("名册名称", self.name),
                *_named("列哪些人", self.about),
                *_named("时间", self.when),
                *_named("排序", self.order, self.down),
                *_named("分组", self.group, self.breaks),
                *_named("只列"),
                self._chips,
                None,
                gap=4,
                margins=(INSET_PANE, 8, INSET_PANE, 12),
            ),
        )
        self.setLayout(column(scroll(inner), gap=0))

    def _connect(self) -> None:
        self.about.edited.connect(self.about_changed)
        for signal in (self.name.textEdited, self.when.edited, self.down.clicked):
            signal.connect(lambda *_: self.edited.emit())
        self.breaks.clicked.connect(lambda *_: self.edited.emit())
        for box, known in ((self.order, "_orders"), (self.group, "_groups")):
            box.textEdited.connect(partial(self._told, known))
            box.editingFinished.connect(partial(self._told, known, ""))

    def _told(self, known: str, text: str) -> None:
        """Tell of a choice once it is one."""
        if not text or text in getattr(self, known):
            self.edited.emit()


def _word(known: Mapping[str, str], key: str) -> str:
    return next((word for word, each in known.items() if each == key), "")


def _named(words: str, *boxes: QWidget) -> tuple[Any, ...]:
    return (label(words, "caption", "ink2"), *boxes, 6)
