from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import perf_counter

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from partyservice.app import App
from tests.ui.clerk import Clerk
from tests.ui.tasks import TASKS, Task
from ui.frame import Frame
from ui.parts.keys import lettered
from ui.window import MainWindow

BLOCK = 100.0  # ms
# an open list asks the platform for what the offscreen one cannot do
pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def clerk(qtbot: QtBot, app: App) -> Iterator[Clerk]:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 697)
    window.begin(app)
    window.show()
    window.activateWindow()
    assert isinstance(window.frame, Frame)
    made = Clerk(window.frame)
    made.wait()
    yield made
    window.close()


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS.keys())
def test_a_task_is_done_by_keys_alone(clerk: Clerk, task: Task) -> None:
    task.do(clerk)

    assert clerk.keys <= task.most


def work() -> None:
    start = perf_counter()
    while perf_counter() - start < BLOCK / 1000:
        pass


def seen(clerk: Clerk) -> set[str]:
    return {each.during for each in clerk.watch.blocks if each.wall >= BLOCK}


def test_a_block_is_seen_and_the_key_that_made_it(clerk: Clerk) -> None:
    lettered(clerk.frame, "Alt+Z", "", work)

    clerk.press("Down", "Alt+Z", "Down")

    assert "Alt+Z" in seen(clerk)


def test_a_block_is_seen_when_the_key_is_long_up(clerk: Clerk) -> None:
    lettered(clerk.frame, "Alt+Z", "", partial(QTimer.singleShot, 20, work))

    clerk.press("Alt+Z")

    clerk.wait(lambda: "Alt+Z" in seen(clerk))
