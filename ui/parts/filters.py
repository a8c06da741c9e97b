"""Filters: chips over a list; each opens what it may be set to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget
from typing_extensions import override

from partyservice.kernel.asking import Condition, condition_of, hows
from partyservice.kernel.errors import Invalid
from ui.parts.buttons import Chip
from ui.parts.dressing import as_box, as_list
from ui.parts.layout import column, tip, wrapped
from ui.parts.typed import TypedLine

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

Choices = Sequence[tuple[Any, str]]  # value and label
Find = Callable[[str], Choices]  # what was typed to what a filter may be set to
_ALL = "全部"
_MOST, _WIDE, _ROW = 10, 340, 32
_PAIR = 2  # value and label
_LONG = 14  # Han of a condition on its chip


class Filters(QObject):
    """What the chips are set to, by the key of the filter; and the conditions added to them."""

    changed = Signal()
    shown = Signal()  # a chip came or went
    asked = Signal(object)  # a Condition, to be changed

    def __init__(self, known: Sequence[tuple[str, str, str]], find: Callable[[str, str], Choices]):
        super().__init__()
        self._usual = {key: usual for key, _, usual in known if usual}
        self._labels = dict(self._usual)
        self.where: dict[str, Any] = dict(self._usual)
        self.chips = {key: Chip(label) for key, label, _ in known}
        self.conditions: dict[str, Condition] = {}
        self.added: dict[str, Chip] = {}  # the chips of the conditions
        for key, chip in self.chips.items():
            chip.show_value(self._labels.get(key, ""))
            chip.clicked.connect(partial(self.open, key))
            chip.dropped.connect(partial(self.set, key, None, ""))
        self._find = find

    def open(self, key: str, _checked: bool = False) -> None:
        """Show what a filter may be set to."""
        popup = FilterList(partial(self._find, key), self.chips[key])
        popup.taken.connect(partial(self.set, key))
        popup.open_below()

    def set(self, key: str, value: Any, label: str) -> None:
        """Set one filter; an empty label is all."""
        self._put(key, value, label)
        self.changed.emit()

    def ask(self, condition: Condition, label: str) -> None:
        """Add a condition about the field called `label`; one it had before is replaced."""
        self._drop(condition.key)
        chip = Chip(label)
        words = condition.words()
        chip.show_value(words if len(words) <= _LONG else f"{words[: _LONG - 1]}…")
        chip.setToolTip(tip(f"{label}  {words}"))
        chip.clicked.connect(lambda: self.asked.emit(condition))
        chip.dropped.connect(partial(self.drop, condition.key))
        self.conditions[condition.key], self.added[condition.key] = condition, chip
        self.shown.emit()
        self.changed.emit()

    def drop(self, key: str) -> None:
        """Take a condition away."""
        self._drop(key)
        self.shown.emit()
        self.changed.emit()

    def narrowed(self) -> bool:
        """Say whether fewer rows are shown than usual."""
        more = any(self._usual.get(key) != value for key, value in self.where.items())
        return more or bool(self.conditions)

    def clear(self) -> None:
        """Set all to what is usual."""
        for key in self.chips:
            self._put(key, self._usual.get(key), self._usual.get(key, ""))
        for key in list(self.conditions):
            self._drop(key)
        self.shown.emit()
        self.changed.emit()

    def words(self) -> Mapping[str, str]:
        """Return the labels of the filters and conditions that are set."""
        return self._labels | {key: chip.toolTip() for key, chip in self.added.items()}

    def kept(self) -> dict[str, Any]:
        """Return what is set as JSON can say it; what is stored by name goes by its label."""
        plain = {k: v if isinstance(v, str | int) else None for k, v in self.where.items()}
        return {
            "where": {key: [value, self._labels[key]] for key, value in plain.items()},
            "conditions": [condition.kept() for condition in self.conditions.values()],
        }

    def take(self, kept: Mapping[str, Any], fields: Mapping[str, Field]) -> int:
        """Set what was kept; return how much of it is no longer known, and was left out."""
        left = len(kept["where"].keys() - self.chips.keys())
        for key in self.chips:
            told = kept["where"].get(key)
            value, label = self._meant(key, told)
            left += told is not None and not label
            self._put(key, value, label)
        for key in list(self.conditions):
            self._drop(key)
        with QSignalBlocker(self):
            for each in kept["conditions"]:
                condition = _readable(each, fields)
                if condition is None:
                    left += 1
                else:
                    self.ask(condition, fields[condition.key].label)
        self.shown.emit()
        self.changed.emit()
        return left

    def _meant(self, key: str, told: Any) -> tuple[Any, str]:
        """Return what a filter may still be set to of what was kept; nothing if it may not."""
        value, label = told if isinstance(told, list) and len(told) == _PAIR else (None, "")
        if not isinstance(label, str) or not label:
            return None, ""
        if isinstance(value, int):
            return value, label  # a record, perhaps under another name now
        same = ((v, said) for v, said in self._find(key, label) if said == label)
        return next(((v, said) for v, said in same if value in (None, v)), (None, ""))

    def _put(self, key: str, value: Any, label: str) -> None:
        self.where.pop(key, None)
        self._labels.pop(key, None)
        if label:
            self.where[key], self._labels[key] = value, label
        self.chips[key].show_value(label)

    def _drop(self, key: str) -> None:
        self.conditions.pop(key, None)
        chip = self.added.pop(key, None)
        if chip is not None:
            chip.hide()
            chip.deleteLater()


def _readable(kept: Any, fields: Mapping[str, Field]) -> Condition | None:
    """Return a condition that was kept, if it still can be asked."""
    try:
        condition = condition_of(kept)
        if condition.how not in hows(fields[condition.key]):
            return None
        condition.values(fields[condition.key])
    except (ValueError, TypeError, KeyError, Invalid):
        return None
    return condition


class FilterList(QFrame):
    """A line to type in and a list; the list alone where there is little to choose."""

    taken = Signal(object, str)  # value and label

    def __init__(self, find: Find, over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._find, self._over = find, over
        self._choices: Choices = ()
        self._words = QStringListModel(self)
        self.line, self.list = TypedLine(), QListView()
        self._none = wrapped("", "body", "ink2")
        self._none.setContentsMargins(8, 4, 8, 8)
        self._lay_out()
        self.line.textChanged.connect(self._show)
        self.list.clicked.connect(self._take)
        self.line.installEventFilter(self)
        self.list.installEventFilter(self)
        self._show("")

    def open_below(self) -> None:
        """Show the list under its chip."""
        rows = min(len(self._choices), _MOST)
        self.line.setVisible(len(self._choices) >= _MOST)
        self.list.setFixedHeight(rows * _ROW + 8)
        self.setFixedWidth(max(_WIDE if self.line.isVisibleTo(self) else 160, self._over.width()))
        self.move(self._over.mapToGlobal(QPoint(0, self._over.height() + 4)))
        self.show()
        (self.line if self.line.isVisible() else self.list).setFocus()

    def _show(self, text: str) -> None:
        self._choices = [*([] if text else [(None, "")]), *self._find(text)]
        self.list.setVisible(bool(self._choices))
        self._none.setVisible(not self._choices)
        self._none.setText(f"没有“{text}”。可以输名称里的几个字、拼音或首字母。")
        self._words.setStringList([label or _ALL for _, label in self._choices])
        self.list.setCurrentIndex(self._words.index(0))

    def _take(self, *_index: object) -> None:
        place = self.list.currentIndex().row()
        if 0 <= place < len(self._choices):
            value, label = self._choices[place]
            self.taken.emit(value, label)
            self.close()

    def _lay_out(self) -> None:
        as_box(self.line, "输入几个字来找", "输入几个字来找")
        as_list(self.list, "choices", "可选的")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names differ at their ends
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setModel(self._words)
        items = self.line, self._none, self.list, None
        self.setLayout(column(*items, gap=4, margins=(4, 4, 4, 4)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.line and self.line.composing:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        if watched is self.line and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place = self.list.currentIndex().row() + step
            self.list.setCurrentIndex(self._words.index(max(0, min(place, len(self._choices) - 1))))
            return True
        return False
