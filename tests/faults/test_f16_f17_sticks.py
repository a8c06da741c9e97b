"""F16, F17: a stick is pulled out while a backup is written, or gives back what was not written."""

from __future__ import annotations

import errno
import random
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from partyservice.app import App
from partyservice.safety.backing import listed
from partyservice.safety.places import Place
from partyservice.storage import backup, medium
from partyservice.storage.manifest import Damaged
from tests.builders import member
from tests.safety.backups import backed_up, digest_of, with_second

TRIES = (20, 200)
FLIPS = (500, 5_000)


class Pulled:
    """Passes on the first `good` bytes; then the stick is gone, or full."""

    def __init__(self, file: BinaryIO, good: int, code: int) -> None:
        self._file, self._left, self._code = file, good, code

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        if len(data) > self._left:
            self._file.write(memoryview(data)[: self._left])
            raise OSError(self._code, "injected")
        self._left -= len(data)
        return self._file.write(data)


def pull(patch: pytest.MonkeyPatch, stick: Path, good: int, code: int) -> None:
    real = medium.new_file

    @contextmanager
    def pulled(path: Path) -> Iterator[object]:
        with real(path) as file:
            yield Pulled(file, good, code) if path.parent == stick else file

    patch.setattr(medium, "new_file", pulled)


def rot(patch: pytest.MonkeyPatch, stick: Path, at: int) -> None:
    """Have the stick give back one wrong bit."""
    real = medium.blocks

    def rotten(path: Path) -> Iterator[bytes]:
        start = 0
        for block in real(path):
            changed = bytearray(block)
            if path.parent == stick and start <= at < start + len(block):
                changed[at - start] ^= 8
            start += len(block)
            yield bytes(changed)

    patch.setattr(medium, "blocks", rotten)


@pytest.fixture
def stick(app: App, tmp_path: Path) -> Path:
    member(app)
    app.backups.make()  # from now on only the stick is written to anew
    return with_second(app, tmp_path / "stick", tmp_path / "settings.json")


@pytest.mark.parametrize(
    "tries", [TRIES[0], pytest.param(TRIES[1], marks=pytest.mark.full)], ids=["quick", "full"]
)
def test_a_stick_pulled_out_leaves_no_backup_and_keeps_nobody(
    app: App, stick: Path, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, size = random.Random(16), backed_up(app).stat().st_size
    for each in stick.glob("*.partybackup"):
        each.unlink()
    office = digest_of(app.store.folder)
    for _ in range(tries):
        code = chance.choice((errno.EIO, errno.ENOSPC, errno.ENODEV))
        with monkeypatch.context() as patch:
            pull(patch, stick, chance.randrange(size), code)
            began = time.monotonic()
            made = app.backups.make()
        assert time.monotonic() - began < 2 * 5  # s; of a machine five times as slow
        (words,) = made.refused.values()
        assert "没有备份成" in words
        assert "没有改动" in words
        assert app.backups.light() == ("warn", f"第二处没有备份成：{words}")
        assert len(made.paths) == 1
        assert listed([Place(stick, second=True)]) == []
    assert digest_of(app.store.folder) == office
    assert app.backups.make().refused == {}


@pytest.mark.parametrize(
    "tries", [TRIES[0], pytest.param(TRIES[1], marks=pytest.mark.full)], ids=["quick", "full"]
)
def test_a_stick_that_gives_back_other_bytes_has_no_backup(
    app: App, stick: Path, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, size = random.Random(17), backed_up(app).stat().st_size
    for each in stick.glob("*.partybackup"):
        each.unlink()
    for _ in range(tries):
        with monkeypatch.context() as patch:
            rot(patch, stick, chance.randrange(size))
            made = app.backups.make()
        (words,) = made.refused.values()
        assert "不一样" in words
        assert listed([Place(stick, second=True)]) == []


def test_without_reading_back_the_rot_goes_unnoticed(
    app: App, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same stick, and nobody compares."""
    real = backup.whole

    def copied(path: Path, part: Path) -> str:
        part.write_bytes(rotten(path))
        return "believed"

    def believed(path: Path) -> str:
        return "believed" if path.parent == stick else real(path)

    with monkeypatch.context() as patch:
        patch.setattr(backup, "copy", copied)
        patch.setattr(backup, "whole", believed)
        made = app.backups.make()

    assert made.refused == {}
    (copy,) = stick.glob("*.partybackup")
    with pytest.raises(Damaged):
        backup.whole(copy)


def rotten(path: Path) -> bytes:
    content = bytearray(path.read_bytes())
    content[7_000] ^= 8
    return bytes(content)


@pytest.mark.parametrize(
    "tries", [FLIPS[0], pytest.param(FLIPS[1], marks=pytest.mark.full)], ids=["quick", "full"]
)
def test_every_flipped_bit_and_every_cut_of_a_backup_is_noticed(
    app: App, tmp_path: Path, tries: int
) -> None:
    member(app)
    path, chance = backed_up(app), random.Random(10)
    content, bad = path.read_bytes(), tmp_path / "bad.partybackup"
    places = [*range(len(content) - 400, len(content)), *range(400)]  # where zips have their words
    for number in range(tries):
        changed = bytearray(content)
        if number % 5:
            at = chance.choice(places) if number % 2 else chance.randrange(len(content))
            changed[at] ^= 1 << chance.randrange(8)
        else:
            del changed[chance.randrange(len(content)) :]
        bad.write_bytes(changed)
        with pytest.raises(Damaged):
            backup.whole(bad)


def test_the_check_of_a_zip_alone_misses_flips(app: App, tmp_path: Path) -> None:
    """The control: what zipfile itself checks."""
    member(app)
    path, bad, missed = backed_up(app), tmp_path / "bad.zip", 0
    content = path.read_bytes()
    for at in range(len(content) - 400, len(content)):
        changed = bytearray(content)
        changed[at] ^= 1
        bad.write_bytes(changed)
        try:
            with zipfile.ZipFile(bad) as packed:
                missed += packed.testzip() is None
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
            continue
    assert missed > 50
