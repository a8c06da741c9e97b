"""CheckList: words to be ticked, found by typing a part of them; Space ticks."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem
from typing_extensions import override

from ui.parts.dressing import as_box, as_list
from ui.parts.layout import column
from ui.parts.typed import TypedLine

_KEY = Qt.ItemDataRole.UserRole
_FEW = 8  # of which none is looked for by typing
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)

Item = tuple[str, str, bool]  # key, words, and whether it is ticked


class CheckList(QFrame):
    """The line keeps the focus, the arrows go through the list."""

    ticked = Signal(str)  # the key of an item that was ticked or no longer is
    pushed = Signal(Qt.Key)  # Alt and an arrow

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line, self.list = TypedLine(), QListWidget()
        as_box(self.line, f"{name}：输入几个字来找", "输入几个字来找，空格打钩")
        as_list(self.list, "ticks", name)
        self.setLayout(column(self.line, (self.list, 1), gap=4))
        self.line.textChanged.connect(self._narrow)
        self.list.itemChanged.connect(lambda item: self.ticked.emit(item.data(_KEY)))
        self.line.installEventFilter(self)
        self.list.installEventFilter(self)

    def show_items(self, items: Iterable[Item], current: str = "") -> None:
        """Show these, and stand on `current`."""
        known = list(items)
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        for key, words, on in known:
            item = QListWidgetItem(words)
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_ON if on else _OFF)
            self.list.addItem(item)
        self.list.blockSignals(False)  # noqa: FBT003
        self.line.setVisible(len(known) > _FEW)
        self._narrow(self.line.text())
        place = next((n for n, (key, _, _) in enumerate(known) if key == current), 0)
        if not current and self.list.count():
            place = self._seen()[0] if self._seen() else 0
        self.list.setCurrentRow(place)

    def current(self) -> str:
        """Return the key of the item stood on."""
        item = self.list.currentItem()
        return str(item.data(_KEY)) if self.list.currentRow() >= 0 else ""

    def ticks(self) -> list[str]:
        """Return the keys of the items that are ticked."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return [str(item.data(_KEY)) for item in items if item.checkState() is _ON]

    def begin(self) -> None:
        """Put the focus where something can be typed, or in the list."""
        (self.line if self.line.isVisibleTo(self) else self.list).setFocus()

    def _seen(self) -> list[int]:
        return [n for n in range(self.list.count()) if not self.list.item(n).isHidden()]

    def _narrow(self, text: str) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(text.strip() not in item.text())
        if seen := self._seen():
            self.list.setCurrentRow(seen[0])

    def _tick(self) -> None:
        item = self.list.currentItem()
        if self.list.currentRow() >= 0 and not item.isHidden():
            item.setCheckState(_OFF if item.checkState() is _ON else _ON)

    def _step(self, step: int) -> None:
        seen, here = self._seen(), self.list.currentRow()
        if seen:
            place = seen.index(here) + step if here in seen else 0
            self.list.setCurrentRow(seen[max(0, min(place, len(seen) - 1))])

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or (watched is self.line and self.line.composing):
            return super().eventFilter(watched, event)
        key, alt = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.type() == QEvent.Type.ShortcutOverride and key in _ARROWS and alt:
            event.accept()  # the program has its own Alt+←
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if key in _ARROWS and alt:
            self.pushed.emit(key)
        elif key == Qt.Key.Key_Space:
            self._tick()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and watched is self.line:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True
