"""Steps: the buttons and keys of the Flows of a screen, shown as they are open to a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.parts.buttons import Button
from ui.parts.keys import cap, cap_of, lettered

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.storage.flow import Flow, Step


class Steps:
    """Made once a screen; which are shown follows from the state of the chosen record.

    Unless the page `makes` records, the steps that make one are left out.
    """

    def __init__(
        self,
        flows: Sequence[Flow],
        page: QWidget,
        take: Callable[[Flow, Step], object],
        *,
        makes: bool = True,
    ) -> None:
        self.buttons: list[tuple[Flow, Step, Button]] = []
        self._keys: list[QAction] = []
        self._flows = flows
        steps = [(each, step) for each in flows for step in each.steps if makes or step.source]
        for flow, step in steps:
            act = partial(take, flow, step)
            sequence = f"Alt+{step.key}" if step.key else ""
            button = Button(step.label, cap(sequence) if sequence else "")
            button.clicked.connect(lambda _checked=False, act=act: act())
            button.setParent(page)
            button.hide()
            self.buttons.append((flow, step, button))
            self._keys.append(lettered(page, sequence, step.label, act))

    def creation(self) -> tuple[Flow, Step] | None:
        """Return the first step from nothing: what the red button makes."""
        return next(((flow, step) for flow, step, _ in self.buttons if not step.source), None)

    def words(self) -> str:
        """Return what the red button says."""
        made = self.creation()
        return made[1].label if made else ""

    def key(self) -> str:
        """Return the cap of the red button."""
        made = self.creation()
        return cap(f"Alt+{made[1].key}") if made and made[1].key else cap_of("new")

    def of_records(self) -> list[Button]:
        """Return the buttons of the steps that need a record."""
        return [button for _, step, button in self.buttons if step.source]

    def offer(self, app: App, record_id: int | None) -> None:
        """Show the steps that are open to the chosen record."""
        self.show([(flow, s.name) for flow in self._flows for s in app.steps(flow, record_id)])

    def show(self, open_now: Sequence[tuple[Flow, str]]) -> None:
        """Show the steps named; where two have one letter, the first of them has it."""
        names, letters = {(id(flow), name) for flow, name in open_now}, set[str]()
        for (flow, step, button), key in zip(self.buttons, self._keys, strict=True):
            if step.source:
                is_open = (id(flow), step.name) in names
                button.setVisible(is_open)
                key.setEnabled(is_open and step.key not in letters)
                letters |= {step.key} if is_open and step.key else set()
