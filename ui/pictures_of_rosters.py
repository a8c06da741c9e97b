"""Pictures of the rosters page beyond its first look."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ui.frame import Frame
from ui.screens import SCREENS


def of_rosters(frame: Frame, settle: Callable[[Frame], object]) -> Iterator[tuple[str, None]]:
    """The national sheet enlarged, the people behind a number, a custom roster being made."""
    frame.open(next(place for place in SCREENS if place.digit == "8"))
    view = frame.view("8")
    settle(frame)
    view.side.rolls.setCurrentRow(view.side.rolls.count() - 1)
    settle(frame)
    view.preview.setFocus()
    view.preview.zoom(1)
    settle(frame)
    yield "rosters-national", None
    view.preview.zoom(0)
    view.side.rolls.setCurrentRow(0)
    settle(frame)
    view.check.figures.setFocus()
    view.check.opened.emit("closing")
    settle(frame)
    yield "rosters-behind", None
    frame.open(next(place for place in SCREENS if place.digit == "8"))
    view.customs.make()
    settle(frame)
    yield "rosters-custom", None
    frame.open(SCREENS[0])
