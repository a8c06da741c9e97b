from __future__ import annotations

import time
from threading import Event

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from partyservice.kernel.errors import Refused
from ui.parts.job import OFTEN, Jobs, Watch, sentence_of


def test_a_job_tells_its_result_or_its_failure(qtbot: QtBot) -> None:
    jobs, told = Jobs(), list[object]()
    jobs.start(jobs, "lists", lambda: 7, told.append)
    jobs.start(jobs, "lists", _fail, told.append, told.append)
    qtbot.waitUntil(lambda: len(told) == 2)

    assert told[0] == 7
    assert isinstance(told[1], Refused)
    assert sentence_of(told[1]) == "不行。"
    jobs.stop()


def test_what_nobody_waits_for_any_more_is_not_told(qtbot: QtBot) -> None:
    jobs, gate, told, owner = Jobs(), Event(), list[object](), QObject()
    stale = jobs.start(jobs, "lists", lambda: gate.wait(5), told.append)
    jobs.start(owner, "lists", lambda: "orphan", told.append)
    jobs.start(jobs, "lists", lambda: "fresh", told.append)

    stale.cancel()
    delete(owner)
    gate.set()
    qtbot.waitUntil(jobs.idle)

    assert told == ["fresh"]
    jobs.stop()


def test_a_failure_nobody_waits_for_is_a_bug(qtbot: QtBot) -> None:
    jobs = Jobs()
    with qtbot.waitSignal(jobs.failed) as caught:
        jobs.start(jobs, "write", lambda: 1 // 0, print)

    assert isinstance(caught.args[0], ZeroDivisionError)
    assert sentence_of(caught.args[0]) == ""
    jobs.stop()


def test_long_work_says_how_far_it_is_seldom_enough(qtbot: QtBot) -> None:
    jobs, told, steps = Jobs(), list[object](), list[tuple[int, int, str]]()
    gate = Event()

    def work(watch: Watch) -> str:
        gate.wait(5)
        for done in range(20_000):
            watch.step(done, 20_000, "数数")
        return "done"

    job = jobs.start_long(jobs, "papers", work, told.append)
    assert job.watch is not None
    job.watch.stepped.connect(lambda *step: steps.append(step))
    began = time.monotonic()
    gate.set()
    qtbot.waitUntil(jobs.idle)

    assert told == ["done"]
    assert steps[0] == (0, 20_000, "数数")
    assert len(steps) <= (time.monotonic() - began) / OFTEN + 1
    jobs.stop()


def test_stopped_work_says_that_it_was_and_nothing_else(qtbot: QtBot) -> None:
    jobs, told, gate = Jobs(), list[object](), Event()

    def work(watch: Watch) -> None:
        gate.wait(5)
        watch.step(1, 2)

    job = jobs.start_long(
        jobs, "papers", work, told.append, told.append, lambda: told.append("stopped")
    )
    job.stop()
    gate.set()
    qtbot.waitUntil(jobs.idle)

    assert told == ["stopped"]
    jobs.stop()


def test_closing_the_window_stops_long_work(qtbot: QtBot) -> None:
    jobs, begun = Jobs(), Event()

    def work(watch: Watch) -> None:
        begun.set()
        while True:
            watch.step(1, 2)

    jobs.start_long(jobs, "papers", work, print)
    assert begun.wait(5)
    jobs.stop()
    qtbot.waitUntil(jobs.idle)


def _fail() -> None:
    raise Refused("不行。")
