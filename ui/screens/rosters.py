"""Rosters: a roll of a month, looked at and saved as PDF or xlsx."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.head import FilterBar, PageHead
from ui.parts.job import Job, sentence_of
from ui.parts.keys import action, cap_of, hint, lettered
from ui.parts.layout import column, frame, label, row, rule, wrapped
from ui.parts.months import Months
from ui.parts.notices import Notice
from ui.parts.page import Page
from ui.parts.preview import Preview
from ui.parts.saving import KINDS, ask_path, open_folder
from ui.parts.theme import font
from ui.parts.tokens import FOLDED_FROM, ONE_PANE_FROM

_SIDE, _SIDE_FOLDED, _ITEM = 232, 212, 44


class RosterView(Page):
    """Month and roll on the left, the first page beside, two ways to save it above."""

    help_page = "rosters"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._job: Job | None = None
        self._last: Path | None = None  # the file saved last
        self.months = Months(desk.app.clock.today())
        self.rolls, self.preview = QListWidget(), Preview(desk)
        self.pdf = Button("另存 PDF", cap_of("print"), "primary", "document_pdf")
        self.xlsx = Button("另存 xlsx", cap_of("export"), icon="table")
        self.head, self.notice = PageHead("花名册", self.xlsx, self.pdf), Notice()
        self._lay_out()
        self._connect()
        self.rolls.setCurrentRow(0)

    @override
    def suit(self, wide: int) -> None:
        """Show what has room in a page of this width."""
        self._side.setFixedWidth(_SIDE if wide >= FOLDED_FROM else _SIDE_FOLDED)
        self.xlsx.setVisible(wide >= 500)
        self._middle.setVisible(wide >= ONE_PANE_FROM - 260)

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        """Return the keys of what has the focus."""
        return [("←→", "换月"), ("↑↓", "换名册"), ("PgDn", "下一页"), hint("print"), hint("export")]

    @override
    def begin(self) -> None:
        """Put the focus where work begins."""
        self.months.grid.setFocus()

    @override
    def regions(self) -> Sequence[QWidget]:
        """Return what F6 goes through."""
        return [self.months.grid, self.rolls, self.preview, self.pdf]

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        """The rail is hidden: its places come from a button in the head."""
        self.head.menu.setVisible(shown)

    def code(self) -> str:
        """Return the code of the roll chosen."""
        item = self.rolls.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if self.rolls.count() else ""

    def reload(self) -> None:
        """Make the paper of what is chosen anew."""
        month = self.months.grid.month
        self.head.count.setText(f"{month.year}年{month.month}月")
        if self._job:
            self._job.cancel()
        if self.code():
            self.preview.say("正在排版…")
            work = partial(self._desk.app.papers.preview, self.code(), month)
            self._job = self._desk.jobs.start(self, "papers", work, self._show, self._failed)

    def save_as(self, ending: str) -> None:
        """Ask where to, and save the roll there."""
        path = ask_path(self, f"{self._name()}.{ending}", KINDS[ending])
        if path:
            work = partial(self._write, self.code(), self.months.grid.month, path)
            self._desk.jobs.start(self, "papers", work, self._saved, self._failed)

    def _write(self, code: str, month: date, path: Path) -> Path:
        self._desk.app.papers.save(code, month, path)
        return path

    def _name(self) -> str:
        item, month = self.rolls.currentItem(), self.months.grid.month
        return f"{item.text()}{month.year}年{month.month}月"

    def _show(self, pdf: bytes) -> None:
        self._job = None
        self.preview.show_pdf(pdf)

    def _saved(self, path: Path) -> None:
        self._last = path
        look = Button("打开文件夹", "Alt+1").compact()
        look.clicked.connect(self._open_last)
        self.notice.tell(
            "ok",
            f"已另存 {path.name}",
            f"在 {path.parent}。里面有完整号码，用完请收好。",
            look,
        )
        self.asked.emit()

    def _open_last(self) -> None:
        if self._last is not None and self.notice.isVisible():
            open_folder(self._last)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.preview.say("这个月的名册没有排出来。")
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            self.notice.tell("bad", f"没有存成：{reason}", "数据没有改动。请换一个位置再存。")
        elif sentence := sentence_of(error):
            self.notice.refuse(sentence)
        else:
            self._desk.broke.emit(error)

    def _turned(self, page: int, count: int) -> None:
        self._bar.shown.setText(f"第 {page} 页，共 {count} 页" if count else "")
        for button, usable in ((self._back, page > 1), (self._on, page < count)):
            button.setEnabled(usable)
            button.setVisible(count > 1)

    def _lay_out(self) -> None:
        self._back = Button("", look="quiet", icon="chevron_left").named("上一页 PgUp")
        self._on = Button("", look="quiet", icon="chevron_right").named("下一页 PgDn")
        self._bar = FilterBar([self._back, self._on])
        for code, title in self._desk.app.papers.rolls():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setSizeHint(QSize(0, _ITEM))
            self.rolls.addItem(item)
        self.rolls.setObjectName("rolls")
        self.rolls.setFont(font())
        self.rolls.setFrameShape(QFrame.Shape.NoFrame)
        self.rolls.setAccessibleName("名册")
        note = wrapped(
            "▲ 本月新增  ▼ 本月减少。预览遮住号码，另存的文件里是完整的，请收好。",
            "caption",
            "ink2",
        )
        note.setContentsMargins(16, 8, 12, 12)
        head = label("名册", "caption", "ink2")
        head.setContentsMargins(16, 8, 0, 4)
        self._side = frame(
            "pane", column(self.months, rule(), head, (self.rolls, 1), note, gap=0), wide=_SIDE
        )
        self._middle = frame("sunken", column(self._bar, (self.preview, 1), gap=0))
        body = row(self._side, rule(upright=True), (self._middle, 1), gap=0)
        self.setLayout(column(self.head, self.notice, (body, 1), gap=0))

    def _connect(self) -> None:
        self.head.menu_wanted.connect(self.menu_wanted)
        self.months.grid.chosen.connect(lambda _month: self.reload())
        self.rolls.currentRowChanged.connect(lambda _row: self.reload())
        self.preview.turned.connect(self._turned)
        self._back.clicked.connect(partial(self.preview.turn, -1))
        self._on.clicked.connect(partial(self.preview.turn, 1))
        self.pdf.clicked.connect(partial(self.save_as, "pdf"))
        self.xlsx.clicked.connect(partial(self.save_as, "xlsx"))
        action(self, "print", partial(self.save_as, "pdf"))
        action(self, "export", partial(self.save_as, "xlsx"))
        action(self, "refresh", self.reload)
        action(self, "leave", self.notice.hide)
        lettered(self, "Alt+1", "", self._open_last)


VIEW = RosterView
