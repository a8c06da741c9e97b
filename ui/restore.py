"""Restore: an office comes back from a backup, before anybody is signed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from partyservice.app import restoring
from partyservice.storage.backup import ENDING
from ui.parts.buttons import Button
from ui.parts.job import Job, Jobs, Watch, sentence_of
from ui.parts.keys import action, cap_of, lettered
from ui.parts.layout import Item, column, frame, label, row, tinted, wrapped
from ui.parts.progress import ProgressView
from ui.parts.safety.backuptable import BackupTable, told
from ui.parts.safety.key import KeyForm
from ui.welcome import Welcome

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.safety.backing import Listed
    from partyservice.safety.restoring import Restored

PICK, KEY, WAIT, DONE = range(4)  # the steps, of which one is shown
_LIST_HIGH = 200
_WHY = "选一份备份，数据就回到那时；现在的数据会整个留在一个“恢复前”文件夹里。"
_LATER = "再补上这份备份之后保存过的更改"
_NONE = "这里和第二处都没有备份。请插上 U 盘，或按 Ctrl+O 选一个备份文件。"
_LEAVES = "核对好以后才替换；在那以前取消，什么也不改。"


class Restore(Welcome):
    """Choose, give the password of then, wait, read what came of it, sign in: Enter each time."""

    help_page = "restore"

    opened = Signal(object)  # the App that was asked about, to be used as it is
    failed = Signal(object)  # an exception that is a bug
    left = Signal()  # back, or on: to the sign-in page of the office

    def __init__(self, folder: Path, why: str = "", app: App | None = None) -> None:
        """`why` says what is wrong with the office; `app` is one that was opened all the same."""
        super().__init__()
        self.folder, self._app, self.jobs = folder, app, Jobs(self)
        self._chosen: Listed | None = None
        self._job: Job | None = None
        self.step = PICK
        self.title = label("从备份恢复", "huge", bold=True)
        self.why, self.note = wrapped(why or _WHY, "body", "ink2"), wrapped("", "body", "bad")
        self.table, self.about = BackupTable(), wrapped("", "body", "ink2")
        self.later, self.form = QCheckBox(_LATER), KeyForm()
        self.progress = ProgressView("正在恢复", _LEAVES, "取消", "步")
        self.words = wrapped()
        self.go = Button("下一步", "Enter", "primary")
        self.file = Button("选一个文件", cap_of("open_office"))
        self.anyway = Button("照常打开", "Alt+1")
        self.back = Button("返回", cap_of("leave"), "quiet")
        self._lay_out()
        self._connect()
        self.seek()

    def seek(self) -> None:
        """List the backups that there are."""
        self.say("正在看有哪些备份…", "ink2")
        self.jobs.start(self, "look", partial(restoring.backups_of, self.folder), self.show_backups)

    def show_backups(self, backups: Sequence[Listed]) -> None:
        """Show these to be chosen from."""
        self.table.show_backups(backups)
        self.say("" if backups else _NONE)
        self._show(PICK)

    def choose_file(self) -> None:
        """Ask for a file that is a backup."""
        if self.step in (PICK, KEY):
            kinds = f"备份 (*{ENDING})"
            path, _ = QFileDialog.getOpenFileName(self, "选一个备份文件", str(self.folder), kinds)
            if path:
                self.take(Path(path))

    def take(self, path: Path) -> None:
        """Go on with a file."""
        self.jobs.start(self, "look", partial(restoring.look, path), self._take)

    def go_on(self) -> None:
        """Do what the main button of this step says."""
        if self.step == PICK:
            self._take(self.table.current())
        elif self.step == KEY:
            self._restore()
        elif self.step == DONE:
            self._go()

    def leave(self) -> None:
        """Go one step back; a restore under way is asked to stop."""
        if self.step == WAIT:
            self.progress.stop()
        elif self.step == KEY:
            self.say("")
            self._show(PICK)
        else:
            self._go()

    def _go(self) -> None:
        """Leave a turn later: Qt is still in a key event of what will be gone."""
        self.jobs.later(self, self.left.emit)

    def open_anyway(self) -> None:
        """Use the office as it is."""
        if self._app is not None and self.step in (PICK, KEY):
            app, self._app = self._app, None
            self.opened.emit(app)

    def say(self, words: str, tint: str = "bad") -> None:
        """Say what is wrong, or under way."""
        tinted(self.note, tint)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def is_done(self) -> bool:
        """Say whether the office is back."""
        return self.step == DONE

    def close_page(self) -> None:
        """Let a restore end that is under way: nothing is half done then."""
        self.jobs.stop()
        if self._app is not None:
            self._app.close()
            self._app = None

    def _take(self, backup: Listed | None) -> None:
        if backup is None:
            self.seek()
        elif backup.manifest is None:
            self.say(f"{backup.path.name} {backup.fault}。什么也没有改，请选别的备份。")
        else:
            self._chosen = backup
            self.say("")
            work = partial(restoring.accounts_of, backup.path)
            self.jobs.start(self, "look", work, self._ask, self._refuse)

    def _ask(self, names: Sequence[str]) -> None:
        if self._chosen is not None:
            self.about.setText(told(self._chosen))
            self.form.offer(names)
            self._show(KEY)

    def _restore(self) -> None:
        way, chosen = self.form.way(), self._chosen
        if way is None or chosen is None:
            self.say("请输入密码，或恢复单上的四行。")
            return
        app, self._app = self._app, None

        def work(watch: Watch) -> Restored:
            if app is not None:  # nobody may have the office open
                app.close()
            return restoring.restore(
                chosen.path, self.folder, way, watch, later=self.later.isChecked()
            )

        self.say("")
        self.form.forget()
        self._job = self.jobs.start_long(
            self, "restore", work, self._tell, self._refuse, self._stopped
        )
        self.progress.follow(self._job)
        self._show(WAIT)

    def _tell(self, done: Restored) -> None:
        self.words.setText("\n".join(result_of(done)))
        self.title.setText("恢复好了")
        self._show(DONE)

    def _stopped(self) -> None:
        self._show(KEY)
        self.say("已取消，什么也没有改。", "ink2")

    def _refuse(self, error: Exception) -> None:
        self._show(KEY if self.step == WAIT else self.step)
        if words := sentence_of(error):
            self.say(words)
        else:
            self.say("没有恢复。原有数据没有改动。")
            self.failed.emit(error)

    def _show(self, step: int) -> None:
        self.step = step
        for number, part in enumerate(self._parts):
            part.setVisible(number == step)
        self.why.setVisible(step == PICK)
        self.go.setVisible(step != WAIT)
        self.go.setText(("下一步", "恢复", "", "去登录")[step])
        self.go.setAccessibleName(self.go.text())
        self.go.updateGeometry()
        self.file.setVisible(step in (PICK, KEY))
        self.anyway.setVisible(self._app is not None and step in (PICK, KEY))
        self.back.setVisible(step in (PICK, KEY))
        self.begin()

    def begin(self) -> None:
        """Put the focus where Enter goes on."""
        focus = (self.table, self.form.password, self.progress.cancel, self.go)[self.step]
        if self.step == PICK and self.table.current() is None:
            focus = self.file
        focus.setFocus()

    def _connect(self) -> None:
        acts: tuple[tuple[Button, Callable[[], object]], ...] = (
            (self.go, self.go_on),
            (self.file, self.choose_file),
            (self.anyway, self.open_anyway),
            (self.back, self.leave),
        )
        for button, act in acts:
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.table.opened.connect(self.go_on)
        self.form.entered.connect(self.go_on)
        action(self, "open_office", self.choose_file, self.file.text())
        action(self, "leave", self.leave)
        lettered(self, "Alt+1", self.anyway.text(), self.open_anyway)
        lettered(self, "Alt+2", _LATER, self.later.toggle)

    def _lay_out(self) -> None:
        self.later.setChecked(True)
        self.table.setFixedHeight(_LIST_HIGH)
        well = frame("well", column(self.table, gap=0))
        wait = column(self.progress, row(None, self.progress.cancel), gap=12)
        self._parts = [
            _part(well),
            _part(self.about, 8, self.form, 4, self.later),
            _part(wait),
            _part(self.words),
        ]
        self.ask(
            self.title,
            self.why,
            8,
            *self._parts,
            8,
            self.note,
            foot=row(self.file, self.anyway, None, self.back, self.go),
        )
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._show(PICK)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.begin()


def result_of(done: Restored) -> list[str]:
    """Return in words what came of it, a sentence a line."""
    known = done.manifest
    made = f"{known.made_at.astimezone():%Y-%m-%d %H:%M}"
    people = known.rows.get("person", 0)
    lines = [f"已恢复到 {made} 的备份：人员 {people:,}，逐项核对无误。"]
    if done.replayed:
        lines.append(f"备份之后保存过的更改也补上了：{done.replayed:,} 条。")
    if done.stopped:
        lines.append(f"只补到这里：{done.stopped}。更后面的请照纸面核对。")
    if done.aside is not None:
        lines.append(f"恢复前的数据没有删，整个在 {done.aside}。")
    return [*lines, "账户和密码是做备份那时的，请用当时的密码登录。"]


def _part(*items: Item) -> QWidget:
    holder = QWidget()
    layout: QVBoxLayout = column(*items)
    holder.setLayout(layout)
    return holder
