"""Block: one step of the first run as it stands among the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from partyservice.kernel.regions import found
from ui.first_run_steps import Step
from ui.parts.disc import DONE, NOW, Disc
from ui.parts.form import Form
from ui.parts.layout import column, label, row, wrapped

if TYPE_CHECKING:
    from partyservice.kernel.kinds import Kind

_MOST_PLACES = 50


class Block(QWidget):
    """One step: its number and title; its form while it is asked, and then what was said."""

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        self.step = step
        self.form = Form(step.fields, (), _places, columns=1)
        self._disc, self._title = Disc(number), label(step.title, "head", bold=True)
        self._words = wrapped("", "body", "ink2")
        texts = column(self._title, self._words, self.form, gap=2)
        left = column(self._disc, None)
        self.setLayout(row(left, (texts, 1), gap=16))
        for key in step.secret:
            _hide(self.line(key))

    def line(self, key: str) -> QLineEdit:
        """Return the box of a field."""
        return cast("QLineEdit", self.form.boxes[key].box.widget)

    def show_state(self, state: str, texts: Mapping[str, str]) -> None:
        """Show the step as done, as the one now, or as one to come."""
        self._disc.show_state(state)
        self._words.setText(self.step.told(texts) if state == DONE else self.step.words)
        self.form.setVisible(state == NOW)


def _hide(line: QLineEdit) -> None:
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)


def _places(_kind: Kind, text: str) -> list[str]:
    return [name for _code, name in found(text, _MOST_PLACES)]
