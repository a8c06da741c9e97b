"""Devices: what happens in the window when a card is read or a number scanned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.editor import Editor
from ui.parts.filling import fill_empty, put, takes_a_person
from ui.parts.notices import Notice
from ui.parts.tokens import WAIT_UNSAID
from ui.parts.view import ScreenView

if TYPE_CHECKING:
    from partyservice.devices.card import IdCard

_BY_CARD = "按证件填写"


class Devices(QObject):
    """`page` is the page shown, `search` looks for somebody in the list of people."""

    def __init__(
        self,
        desk: Desk,
        notice: Notice,
        page: Callable[[], QWidget],
        search: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._notice, self._page, self._search = desk, notice, page, search
        self._reading = False
        self._begun_in: Editor | None = None  # the form that was open when the card was asked for

    def scan(self, text: str) -> None:
        """Open the one whom a scanned text means; nothing is written and no button pressed."""
        if QApplication.activeModalWidget() is not None:
            self._desk.said.emit("扫到了号码，请先办完眼前这一步再扫")
            return
        work = partial(self._desk.app.devices.holders, text)
        self._desk.jobs.start(self, "lists", work, partial(self._show_scanned, text))

    def read(self) -> None:
        """Read the card that lies on the reader, beside the window."""
        if not self._reading:
            self._reading, self._begun_in = True, self._editor()
            QTimer.singleShot(WAIT_UNSAID, self, self._say_reading)
            self._desk.jobs.start(
                self, "lists", self._desk.app.devices.card, self._take, self._fail
            )

    def _say_reading(self) -> None:
        if self._reading:
            self._desk.said.emit("正在读卡，请把证件放在读卡器上")

    def _show_scanned(self, text: str, people: Sequence[int]) -> None:
        if not people:
            tail = text[-4:]
            self._desk.said.emit(f"没有找到扫到的号码（末四位 {tail}），请核对后在查找框里再查")
        elif len(people) == 1:
            self._desk.person_wanted.emit(people[0])
        else:
            self._search(text)

    def _take(self, card: IdCard) -> None:
        """Fill the open form; where none is open, look for the one whose card it is."""
        self._reading = False
        editor = self._editor()
        if editor is not self._begun_in:  # it may be about somebody else
            words = "读卡时换了页面，什么也没有填入。请把证件再放一次，按 Ctrl+D 重读。"
            self._desk.refused.emit(words)
            return
        if editor is not None:
            self._fill(editor, card)
            return
        work = partial(self._desk.app.devices.holders, card.number)
        self._desk.jobs.start(self, "lists", work, partial(self._show_holder, card))

    def _show_holder(self, card: IdCard, people: Sequence[int]) -> None:
        if people:
            self._tell_notes(card)
            self._desk.person_wanted.emit(people[0])
            return
        new = Button("新增并填入").compact()
        new.clicked.connect(partial(self._make, card))
        ways = [new] if self._creating() else []
        words = "库里没有这个号码，什么也没有改。可以新增并填入证件上的内容，或按姓名再查一次。"
        self._notice.tell("info", f"{card.name} 还没有登记", words, *ways)
        for way in ways:
            way.setFocus()

    def _make(self, card: IdCard) -> None:
        self._notice.hide()
        view = self._creating()
        if view is not None:
            view.make()
            if view.editor is not None:
                self._fill(view.editor, card)

    def _fill(self, editor: Editor, card: IdCard) -> None:
        others = fill_empty(editor.form, card.texts(), _BY_CARD)
        self._tell_notes(card)
        if others:
            names = "、".join(editor.form.boxes[key].field.label for key in others)
            change = Button("按证件改").compact()
            change.clicked.connect(partial(self._change, editor, others))
            words = "原来填的还在，没有改动。请对照证件：证件对就按证件改，原来的对就不必理会。"
            self._notice.tell("warn", f"{names}与证件上的不同", words, change)

    def _change(self, editor: Editor, others: dict[str, str]) -> None:
        self._notice.hide()
        if not isValid(editor):
            self._desk.said.emit("这份登记已经关上，什么也没有改")
            return
        for key, text in others.items():
            put(editor.form, key, text, _BY_CARD)

    def _tell_notes(self, card: IdCard) -> None:
        notes = card.looked_at(self._desk.app.clock.today())
        if notes:
            self._notice.tell("warn", "请看一下证件", " ".join(notes))
        else:
            self._desk.said.emit(f"已读出 {card.name} 的证件")

    def _fail(self, error: Exception) -> None:
        self._reading = False
        self._desk.fail(error)

    def _editor(self) -> Editor | None:
        editors = cast("list[Editor]", self._page().findChildren(Editor))
        shown = (each for each in editors if each.isVisible())
        return next((each for each in shown if takes_a_person(each.form)), None)

    def _creating(self) -> ScreenView | None:
        """Return the list shown, if somebody may be put on it."""
        page = self._page()
        inner = cast("list[ScreenView]", page.findChildren(ScreenView))
        views = [*([page] if isinstance(page, ScreenView) else []), *inner]
        shown = (view for view in views if view.isVisible())
        return next((view for view in shown if view.steps.creation() is not None), None)
