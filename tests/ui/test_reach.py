"""Whatever can be done is done by a key, and a key does one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from partyservice.app import App
from tests.ui.states import ground, pages, questions, rest
from ui.frame import Frame
from ui.parts.buttons import Button
from ui.parts.keys import cap
from ui.parts.rail import Place
from ui.parts.theme import RESOURCES
from ui.screens import SCREENS
from ui.window import MainWindow

# keys that a widget hears itself, not by an action
OWN = {"Enter", "Esc", "Del", "Space", "↑↓"}
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def frame(app: App) -> Iterator[Frame]:
    window = MainWindow()
    window.resize(1366, 697)
    window.begin(app)
    window.show()
    window.activateWindow()
    assert window.frame
    rest(window.frame, window.isActiveWindow)
    yield window.frame
    window.close()


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.title)
def test_the_icon_of_a_place_is_drawn_usual_and_filled(place: Place) -> None:
    for shape in ("regular", "filled"):
        assert list((RESOURCES / "icons").glob(f"{place.icon}_*_{shape}.svg"))


def test_every_key_is_heard_once_and_does_what_its_button_says(frame: Frame) -> None:
    found = [fault for name in pages(frame) for fault in _faults(frame, name)]
    found += [fault for name in questions(frame) for fault in _faults(frame, name)]

    assert not found, "\n".join(found)


def _faults(frame: Frame, name: str) -> Iterator[str]:
    window = ground(frame)
    sequences = _heard(window)
    heard = {cap(text) for text in sequences}
    for text, times in Counter(sequences).items():
        if times > 1:
            yield f"{name}: {text} is heard {times} times"
    for button in cast("list[Button]", window.findChildren(Button)):
        if button.isVisible() and button.isEnabled() and button.key not in {"", *OWN, *heard}:
            yield f"{name}: nobody hears {button.key} of {button.text()}"
    if window is frame:
        offered = {command.words for command in frame.commands()}
        for each in _actions(window):
            if each.text() and not each.shortcuts() and each.text() not in offered:
                yield f"{name}: {each.text()} has no key and does not stand in F10"


def _heard(window: QWidget) -> list[str]:
    """Return the keys that are heard where the focus is."""
    heard: list[str] = []
    widget = QApplication.focusWidget() or window
    while True:
        for each in widget.actions():
            if each.isEnabled():
                heard += [sequence.toString() for sequence in each.shortcuts()]
        above = widget.parentWidget()
        if above is None or widget.isWindow():
            return heard
        widget = above


def _actions(window: QWidget) -> Iterator[QAction]:
    for widget in cast("list[QWidget]", window.findChildren(QWidget)):
        if widget.isVisible() and not isinstance(widget, QLineEdit):
            yield from (each for each in widget.actions() if each.isEnabled())
