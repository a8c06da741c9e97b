"""BugCard: a failure nobody foresaw: what happened, is the data safe, what to do; with a number."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QLibraryInfo, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget

from partyservice.kernel.errors import Refused
from partyservice.kernel.traces import bug_number, trace_of
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.job import sentence_of
from ui.parts.keys import action, cap_of, lettered
from ui.parts.layout import Item, column, label, row, rule, sign, under, wrapped
from ui.parts.notices import Notice
from ui.parts.question import Card
from ui.parts.saving import ask_path
from ui.parts.theme import font
from ui.parts.tokens import DIALOG, ICON_NOTICE, INSET

log = logging.getLogger(__name__)
_NAME, _TEXT = 88, 320


class BugCard(Card):
    """The number is the same each time the same place fails, so that it can be told by phone.

    What is typed anywhere is kept before the card says so.
    """

    help_page = "errors"

    def __init__(self, error: Exception, parent: QWidget, desk: Desk | None = None) -> None:
        super().__init__(parent, DIALOG)
        self.number, self._desk = bug_number(error), desk
        self._trace = [f"编号 {self.number}", *trace_of(error)]
        log.error("bug %s", self.number, exc_info=error)
        self._lay_out(_kept(desk))
        action(self, "export", self.export)
        lettered(self, "Ctrl+C", "复制", self.copy)

    def copy(self) -> None:
        """Put the number and where it failed on the clipboard; no data is in it."""
        QApplication.clipboard().setText("\n".join(self._trace))

    def export(self) -> None:
        """Show what would be saved for whoever mends the program."""
        if self._desk is not None:
            self.reject()
            DiagnosisCard(self._desk, self._trace, under(self)).open_over()

    def _lay_out(self, kept: str) -> None:
        self.setWindowTitle("程序出错")
        self.close_button = Button("继续工作", "Enter", "primary")
        self.close_button.clicked.connect(self.reject)
        copy = Button("复制", "Ctrl+C", "quiet").compact()
        copy.clicked.connect(self.copy)
        out = Button("导出诊断包", cap_of("export"))
        out.clicked.connect(self.export)
        out.setVisible(self._desk is not None)
        number = row(
            _name("错误编号"),
            label(self.number, bold=True),
            copy,
            None,
            label("记录中没有个人信息", "caption", "ink2"),
            gap=8,
        )
        texts = column(
            label("程序出错，这一步没有完成", "title", bold=True),
            4,
            _line("发生了什么", "是程序的问题，不是您操作的问题。"),
            _line("数据安全吗", f"安全。已经保存的都在，这一步没有写入。{kept}"),
            _line("现在怎么办", "可以再试一次。如果还是这样，请把错误编号告诉维护人员。"),
            number,
            gap=8,
        )
        top = row(column(2, sign("error_circle!", "bad", ICON_NOTICE), None), (texts, 1), gap=12)
        foot = row(None, out, self.close_button)
        margins = (INSET, INSET, INSET, 16)
        self.card.setLayout(column(top, 4, rule(), 4, foot, gap=8, margins=margins))
        self.close_button.setFocus()


class DiagnosisCard(Card):
    """All that the package holds can be read before it is saved."""

    help_page = "errors"

    def __init__(self, desk: Desk, trace: list[str], parent: QWidget) -> None:
        super().__init__(parent, 720)
        self._desk, self._pages = desk, dict[str, str]()
        self.text, self.notice = QPlainTextEdit(), Notice()
        self.save_button = Button("另存", cap_of("save"), "primary", "save")
        self._lay_out()
        self.save_button.clicked.connect(self.save)
        action(self, "save", self.save)
        work = partial(desk.app.diagnosis.gather, about_window(), trace)
        desk.jobs.start(self, "papers", work, self._show, self._failed)

    def save(self) -> None:
        """Ask where to, and save the package there."""
        if not self._pages:
            return
        name = f"诊断包{self._desk.app.clock.today():%Y%m%d}.zip"
        path = ask_path(self, name)
        if path is not None:
            work = partial(self._desk.app.diagnosis.save, path, self._pages)
            self._desk.jobs.start(self, "papers", work, self._saved, self._failed)

    def _show(self, pages: dict[str, str]) -> None:
        self._pages = pages
        self.text.setPlainText("\n".join(f"── {name}\n{text}" for name, text in pages.items()))
        self.save_button.setEnabled(True)

    def _saved(self, _nothing: object) -> None:
        self._desk.said.emit("已存出诊断包")
        self.accept()

    def _failed(self, error: Exception) -> None:
        if sentence := sentence_of(error):
            self.notice.refuse(sentence)
        else:
            log.error("bug %s", bug_number(error), exc_info=error)
            self.notice.refuse("没有存成诊断包。档案没有改动。请再试一次，或用复制。")

    def _lay_out(self) -> None:
        self.setWindowTitle("诊断包")
        self.setAccessibleName("诊断包")
        self.text.setReadOnly(True)
        self.text.setFont(font("caption"))
        self.text.setPlainText("正在整理…")
        self.text.setAccessibleName("诊断包的全部内容")
        self.text.setMinimumHeight(_TEXT)
        self.save_button.setEnabled(False)
        self.save_button.setToolTip("整理好了就可以存")
        close = Button("不存", "Esc")
        close.clicked.connect(self.reject)
        head = column(
            label("诊断包", "title", bold=True),
            wrapped("下面是全部内容，没有姓名和号码。看过再存，交给维护人员。", "body", "ink2"),
            gap=2,
        )
        foot = row(None, close, self.save_button)
        margins = (INSET, 16, INSET, 16)
        self.card.setLayout(column(head, self.notice, (self.text, 1), foot, margins=margins))
        self.text.setFocus()


def about_window() -> dict[str, str]:
    """Return what the window knows of itself: versions and sizes."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    return {
        "Qt": QLibraryInfo.version().toString(),
        "窗口系统": QGuiApplication.platformName(),
        "屏幕": f"{size.width()}×{size.height()}，{screen.devicePixelRatio():g} 倍",
    }


def _kept(desk: Desk | None) -> str:
    """Keep all that is typed, and say how much that is."""
    if desk is None:
        return ""
    try:
        count = desk.parked.secure()
    except Refused as refusal:
        return refusal.words
    return f"您填了一半的 {count} 份内容也留着。" if count else ""


def _name(words: str) -> QLabel:
    made = label(words, "body", "ink2")
    made.setFixedWidth(_NAME)
    return made


def _line(name: str, words: str) -> Item:
    texts = _name(name), wrapped(words)
    for each in texts:
        each.setAlignment(Qt.AlignmentFlag.AlignTop)
    return row(texts[0], (texts[1], 1), gap=8)
