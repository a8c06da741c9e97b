"""ColumnsCard: which columns a list shows, in what order and how wide, without the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.parts.arrangement import STEP, Arrangement
from ui.parts.buttons import Button, caps
from ui.parts.checklist import CheckList
from ui.parts.keys import lettered
from ui.parts.layout import column, foot, label, row
from ui.parts.question import Card
from ui.parts.tokens import INSET, ROW

_WIDE, _ROWS = 460, 11
_AROUND = 200  # px of what stands around the list
_KEYS = (("空格", "显示"), ("Alt+↑↓", "移动"), ("Alt+←→", "宽窄"))


class ColumnsCard(Card):
    """What is changed holds at once; Esc only closes."""

    help_page = "lists"
    changed = Signal()

    def __init__(
        self, arrangement: Arrangement, width: Callable[[str], int], parent: QWidget
    ) -> None:
        super().__init__(parent, _WIDE)
        self._arrangement, self._width = arrangement, width
        self.list = CheckList("列")
        self._said = label("", "body", "ink2")
        self.restore = Button("恢复原样", "Alt+1")
        self._lay_out()
        self.list.ticked.connect(self._tick)
        self.list.pushed.connect(self._push)
        self.list.list.currentRowChanged.connect(lambda _row: self._say())
        self.restore.clicked.connect(self._restore)
        lettered(self, "Alt+1", "", self._restore)
        self._show()
        self.list.begin()

    def _show(self, current: str = "") -> None:
        shown = self._arrangement.keys
        fields = self._arrangement.all_fields()
        self.list.show_items([(f.key, f.label, f.key in shown) for f in fields], current)
        self._say()

    def _say(self) -> None:
        key = self.list.current()
        if key in self._arrangement.keys[:1]:
            words = "这一列总在最前面"
        elif key in self._arrangement.keys:
            words = f"第 {self._arrangement.keys.index(key) + 1} 列，宽 {self._width(key)}"
        else:
            words = "没有显示"
        self._said.setText(words)

    def _tick(self, key: str) -> None:
        self._arrangement.toggle(key)
        self._change(key)

    def _push(self, arrow: Qt.Key) -> None:
        key = self.list.current()
        if key not in self._arrangement.keys:
            return
        if arrow in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._arrangement.move(key, -1 if arrow == Qt.Key.Key_Up else 1)
        else:
            step = STEP if arrow == Qt.Key.Key_Right else -STEP
            self._arrangement.widen(key, self._width(key) + step)
        self._change(key)

    def _restore(self) -> None:
        self._arrangement.restore()
        self._change()

    def _change(self, key: str = "") -> None:
        self.changed.emit()
        self._show(key)

    def _lay_out(self) -> None:
        self.setWindowTitle("列")
        close = Button("完成", "Esc")
        close.clicked.connect(self.accept)
        head = row(label("列", "title", bold=True), None, self._said, margins=(INSET, 14, INSET, 4))
        self.list.list.setMinimumHeight(min(_ROWS * ROW, self.room() - _AROUND))
        body = column((self.list, 1), row(*caps(*_KEYS), None), margins=(INSET, 0, INSET, 8))
        self.stack(head, (body, 1), foot(self.restore, None, close))
