"""F44: the machine sleeps, wakes up and logs off while somebody saves; a control as in F5."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from partyservice.app import open_office
from tests.builders import CLOCK, PASSWORD
from tests.faults.forking import shared_out
from tests.faults.killing import hasty, honest, missing, struck
from tests.faults.nothing_lost import LASTING, OFFICE_FOLDER
from tests.faults.powercut import ROOT, SHARES
from tests.faults.table import Told
from tests.faults.test_f05_kill import LETTERS

SLEEPS, SHORT, CONTROL = 2, 0.02, 4
WAIT = 30  # s


def sleep_and_log_off(child: int, chance: Random) -> None:
    """Stop it and let it go on, twice; then end it while it may have been stopped in a save."""
    for _ in range(SLEEPS):
        time.sleep(chance.uniform(0, SHORT))
        os.kill(child, signal.SIGSTOP)
        os.kill(child, signal.SIGCONT)
    time.sleep(chance.uniform(0, SHORT))
    os.kill(child, signal.SIGSTOP)
    os.kill(child, signal.SIGTERM)
    os.kill(child, signal.SIGCONT)


@pytest.mark.parametrize("count", [40, pytest.param(100, marks=pytest.mark.full)])
def test_nothing_is_lost_over_sleep_and_log_off(
    base: Path, place: Path, tell: Told, count: int
) -> None:
    def share(number: int) -> list[str]:
        at, chance = place / str(number), Random(number)
        shutil.copytree(base, at)
        wrong = []
        for tried in range(count // SHARES):
            prefix = f"周{''.join(LETTERS[int(d)] for d in str(tried))}"
            said = struck(at, prefix, honest, sleep_and_log_off, chance)
            wrong.append(missing(at, said, prefix))
        return [each for each in wrong if each]

    wrong = [line for lines in shared_out(share, range(SHARES)) for line in lines]

    at = place / "control"
    shutil.copytree(base, at)
    control = [
        missing(
            at, struck(at, f"吴{letter}", hasty, sleep_and_log_off, Random(letter)), f"吴{letter}"
        )
        for letter in LETTERS[:CONTROL]
    ]
    lost = f"told too early: {sum(map(bool, control))} of {CONTROL} lost"
    tell("F44 sleep, resume, log-off while saving", count, len(wrong), lost)
    assert wrong == []
    assert any(control)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM")
def test_a_log_off_closes_the_window_in_order(base: Path, place: Path) -> None:
    folder = place / OFFICE_FOLDER
    shutil.copytree(base / OFFICE_FOLDER, folder)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.leaver", str(folder)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout
        assert child.stdout.readline() == "typed\n"
        child.send_signal(signal.SIGTERM)
        assert child.wait(WAIT) == 0

    assert {each.name for each in folder.iterdir()} <= LASTING  # no log is left
    app = open_office(folder, "", PASSWORD, CLOCK)
    assert [each.texts for each in app.kept.unsaved()] == [{"person.skills": "calligraphy"}]
    app.close()
