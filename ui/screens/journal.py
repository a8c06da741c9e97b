"""Journal: what was done, when and by whom, without values and names; the page of the day."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from partyservice.kernel.days import Day
from partyservice.kernel.errors import Invalid
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text
from ui.parts import saving
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.filters import Choices, Filters
from ui.parts.head import FilterBar, PageHead
from ui.parts.job import Job
from ui.parts.keys import action, cap_of, hint
from ui.parts.layout import column
from ui.parts.model import KeptModel
from ui.parts.notices import Notice
from ui.parts.printing import Paper, Printing
from ui.parts.table import Table
from ui.parts.tabs import TabPage

if TYPE_CHECKING:
    from partyservice.storage.auditing import Line, Page

DAY, BY, ABOUT = "day", "by", "about"
_CHIPS = ((DAY, "日期", ""), (BY, "账户", ""), (ABOUT, "记录", ""))
_COLUMNS = (
    Field(key="seq", label="编号", kind=Text(), width=9),
    Field(key="at", label="时间", kind=Text(), width=17),
    Field(key="by", label="账户", kind=Text(), width=10),
    Field(key="what", label="做了什么", kind=Text(), width=14),
    Field(key="about", label="记录", kind=Text(), width=12),
    Field(key="record", label="记录编号", kind=Text(), width=20),
)
_PAGE, _DAYS = 100, 14  # entries read at a time; days offered
_DOCUMENT = "day_page"


class Lines(KeptModel):
    """The entries read so far, newest first."""

    def __init__(self) -> None:
        super().__init__(_COLUMNS)

    def begin(self) -> None:
        """Forget what was read."""
        self.rows.clear()
        self.show_ids(array("q"))

    def add(self, lines: Sequence[Line], titles: dict[str, str]) -> None:
        """Put older entries below."""
        for line in lines:
            title = titles.get(line.about, "")
            key = str(line.record_id) if line.record_id > 0 else ""
            at = f"{line.at.astimezone():%Y-%m-%d %H:%M}"
            self.rows[line.seq] = (f"{line.seq:,}", at, line.by, line.what, title, key)
        self.show_ids(array("q", self.rows))


class JournalPage(TabPage):
    """More is read where the list ends; F9 prints the page of the day."""

    help_page = "journal"

    def __init__(self, desk: Desk, tabs: QWidget | None) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self._older: int | None = None
        accounts, kinds = desk.app.journal.accounts_and_kinds()
        self._accounts, self._titles = list(accounts), dict(kinds)
        self.print = Button("当日日志页", cap_of("print"), icon="print")
        self.head = PageHead("日志", *((tabs, 12) if tabs else ()), self.print)
        self.filters = Filters(_CHIPS, self._choices)
        self.bar = FilterBar(list(self.filters.chips.values()))
        self.notice, self.lines = Notice(), Lines()
        self.table = Table(self.lines, {}, ("record",))
        self.table.setAccessibleName("日志，最新的在上面")
        self._told = saving.Told(desk, self, self.notice)
        self.printing = Printing(desk, self, self.notice, self.save)
        self.setLayout(column(self.head, self.bar, self.notice, (self.table, 1), gap=0))
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read the newest entries that are wanted."""
        if self._job:
            self._job.cancel()
        self.lines.begin()
        self._read(None)

    def save(self) -> None:
        """Save the page of the day as PDF."""
        day = self._desk.app.clock.today()
        path = saving.ask_path(self, f"日志页-{day.isoformat()}.pdf")
        if path is not None:
            work = partial(self._desk.app.journal.save_day_page, day, path)
            self._desk.jobs.start(
                self, "papers", work, partial(self._saved, path), self._told.failed
            )

    @override
    def begin(self) -> None:
        self.table.setFocus()

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        return [
            ("↑↓", "换行"),
            hint("filters"),
            hint("print", "当日日志页"),
            hint("refresh"),
            hint("next_tab"),
        ]

    @override
    def regions(self) -> Sequence[QWidget]:
        return [next(iter(self.filters.chips.values())), self.table]

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    def _read(self, before: int | None) -> None:
        from partyservice.storage.auditing import Only  # noqa: PLC0415 - loads SQLAlchemy

        where = self.filters.where
        only = Only(day=where.get(DAY), by=where.get(BY) or "", about=where.get(ABOUT) or "")
        work = partial(self._desk.app.journal.page, only, before, _PAGE)
        self._job = self._desk.jobs.start(self, "lists", work, self._show)

    def _show(self, page: Page) -> None:
        self._job, self._older = None, page.older
        self.lines.add(page.lines, self._titles)
        count = self.lines.rowCount()
        if self.table.current_id() is None and count:
            self.table.choose(None)
        more = "，往下还有" if page.older else ""
        self.bar.shown.setText(f"{count:,} 条{more}" if count or page.older else "没有这样的记录")
        if page.older and not page.lines:
            self._read(page.older)  # what is wanted lies further back

    def _go_on(self) -> None:
        """Read older entries where the list ends."""
        bar = self.table.verticalScrollBar()
        if self._older and self._job is None and bar.value() >= bar.maximum() - bar.pageStep():
            self._read(self._older)

    def _choices(self, key: str, text: str) -> Choices:
        if key == BY:
            return [(name, name) for name in self._accounts if text in name]
        if key == ABOUT:
            return [(table, title) for table, title in self._titles.items() if text in title]
        today = self._desk.app.clock.today()
        days = [today - timedelta(days=back) for back in range(_DAYS)]
        found = [(day, day.isoformat()) for day in days if text in day.isoformat()]
        if text and not found:
            try:
                day = Day().parse(text)
            except Invalid:
                return []
            return [(day, day.isoformat())]
        return found

    def _print(self) -> None:
        day = self._desk.app.clock.today()
        make = partial(self._desk.app.journal.day_page, day)
        self.printing.ask(Paper(document=_DOCUMENT, title=f"日志页 {day.isoformat()}", make=make))

    def _saved(self, path: Path, _nothing: object) -> None:
        self._told.saved(path, "请打印出来，签字后存档。")

    def _connect(self) -> None:
        self.print.clicked.connect(self._print)
        self.filters.changed.connect(self.reload)
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._go_on())
        self.table.chosen.connect(lambda _key: self._go_on())
        action(self, "print", self._print, "当日日志页")
        action(self, "refresh", self.reload)
        action(self, "filters", partial(self.filters.open, DAY))


VIEW = JournalPage
