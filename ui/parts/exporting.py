"""Exporting: a list as a spreadsheet: whether whole, where to, and how far it is."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from partyservice.app.lists import Taken
from ui.parts import saving
from ui.parts.buttons import Button
from ui.parts.choosing import RadioBox
from ui.parts.desk import Desk
from ui.parts.keys import action, cap_of
from ui.parts.layout import column, foot, titled, wrapped
from ui.parts.notices import Notice
from ui.parts.progress import ProgressCard, ProgressView
from ui.parts.question import Card
from ui.parts.saving import Told
from ui.parts.tokens import DIALOG, INSET

_MASKED, _WHOLE = "号码遮住", "号码完整"


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
        told = wrapped(about, "caption", "ink2")
        body = column(self.numbers, told, gap=6, margins=(INSET, 6, INSET, 16))
        self.stack(titled("导出", words), body, foot(None, no, yes))
        self.numbers.setFocus()

    def _take(self) -> None:
        whole = self.numbers.text() == _WHOLE
        self.accept()
        self.chosen.emit(whole)


class Exporting(QObject):
    """One file at a time."""

    def __init__(self, desk: Desk, page: QWidget, notice: Notice) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._told = Told(desk, page, notice)
        self._under_way = False

    def start(self, taken: Taken, count: str) -> None:
        """Ask what is to be asked, and write the file; `count` is such as 23 人."""
        if self._under_way:
            return
        masked = [f for f in taken.listing.shown_fields(taken.wanted.columns) if f.mask]
        if masked and self._desk.app.lists.may_take_whole():
            fields = "、".join(field.label for field in masked)
            card = ExportCard(f"{taken.title} {count}，其中有{fields}。", self._page)
            card.chosen.connect(partial(self._place, taken, count))
            card.open_over()
        else:
            self._place(taken, count, whole=False)

    def _place(self, taken: Taken, count: str, whole: bool) -> None:
        name = f"{taken.title} {count}".replace(",", "").replace(" ", "")
        path = saving.ask_path(self._page, f"{name}.xlsx")
        if path is None:
            return
        self._under_way = True
        work = partial(self._desk.app.lists.save, dataclasses.replace(taken, whole=whole), path)
        done = partial(self._saved, path, whole)
        start = self._desk.jobs.start_long
        job = start(self, "papers", work, done, self._failed, self._stopped)
        view = ProgressView("正在导出", "取消的话不会留下文件，数据没有改动。", "取消导出")
        ProgressCard(view, job, self._page)

    def _saved(self, path: Path, whole: bool, rows: int) -> None:
        self._under_way = False
        self._told.saved(path, f"{rows:,} 行。{saving.WHOLE if whole else '号码已遮住。'}")

    def _failed(self, error: Exception) -> None:
        self._under_way = False
        self._told.failed(error)

    def _stopped(self) -> None:
        self._under_way = False
        self._desk.said.emit("已取消导出，没有留下文件")
