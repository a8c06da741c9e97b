"""Nothing is clipped, nameless or out of reach in any window a clerk may have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from partyservice.app import App
from tests.builders import new_office
from tests.ui.states import ground, pages, questions, rest
from ui.frame import Frame
from ui.parts.faults import faults
from ui.window import MainWindow

# inside of the window: 1366×768 under a task bar, full HD, 1280×1024, and larger type
SIZES = ((1920, 1009), (1366, 697), (1280, 953), (1093, 543), (911, 441), (683, 313))
SMALLEST = SIZES[-1]
_LOOKS = 100  # until what is wrong stays so


@pytest.fixture(params=["filled", "empty"])
def frame(
    qtbot: QtBot, app: App, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Frame]:
    office = app if request.param == "filled" else new_office(tmp_path / "nobody")
    window = MainWindow()
    qtbot.addWidget(window)
    window.begin(office)
    window.show()
    window.activateWindow()
    assert window.frame
    rest(window.frame)
    yield window.frame
    window.close()


def resized(frame: Frame, size: tuple[int, int]) -> None:
    frame.window().resize(*size)
    rest(frame)
    assert (frame.width(), frame.height()) == size


def lasting(frame: Frame) -> list[str]:
    """Return the faults that are still there when the layouts have come to rest."""
    shown = ground(frame)
    found = list(faults(shown))
    for _ in range(_LOOKS):
        if not found:
            break
        rest(frame)
        found = list(faults(shown))
    return found


def test_every_page_fits_every_window(frame: Frame) -> None:
    found = []
    for name in pages(frame):
        for size in SIZES:
            resized(frame, size)
            found += [f"{name} {size}: {fault}" for fault in lasting(frame)]

    assert not found, "\n".join(found)


def test_every_question_fits_every_window(frame: Frame) -> None:
    found = []
    for size in SIZES:
        resized(frame, size)
        for name in questions(frame):
            card = ground(frame)
            found += [f"{name} {size}: {fault}" for fault in lasting(frame)]
            if card.height() > size[1] or card.width() > size[0]:
                found.append(f"{name} {size}: beyond the window")

    assert not found, "\n".join(found)


def test_a_window_may_be_as_small_as_half_a_screen_at_double_size(frame: Frame) -> None:
    least = frame.window().minimumSize()

    assert least.width() <= SMALLEST[0]
    assert least.height() <= SMALLEST[1]
