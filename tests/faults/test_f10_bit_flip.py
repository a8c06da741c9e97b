"""F10: one bit of a file is flipped; the office says so or is what it was, never something else."""

from __future__ import annotations

import json
import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from partyservice.machine import Machine
from partyservice.security.keysfile import FILE as KEYS
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK
from tests.faults.damage import FILES, MET, TOLD, copied, fingerprint, flip, founded, said
from tests.faults.forking import shared_out
from tests.faults.table import Told

FULL = pytest.mark.full
CONTROL = 200
LANES = 2


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("flip") / "office")


@pytest.mark.parametrize("count", [500, pytest.param(5_000, marks=FULL)])
def test_no_flipped_bit_is_shown_as_right(
    office: Path, place: Path, tell: Told, count: int
) -> None:
    true = said(office)
    sizes = [(office / name).stat().st_size for name in FILES]
    plain = _plain(place / "plain.db")

    def tried(lane: int) -> list[tuple[str, int, str]]:
        draw, mine = random.Random(lane), place / str(lane)
        mine.mkdir()
        found = []
        for number in range(lane, count, LANES):
            kind = number % len(FILES)
            bit = draw.randrange(sizes[kind] * 8)
            with copied(office, mine) as copy:
                flip(copy / FILES[kind], bit)
                damaged = fingerprint(copy / FILES[kind])
                told = said(copy)
                kept = [fingerprint(each) for each in copy.glob("*") if each.is_file()]
            # a wrong password is counted in the one, a sign-in noted in the other while it opens
            same = damaged in kept or FILES[kind] in (KEYS, DATABASE)
            if told != true and not (told.startswith(MET) or (told.startswith(TOLD) and same)):
                found.append((FILES[kind], bit, told))
        return found

    wrong = [each for lane in shared_out(tried, range(LANES)) for each in lane]

    control = _silent(plain, place / "flipped.db", CONTROL)
    tell("F10 one flipped bit", count, len(wrong), f"plain SQLite: {control} of {CONTROL} silent")
    assert wrong == []
    assert control > CONTROL // 10


def _plain(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, phone TEXT)")
        rows = [(f"欧阳{number}" * 4, str(15480000000 + number)) for number in range(4_000)]
        made.executemany("INSERT INTO person (name, phone) VALUES (?, ?)", rows)
    return path


def _silent(plain: Path, copy: Path, count: int) -> int:
    """Return how often a database without authentication shows other people and says ok."""
    draw, data = random.Random(1), plain.read_bytes()
    with closing(sqlite3.connect(plain)) as open_:
        true = open_.execute("SELECT * FROM person").fetchall()
    silent = 0
    for _ in range(count):
        copy.write_bytes(data)
        flip(copy, draw.randrange(len(data) * 8))
        with closing(sqlite3.connect(copy)) as open_:
            open_.text_factory = lambda text: text.decode("utf-8", "replace")
            try:
                sound = open_.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                silent += sound and open_.execute("SELECT * FROM person").fetchall() != true
            except sqlite3.DatabaseError:
                pass
    return silent


@pytest.mark.parametrize("count", [500, pytest.param(5_000, marks=FULL)])
def test_settings_of_this_computer_never_stop_it(tmp_path: Path, tell: Told, count: int) -> None:
    """Nothing in them is a record: one that is damaged is asked for anew, and never an error."""
    machine = Machine(tmp_path / "settings.json")
    machine.remember(tmp_path / "中心", "青石镇党员服务中心", CLOCK.now())
    machine.keep_scale(125)
    true, draw = machine.path.read_bytes(), random.Random(1)
    came = Counter[str]()

    for _ in range(count):
        machine.path.write_bytes(true)
        flip(machine.path, draw.randrange(len(true) * 8))
        came["asked" if machine.recent() and machine.scale() else "anew"] += 1
        machine.keep_scale(100)
        assert json.loads(machine.path.read_bytes())["scale"] == 100

    tell("F10 one flipped bit in the settings", count, 0, f"{came['anew']} begun anew")
    assert came["anew"]
