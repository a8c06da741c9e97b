"""Wizard: a spreadsheet taken in, step by step; nothing is written before the last one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from partyservice.app.backups import BEFORE_IMPORT
from partyservice.kernel.errors import Refused
from partyservice.kernel.files import shown_name
from ui.parts import saving
from ui.parts.desk import Desk
from ui.parts.head import PageHead
from ui.parts.importing.check import CheckStep
from ui.parts.importing.choose import HABIT, ChooseStep
from ui.parts.importing.columns import ColumnStep
from ui.parts.importing.result import ResultStep
from ui.parts.importing.stepbar import StepBar
from ui.parts.importing.work import (
    FIRST,
    Work,
    columns_of,
    judge_file,
    read_file,
    returned_path,
    unknown_kind,
)
from ui.parts.job import Done, Failed, Job, Watch
from ui.parts.keys import action, hint
from ui.parts.layout import column
from ui.parts.notices import Notice
from ui.parts.page import Page
from ui.parts.progress import ProgressView, ground
from ui.parts.tokens import WAIT_UNSAID

if TYPE_CHECKING:
    from partyservice.app.imports import Imported
    from partyservice.exchange.doctor import Cleaned
    from partyservice.exchange.intake import Intake
    from partyservice.exchange.review import Review
    from partyservice.exchange.trouble import Checked, Column

CHOOSE, COLUMNS, CHECK, BRING, RESULT = range(5)
_SOON = 200  # ms until the next step is made: the page before it stands by then
Turning = TypeVar("Turning", ColumnStep, CheckStep)
STEPS = ("选文件", "对栏目", "查问题", "导入")


class Wizard(Page):
    """Stays as it is while somebody is on another page; Esc goes one step back."""

    help_page = "data"

    def __init__(self, desk: Desk, lists: Mapping[str, str]) -> None:
        """`lists` names the place of the rail for each kind of list."""
        super().__init__()
        self.setObjectName("page")
        self._desk, self._lists = desk, lists
        self.work: Work | None = None
        self._job: Job | None = None
        self.step, self._wide = CHOOSE, 0
        self.bar, self.notice, self._pages = StepBar(STEPS), Notice(), QStackedWidget()
        self._told = saving.Told(desk, self, self.notice, key="")
        self.head = PageHead("导入名单", self.bar, None)
        self.choose = ChooseStep(desk)
        leaves = "随时可以取消。取消后和导入前一样，一行也不会留下。"
        self.progress = ProgressView("正在导入", leaves, "取消导入")
        self._waiting = ground(self.progress)
        for page in (self.choose, self._waiting):
            self._pages.addWidget(page)
        self.setLayout(column(self.head, self.notice, (self._pages, 1), gap=0))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_UNSAID)
        self._connect()
        self.choose.reload()
        QTimer.singleShot(_SOON, self, lambda: self.columns)
        QTimer.singleShot(2 * _SOON, self, lambda: self.check)

    # a step is made while the file is chosen or read: all at once keep one waiting

    @cached_property
    def columns(self) -> ColumnStep:
        """The step that says what each column is taken for."""
        made = ColumnStep(self._desk)
        made.changed.connect(self._ask_columns)
        return self._turning(made)

    @cached_property
    def check(self) -> CheckStep:
        """The step in which what is wrong is mended."""
        made = CheckStep(self._desk)
        made.cleaned.connect(self._clean)
        return self._turning(made)

    @cached_property
    def result(self) -> ResultStep:
        """The step that tells what came in."""
        made = ResultStep()
        made.listed.connect(self._list)
        made.again.connect(self.start_over)
        self._pages.addWidget(made)
        return made

    def _turning(self, made: Turning) -> Turning:
        """Take in a step with ways back and on."""
        made.back.connect(self.go_back)
        made.forward.connect(self.go_on)
        made.suit(self._wide or self.width())
        self._pages.addWidget(made)
        return made

    def _shown(self, step: int) -> ChooseStep | ColumnStep | CheckStep | ResultStep:
        if step == COLUMNS:
            return self.columns
        if step == CHECK:
            return self.check
        return self.result if step == RESULT else self.choose

    @override
    def suit(self, wide: int) -> None:
        self.bar.setVisible(wide >= 700)
        self._wide = wide
        for page in (vars(self).get("columns"), vars(self).get("check")):
            if page is not None:
                page.suit(wide)

    @override
    def begin(self) -> None:
        if self._job is not None:
            self.progress.cancel.setFocus()
        else:
            self._shown(self.step).begin()

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        back = hint("leave", "上一步")
        if self._job is not None:
            return [hint("leave", "取消")]
        if self.step == CHECK:
            keys = [("Enter", "改好"), hint("next_problem", "下一个问题"), ("Alt+2", "不导入")]
            return [*keys, hint("filters", "全部行"), hint("show_numbers"), back]
        if self.step == COLUMNS:
            return [("Tab", "下一格"), hint("open_list"), ("Ctrl+Enter", "核对"), back]
        if self.step == RESULT:
            return [("Ctrl+Enter", "再导入一个")]
        return [("↑↓", "换文件"), ("Enter", "打开"), ("Alt+1", "到别处选")]

    @override
    def regions(self) -> Sequence[QWidget]:
        if self.step == CHECK:
            return [self.check.pane.list, self.check.table, self.check.forward_button]
        if self.step == COLUMNS:
            return [self.columns.branch_box, self.columns.next_button]
        if self.step == CHOOSE:
            return [self.choose.files, self.choose.browse]
        return [self.result.more]

    @override
    def show_numbers(self, *, shown: bool) -> None:
        if self.step == CHECK:
            self.check.table.show_whole(shown=shown)

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    @override
    def take_back(self) -> bool:
        if self.step != CHECK:
            return False
        self.check.undo()
        return True

    def take(self, path: Path) -> None:
        """Read a file, beside the window."""
        if self._job is not None:
            return
        self.notice.hide()
        keep = partial(self._desk.app.kept.keep_habit, HABIT, str(path.parent))
        self._desk.jobs.start(self, "habits", keep, lambda _none: None)
        self.progress.title.setText(f"正在读取 {shown_name(path)}")
        work = partial(read_file, self._desk.app, path)
        self._wait(work, partial(self._read, path), "imports")
        self._desk.jobs.later(self, lambda: self.columns)

    def go_on(self) -> None:
        """Do the main thing of the step shown."""
        if self._job is not None:
            return
        if self.step == COLUMNS:
            self._judge()
        elif self.step == CHECK and self.check.ready():
            self._bring()
        elif self.step == RESULT:
            self.start_over()

    def go_back(self) -> None:
        """Go one step back; from work under way, by stopping it."""
        if self._job is not None:
            self.progress.stop()
        elif self.step == COLUMNS:
            self._show(CHOOSE)
        elif self.step == CHECK:
            self._show(COLUMNS)

    def start_over(self) -> None:
        """Begin with another file."""
        self.work = None
        self.choose.reload()
        self._show(CHOOSE)

    def _read(self, path: Path, told: tuple[Review, str, Sequence[Intake]]) -> None:
        review, kind, kinds = told
        self.work = Work(path, review)
        self.columns.file.setText(shown_name(path))
        self.columns.fill(kinds, kind)
        self._ask_columns(partial(self._show_soon, COLUMNS))

    def _ask_columns(self, then: Callable[[], object] | None = None) -> None:
        """Take what was said about the columns, and show what they are taken for now."""
        if self.work is not None:
            work = partial(columns_of, self.work.review, self.columns.asked())
            done = partial(self._say_columns, then)
            self._desk.jobs.start(self, "imports", work, done, self._failed)

    def _say_columns(self, then: Callable[[], object] | None, columns: Sequence[Column]) -> None:
        self.columns.show_columns(columns)
        self.notice.hide()
        if then:
            then()
        if not self.columns.kind:
            self.notice.tell("info", "看不出这是哪一种名单", unknown_kind(self.columns.kinds))
        elif not columns:
            words = "没有写入任何内容。请在表里加上表头，保存后再选一次；或换一种名单。"
            self.notice.tell("bad", "表里没有姓名一栏", words)

    def _judge(self) -> None:
        if self.work is None or not self.columns.kind:
            self.columns.begin()
            return
        self.columns.say("")
        self.progress.title.setText(f"正在核对 {shown_name(self.work.path)}")
        work = partial(judge_file, self._desk.app, self.work.review, self.columns.asked())
        self._wait(work, self._checked, "imports")
        self._desk.jobs.later(self, lambda: self.check)

    def _checked(self, checked: Checked) -> None:
        if self.work is not None:
            self.notice.hide()
            self.work.checked = checked
            self.check.show_work(self.work)
            self._show_soon(CHECK)

    def _bring(self) -> None:
        if self.work is None:
            return
        work, app = self.work, self._desk.app
        self.progress.title.setText(f"正在导入 {shown_name(work.path)}")
        returned = returned_path(work.path)

        def carry_out(watch: Watch) -> Imported:
            app.backups.ensure(BEFORE_IMPORT, watch)
            return app.imports.bring(work.review, work.path.name, returned, watch)

        self._wait(carry_out, self._brought, "write")

    def _brought(self, done: Imported) -> None:
        if self.work is not None and self.work.checked is not None:
            title = self.work.checked.intake.title
            self.result.show_result(shown_name(self.work.path), done, title)
            self._show(RESULT)

    def _clean(self) -> None:
        """Ask where to, and save a clean workbook there."""
        if self.work is None or self._job is not None or not self.check.idle():
            return
        path = self.work.path
        to = saving.ask_path(self, f"{path.stem}-干净.xlsx", str(path.parent))
        if to is not None:
            self.progress.title.setText(f"正在另存 {shown_name(to)}")
            work = partial(self._desk.app.imports.clean, self.work.review, to)
            self._wait(work, partial(self._cleaned, to), "imports", self._not_cleaned)

    def _cleaned(self, to: Path, done: Cleaned) -> None:
        if self.work is not None:
            self.check.hear(self.work.review.checked())  # judged again before it was written
            self._show(CHECK)
        words = f"还有 {done.left} 格要改，已标出。" if done.left else "没有要改的了。"
        self._told.saved(to, f"{words}档案没有改动。")

    def _not_cleaned(self, error: Exception) -> None:
        self._job = None
        self._show(CHECK)
        self._told.failed(error)

    def _wait(
        self,
        work: Callable[[Watch], Any],
        done: Done,
        lane: str,
        failed: Failed | None = None,
    ) -> None:
        """Do long work beside the window, its progress in the place of the step."""

        def finish(result: object) -> None:
            self._job = None
            done(result)

        start = self._desk.jobs.start_long
        self._job = start(self, lane, work, finish, failed or self._failed, self._stopped)
        self.progress.follow(self._job)
        self._later.start()
        self.asked.emit()

    def _appear(self) -> None:
        if self._job is not None:
            self.show_waiting()

    def show_waiting(self) -> None:
        """Show how far the work under way is."""
        self._pages.setCurrentWidget(self._waiting)
        self.bar.show_step(min(self.step + 1, BRING))
        self.progress.cancel.setFocus()

    def _stopped(self) -> None:
        self._job = None
        self._show(self.step)
        self._desk.said.emit("已取消，一行也没有留下")

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._show(self.step)
        rule = error.rule if isinstance(error, Refused) else ""
        if rule in FIRST:
            self._show(COLUMNS)
            self.columns.say(FIRST[rule])
            self.columns.branch_box.setFocus()
        elif isinstance(error, Refused) and error.field == "person.name":
            self.notice.refuse("没有姓名一栏。没有写入任何内容。请把一栏当作“姓名”，再核对。")
        else:
            self._desk.fail(error, self.notice.refuse)

    def _show_soon(self, step: int) -> None:
        self._desk.jobs.later(self, partial(self._show, step))

    def _show(self, step: int) -> None:
        self.step = step
        self._pages.setCurrentWidget(self._shown(step))
        self.bar.show_step(step)
        if self.isVisible():
            self.begin()
        self.asked.emit()

    def _list(self) -> None:
        if self.work is not None:
            self._desk.place_wanted.emit(self._lists[self.columns.kind])

    def _connect(self) -> None:
        self.head.menu_wanted.connect(self.menu_wanted)
        self.choose.chosen.connect(self.take)
        self._later.timeout.connect(self._appear)
        action(self, "save", self.go_on, "下一步")
        action(self, "leave", self.go_back)
