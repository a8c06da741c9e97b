"""Exporting: a list as a spreadsheet: whether whole, where to, and how far it is."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from partyservice.app.lists import Taken
from partyservice.kernel.progress import Cancelled
from ui.parts import saving
from ui.parts.buttons import Button
from ui.parts.choosing import RadioBox
from ui.parts.desk import Desk
from ui.parts.job import sentence_of
from ui.parts.keys import action, cap_of
from ui.parts.layout import column, frame, label, row, wrapped
from ui.parts.notices import Notice
from ui.parts.question import Card
from ui.parts.tokens import DIALOG, FOOT_BAR, INSET

_MASKED, _WHOLE = "号码遮住", "号码完整"


class Going(QObject):
    """How far a file is; told to the window's thread, and stopped from there."""

    told = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = False

    def stop(self) -> None:
        """Have it end; nothing is left of the file."""
        self._stopped = True

    def step(self, done: int, total: int, _text: str = "") -> None:
        """Say how far it is."""
        if self._stopped:
            raise Cancelled
        self.told.emit(done, total)


class ExportCard(Card):
    """Whether numbers leave the office whole; asked only of those who may take them."""

    help_page = "export"
    chosen = Signal(bool)  # whether whole

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self.setWindowTitle("导出")
        self.numbers = RadioBox([_MASKED, _WHOLE])
        self.numbers.name("导出")
        self.numbers.put(_MASKED)
        yes, no = Button("选择位置", cap_of("save"), "primary"), Button("不导出", "Esc")
        yes.clicked.connect(self._take)
        no.clicked.connect(self.reject)
        action(self, "save", self._take)
        about = "完整的号码离开中心后，由您负责保管；操作日志会记下谁、什么时候导出了多少行。"
        body = column(
            label("导出", "title", bold=True), wrapped(words, "body", "ink2"), 4, self.numbers,
            wrapped(about, "caption", "ink2"), gap=6, margins=(INSET, 16, INSET, 16),
        )  # fmt: skip
        foot = frame("foot", row(None, no, yes, margins=(INSET, 0, INSET, 0)), high=FOOT_BAR)
        self.card.setLayout(column(body, foot, gap=0, margins=(1, 1, 1, 1)))
        self.numbers.setFocus()

    def _take(self) -> None:
        whole = self.numbers.text() == _WHOLE
        self.accept()
        self.chosen.emit(whole)


class Exporting(QObject):
    """One file at a time."""

    def __init__(self, desk: Desk, page: QWidget, notice: Notice) -> None:
        super().__init__(page)
        self._desk, self._page, self._notice = desk, page, notice
        self._going: Going | None = None
        self._last: Path | None = None

    def start(self, taken: Taken, count: str) -> None:
        """Ask what is to be asked, and write the file; `count` is such as 23 人."""
        if self._going is not None:
            return
        masked = [f for f in taken.listing.shown_fields(taken.wanted.columns) if f.mask]
        if masked and self._desk.app.lists.may_take_whole():
            fields = "、".join(field.label for field in masked)
            card = ExportCard(f"{taken.title} {count}，其中有{fields}。", self._page)
            card.chosen.connect(partial(self._place, taken, count))
            card.open_over()
        else:
            self._place(taken, count, whole=False)

    def open_last(self) -> None:
        """Show the folder of the file written last."""
        if self._last is not None and self._notice.isVisible():
            saving.open_folder(self._last)

    def _place(self, taken: Taken, count: str, whole: bool) -> None:
        name = f"{taken.title} {count}".replace(",", "").replace(" ", "")
        path = saving.ask_path(self._page, f"{name}.xlsx", saving.KINDS["xlsx"])
        if path is None:
            return
        taken = dataclasses.replace(taken, whole=whole)
        self._going = going = Going(self)
        going.told.connect(self._tell)
        work = partial(self._desk.app.lists.save, taken, path, going)
        done = partial(self._saved, path, whole)
        self._desk.jobs.start(self, "papers", work, done, self._failed)

    def _tell(self, done: int, total: int) -> None:
        if self._going is not None and done:
            stop = Button("取消导出").compact()
            stop.clicked.connect(self._going.stop)
            words = f"{done:,} / {total:,} 行。取消的话不会留下文件。"
            self._notice.tell("info", "正在导出", words, stop)

    def _saved(self, path: Path, whole: bool, rows: int) -> None:
        self._going, self._last = None, path
        look = Button("打开文件夹", "Alt+1").compact()
        look.clicked.connect(self.open_last)
        numbers = "里面有完整号码，用完请收好。" if whole else "号码已遮住。"
        words = f"{rows:,} 行，在 {path.parent}。{numbers}"
        self._notice.tell("ok", f"已导出 {path.name}", words, look)

    def _failed(self, error: Exception) -> None:
        self._going = None
        if isinstance(error, Cancelled):
            self._notice.tell("info", "已取消导出", "没有留下文件，数据没有改动。")
        elif isinstance(error, OSError):
            reason = error.strerror or str(error)
            words = "数据没有改动。请关掉打开着的同名文件，或换一个位置再导出。"
            self._notice.tell("bad", f"没有导出：{reason}", words)
        elif sentence := sentence_of(error):
            self._notice.refuse(sentence)
        else:
            self._desk.broke.emit(error)
