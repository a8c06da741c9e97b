"""Start: the page of a program that was told no office: open one, make one, look at a sample."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget
from typing_extensions import override

from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused
from partyservice.machine import Machine, Recent
from ui.parts.buttons import Button
from ui.parts.candidates import Candidate
from ui.parts.job import Jobs, sentence_of
from ui.parts.keys import KEYS, action, cap_of, lettered
from ui.parts.layout import column, emptied, label, row, set_tone, tinted, wrapped
from ui.parts.tokens import PANE
from ui.welcome import Welcome

if TYPE_CHECKING:
    from partyservice.app import App

MEMBERS = 400  # of a sample that is thrown away
_LIST = PANE + 136


class RecentLine(Candidate):
    """An office that was opened here; the one with the focus is marked."""

    def __init__(self, recent: Recent, place: int, when: str) -> None:
        self.recent = recent
        super().__init__((recent.folder, recent.name, when, "", str(recent.folder)), place)

    def tell_gone(self) -> None:
        """Say that the folder is not there any more."""
        self.tell_below(f"文件夹不在了：{self.recent.folder}", "warn")

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.chosen = True
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.chosen = False
        super().focusOutEvent(event)


class Start(Welcome):
    """An office is never opened unasked, and the sample is gone when the window closes."""

    chosen = Signal(object)  # the folder of an office
    wanted = Signal()  # a new office
    restore_wanted = Signal(object)  # the folder in which an office shall come back
    opened = Signal(object)  # the App of the sample
    failed = Signal(object)  # an exception that is a bug

    def __init__(self, machine: Machine | None = None) -> None:
        super().__init__()
        self._members, self._clock = MEMBERS, Clock()
        self._machine, self.jobs = machine or Machine(), Jobs(self)
        self._folder: TemporaryDirectory[str] | None = None
        self._looking = False  # a sample is being made; the other ways wait for it
        self._app: App | None = None  # of the sample, until it is shown
        self.lines: list[RecentLine] = []
        self._rows, self._list = column(gap=0), QFrame()
        self.title = label("", "huge", bold=True)
        self.office, self.new = _button("open_office"), _button("new", "新建中心", "primary")
        self.sample, self.remove = _button("sample"), _button("remove", look="quiet")
        self.restore = _button("restore")
        self.larger, self.smaller = (_button(n, look="quiet") for n in ("larger", "smaller"))
        self.open = Button("打开", "Enter", "primary")
        self.note = wrapped("", "body", "bad")
        self._connect()
        self._lay_out()
        self.list_recent()

    def list_recent(self) -> None:
        """Show the offices opened here; whether they are still there is looked up beside."""
        emptied(self._rows)
        recent, now = self._machine.recent(), self._clock.now()
        self.lines = [
            RecentLine(each, place, when(each.opened, now)) for place, each in enumerate(recent, 1)
        ]
        for line in self.lines:
            line.clicked.connect(partial(self.take, line.recent.folder))
            self._rows.addWidget(line)
        for widget in (self._list, self.remove, self.open):
            widget.setVisible(bool(self.lines))
        self.new.look = "plain" if self.lines else "primary"
        set_tone(self.new, "kind", self.new.look)
        self.title.setText("打开哪个中心" if self.lines else "开始使用")
        folders = [each.folder for each in recent]
        self.jobs.start(self, "look", partial(_gone, folders), self._tell_gone)

    def choose(self) -> None:
        """Ask for the folder of an office."""
        folder = QFileDialog.getExistingDirectory(self, "中心的数据在哪个文件夹")
        if folder:
            self.take(Path(folder))

    def take(self, folder: Path, _clicked: bool = False) -> None:
        """Go on with the office in `folder`; say so where there is none."""
        if self._looking:
            return
        from partyservice.app import accounts  # noqa: PLC0415 - loads Argon2

        try:
            accounts(folder)
        except Refused as refusal:
            listed = any(line.recent.folder == folder for line in self.lines)
            self.say(refusal.words + ("不再用它，就按 Del 从列表去掉。" if listed else ""))
        else:
            self.chosen.emit(folder)

    def take_off(self) -> None:
        """Take the marked office off the list; its data stays."""
        marked = self._marked()
        if marked is None:
            return
        place = self.lines.index(marked)
        try:
            self._machine.forget(marked.recent.folder)
        except Refused as refusal:
            self.say(refusal.words)
            return
        self.list_recent()
        self.say(f"“{marked.recent.name}”已从列表去掉，它的数据没有动。", "ink2")
        self._begin(place)

    def open_marked(self) -> None:
        """Go on with the marked office."""
        if marked := self._marked():
            self.take(marked.recent.folder)

    def make_new(self) -> None:
        """Go on with a new office."""
        if not self._looking:
            self.wanted.emit()

    def bring_back(self) -> None:
        """Go on with the backups of the marked office, or of the folder that is named."""
        marked = next((line.recent.folder for line in self.lines if line.hasFocus()), None)
        where = str(marked or QFileDialog.getExistingDirectory(self, "恢复到哪个文件夹"))
        if where and not self._looking:
            self.restore_wanted.emit(Path(where))

    def look(self) -> None:
        """Make a sample office beside the window, and open it."""
        if not self._looking:
            self._looking = True
            self.say("正在准备演示…", "ink2")
            self.jobs.start(self, "sample", self._make, self._show_sample, self._fail)

    def turn_scale(self, step: int) -> None:
        """Draw everything larger (1) or smaller (-1) from the next start on."""
        try:
            scale = self._machine.turn_scale(step)
        except Refused as refusal:
            self.say(refusal.words)
        else:
            self.say(f"下次启动时，字和按钮按 {scale}% 显示。", "ink2")

    def say(self, words: str, tint: str = "bad") -> None:
        """Say what is wrong, or under way."""
        tinted(self.note, tint)
        self.note.setText(words)

    def close_page(self) -> None:
        """Wait for what is under way, and throw the sample away; its App must be closed."""
        self.jobs.stop()
        if self._app is not None:
            self._app.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _make(self) -> None:
        from partyservice.app import open_office  # noqa: PLC0415 - loads SQLAlchemy
        from partyservice.samples.loading import sample  # noqa: PLC0415

        self._folder = TemporaryDirectory(prefix="partyservice-")
        office, password = Path(self._folder.name) / "演示", secrets.token_urlsafe(12)
        sample(office, password, members=self._members, seed=1, clock=Clock())
        self._app = open_office(office, "", password)

    def _show_sample(self, _nothing: None) -> None:
        self._looking, app, self._app = False, self._app, None
        self.opened.emit(app)

    def _fail(self, error: Exception) -> None:
        self._looking = False
        if isinstance(error, OSError):
            self.say(f"演示没有准备好：{error.strerror}。请清出一些磁盘空间再试。")
            return
        self.say(sentence_of(error) or "演示没有准备好。没有数据被改动。")
        if not isinstance(error, Refused):
            self.failed.emit(error)

    def _tell_gone(self, gone: set[Path]) -> None:
        for line in self.lines:
            if line.recent.folder in gone:
                line.tell_gone()

    def _marked(self) -> RecentLine | None:
        marked = next((line for line in self.lines if line.hasFocus()), None)
        if marked is None:
            self.say("请先用 ↑↓ 选中一个中心。", "ink2")
        return marked

    def _begin(self, place: int = 0) -> None:
        if self.lines:
            marked = self.lines[min(place, len(self.lines) - 1)]
            marked.show()  # one just made is shown by its layout a moment too late
            marked.setFocus()
        else:
            self.new.setFocus()

    def _open_nth(self, place: int) -> None:
        for line in self.lines[place - 1 : place]:
            line.click()

    def _connect(self) -> None:
        for name, button, act in (
            ("open_office", self.office, self.choose),
            ("new", self.new, self.make_new),
            ("sample", self.sample, self.look),
            ("restore", self.restore, self.bring_back),
            ("remove", self.remove, self.take_off),
            ("larger", self.larger, partial(self.turn_scale, 1)),
            ("smaller", self.smaller, partial(self.turn_scale, -1)),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
            action(self, name, act, button.text())
        self.open.clicked.connect(lambda _checked=False: self.open_marked())
        for place in range(1, 10):
            lettered(self, f"Alt+{place}", "", partial(self._open_nth, place))

    def _lay_out(self) -> None:
        for button in (self.remove, self.open):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # or nothing would be marked
        ways = (self.new, self.office, self.sample, self.restore)
        for button in ways:
            button.setFixedWidth(max(each.sizeHint().width() for each in ways))
        self._list.setObjectName("well")
        self._list.setMaximumWidth(_LIST)
        self._list.setLayout(self._rows)
        self.ask(
            self.title,
            12,
            self._list,
            8,
            *(
                _way(button, words)
                for button, words in (
                    (self.new, "起名字、选文件夹、设密码，约 2 分钟"),
                    (self.office, "选中心的数据所在的文件夹"),
                    (self.sample, "人员都是虚构的，关闭窗口就没有了"),
                    (self.restore, "数据打不开、电脑坏了，从备份找回来"),
                )
            ),
            8,
            self.note,
            foot=row(self.larger, self.smaller, None, self.remove, self.open),
        )

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()


def when(opened: datetime, now: datetime) -> str:
    """Return the moment an office was opened as the desk says it."""
    at, today = opened.astimezone(), now.astimezone().date()
    for back, word in enumerate(("今天", "昨天")):
        if at.date() == today - timedelta(days=back):
            return f"{word} {at:%H:%M}"
    return f"{at:%Y-%m-%d}"


def _gone(folders: Sequence[Path]) -> set[Path]:
    return {folder for folder in folders if not folder.is_dir()}


def _button(name: str, words: str = "", look: str = "plain") -> Button:
    return Button(words or KEYS[name].words, cap_of(name), look)


def _way(button: Button, words: str) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(button, wrapped(words, "body", "ink2"), gap=16))
    return holder
