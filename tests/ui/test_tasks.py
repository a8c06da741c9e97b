from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from partyservice.app import App
from tests.ui.clerk import Clerk
from tests.ui.tasks import TASKS, Task
from ui.frame import Frame
from ui.window import MainWindow


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
