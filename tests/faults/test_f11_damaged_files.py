"""F11: a file is cut, emptied, swapped, its log another's: a sentence, and the file is kept."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from partyservice.app import open_office
from partyservice.storage.deskfile import FILE as DRAFTS
from partyservice.storage.folder import DATABASE
from partyservice.storage.store import Store
from tests.builders import CLOCK, PASSWORD, somebody
from tests.faults.damage import FILES, MET, TOLD, copied, fingerprint, flip, founded, said
from tests.faults.table import Told

FULL = pytest.mark.full
Surgery = Callable[[Path, random.Random], None]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("surgery") / "office")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another office, with the same password."""
    return founded(tmp_path_factory.mktemp("other") / "office", first="诸葛")


@pytest.fixture(scope="module")
def logs(office: Path, other: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Logs that a crash left: of this office and of the other; `office` is this one before it."""
    place, found = tmp_path_factory.mktemp("logs"), {}
    for name, folder in (("ours", office), ("theirs", other)):
        copy = shutil.copytree(folder, place / name)
        with (
            patch.object(Store, "checkpoint", lambda _self: None),
            closing(open_office(copy, "", PASSWORD, CLOCK)) as app,
        ):
            somebody(app, "上官新")
            found[name] = Path(shutil.copy(copy / f"{DATABASE}-wal", place / f"{name}.wal"))
    return found


def cut(path: Path, draw: random.Random) -> None:
    with path.open("r+b") as file:
        file.truncate(draw.randrange(1, path.stat().st_size))


def zeroed(path: Path, draw: random.Random) -> None:
    """Fill a part with zeros, as a disk does with blocks it never wrote."""
    size = path.stat().st_size
    start = draw.randrange(size)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(bytes(draw.randrange(1, size - start + 1)))


def emptied(path: Path, _draw: random.Random) -> None:
    path.write_bytes(b"")


def all_zero(path: Path, _draw: random.Random) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def gone(path: Path, _draw: random.Random) -> None:
    path.unlink()


SURGERIES = (cut, cut, cut, zeroed, zeroed, zeroed, emptied, all_zero, gone)


@pytest.mark.parametrize("count", [200, pytest.param(2_000, marks=FULL)])
def test_a_damaged_file_is_told_of_and_kept(
    office: Path, place: Path, tell: Told, count: int
) -> None:
    true, draw, wrong = said(office), random.Random(1), []
    for number in range(count):
        name, act = FILES[number % 3], SURGERIES[number // 3 % len(SURGERIES)]
        with copied(office, place) as copy:
            act(copy / name, draw)
            damaged = fingerprint(copy / name)
            told = said(copy)
            kept = [fingerprint(each) for each in copy.glob("*") if each.is_file()]
        # what still opens is written to before the damage is met: that somebody signed in
        nothing_left = act in (gone, emptied) or (name == DATABASE and act in (cut, zeroed))
        if told != true and not (
            told.startswith(MET) or (told.startswith(TOLD) and (nothing_left or damaged in kept))
        ):
            wrong.append((name, act.__name__, told))

    control = _overwritten(place / "plain.db")
    tell("F11 damaged files", count, len(wrong), f"plain SQLite: {control} of 2 begun anew")
    assert wrong == []
    assert control == 2


def _overwritten(path: Path) -> int:
    """Return how often a plain database that is lost is silently replaced by an empty one."""
    anew = 0
    for surgery in ("gone", "emptied"):
        path.unlink(missing_ok=True)
        if surgery == "emptied":
            path.touch()
        with closing(sqlite3.connect(path)) as made:
            made.execute("CREATE TABLE IF NOT EXISTS person (name TEXT)")
            anew += made.execute("SELECT * FROM person").fetchall() == []
    return anew


@pytest.mark.parametrize("name", FILES)
def test_the_file_of_another_office_is_no_way_in(
    office: Path, other: Path, place: Path, name: str
) -> None:
    """Passwords are the same in both: only the keys differ."""
    with copied(office, place) as copy:
        shutil.copy(other / name, copy / name)
        swapped = fingerprint(copy / name)

        assert said(copy).startswith(TOLD)

        assert swapped in [fingerprint(each) for each in copy.glob("*") if each.is_file()]


@pytest.mark.parametrize("name", [DATABASE, DRAFTS])
def test_the_log_of_another_office_is_not_taken_over(
    office: Path, place: Path, logs: dict[str, Path], tell: Told, name: str
) -> None:
    """SQLite alone copies it into the file when it lets go: the control loses the office."""
    true = said(office)
    with copied(office, place) as copy:
        whole = fingerprint(copy / name)
        log = Path(shutil.copy(logs["theirs"], copy / f"{name}-wal"))
        foreign = fingerprint(log)

        told = said(copy)

        if name == DATABASE:
            assert told.startswith(TOLD)
            assert fingerprint(copy / name) == whole
            assert fingerprint(log) == foreign
            log.unlink()
            assert said(copy) == true
        else:  # what would hurt it is told; a log that lies wholly behind its end does not
            assert told == true or told.startswith(TOLD)
    with copied(office, place) as copy, patch("partyservice.offices.refuse_strange_log"):
        shutil.copy(logs["theirs"], copy / f"{DATABASE}-wal")
        said(copy)
        (copy / f"{DATABASE}-wal").unlink(missing_ok=True)
        lost = said(copy) != true
    tell(f"F11 log of another office, {name}", 1, 0, f"without the look: {int(lost)} of 1 lost")
    assert lost


@pytest.mark.parametrize("count", [60, pytest.param(600, marks=FULL)])
def test_a_damaged_log_shows_nothing_that_never_was(
    office: Path, place: Path, logs: dict[str, Path], tell: Told, count: int
) -> None:
    """Its last save may be gone, as if the power had failed before it: never half of it.

    That a confirmed save is missing is seen by what witnessed it elsewhere, not here.
    """
    before, draw, found = said(office), random.Random(1), []
    with copied(office, place) as copy:
        shutil.copy(logs["ours"], copy / f"{DATABASE}-wal")
        after = said(copy)
    assert after != before
    size = logs["ours"].stat().st_size
    for number in range(count):
        with copied(office, place) as copy:
            log = Path(shutil.copy(logs["ours"], copy / f"{DATABASE}-wal"))
            flip(log, draw.randrange(size * 8)) if number % 2 else cut(log, draw)
            found.append(said(copy))

    wrong = [told for told in found if told not in (before, after) and not told.startswith(TOLD)]
    shorter = found.count(before)
    tell("F11 damaged log", count, len(wrong), f"{shorter} without the last save: anchors see it")
    assert wrong == []
    assert shorter
