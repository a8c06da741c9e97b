"""BugCard: a failure nobody foresaw: what happened, is the data safe, what to do; with a number."""

from __future__ import annotations

import logging
import traceback
from hashlib import blake2s
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from ui.parts.buttons import Button
from ui.parts.layout import column, label, row, sign, wrapped
from ui.parts.question import Card
from ui.parts.tokens import DIALOG, ICON_NOTICE

log = logging.getLogger(__name__)


class BugCard(Card):
    """The number is the same each time the same place fails, so that it can be told by phone."""

    help_page = "errors"

    def __init__(self, error: Exception, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self.number = bug_number(error)
        log.error("bug %s", self.number, exc_info=error)
        self.setWindowTitle("程序出错")
        close = Button("继续工作", "Esc")
        close.clicked.connect(self.reject)
        copy = Button("复制经过")
        copy.clicked.connect(self._copy)
        self._told = "".join(traceback.format_exception(error))
        texts = column(
            label("这一步没有做成，是程序的问题", "head", bold=True),
            wrapped("已经保存的都在，这一步一点也没有写入。"),
            wrapped(f"可以再试一次；如果还是这样，请记下编号 {self.number} 告诉维护人员。"),
            gap=8,
        )
        top = row(column(sign("error_circle!", "bad", ICON_NOTICE), None), (texts, 1), gap=12)
        foot = row(None, copy, close)
        self.card.setLayout(column(top, 12, foot, margins=(20, 20, 20, 16)))
        close.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(f"{self.number}\n{self._told}")


def bug_number(error: BaseException) -> str:
    """Return a short number made of the kind of failure and the places it passed; no data in it."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(each.filename).name}:{each.name}:{each.lineno}" for each in frames]
    made = blake2s("|".join([type(error).__name__, *places]).encode(), digest_size=3)
    return made.hexdigest().upper()
