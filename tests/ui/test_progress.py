"""How far long work is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.parts.job import Jobs, Watch
from ui.parts.progress import ProgressCard, ProgressView, left_in_words


@pytest.mark.parametrize(
    ("passed", "done", "total", "words"),
    [
        (2.9, 1, 100, ""),
        (6, 60, 100, "大约还要 4 秒"),
        (10, 100, 100, ""),
        (10, 0, 100, ""),
        (30, 10, 100, "大约还要 4 分钟"),
    ],
)
def test_the_time_left_is_said_from_three_seconds_on(
    passed: float, done: int, total: int, words: str
) -> None:
    assert left_in_words(passed, done, total) == words


def test_a_step_is_shown_in_numbers_and_words(qtbot: QtBot) -> None:
    view = ProgressView("正在导入", "一行也不会留下", "取消导入")
    qtbot.addWidget(view)

    view.show_step(271, 1418, "核对")

    assert view.count.text() == "271 / 1,418 行"
    assert view.doing.text() == "正在核对"
    assert (view.bar.value(), view.bar.maximum()) == (271, 1418)


class Carded:
    """Long work over a window, which asks every 10 ms whether it should stop."""

    def __init__(self, window: QWidget) -> None:
        self.jobs, self.told, self.gate = Jobs(), list[str](), Event()
        self.window = window

    def begin(self) -> ProgressCard:
        told, stopped = self.told.append, lambda: self.told.append("stopped")
        job = self.jobs.start_long(self.jobs, "papers", self._work, told, None, stopped)
        view = ProgressView("正在排版", "没有文件会留下", "取消排版", "页")
        return ProgressCard(view, job, self.window)

    def _work(self, watch: Watch) -> str:
        done = 0
        while not self.gate.wait(0.01):
            done += 1
            watch.step(done, 1_000_000, "排版")
        return "done"


@pytest.fixture
def carded(qtbot: QtBot) -> Iterator[Carded]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    made = Carded(window)
    yield made
    made.jobs.stop()


def test_a_card_appears_only_if_the_work_lasts(qtbot: QtBot, carded: Carded) -> None:
    carded.gate.set()
    card = carded.begin()

    qtbot.waitUntil(lambda: not isValid(card))

    assert carded.told == ["done"]


def test_escape_on_the_card_stops_the_work(qtbot: QtBot, carded: Carded) -> None:
    card = carded.begin()
    qtbot.waitUntil(card.view.cancel.hasFocus)
    qtbot.waitUntil(lambda: card.view.count.text() != "")

    QTest.keyClick(card, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: carded.told == ["stopped"])


def test_put_behind_the_work_goes_on(qtbot: QtBot, carded: Carded) -> None:
    card = carded.begin()
    qtbot.waitUntil(card.view.cancel.hasFocus)

    QTest.keyClick(card, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert not card.isVisible()
    carded.gate.set()

    qtbot.waitUntil(lambda: carded.told == ["done"])
