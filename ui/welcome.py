"""Welcome: the two halves of every page before somebody is signed in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.parts.help import open_help
from ui.parts.keys import action
from ui.parts.layout import Item, column, frame, label, row, scroll, sign, wrapped
from ui.parts.tokens import GAP, ICON_NOTICE, LEAST, NOTE, ONE_PANE_FROM

_WIDE = 480
_AROUND = (64, 48, 32, 32)
_PROMISES = (
    ("keyboard", "不用鼠标", "每个按钮上都写着它的按键。按 F10 可以查全部命令。"),
    ("eye_off", "号码遮住", "身份证号、手机平时遮住，按住 F8 才显示。"),
    ("history", "改过有记录", "改过什么、谁改的、什么时候改的，都查得到。"),
    ("lock_closed", "数据加密", "只存在这台电脑上，不联网；没有密码打不开。"),
)


class Welcome(QFrame):
    """What is asked on the left, what the program promises on the right."""

    help_page = "start"

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._right = frame("page", _promises())
        action(self, "help", partial(open_help, self))

    def suit(self, wide: int) -> None:
        """Leave out the right half in a narrow window."""
        self._right.setVisible(wide >= ONE_PANE_FROM + 200)

    def ask(self, *items: Item, foot: QLayout | None = None) -> None:
        """Put what is asked under the name of the program; `foot` stays when the rest scrolls."""
        name = label("党员服务中心", "head", bold=True)
        top = row(sign("shield_checkmark!", "accent_ink", ICON_NOTICE), name, None)
        inner = frame("surface", column(top, 24, *items, None, margins=_AROUND))
        self._area = scroll(inner)
        parts: list[Item] = [(self._area, 1)]
        if foot is not None:
            foot.setContentsMargins(_AROUND[0] - 12, 8, _AROUND[2], 24)
            parts.append(foot)
        left = frame("surface", column(*parts, gap=0))
        left.setMinimumWidth(_WIDE)
        whole = row((left, 5), (self._right, 4), gap=0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(whole)

    def reveal(self) -> None:
        """Scroll to what has the focus."""
        cursor = QApplication.focusWidget()
        if cursor is not None and self._area.isAncestorOf(cursor):
            self._area.ensureWidgetVisible(cursor, 0, NOTE + GAP)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self.reveal)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(*LEAST)


def _promises() -> QVBoxLayout:
    items: list[QWidget | int | None] = [None]
    for icon, title, words in _PROMISES:
        holder = QWidget()
        texts = column(label(title, bold=True), wrapped(words, "body", "ink2"), gap=2)
        holder.setLayout(row(column(sign(icon), None, margins=(0, 2, 0, 0)), (texts, 1), gap=12))
        items += [holder, 8]
    return column(*items, None, margins=(48, 32, 48, 32))
