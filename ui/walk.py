"""Walk: the pages of people, and the way back and forth through what was seen."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject

from partyservice.kernel.errors import Refused
from ui.parts.commands import PLACE, Command
from ui.parts.keys import action
from ui.parts.rail import Place
from ui.parts.visited import Visited
from ui.screens import PERSON, SCREENS

if TYPE_CHECKING:
    from ui.frame import Frame

_PLACE = "place"  # a kind of thing seen


class Walk(QObject):
    """A page that was closed is made again from its kind and key."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame, self.visited = frame, Visited()
        frame.desk.person_wanted.connect(self.show_person)
        frame.shown.connect(self._remember)
        action(frame, "back", partial(self._go, -1))
        action(frame, "forth", partial(self._go, 1))

    def show_person(self, person_id: int) -> None:
        """Show the page of a person, in place of another's that is shown."""
        try:
            self._frame.desk.app.may_see()
        except Refused as refusal:
            self._frame.desk.fail(refusal)
            return
        top, module = self._frame.top(), import_module(PERSON)
        seen = (module.KIND, person_id)
        if top is not None and top.seen == seen:
            return
        if top is not None and top.seen:
            self._frame.take_away(top)
        self._frame.show_over(module.PersonPage(self._frame.desk, person_id, _screens()))

    def _go(self, step: int) -> None:
        if self._frame.blanked():
            return
        seen = self.visited.walk(step)
        if seen is None:
            words = "没有更早看过的了" if step < 0 else "这已经是最后看的了"
            self._frame.desk.said.emit(words)
        elif seen[0] == _PLACE:
            self._frame.open(next(place for place in SCREENS if place.digit == seen[1]))
        else:
            self.show_person(cast("int", seen[1]))

    def _remember(self) -> None:
        """Remember what is shown now, if it can be made again."""
        top = self._frame.top()
        seen = (_PLACE, self._frame.place().digit) if top is None else top.seen
        if seen:
            self.visited.see(*seen)


def places(frame: Frame) -> list[Command]:
    """Return the ways to each place of the rail, and to each tab of those that have several."""
    found = []
    for place in SCREENS:
        go = partial(frame.open, place)
        found.append(Command(place.title, PLACE, f"Ctrl+{place.digit}", go))
        module = import_module(place.name)
        tabs = (*getattr(module, "SCREENS", ()), *getattr(module, "PAGES", ()))
        if len(tabs) > 1:
            found += [
                Command(tab.title, f"{PLACE} {place.title}", "", partial(_turn_to, frame, place, n))
                for n, tab in enumerate(tabs)
            ]
    return found


def _turn_to(frame: Frame, place: Place, tab: int) -> None:
    frame.open(place)
    frame.view(place.digit).open(tab)


def _screens() -> list[Any]:
    modules = [import_module(place.name) for place in SCREENS]
    return [screen for module in modules for screen in getattr(module, "SCREENS", ())]
