"""SignIn: who, and the password; the office is opened on a thread of its own."""

from __future__ import annotations

import time
from math import ceil
from pathlib import Path
from threading import Thread

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from partyservice.app.restoring import offers
from partyservice.kernel.errors import Refused
from ui.opening import opened
from ui.parts.buttons import Button, Lamp
from ui.parts.keys import action, cap_of
from ui.parts.layout import label, named_line, row, tinted, tip
from ui.parts.theme import font
from ui.parts.tokens import FIELD, LAMP_SMALL, NOTE
from ui.welcome import Welcome

_LABEL, _BOX = 64, 280
_FLAT = 12  # px that a flat button has before its words
_TICK = 250  # ms between two looks at the clock while passwords must wait
MUST_CHANGE = "must_change"  # rule of a Refused
_DOUBT = "数据没有改动。请选一份备份恢复；弄清原因以后，也可以照常打开。"


class SignIn(Welcome):
    """Enter signs in; a wrong password says so in place, and nothing more."""

    help_page = "sign_in"

    opened = Signal(object)  # the App
    failed = Signal(object)  # an exception that is a bug
    left = Signal()  # back to the start page
    first = Signal(object, str, str)  # folder, account, its first password
    forgotten = Signal(object, str)  # folder, and account, for the sheet
    restore_wanted = Signal(str, object)  # why, and the App if it could be opened all the same
    _told = Signal(object)

    def __init__(self, folder: Path, user: str = "") -> None:
        super().__init__()
        self._folder, self._user = folder, user
        self._thread: Thread | None = None
        self.who, self.password = QComboBox(), QLineEdit()
        self.go = Button("进入", "Enter", "primary")
        self.back = Button("换一个中心", cap_of("leave"), "quiet")
        self.recover = Button("用恢复单进入", cap_of("recover"), "quiet")
        self._until = 0.0  # of the steady clock: when a password is taken again
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK)
        self.restore = Button("从备份恢复", cap_of("restore"), "quiet")
        self.note, self._lamp = label("", "caption", "bad"), Lamp("bad", LAMP_SMALL)
        self._lay_out()
        self.password.returnPressed.connect(self.sign_in)
        self.go.clicked.connect(self.sign_in)
        self.restore.clicked.connect(lambda _checked=False: self._restore())
        action(self, "restore", self._restore)
        self._told.connect(self._tell)
        self._clock.timeout.connect(self._count_down)
        self.who.activated.connect(self._look)
        self.recover.clicked.connect(self._recover)
        action(self, "recover", self._recover)

    def offer_back(self) -> None:
        """Let Esc lead back to the page where this office was chosen."""
        self.back.show()
        self.back.clicked.connect(lambda _checked=False: self._leave())
        action(self, "leave", self._leave)

    def find_accounts(self) -> None:
        """Offer the accounts of the office; say so where there is none."""
        from partyservice.app import accounts  # noqa: PLC0415 - loads Argon2

        try:
            self.who.addItems(accounts(self._folder))
        except Refused as refusal:
            self.say(refusal.words)
        self.who.setCurrentText(self._user)
        self.who.setEnabled(self.who.count() > 1)
        self._look()

    def sign_in(self) -> None:
        """Open the office beside the window; the work of the password takes a moment."""
        if self._thread is None and self.password.text() and not self._clock.isActive():
            self.say("正在打开…", "ink2")
            given = (self.who.currentText(), self.password.text())
            self._thread = Thread(target=self._open, args=given, name="partyservice-sign-in")
            self._thread.start()

    def say(self, words: str, tint: str = "bad") -> None:
        """Say under the password what is wrong."""
        self._lamp.setVisible(bool(words) and tint == "bad")
        tinted(self.note, tint)
        self.note.setText(words)
        self.note.setToolTip(tip(words))
        self.password.setAccessibleDescription(words)

    def _leave(self) -> None:
        if self._thread is None:
            self.left.emit()

    def _recover(self) -> None:
        if self._thread is None:
            self.forgotten.emit(self._folder, self.who.currentText())

    def _look(self, *_place: int) -> None:
        """See whether passwords are taken from this account, and count down until they are."""
        from partyservice.app.accounts import wait_for  # noqa: PLC0415 - loads Argon2

        wait = wait_for(self._folder, self.who.currentText())
        waited = self._clock.isActive()
        self._until = time.monotonic() + wait
        if wait or waited:
            self._clock.start()
            self._count_down()

    def _count_down(self) -> None:
        left = ceil(self._until - time.monotonic())
        shut = left > 0
        if shut and self.password.isEnabled():
            self.setFocus()  # Enter, typed on, must not press the next button
        self.password.setEnabled(not shut)
        self.go.setEnabled(not shut)
        if shut:
            minutes, seconds = divmod(left, 60)
            long = f"{minutes} 分 {seconds:02} 秒" if minutes else f"{seconds} 秒"
            self.say(f"连续输错多次，{long}后可以再试。数据没有改动。")
            return
        self._clock.stop()
        self.say("可以再试了。请看大小写锁定键。", "ink2")
        self.password.clear()
        self.password.setFocus()

    def _restore(self) -> None:
        if self._thread is None:
            self.restore_wanted.emit("", None)

    def _open(self, user: str, password: str) -> None:
        result: object
        try:
            app = opened(self._folder, user, password)
            result = (app, app.journal.contradicted())
        except Exception as error:  # noqa: BLE001 - every failure is shown; a thread has no caller
            result = error
        self._told.emit(result)

    def _tell(self, result: object) -> None:
        self._thread = None
        if isinstance(result, Refused) and result.rule == MUST_CHANGE:
            first = self.password.text()
            self.password.clear()
            self.first.emit(self._folder, self.who.currentText(), first)
        elif isinstance(result, Refused) and offers(result.words):
            self.restore_wanted.emit(result.words, None)
        elif isinstance(result, Refused):
            self.say(result.words)
            self.password.selectAll()
            self.password.setFocus()
            self._look()
        elif isinstance(result, Exception):
            self.say("没有打开。数据没有改动。")
            self.failed.emit(result)
        elif isinstance(result, tuple):
            app, doubts = result
            self.password.clear()
            self.say("", "ink2")
            if doubts:
                self.restore_wanted.emit("。".join((*doubts, _DOUBT)), app)
            else:
                self.opened.emit(app)

    def _lay_out(self) -> None:
        self.who.setAccessibleName("姓名")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)
        for box in (self.who, self.password):
            box.setFont(font())
            box.setFixedSize(_BOX, FIELD)
        note = QWidget()
        note.setFixedHeight(NOTE)
        note.setLayout(row(self._lamp, (self.note, 1), gap=6))
        self.ask(
            label("登录", "huge", bold=True),
            label(f"数据在 {self._folder.name}", "body", "ink2"),
            16,
            named_line("姓名", self.who, _LABEL),
            named_line("密码", self.password, _LABEL),
            row(_LABEL + 8, (note, 1), gap=0),
            4,
            row(_LABEL + 8, self.go, 8, self.back, None, gap=0),
            row(_LABEL + 8 - _FLAT, self.recover, 8, self.restore, None, gap=0),
        )
        self._lamp.hide()
        self.back.hide()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.password.setFocus()
