"""F7: the disk is full, at whichever write: nothing is half done, and the desk is told what to do.

The control writes a file over the one that was there, and must leave it cut.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

import pytest

from partyservice.kernel.errors import Refused
from tests.faults.diskfull import WORKS as KNOWN
from tests.faults.diskfull import Tried
from tests.faults.forking import forked
from tests.faults.nothing_lost import fault_after, state_of
from tests.faults.powercut import below
from tests.faults.table import Told
from tests.faults.workloads import Day

WORKS, CONTROL = tuple(KNOWN), "set_machine"
SAID = ("磁盘", "位置")  # one of them stands in each sentence
REFUSED, SAVED = 3, 0


def tried(base: Path, recorder: Path, place: Path, *more: str) -> list[Tried]:
    at = place / "at"
    at.mkdir(parents=True)
    shutil.copytree(base.with_name("sheets"), place / "sheets")
    said = below(at, recorder, None, "tests.faults.diskfull", *more, "--where", str(base), str(at))
    return [Tried(**each) for each in json.loads(said)]


def test_a_full_disk_at_every_write(base: Path, recorder: Path, place: Path, tell: Told) -> None:
    groups = WORKS[::2], WORKS[1::2]
    with ThreadPoolExecutor() as threads:
        each = partial(tried, base, recorder)
        begun = [threads.submit(each, place / g[0], "--only", *g) for g in groups]
        begun.append(threads.submit(each, place / "control", "--control", "--only", CONTROL))
    *parts, control = [done.result() for done in begun]
    found = [one for part in parts for one in part]

    wrong = [each for each in found if each.fault]
    cut = [each for each in control if each.fault]
    tell("F7 disk full at every write", len(found), len(wrong), f"{len(cut)} of {len(control)} cut")
    assert wrong == []
    assert all(any(word in each.words for word in SAID) for each in found if each.words)
    assert {each.operation for each in found if each.words} == set(WORKS)
    assert cut


@pytest.mark.parametrize("count", [20, pytest.param(500, marks=pytest.mark.full)])
def test_a_file_that_may_not_grow(base: Path, place: Path, tell: Told, count: int) -> None:
    day = Day.begun(base)
    before = state_of(day.app, day.machine)
    day.close()
    whole = place / "whole"
    shutil.copytree(base, whole)
    day = Day.begun(whole)
    day.register("张一")
    known = [before, state_of(day.app, day.machine)]
    day.close()
    chance, faults, codes = Random(7), [], set()
    for number in range(count):
        at = place / str(number)
        shutil.copytree(base, at)
        most = chance.randint(0, 400) << 10

        def work(at: Path = at, most: int = most) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            try:
                day = Day.begun(at)
                day.register("张一")
                day.close()
            except Refused:
                os._exit(REFUSED)

        code = os.waitstatus_to_exitcode(os.waitpid(forked(work), 0)[1])
        codes.add(code)
        faults.append(fault_after(at, known, int(code == SAVED)))
        shutil.rmtree(at)

    wrong = [fault for fault in faults if fault]
    tell("F7 a file that may not grow", count, len(wrong), "as above")
    assert wrong == []
    assert codes == {SAVED, REFUSED}
