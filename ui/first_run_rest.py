"""Safeguards: the last pages of a first run, when the office is there; offered until answered."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from typing_extensions import override

from partyservice.kernel.errors import Refused
from partyservice.machine import Machine
from ui.first_run_block import Entry
from ui.first_run_steps import SAFEGUARDS, STEPS
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.disc import DONE, LATER, NOW
from ui.parts.keys import action, cap_of
from ui.parts.layout import label, row, tinted, wrapped
from ui.parts.placeask import PlaceAsk
from ui.parts.sheet import SheetAsk
from ui.welcome import Welcome

if TYPE_CHECKING:
    from partyservice.app import App

_LANE = "keep"
_CHECKED = "已打印并核对。请装进信封，锁进保险柜。"
_PUT_OFF = "以后再办。在这以前，数据安全是红的。"


def still_to_come(app: App, machine: Machine | None = None) -> tuple[str, ...]:
    """Return the pages that were left when this office was made, and that this account may do."""
    left = () if app.sample else (machine or Machine()).left_open(app.store.folder)
    return tuple(s.name for s in SAFEGUARDS if s.name in left and app.holds(s.right))


class Safeguards(Welcome):
    """What is done or put off is not asked again; closing the window is neither."""

    help_page = "first_run"

    opened = Signal(object)  # the App, when all was answered
    failed = Signal(object)  # an exception that is a bug

    def __init__(self, app: App, pages: Sequence[str], machine: Machine | None = None) -> None:
        super().__init__()
        self.app, self._machine = app, machine or Machine()
        self.desk = Desk(app, self)
        self.sheet, self.backup = SheetAsk(self.desk), PlaceAsk(self.desk)
        self._panels: dict[str, SheetAsk | PlaceAsk] = {
            "recovery": self.sheet,
            "backup": self.backup,
        }
        self._left = [each for each in SAFEGUARDS if each.name in pages]
        self.entries = {
            each.name: Entry(number, each.title, each.words, self._panels[each.name])
            for number, each in enumerate(SAFEGUARDS, len(STEPS) + 1)
        }
        self.later, self.go = Button("", cap_of("leave")), Button("", "Enter", "primary")
        self.note = wrapped("", "body", "bad")
        self.told = ""  # what came of the backup
        self._putting_off = False
        self._lay_out()
        self._connect()
        self._show()

    @property
    def page(self) -> str:
        """The name of the page now asked; empty when all were answered."""
        return self._left[0].name if self._left else ""

    def next(self) -> None:
        """Do what the button says."""
        if not self._left:
            self.opened.emit(self.app)
        elif self.page == "backup":
            self.backup.asking.go()
        elif self.sheet.asking:
            self.sheet.asking.go()

    def put_off(self) -> None:
        """Leave this page for another day; a backup on this computer is made all the same."""
        if self._busy() or not self._left:
            return
        self.say("")
        if self.page == "backup":
            self._putting_off = True
            self.say("正在备份，并试着打开…", "ink2")
            self._enable(on=False)
            self.backup.back_up_here()
        else:
            self.sheet.forget()
            self._answered(LATER, _PUT_OFF)

    def say(self, words: str, tint: str = "bad") -> None:
        """Say what is wrong, or came of it."""
        tinted(self.note, tint)
        self.note.setText(words)

    def close_page(self) -> None:
        """Forget the sheet, and wait for what is under way."""
        self.sheet.forget()
        self.desk.close()

    def _busy(self) -> bool:
        asking = self.sheet.asking
        return self._putting_off or self.backup.asking.busy or bool(asking and asking.busy)

    def _answered(self, state: str, told: str) -> None:
        self.entries[self._left.pop(0).name].mark(state, told)
        left = [each.name for each in self._left]
        self.desk.jobs.start(self, _LANE, partial(self._keep, left), lambda _: None)
        self._show()

    def _keep(self, left: Sequence[str]) -> None:
        with suppress(Refused):  # it is asked once more then
            self._machine.keep_left_open(self.app.store.folder, left)

    def _backed_up(self, tone: str, words: str) -> None:
        self._putting_off = False
        self._enable(on=True)
        self.told = words
        seen = self.app.backups.seen()
        second = seen is not None and seen.second.kept is not None
        self._answered(DONE if second else LATER, words)
        self.say("" if second else _PUT_OFF, tone)

    def _enable(self, *, on: bool) -> None:
        for widget in (self.go, self.later, self.backup):
            widget.setEnabled(on)

    def _show(self) -> None:
        now = self._left[0] if self._left else None
        for each in self._left:
            self.entries[each.name].mark(NOW if each is now else LATER)
        self.later.setText(now.later if now else "")
        self.later.setVisible(now is not None)
        if now is None:
            self._name("开始使用")
        elif now.name == "backup":
            self._name("选好了，备份")
        else:
            self._name("核对" if self.sheet.asking else "")
        self.later.setAccessibleName(self.later.text())
        self.later.updateGeometry()
        if self.isVisible():
            self._begin()

    def _name(self, words: str) -> None:
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setVisible(bool(words))
        self.go.updateGeometry()

    def _begin(self) -> None:
        if self._left:
            self._panels[self.page].begin()
        else:
            self.go.setFocus()
        QTimer.singleShot(0, self.reveal)  # when the page has been laid out

    @override
    def reveal(self) -> None:
        if self._left:
            super().reveal()
        else:
            self._area.ensureWidgetVisible(self.note)

    def _connect(self) -> None:
        self.go.clicked.connect(self.next)
        self.later.clicked.connect(self.put_off)
        action(self, "leave", self.put_off)
        self.sheet.made.connect(self._show)
        self.sheet.checked.connect(lambda: self._answered(DONE, _CHECKED))
        self.backup.made.connect(self._backed_up)
        self.desk.refused.connect(self.say)
        self.desk.said.connect(partial(self.say, tint="ink2"))
        self.desk.broke.connect(self.failed)

    def _lay_out(self) -> None:
        told = (self.app.office, "", self.app.by.name)
        before = [Entry(n, step.title, step.words) for n, step in enumerate(STEPS, 1)]
        for entry, words in zip(before, told, strict=True):
            entry.mark(DONE, words)
        for name, entry in self.entries.items():
            entry.mark(LATER if name in {each.name for each in self._left} else DONE)
        self.ask(
            label("新建中心", "huge", bold=True),
            wrapped("中心已经建好，还有两件事：忘了密码能打开，电脑坏了不会丢。", "body", "ink2"),
            12,
            *before,
            *self.entries.values(),
            self.note,
            foot=row(None, self.later, self.go),
        )

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()
