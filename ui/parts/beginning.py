"""Beginning: what may begin for a person who has one record and not yet another.

A member who is here may go away: the page of that person offers it, and nobody is looked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.parts.buttons import Button
from ui.parts.keys import cap, lettered
from ui.parts.screen import Screen

if TYPE_CHECKING:
    from partyservice.storage.flow import Flow, Step


class Beginnings:
    """A button and a key for each screen whose records follow from another kind."""

    def __init__(
        self,
        screens: Sequence[Screen],
        page: QWidget,
        take: Callable[[Screen, Flow, Step], object],
    ) -> None:
        self.buttons: list[Button] = []
        self._of: list[tuple[Screen, Button, QAction]] = []
        for screen in screens:
            if screen.follows:
                flow, step = _first(screen)
                sequence = f"Alt+{step.key}" if step.key else ""
                button = Button(step.label, cap(sequence) if sequence else "")
                button.clicked.connect(partial(_act, take, screen, flow, step))
                button.setParent(page)
                button.hide()
                key = lettered(page, sequence, step.label, partial(take, screen, flow, step))
                self.buttons.append(button)
                self._of.append((screen, button, key))

    def show(self, open_now: Collection[str]) -> None:
        """Offer what may begin, by the tables of the records that are open."""
        for screen, button, key in self._of:
            there = screen.listing.about.__tablename__ in open_now
            may = screen.follows in open_now and not there
            button.setVisible(may)
            key.setEnabled(may)


def _first(screen: Screen) -> tuple[Flow, Step]:
    """Return the step that makes a record of `screen`."""
    steps = ((flow, step) for flow in screen.flows for step in flow.steps if not step.source)
    return next(steps)


def _act(
    take: Callable[[Screen, Flow, Step], object],
    screen: Screen,
    flow: Flow,
    step: Step,
    _checked: bool = False,
) -> None:
    take(screen, flow, step)
