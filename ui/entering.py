"""Entering in another way than by one's own password: by a first one, or by the recovery sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from typing_extensions import override

from partyservice.app.accounts import change_first, recover
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text
from ui.opening import opened
from ui.parts.asking import Asking, Questions, Texts, new_password
from ui.parts.buttons import Button
from ui.parts.codelines import ALL, line_fields, line_hints, spread, typed_lines
from ui.parts.job import Jobs
from ui.parts.keys import action, cap_of
from ui.parts.layout import label, row, wrapped
from ui.parts.newpassword import NEW, OLD, change_questions
from ui.welcome import Welcome

if TYPE_CHECKING:
    from partyservice.app import App

USER = "recover.name"
_TWICE = new_password("recover", lambda texts: (texts[USER],), "新密码")
_WORDS = (
    "把四行照抄下来，或把二维码扫进第一行。对了，安全管理员就有新密码，"
    "这张恢复单随即作废，接着要打印新的一张。数据不变。"
)


class _Entering(Welcome):
    """A page of questions instead of the sign-in; Esc leads back to it."""

    help_page = "sign_in"

    opened = Signal(object)  # the App
    failed = Signal(object)  # an exception that is a bug
    left = Signal(object, str)  # back to the sign-in page, with folder and account

    def __init__(
        self, folder: Path, user: str, title: str, words: str, questions: Questions
    ) -> None:
        super().__init__()
        self._folder, self._user = folder, user
        self.jobs = Jobs(self)
        self.asking = Asking(questions, self.jobs, self.work)
        self.back, self.go = (
            Button("返回", cap_of("leave")),
            Button("换密码，进入", "Enter", "primary"),
        )
        self._app: App | None = None
        self.ask(
            label(title, "huge", bold=True),
            wrapped(words, "body", "ink2"),
            8,
            self.asking,
            foot=row(None, self.back, self.go),
        )
        self.go.clicked.connect(self.asking.go)
        self.back.clicked.connect(self._leave)
        self.asking.done.connect(self._open)
        self.asking.broke.connect(self.failed)
        action(self, "leave", self._leave)

    def work(self, texts: Texts) -> App:
        """Change the password, and return the office, signed in; called beside the window."""
        raise NotImplementedError

    def close_page(self) -> None:
        """Wait for what is under way; forget what was typed."""
        self.jobs.stop()
        self.asking.clear()
        if self._app is not None:  # opened, but the window closed before it was shown
            self._app.close()

    def _open(self, app: App) -> None:
        self._app = None
        self.opened.emit(app)

    def _leave(self) -> None:
        if not self.asking.busy:
            self.asking.clear()
            self.left.emit(self._folder, self._user)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.asking.begin()
        QTimer.singleShot(0, self.reveal)


class FirstPassword(_Entering):
    """A first password lets nobody in: it is changed for one that only its owner knows."""

    def __init__(self, folder: Path, user: str, first: str) -> None:
        questions = change_questions("首次密码", lambda: (user, folder.name))
        words = f"{user}，首次密码别人也知道。请换成只有您自己知道的密码，然后进入。"
        super().__init__(folder, user, "换密码", words, questions)
        self.asking.form.put(OLD, first)

    @override
    def work(self, texts: Texts) -> App:
        change_first(self._folder, self._user, texts[OLD], texts[NEW])
        self._app = opened(self._folder, self._user, texts[NEW])
        return self._app


class Recover(_Entering):
    """Four lines of the sheet, and a new password for an account that manages accounts."""

    def __init__(self, folder: Path, user: str) -> None:
        name = Field(key=USER, label="安全管理员", kind=Text(20), needed=True, hint="账户的姓名")
        questions = Questions(
            fields=(*line_fields(ALL), name, _TWICE.first, _TWICE.again),
            secret=(_TWICE.first.key, _TWICE.again.key),
            rule=_TWICE.rule,
            hints=lambda texts: line_hints(texts) | dict(_TWICE.hints(texts)),
            fills=spread,
            doing="正在核对，并换密码…",
        )
        super().__init__(folder, user, "用恢复单进入", _WORDS, questions)
        self.asking.form.put(USER, user)

    @override
    def work(self, texts: Texts) -> App:
        user = texts[USER].strip()
        typed = "\n".join(typed_lines(texts)[number] for number in ALL)
        recover(self._folder, typed, user, texts[_TWICE.first.key])
        self._app = opened(self._folder, user, texts[_TWICE.first.key])
        return self._app
