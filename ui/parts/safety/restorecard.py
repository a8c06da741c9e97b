"""RestoreCard: what restoring means, asked before the window closes the office."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.parts.buttons import Button
from ui.parts.keys import lettered
from ui.parts.layout import column, foot, titled, wrapped
from ui.parts.question import Card
from ui.parts.tokens import DIALOG, INSET

_WORDS = (
    "数据会回到备份那时，再补上以后保存过的更改。现在的数据不删，整个留在“恢复前”文件夹里。"
    "下一步选备份、输密码；在核对好以前都可以取消。"
)


class RestoreCard(Card):
    """Enter is the harmless answer."""

    help_page = "restore"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self.setAccessibleName("从备份恢复")
        self.no, self.yes = Button("不恢复", "Esc"), Button("关闭并恢复", "Alt+1", "danger")
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        lettered(self, "Alt+1", "关闭并恢复", self.accept)
        words = column(wrapped(_WORDS), margins=(INSET, 4, INSET, 12))
        title = titled("从备份恢复", "程序会先关闭这个中心，再转到恢复的画面。")
        self.stack(title, words, foot(None, self.no, self.yes))
        self.no.setFocus()
