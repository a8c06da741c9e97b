"""Safety: whether the data is backed up, elsewhere too, and whole; and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

from partyservice.app.accounts import MANAGE
from partyservice.app.backups import ASKED, MAKE
from partyservice.kernel.errors import Refused
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.head import PageHead
from ui.parts.job import Job, Watch
from ui.parts.keys import action, cap_of, hint, lettered
from ui.parts.layout import column, frame, label, row, rule, wrapped
from ui.parts.notices import EmptyState, Notice
from ui.parts.progress import ProgressView, ground
from ui.parts.recoverypage import RecoveryPage
from ui.parts.safety.backuptable import BackupTable, told
from ui.parts.safety.beside import start_beside
from ui.parts.safety.cards import SafetyCard, SafetyCards, of_backup, of_second, of_sheet
from ui.parts.safety.findingtable import FindingTable
from ui.parts.safety.guard import behind
from ui.parts.safety.restorecard import RestoreCard
from ui.parts.tabs import TabPage
from ui.parts.tokens import INSET, INSET_PANE, ONE_PANE_FROM, OPEN_FROM

if TYPE_CHECKING:
    from partyservice.safety.findings import Report
    from partyservice.safety.places import Second

RESTORE = "backup.restore"
_LOOKS = 2000  # ms between two looks at what is known; nothing is read for it
_EMPTY = "做一份，程序会读回来和库中逐项比对，一致才算数。"
_BACKING = "备份好、读回核对过才算数；取消不影响已有的备份。"
_CHECKING = "检查只看，不改任何数据；可以取消，随时再查。"


class SafetyPage(TabPage):
    """Three cards, the list of backups or what a check found, and the chosen one in words."""

    help_page = "backups"

    def __init__(self, desk: Desk, tabs: QWidget | None) -> None:
        super().__init__()
        self._desk, self._app = desk, desk.app
        self._job: Job | None = None
        self.now = Button("现在备份", cap_of("backup"), "primary", "save")
        self.restore = Button("恢复", cap_of("restore"), icon="history")
        self.head = PageHead("数据安全", *((tabs, 12) if tabs else ()), self.now, self.restore)
        self.check, self.sheet = Button("检查数据", "Alt+1"), Button("恢复单", "Alt+4")
        self.second, self.place = Button("备份到第二处", "Alt+2"), Button("选择", "Alt+3")
        self.cards = (
            SafetyCard("备份", self.check),
            SafetyCard("第二处", self.second, self.place),
            SafetyCard("恢复单", self.sheet),
        )
        self.board, self.notice = SafetyCards(*self.cards), Notice()
        self.title, self.count = label("备份记录", "head", bold=True), label("", "body", "ink2")
        self.table, self.findings, self.empty = BackupTable(), FindingTable(), EmptyState()
        self.progress = ProgressView("", "", "取消", "步")
        self.words = wrapped("", "body", "ink2")
        self._timer = QTimer(self)
        self._lay_out()
        self._connect()
        self.look()
        self.refresh()

    def refresh(self) -> None:
        """Look at both places again."""
        if self._job is None:
            self._start(lambda _watch: self._app.backups.refresh(), lambda _seen: None)

    def look(self) -> None:
        """Show what is known; nothing is read for it."""
        seen, now = self._app.backups.seen(), self._app.clock.now()
        self.cards[0].tell(of_backup(seen, now))
        self.cards[1].tell(of_second(seen, now, behind(self._app)[1]))
        self.cards[2].tell(of_sheet(getattr(self._app, "accounts", None)))

    def list_backups(self) -> None:
        """Show the backups of both places."""
        seen = self._app.backups.seen()
        backups = seen.backups if seen else ()
        self.title.setText("备份记录")
        self.count.setText(f"{len(backups)} 份，每一份都读回比对过，比对不过的不算备份")
        self.table.show_backups(backups)
        self._show(self.table if backups else self.empty)
        self._tell()

    def back_up(self) -> None:
        """Make a backup in both places."""
        if self._may(MAKE):
            make = partial(self._app.backups.make, ASKED)
            self._wait("正在备份", _BACKING, make, self._made)

    def choose_second(self) -> None:
        """Ask for the folder of the second place."""
        if self._may(MAKE):
            folder = QFileDialog.getExistingDirectory(self, "第二处放在哪个文件夹")
            if folder:
                self.take_second(Path(folder))

    def take_second(self, folder: Path) -> None:
        """Make a folder the second place."""
        if self._job is None:
            self._start(lambda _watch: self._app.backups.choose_second(folder), self._chosen)

    def check_all(self) -> None:
        """Check everything that the office holds."""
        app = self._app

        def work(watch: Watch) -> Report:
            return app.journal.check(app.backups.known(), watch)

        self._wait("正在检查数据", _CHECKING, work, self._found)

    def ask_to_restore(self) -> None:
        """Say what restoring means; then the window closes the office."""
        if self._may(RESTORE):
            card = RestoreCard(self)
            card.accepted.connect(self._desk.restore_wanted)
            card.open_over()

    def open_sheet(self) -> None:
        """Go to where the recovery sheet is printed and checked; only with the right."""
        if self._app.holds(MANAGE):
            self._desk.over.emit(RecoveryPage(self._desk))
        else:
            self.notice.tell(
                "info", "恢复单由安全管理员打印", "数据没有改动。请安全管理员登录后办理。"
            )

    def leave(self) -> None:
        """Stop what is under way, or go back to the list of backups."""
        if self._job is not None and self.progress.isVisible():
            self.progress.stop()
        elif self.notice.isVisible():
            self.notice.hide()
        elif self.body.currentWidget() is self.findings:
            self.list_backups()
            self.begin()

    @override
    def begin(self) -> None:
        shown = self.body.currentWidget()
        busy = self.progress.isVisible()
        (self.progress.cancel if busy else self.now if shown is self.empty else shown).setFocus()

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        return [("↑↓", "选备份"), hint("backup"), hint("restore", "恢复"), hint("next_tab")]

    @override
    def regions(self) -> Sequence[QWidget]:
        return [self.check, self.body.currentWidget()]

    @override
    def suit(self, wide: int) -> None:
        self._suit()
        for button in (self.now, self.restore):
            button.setVisible(wide >= 620)
        self.head.title.setVisible(wide >= OPEN_FROM)

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._suit()

    def _suit(self) -> None:
        self.board.suit(self.width(), self.height())
        self.place.setVisible(self.width() >= ONE_PANE_FROM)  # a long heading beside it needs room

    def _may(self, right: str) -> bool:
        try:
            self._app.may(right)
        except Refused as refusal:
            self.notice.refuse(refusal.words)
            return False
        return True

    def _start(self, work: Callable[[Watch], object], done: Callable[..., object]) -> Job:
        def finish(result: object) -> None:
            self._over()
            done(result)

        self._job = start_beside(self, work, finish, self._failed, self._stopped)
        return self._job

    def _wait(
        self, title: str, leaves: str, work: Callable[[Watch], object], done: Callable[..., object]
    ) -> None:
        if self._job is not None:
            self._desk.said.emit("还有一件事没有做完，请稍等")
            return
        self.progress.say(title, leaves)
        self.progress.follow(self._start(work, done))
        self._show(self._waiting)
        self.begin()

    def _over(self) -> None:
        self._job = None
        self.look()
        self.list_backups()
        self._desk.backed.emit()

    def _made(self, made: object) -> None:
        refused = list(getattr(made, "refused", {}).values())
        seen = self._app.backups.seen()
        people = f"{seen.people:,} 人，" if seen else ""
        if refused:
            self.notice.tell("warn", "本机已备份并核对，第二处没有", refused[0])
        else:
            self._desk.said.emit(f"已备份并核对：{people}与库中一致")
        self.begin()

    def _chosen(self, second: Second) -> None:
        self.notice.hide()
        place = second.kept.folder if second.kept else ""
        self._desk.said.emit(f"第二处是“{place}”，正在备份到那里")
        self.back_up()

    def _found(self, report: Report) -> None:
        self.title.setText("检查结果")
        self.count.setText(report.summary)
        self.findings.show_report(report)
        self._show(self.findings)
        self._tell()
        self.begin()

    def _failed(self, error: Exception) -> None:
        self._over()
        self._desk.fail(error, self.notice.refuse)
        self.begin()

    def _stopped(self) -> None:
        self._over()
        self._desk.said.emit("已取消，数据没有改动")
        self.begin()

    def _show(self, body: QWidget) -> None:
        self.body.setCurrentWidget(body)
        self.asked.emit()

    def _tell(self) -> None:
        """Say the chosen one whole: in a narrow window not all columns have room."""
        shown, chosen = self.body.currentWidget(), self.table.current()
        if shown is self.findings:
            self.words.setText(self.findings.words())
        else:
            self.words.setText(told(chosen) if chosen and shown is self.table else "")
        self._foot.setVisible(bool(self.words.text()))

    def _connect(self) -> None:
        for button, act in (
            (self.now, self.back_up),
            (self.restore, self.ask_to_restore),
            (self.check, self.check_all),
            (self.second, self.back_up),
            (self.place, self.choose_second),
            (self.sheet, self.open_sheet),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.progress.cancel.setFocusPolicy(self.now.focusPolicy())
        for each in (self.table, self.findings):
            each.chosen.connect(lambda _key: self._tell())
        self.empty.acted.connect(self.back_up)
        self._desk.backed.connect(self._hear)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOKS)
        action(self, "backup", self.back_up)
        action(self, "restore", self.ask_to_restore, "恢复")
        action(self, "refresh", self.refresh)
        action(self, "leave", self.leave)
        lettered(self, "Alt+1", "检查数据", self.check_all)
        lettered(self, "Alt+2", "备份到第二处", self.back_up)
        lettered(self, "Alt+3", "选择第二处", self.choose_second)
        lettered(self, "Alt+4", "恢复单", self.open_sheet)

    def _hear(self) -> None:
        """Somebody else made a backup, or looked."""
        if self._job is None and self.body.currentWidget() in (self.table, self.empty):
            self.look()
            self.list_backups()

    def _lay_out(self) -> None:
        self.empty.tell("save", "还没有备份", _EMPTY, "现在备份", cap_of("backup"))
        self._waiting = ground(self.progress)
        self.body = QStackedWidget()
        for each in (self.table, self.empty, self.findings, self._waiting):
            self.body.addWidget(each)
        self._foot = frame("sub", column(self.words, margins=(INSET, 8, INSET_PANE, 8)))
        above = row(self.title, 8, self.count, None, margins=(INSET, 8, INSET_PANE, 8))
        self.setLayout(
            column(
                self.head,
                self.board,
                self.notice,
                frame("surface", above),
                rule(),
                (self.body, 1),
                rule(),
                self._foot,
                gap=0,
            )
        )


VIEW = SafetyPage
