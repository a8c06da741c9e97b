"""BranchBox: one branch, found by typing, or all of them."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.parts.choosing import PickBox
from ui.parts.desk import Desk
from ui.parts.dressing import as_box
from ui.parts.layout import set_tone


class BranchBox(PickBox):
    """Empty means all branches."""

    chosen = Signal()  # another branch, or all, holds now

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._names)
        self._desk = desk
        self._known: dict[str, int] = {}
        self.key: int | None = None
        as_box(self, "支部，空着是全部", "全部支部")
        self.setToolTip("输入名称、拼音或首字母；清空是全部支部")
        self.textEdited.connect(self._taken)
        self.editingFinished.connect(self._settled)

    def put(self, key: int | None, name: str) -> None:
        """Choose a branch without anybody asking."""
        self.key = key
        self._known[name] = key or 0
        self.setText(name)

    def _names(self, text: str) -> list[str]:
        found = self._desk.app.papers.branches(text)
        self._known |= {name: key for key, name in found}
        return [name for _, name in found]

    def _taken(self, text: str) -> None:
        if not text.strip() or text in self._known:
            self._settled()

    def _settled(self) -> None:
        """Hold the branch whose name stands here; of an unknown one say so."""
        text = self.text().strip()
        if text and text not in self._known:
            self._names(text)
        known = not text or text in self._known
        set_tone(self, "wrong", "" if known else "bad")
        self.setToolTip("" if known else f"没有叫“{text}”的支部，名册还是原来那些人")
        key = self._known.get(text) if text else None
        if known and key != self.key:
            self.key = key
            self.chosen.emit()
