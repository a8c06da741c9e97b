"""KeptFilters: conditions with a name, taken again from a chip; each clerk has their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QWidget
from typing_extensions import override

from ui.parts.buttons import Chip, caps
from ui.parts.dressing import as_box, as_list
from ui.parts.habits import Habits
from ui.parts.layout import column, label, row
from ui.parts.tokens import ROW
from ui.parts.typed import TypedLine

_NEW = "把现在的条件存为…"
_WIDE, _MOST, _LONGEST = 300, 10, 20  # px, rows, letters of a name
_KEYS = (("Enter", "用"), ("F2", "改名"), ("Del", "删去"))

_OURS = (Qt.Key.Key_F2, Qt.Key.Key_Delete)

Entry = dict[str, Any]  # name, where, conditions, sort


class Saved(QObject):
    """The chip, and what it offers."""

    taken = Signal(object)  # an Entry
    wanted = Signal(str)  # the present conditions shall be kept under this name

    def __init__(self, habits: Habits) -> None:
        super().__init__()
        self._habits = habits
        self.entries = entries_of(habits.read("filters"))
        self.chip = Chip("常用", "")
        self.chip.clicked.connect(self.open)
        self.may_save = False

    def open(self) -> None:
        """Show the names."""
        popup = SavedList([entry["name"] for entry in self.entries], self.chip, new=self.may_save)
        popup.taken.connect(self._take)
        popup.named.connect(self._name)
        popup.removed.connect(self._remove)
        popup.open_below()

    def add(self, entry: Entry) -> None:
        """Keep an entry; one of the same name is replaced."""
        self.entries = [e for e in self.entries if e["name"] != entry["name"]] + [entry]
        self.chip.show_value(entry["name"])
        self._keep()

    def _take(self, name: str) -> None:
        for entry in self.entries:
            if entry["name"] == name:
                self.taken.emit(entry)
                self.chip.show_value(name)

    def _name(self, before: str, name: str) -> None:
        if not before:
            self.wanted.emit(name)
            return
        others = [e for e in self.entries if e["name"] not in (before, name)]
        found = [e | {"name": name} for e in self.entries if e["name"] == before]
        self.entries = [*others, *found]
        if self.chip.value == before:
            self.chip.show_value(name)
        self._keep()

    def _remove(self, name: str) -> None:
        self.entries = [entry for entry in self.entries if entry["name"] != name]
        if self.chip.value == name:
            self.chip.show_value("")
        self._keep()

    def _keep(self) -> None:
        self._habits.keep("filters", self.entries)


def entries_of(kept: Any) -> list[Entry]:
    """Return the entries among what was kept; another version may have kept other things."""
    known = (each for each in kept if isinstance(each, dict)) if isinstance(kept, list) else ()
    shapes = (("name", str), ("where", dict), ("conditions", list), ("sort", list))
    return [each for each in known if all(isinstance(each.get(k), kind) for k, kind in shapes)]


class SavedList(QFrame):
    """The names; the last line keeps what is set now. Naming is done in the line below."""

    taken = Signal(str)
    named = Signal(str, str)  # the name before, empty for a new one; and the new name
    removed = Signal(str)

    def __init__(self, names: Sequence[str], over: QWidget, *, new: bool) -> None:
        super().__init__(over, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._over, self._names = over, list(names)
        self._renamed = ""
        self.list, self.line = QListWidget(), TypedLine()
        self.list.addItems([*names, *([_NEW] if new else [])])
        self._lay_out()
        self.list.itemClicked.connect(lambda _item: self._enter())
        self.line.returnPressed.connect(self._give)
        self.list.installEventFilter(self)

    def open_below(self) -> None:
        """Show the list under its chip."""
        self.list.setFixedHeight(min(self.list.count(), _MOST) * ROW + 8)
        self.setFixedWidth(_WIDE)
        self.move(self._over.mapToGlobal(QPoint(0, self._over.height() + 4)))
        self.show()
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _enter(self) -> None:
        name = self._current()
        if name:
            self.taken.emit(name)
            self.close()
        elif self.list.currentRow() >= 0:
            self._ask("")

    def _current(self) -> str:
        """Return the name stood on; nothing on the line that makes a new one."""
        place = self.list.currentRow()
        return self._names[place] if 0 <= place < len(self._names) else ""

    def _ask(self, name: str) -> None:
        self._renamed = name
        self.line.setText(name)
        self.line.show()
        self.adjustSize()
        self.line.setFocus()
        self.line.selectAll()

    def _give(self) -> None:
        name = self.line.text().strip()
        if name:
            self.named.emit(self._renamed, name)
            self.close()

    def _lay_out(self) -> None:
        as_list(self.list, "choices", "常用的条件")
        as_box(self.line, "条件的名字", "起个名字，按 Enter")
        self.line.setMaxLength(_LONGEST)
        self.line.hide()
        none = label("还没有存过条件。先设好条件，再从这里存下。", "caption", "ink2")
        none.setWordWrap(True)
        none.setContentsMargins(8, 8, 8, 8)
        foot = QWidget()
        foot.setLayout(row(*caps(*_KEYS), None, margins=(8, 2, 8, 4)))
        items = (self.list, none, self.line, foot)
        self.setLayout(column(*items, gap=4, margins=(4, 4, 4, 4)))
        none.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))
        foot.setVisible(bool(self._names))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in _OURS:
            event.accept()  # the page below has its own F2
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        name = self._current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_F2 and name:
            self._ask(name)
        elif event.key() == Qt.Key.Key_Delete and name:
            self.removed.emit(name)
            self.close()
        else:
            return False
        return True
