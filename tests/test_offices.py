"""Making an office: what a cut-off attempt leaves is cleared, and nothing else ever is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from partyservice import offices
from partyservice.kernel.errors import Refused
from partyservice.kernel.locking import held
from partyservice.offices import (
    BACKUPS,
    UNFINISHED,
    Founding,
    check_place,
    create,
    open_store,
)
from partyservice.security.keysfile import FILE as KEYS
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK, COMMITTEE, NAME, PASSWORD, USER

TOLD = Founding(name=NAME, committee=COMMITTEE, user=USER, password=PASSWORD)
CUT_OFF = """
import os, sys
from pathlib import Path
from partyservice import offices
from partyservice.kernel.clock import Clock
offices._settle = lambda *_: os._exit(9)
told = offices.Founding(name="a", committee="b", user="c", password="lotus-kite-42")
offices.create(Path(sys.argv[1]), told, Clock())
"""


def test_a_good_place_is_left_as_it_was(tmp_path: Path) -> None:
    check_place(tmp_path / "党员服务中心" / "青石镇")
    check_place(tmp_path)

    assert not list(tmp_path.iterdir())


def test_a_place_that_will_not_do_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, full = tmp_path / "file", tmp_path / "full"
    file.write_text("x")
    full.mkdir()
    (full / "mine.txt").write_text("x")
    create(tmp_path / "office", TOLD, CLOCK)

    for folder, words in (
        (Path("relative"), "完整的路径"),
        (file, "是一个文件"),
        (file / "below", "是一个文件"),
        (full, "不是空文件夹"),
        (tmp_path / "office", "已经有一个中心"),
        (Path("/proc/office"), "不能写入"),
    ):
        with pytest.raises(Refused, match=words):
            check_place(folder)
    monkeypatch.setattr(offices, "LEAST_ROOM", 1 << 80)
    with pytest.raises(Refused, match="这个盘只剩"):
        check_place(tmp_path / "new")


def test_what_a_killed_attempt_left_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", CUT_OFF, folder], check=False, cwd=root)
    assert done.returncode == 9
    assert {UNFINISHED, DATABASE} <= {each.name for each in folder.iterdir()}
    check_place(folder)

    create(folder, TOLD, CLOCK)

    assert UNFINISHED not in {each.name for each in folder.iterdir()}
    store, by = open_store(folder, USER, PASSWORD, CLOCK)
    store.close()
    assert by.name == USER


def test_an_attempt_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        create(tmp_path, Founding(name=NAME, committee=COMMITTEE, user=USER, password="1"), CLOCK)

    assert not list(tmp_path.iterdir())


def test_two_programs_do_not_make_the_same_office(tmp_path: Path) -> None:
    with offices._being_made(tmp_path):
        with pytest.raises(Refused, match="别的窗口"):
            create(tmp_path, TOLD, CLOCK)
        (tmp_path / BACKUPS).mkdir()
    assert (tmp_path / BACKUPS).is_dir()


def test_an_office_finished_while_another_waited_is_not_cleared(tmp_path: Path) -> None:
    create(tmp_path, TOLD, CLOCK)
    before = (tmp_path / KEYS).read_bytes()
    with held(tmp_path / UNFINISHED):  # made anew by who had seen the mark of the first
        pass

    with pytest.raises(Refused):
        create(tmp_path, TOLD, CLOCK)

    assert (tmp_path / KEYS).read_bytes() == before
