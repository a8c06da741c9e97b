"""NewPassword: the card on which somebody changes their own password."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text
from ui.parts.asking import Asking, Questions, Texts, new_password
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.keys import action, cap_of
from ui.parts.layout import column, foot, frame, scroll, titled
from ui.parts.question import Card
from ui.parts.tokens import DIALOG

OLD, NEW, AGAIN = "change.old", "change.password", "change.again"
CHANGED = "密码已换，旧密码不能用了"


def change_questions(old: str, about: Callable[[], Sequence[str]]) -> Questions:
    """Return what is asked for a change; `old` is how the password so far is called."""
    twice = new_password("change", lambda _texts: about(), "新密码")
    before = Field(key=OLD, label=old, kind=Text(200), needed=True)
    return Questions(
        fields=(before, twice.first, twice.again),
        secret=(OLD, NEW, AGAIN),
        rule=twice.rule,
        hints=twice.hints,
        doing="正在换密码…",
    )


class OwnPassword(Card):
    """The old one, the new one twice; nothing is kept of them when it closes."""

    help_page = "sign_in"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, DIALOG)
        self._desk = desk
        questions = change_questions("旧密码", lambda: (desk.app.by.name, desk.app.office))
        self.asking = Asking(questions, desk.jobs, self._change)
        self.yes = Button("换密码", cap_of("save"), "primary")
        self.no = Button("不换", "Esc")
        area = scroll(frame("plain", column(self.asking, gap=0)))
        area.setMinimumHeight(min(self.asking.sizeHint().height(), self.room() - 140))
        head = titled("换密码", f"{desk.app.by.name}自己的密码。忘记了，只有恢复单能打开。")
        self.stack(head, (area, 1), foot(None, self.no, self.yes))
        self.setWindowTitle("换密码")
        self.yes.clicked.connect(self.asking.go)
        self.no.clicked.connect(self.reject)
        self.asking.done.connect(self._done)
        self.asking.broke.connect(desk.fail)
        action(self, "save", self.asking.go)
        self.asking.begin()

    def _change(self, texts: Texts) -> None:
        self._desk.app.accounts.change_password(texts[OLD], texts[NEW])

    def _done(self, _nothing: object) -> None:
        self._desk.said.emit(CHANGED)
        self.accept()
