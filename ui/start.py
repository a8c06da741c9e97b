"""Start: the page of a program that was told no office: open one, or look at a sample."""

from __future__ import annotations

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused
from ui.parts.buttons import Button
from ui.parts.keys import lettered
from ui.parts.layout import label, row, tinted, wrapped
from ui.welcome import Welcome

MEMBERS = 400  # of a sample that is thrown away


class Start(Welcome):
    """An office is never opened unasked, and the sample is gone when the window closes."""

    chosen = Signal(object)  # the folder of an office
    opened = Signal(object)  # the App of the sample
    failed = Signal(object)  # an exception that is a bug
    _told = Signal(object)

    def __init__(self, members: int = MEMBERS) -> None:
        super().__init__()
        self._members = members
        self._folder: TemporaryDirectory[str] | None = None
        self._thread: Thread | None = None
        self.office = Button("打开中心", "Alt+1", "primary")
        self.sample = Button("看看演示", "Alt+2")
        self.note = wrapped("", "body", "bad")
        self.ask(
            label("打开哪个中心", "huge", bold=True),
            16,
            row(self.office, wrapped("选中心的数据所在的文件夹", "body", "ink2"), gap=16),
            row(self.sample, wrapped("人员都是虚构的，关闭窗口就没有了", "body", "ink2"), gap=16),
            8,
            self.note,
            8,
            wrapped("新建中心现在还要用命令行的 new，见 README。", "caption", "ink2"),
        )
        self.office.clicked.connect(self.choose)
        self.sample.clicked.connect(self.look)
        self._told.connect(self._tell)
        for place, act in enumerate((self.choose, self.look), 1):
            lettered(self, f"Alt+{place}", "", act)

    def choose(self) -> None:
        """Ask for the folder of an office."""
        folder = QFileDialog.getExistingDirectory(self, "中心的数据在哪个文件夹")
        if folder:
            self.take(Path(folder))

    def take(self, folder: Path) -> None:
        """Go on with the office in `folder`; say so where there is none."""
        from partyservice.app import accounts  # noqa: PLC0415 - loads Argon2

        try:
            accounts(folder)
        except Refused as refusal:
            self.say(refusal.words)
        else:
            self.chosen.emit(folder)

    def look(self) -> None:
        """Make a sample office beside the window, and open it."""
        if self._thread is None:
            self.say("正在准备演示…", "ink2")
            self._thread = Thread(target=self._make, name="partyservice-sample")
            self._thread.start()

    def say(self, words: str, tint: str = "bad") -> None:
        """Say what is wrong, or under way."""
        tinted(self.note, tint)
        self.note.setText(words)

    def forget(self) -> None:
        """Throw the sample away; its App must be closed."""
        if self._thread is not None:
            self._thread.join()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _make(self) -> None:
        result: object
        try:
            from partyservice.app import open_office  # noqa: PLC0415 - loads SQLAlchemy
            from partyservice.samples.loading import sample  # noqa: PLC0415

            self._folder = TemporaryDirectory(prefix="partyservice-")
            office, password = Path(self._folder.name) / "演示", secrets.token_urlsafe(12)
            sample(office, password, members=self._members, seed=1, clock=Clock())
            result = open_office(office, "", password)
        except Exception as error:  # noqa: BLE001 - every failure is shown; a thread has no caller
            result = error
        self._told.emit(result)

    def _tell(self, result: object) -> None:
        self._thread = None
        if isinstance(result, Refused):
            self.say(result.words)
        elif isinstance(result, OSError):
            self.say(f"演示没有准备好：{result.strerror}。请清出一些磁盘空间再试。")
        elif isinstance(result, Exception):
            self.say("演示没有准备好。没有数据被改动。")
            self.failed.emit(result)
        else:
            self.opened.emit(result)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.office.setFocus()
