from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import perf_counter

import pytest
from PySide6.QtCore import QTimer

from partyservice.app import App
from tests.cupsd import PrintShop
from tests.ui.clerk import Clerk, at_work
from tests.ui.tasks import TASKS, Task
from ui.parts.keys import lettered

BLOCK = 100.0  # ms
# an open list asks the platform for what the offscreen one cannot do
pytestmark = [
    pytest.mark.qt_log_ignore("does not support", extend=True),
    pytest.mark.usefixtures("qapp"),
]


@pytest.fixture
def clerk(app: App, shop: PrintShop) -> Iterator[Clerk]:
    with at_work(app, shop) as made:
        yield made


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
