"""F11: the newest saves are gone from the file, and the file itself says that it is sound.

A flipped, cut or missing log and an old copy put in place of the database look like a shorter
history. The change journal is the second place that knows better; replay brings the rest back.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from partyservice.safety.following import Following
from partyservice.safety.replay import replay
from partyservice.storage.changefiles import seen
from partyservice.storage.changes import Mark
from partyservice.storage.derived import CHANGES
from partyservice.storage.engine import connect
from partyservice.storage.journal import first_bad
from partyservice.storage.newer import agrees, bits_of, newest_of
from partyservice.storage.store import Store
from tests.faults.digest import digest
from tests.safety.histories import Day, Template, opened, stored, template

QUICK, FULL = 200, 2000


@dataclass(frozen=True, slots=True)
class Cut:
    """The files as they were when the power went, the log not yet brought in; the stick."""

    folder: Path
    stick: Path
    of: Template
    digest: str
    newest: Mark


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    place = tmp_path_factory.mktemp("cut")
    of = template(place / "template")
    stick, left = place / "stick", place / "left"
    stick.mkdir()
    app = opened(place / "office", of)
    following = Following(app.store, [stick])
    day = Day(app, Random(11))
    day.live(6)
    shutil.copy(place / "office/office.db", place / "old.db")
    with app.store.read() as reader:  # a long list is read, and the log cannot be brought in
        newest_of(reader.connection())
        day.live(10)
        assert not any(state.behind for state in following.close(60))
        left.mkdir()
        for name in ("office.db", "office.db-wal"):
            shutil.copy(place / "office" / name, left / name)
    with app.store.read() as session:
        found = Cut(left, stick, of, digest(session.connection()), newest_of(session.connection()))
    app.close()
    assert (left / "office.db-wal").stat().st_size > 8 * 4096
    return found


def contradicted(store: Store, folder: Path) -> bool:
    """Say whether a change journal saw what the database does not have."""
    with store.read() as session:
        bits = bits_of(session.connection())
    marks = [mark for _path, mark in seen([folder], store.derived(CHANGES), bits)]
    assert marks
    return not all(agrees(store, mark) for mark in marks)


def looks_sound(path: Path, key: bytes) -> bool:
    """The control: all that can be asked of the file alone."""
    connection = connect(path, key)
    (said,) = connection.execute("PRAGMA quick_check").fetchone()
    connection.close()
    with stored(path, key) as store, store.read() as session:
        return said == "ok" and first_bad(session.connection()) is None


def laid_out(of: Cut, place: Path) -> Path:
    shutil.copytree(of.folder, place)
    return place / "office.db"


def came_back(path: Path, of: Cut) -> bool:
    done = replay(path, [of.of.key], [of.stick])
    with stored(path, of.of.key) as store, store.read() as session:
        return (done.seq, done.stopped, digest(session.connection())) == (
            of.newest.seq,
            "",
            of.digest,
        )


def flipped(of: Cut, tmp_path: Path, count: int, seed: int) -> tuple[int, int]:
    """Flip one bit of the log so many times; return how often history was shortened, and seen."""
    chance, shortened, noticed = Random(seed), 0, 0
    log = (of.folder / "office.db-wal").read_bytes()
    for number in range(count):
        path = laid_out(of, tmp_path / str(number))
        changed = bytearray(log)
        place = chance.randrange(len(log) * 8)
        changed[place // 8] ^= 1 << place % 8
        path.with_name("office.db-wal").write_bytes(changed)
        with stored(path, of.of.key) as store:
            with store.read() as session:
                whole = newest_of(session.connection()) == of.newest
            shortened += not whole
            noticed += contradicted(store, of.stick)
            assert contradicted(store, of.stick) is not whole
        shutil.rmtree(path.parent)
    return shortened, noticed


def test_a_flipped_bit_in_the_log_is_seen_by_what_it_shortened(cut: Cut, tmp_path: Path) -> None:
    shortened, noticed = flipped(cut, tmp_path, QUICK, 1)

    assert shortened == noticed
    assert shortened > QUICK / 2  # the control: without a witness nothing of it would be told


@pytest.mark.full
def test_every_flipped_bit_in_the_log_is_seen(cut: Cut, tmp_path: Path) -> None:
    shortened, noticed = flipped(cut, tmp_path, FULL, 2)

    assert shortened == noticed


def test_control_the_file_alone_says_that_it_is_sound(cut: Cut, tmp_path: Path) -> None:
    path = laid_out(cut, tmp_path / "flipped")
    log = path.with_name("office.db-wal")
    changed = bytearray(log.read_bytes())
    changed[100] ^= 1  # in the first page of the log
    log.write_bytes(changed)

    assert looks_sound(path, cut.of.key)


@pytest.mark.parametrize("size", [0, 17, 32, 5000])
def test_a_cut_log_is_seen_and_replay_brings_the_rest_back(
    cut: Cut, tmp_path: Path, size: int
) -> None:
    path = laid_out(cut, tmp_path / "cut")
    log = path.with_name("office.db-wal")
    log.write_bytes(log.read_bytes()[:size])

    with stored(path, cut.of.key) as store:
        assert contradicted(store, cut.stick)
    assert looks_sound(path, cut.of.key)
    assert came_back(path, cut)


def test_a_missing_log_is_seen_and_replay_brings_the_rest_back(cut: Cut, tmp_path: Path) -> None:
    path = laid_out(cut, tmp_path / "missing")
    path.with_name("office.db-wal").unlink()

    with stored(path, cut.of.key) as store:
        assert contradicted(store, cut.stick)
    assert looks_sound(path, cut.of.key)
    assert came_back(path, cut)


def test_an_old_copy_in_place_of_the_database_is_seen(cut: Cut, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copy(cut.folder.parent / "old.db", path)

    with stored(path, cut.of.key) as store:
        assert contradicted(store, cut.stick)
    assert looks_sound(path, cut.of.key)
    assert came_back(path, cut)


def test_a_sound_office_contradicts_nothing(cut: Cut, tmp_path: Path) -> None:
    path = laid_out(cut, tmp_path / "sound")

    with stored(path, cut.of.key) as store:
        assert not contradicted(store, cut.stick)
