from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from partyservice.kernel.errors import Refused
from ui.parts.job import Jobs, sentence_of


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


def _fail() -> None:
    raise Refused("不行。")
