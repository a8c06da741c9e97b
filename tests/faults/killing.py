"""Killing: a child that works at the desk as fast as it can, and what it was told is saved."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from random import Random
from threading import Thread
from typing import BinaryIO

from sqlalchemy import text

from partyservice.app import App, open_office
from partyservice.kernel.errors import Refused
from tests.builders import CLOCK, PASSWORD, outflow
from tests.faults.forking import forked
from tests.faults.nothing_lost import LASTING, OFFICE_FOLDER, fault_within

LONGEST = 0.2  # s from the first word of a child to its end
SLOW = 0.02  # s that the queue of the control waits
Said = Callable[[str], object]
Work = Callable[[App, str, Said], object]
Blow = Callable[[int, Random], None]


def names(prefix: str) -> Iterator[str]:
    """Give names that nobody has: 甲一二, and so on."""
    digits = "零一二三四五六七八九"
    number = 0
    while True:
        yield prefix + "".join(digits[int(d)] for d in str(number))
        number += 1


def honest(app: App, prefix: str, said: Said) -> None:
    """Register one stay after the other, each with its person and its number."""
    for name in names(prefix):
        outflow(app, name, "2026-10-08")
        said(name)


def hasty(app: App, prefix: str, said: Said) -> None:
    """Say that a stay is saved and let a thread save it: the control."""
    waiting: SimpleQueue[str] = SimpleQueue()

    def save() -> None:
        while True:
            outflow(app, waiting.get(), "2026-10-08")

    Thread(target=save, daemon=True).start()
    for name in names(prefix):
        waiting.put(name)
        said(name)
        time.sleep(SLOW)


def struck(folder: Path, prefix: str, work: Work, blow: Blow, chance: Random) -> list[str]:
    """Let a child work in an office until the `blow`; return the names that it said are saved."""
    begin, end = os.pipe()
    child = forked(lambda: _at_the_desk(folder, prefix, work, end))
    os.close(end)
    with os.fdopen(begin, "rb", buffering=0) as pipe:
        select.select([pipe], [], [])  # it has said something
        blow(child, chance)
        os.waitpid(child, 0)
        return _whole_lines(pipe)


def kill(child: int, chance: Random) -> None:
    """Kill it at some moment."""
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)


def missing(folder: Path, confirmed: list[str], prefix: str) -> str:
    """Open the office; return what is wrong: nothing may be missing, only one more may be there."""
    try:
        app = open_office(folder / OFFICE_FOLDER, "", PASSWORD, CLOCK)
    except Refused as refusal:
        return f"corrupt: {refusal.words}"
    try:
        with app.store.read() as session:
            asked = text(
                "SELECT p.name FROM person p JOIN outflow o ON o.person_id = p.id"
                " WHERE p.name LIKE :prefix ORDER BY o.reg_no"
            )
            found = list(session.scalars(asked, {"prefix": f"{prefix}%"}))
            unsound = fault_within(session)
    finally:
        app.close()
    if unsound:
        return f"corrupt: {unsound}"
    if found[: len(confirmed)] != confirmed or len(found) > len(confirmed) + 1:
        return f"lost: {set(confirmed) - set(found)}, and {found[len(confirmed) :]} more"
    left = {each.name for each in (folder / OFFICE_FOLDER).iterdir()} - LASTING
    return f"orphan: {left}" if left else ""


def _at_the_desk(folder: Path, prefix: str, work: Work, end: int) -> None:
    app = open_office(folder / OFFICE_FOLDER, "", PASSWORD, CLOCK)
    work(app, prefix, lambda name: os.write(end, f"{name}\n".encode()))


def _whole_lines(pipe: BinaryIO) -> list[str]:
    told = b""
    while more := pipe.read(1 << 16):
        told += more
    return told.decode().splitlines()
