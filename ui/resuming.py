"""Resuming: what was typed and not saved is opened again where it was typed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.parts.acting import draft_of, words_of_edit
from ui.parts.buttons import Button
from ui.parts.editor import place_of
from ui.parts.keys import action, cap_of
from ui.parts.parkedlist import ParkedList
from ui.parts.rail import Place
from ui.screens import PERSON, SCREENS

if TYPE_CHECKING:
    from partyservice.kernel.unsaved import Unsaved
    from partyservice.storage.draft import Draft
    from ui.frame import Frame

RENAMED = "这份内容的页面在新版程序里改了名。内容还留着，没有丢失。请照着它重新填一次。"


class Resuming(QObject):
    """Shift+F7: the latest, or with several a list of them; the status bar counts them."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame, self._parked = frame, frame.desk.parked
        action(frame, "take_back", self.take_back)
        self._parked.changed.connect(self._count)
        self._parked.load(self._offer)

    def take_back(self) -> None:
        """Open again what was parked; with several, ask which."""
        lying = self._parked.lying()
        if len(lying) == 1:
            self.resume(lying[0])
        elif lying:
            self.open_list()
        else:
            self._frame.desk.said.emit("没有挂起的内容")

    def open_list(self) -> None:
        """Show all that was parked."""
        person = self._frame.desk.app.people.draft
        card = ParkedList(self._frame.desk, lambda u: draft_at(u.place, person), self._frame)
        card.chosen.connect(self.resume)
        card.open_over()

    def resume(self, unsaved: Unsaved) -> None:
        """Open what was typed and not saved where it was typed."""
        where = place_at(unsaved.place)
        self._frame.notice.hide()
        if where is None:
            self._resume_over(unsaved)
            return
        place, tab = where
        self._frame.open(place)
        tabs = self._frame.view(place.digit)
        tabs.open(tab)
        tabs.view().resume(unsaved)

    def _resume_over(self, unsaved: Unsaved) -> None:
        """Open the page of the person it is about: editing there takes it back."""
        draft = self._frame.desk.app.people.draft
        if draft_at(unsaved.place, draft) is draft and unsaved.record_id is not None:
            self._frame.desk.person_wanted.emit(unsaved.record_id)
            self._frame.desk.said.emit("按 F2 修改，填过的内容就在里面")
        else:
            self._frame.notice.refuse(RENAMED)

    def _offer(self, count: int) -> None:
        """Say what was left the last time."""
        if count:
            look = Button("查看", cap_of("take_back")).compact()
            look.clicked.connect(self.open_list)
            self._frame.notice.tell("info", f"上次有 {count} 份没有保存的内容", "", look)

    def _count(self) -> None:
        self._frame.status.show_parked(len(self._parked.lying()))


def place_at(words: str) -> tuple[Place, int] | None:
    """Return where in the rail, and in which tab, something was typed."""
    for place in SCREENS:
        for tab, screen in enumerate(getattr(import_module(place.name), "SCREENS", ())):
            if draft_of(screen, words):
                return place, tab
    return None


def draft_at(words: str, person: Draft) -> Draft | None:
    """Return what is typed in a place, by the words it is kept under; `person` on their page."""
    if words == place_of(words_of_edit(import_module(PERSON).TITLE), person):
        return person
    where = place_at(words)
    return draft_of(import_module(where[0].name).SCREENS[where[1]], words) if where else None
