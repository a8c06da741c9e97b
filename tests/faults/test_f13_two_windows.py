"""F13, F14: one window at a time on an office; a seat that a crash left keeps nobody out."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from partyservice.app import App, open_office
from partyservice.app.seat import FILE
from partyservice.kernel.errors import Refused
from partyservice.members.model import Person
from tests.builders import CLOCK, PASSWORD, USER, somebody
from tests.faults.damage import copied, founded
from tests.faults.forking import forked, shared_out
from tests.faults.table import Told

STARTS = 100
HAN = "甲乙丙丁戊己庚辛壬癸"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("seat") / "office", people=3)


def sat_down(folder: Path) -> App:
    return open_office(folder, USER, PASSWORD, CLOCK, window=True)


def test_a_second_window_is_told_who_has_the_office(office: Path, place: Path) -> None:
    with copied(office, place) as folder:
        with closing(sat_down(folder)), pytest.raises(Refused) as caught:
            sat_down(folder)

        assert re.search(
            rf"已经在另一个窗口里打开（{USER}，11-24 \d\d:\d\d 起）", caught.value.words
        )
        sat_down(folder).close()


def test_the_command_line_works_beside_a_window(office: Path, place: Path) -> None:
    with copied(office, place) as folder, closing(sat_down(folder)) as window:
        with closing(open_office(folder, USER, PASSWORD, CLOCK)) as beside:
            somebody(beside, "欧阳旁")
        somebody(window, "欧阳主")

        assert _names(window) >= {"欧阳旁", "欧阳主"}


def test_a_wrong_password_leaves_the_seat_free(office: Path, place: Path) -> None:
    with copied(office, place) as folder:
        with pytest.raises(Refused, match="密码"):
            open_office(folder, USER, "不是这个密码", CLOCK, window=True)

        sat_down(folder).close()


@pytest.mark.parametrize("note", [b"", b"\0", b" {}", b" [1]", b' {"name": 1, "at": "x"}', b"\xff"])
def test_a_damaged_note_of_who_sits_there_still_refuses(
    office: Path, place: Path, note: bytes
) -> None:
    with copied(office, place) as folder, closing(sat_down(folder)):
        (folder / FILE).write_bytes(note)

        with pytest.raises(Refused, match="已经在另一个窗口里打开。"):
            sat_down(folder)


def _names(app: App) -> set[str]:
    with app.store.read() as session:
        return set(session.scalars(select(Person.name)))


def _start(folder: Path, number: int, opened: Callable[[Path], App]) -> str:
    """Start a window, save two people and end; say what came of it, and who else was there."""
    try:
        with closing(opened(folder)) as app:
            inside = folder / "inside"
            alone = not inside.exists()
            inside.touch()
            somebody(app, "欧阳" + HAN[number // 10] + HAN[number % 10])
            inside.unlink(missing_ok=True)
            return "wrote" if alone else "beside another"
    except Refused as refusal:
        return "refused" if "另一个窗口" in refusal.words else refusal.words


def test_of_two_windows_started_together_one_writes(office: Path, place: Path, tell: Told) -> None:
    """Two by two, as a double click starts them; the control takes no seat."""

    def both(opened: Callable[[Path], App], starts: int) -> tuple[Counter[str], int]:
        with copied(office, place) as folder:
            came = Counter[str]()
            for first in range(0, starts, 2):
                came.update(shared_out(lambda n: _start(folder, n, opened), [first, first + 1]))
            with closing(open_office(folder, USER, PASSWORD, CLOCK)) as app:
                return came, len(_names(app)) - 3

    came, there = both(sat_down, STARTS)
    control, _ = both(lambda folder: open_office(folder, USER, PASSWORD, CLOCK), STARTS)

    double = control["wrote"] + control["beside another"] - STARTS // 2  # one of two is enough
    tell("F13 two windows", STARTS, came["beside another"], f"without a seat: {double} let in too")
    assert came["beside another"] == 0
    assert set(came) <= {"wrote", "refused"}
    assert there == came["wrote"] >= STARTS // 2  # whoever wrote lost nothing
    assert double


def test_a_killed_window_keeps_nobody_out(office: Path, place: Path, tell: Told) -> None:
    with copied(office, place) as folder:
        blocked = 0
        for _ in range(STARTS):
            ready, end = os.pipe()

            def sit(end: int = end) -> None:
                sat_down(folder)
                os.write(end, b"x")
                signal.pause()

            child = forked(sit)
            os.close(end)
            assert os.read(ready, 1) == b"x"
            os.close(ready)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            blocked += (folder / FILE).exists()  # a lock by existence alone
            sat_down(folder).close()

    tell("F14 seat after a kill", STARTS, 0, f"a lock by existence: {blocked} blocked")
    assert blocked == STARTS


def test_a_child_that_reads_a_sheet_does_not_keep_the_seat(office: Path, place: Path) -> None:
    with copied(office, place) as folder:
        with closing(sat_down(folder)):
            child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        sat_down(folder).close()
        child.communicate(b"\n")
