"""Block: one step of the first run as it stands among the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from partyservice.kernel.regions import found
from ui.first_run_steps import Step
from ui.parts.asking import hide, line_of
from ui.parts.disc import DONE, NOW, Disc
from ui.parts.form import Form
from ui.parts.layout import column, label, row, wrapped

if TYPE_CHECKING:
    from partyservice.kernel.kinds import Kind

_MOST_PLACES = 50


class Entry(QWidget):
    """Number and title of a step, what there is to say of it, and what it asks while it is now."""

    def __init__(self, number: int, title: str, words: str, body: QWidget | None = None) -> None:
        super().__init__()
        self._asked, self._body = words, body
        self._disc, self._title = Disc(number), label(title, "head", bold=True)
        self._words = wrapped(words, "body", "ink2")
        texts = column(self._title, self._words, *((body,) if body else ()), gap=2)
        left = column(self._disc, None)
        self.setLayout(row(left, (texts, 1), gap=16))

    def mark(self, state: str, told: str = "") -> None:
        """Show the step as done, as the one now, or one to come; `told` is what came of it."""
        self._disc.show_state(state)
        words = told if told or state == DONE else self._asked
        self._words.setText(words)
        self._words.setVisible(bool(words))
        if self._body:
            self._body.setVisible(state == NOW)


class Block(Entry):
    """One step that is a form."""

    def __init__(self, number: int, step: Step) -> None:
        self.step = step
        self.form = Form(step.fields, (), _places, columns=1)
        super().__init__(number, step.title, step.words, self.form)
        for key in step.secret:
            hide(self.line(key))

    def line(self, key: str) -> QLineEdit:
        """Return the box of a field."""
        return line_of(self.form, key)

    def show_state(self, state: str, texts: Mapping[str, str]) -> None:
        """Show the step as done, as the one now, or as one to come."""
        self.mark(state, self.step.told(texts) if state == DONE else "")


def _places(_kind: Kind, text: str) -> list[str]:
    return [name for _code, name in found(text, _MOST_PLACES)]
