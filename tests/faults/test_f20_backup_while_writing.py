"""F20: backups of an office that four threads write to; each is whole, and of one moment."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from partyservice.app import App
from partyservice.kernel.errors import Refused
from partyservice.storage import backup
from partyservice.storage.copying import check, make
from partyservice.storage.engine import connect
from tests.builders import branch
from tests.safety.backups import office_key
from tests.storage.test_backup import TOLD

BACKUPS, THREADS = (50, 500), 4
# people and entries of the journal that tell of them agree only within one moment
AGREE = (
    "SELECT (SELECT count(*) FROM organisation) ="
    " (SELECT count(*) FROM journal WHERE about = 'organisation')"
)


@contextmanager
def written_to(app: App) -> Iterator[list[int]]:
    """Have threads found branches meanwhile; gives those of whom it was said that they are."""
    over, confirmed = Event(), list[int]()

    def write(thread: int) -> None:
        number = 0
        while not over.is_set():
            number += 1
            with suppress(Refused):  # another one was in the way for five seconds
                confirmed.append(branch(app, f"第{thread}片第{number}党支部"))

    threads = [Thread(target=write, args=(n,)) for n in range(THREADS)]
    for each in threads:
        each.start()
    try:
        yield confirmed
    finally:
        over.set()
        for each in threads:
            each.join()


@pytest.mark.parametrize(
    "tries", [BACKUPS[0], pytest.param(BACKUPS[1], marks=pytest.mark.full)], ids=["quick", "full"]
)
def test_every_backup_while_others_write_is_good(app: App, tmp_path: Path, tries: int) -> None:
    key, out = office_key(app.store.folder), tmp_path / "out"
    out.mkdir()
    source = app.store.source(app.by)
    with written_to(app) as confirmed:
        for number in range(tries):
            before = list(confirmed)
            path = make(source, TOLD, out)
            told, copy = backup.read(path), out / f"{number}.db"
            assert backup.whole(path)
            backup.unpack(path, told, "office.db", copy)
            check(copy, key, told)
            assert holds(copy, key, before)
            copy.unlink()
            path.unlink()
    assert len(confirmed) > tries


def holds(copy: Path, key: bytes, confirmed: list[int]) -> bool:
    """Say whether all `confirmed` before are there, and the copy is of one moment."""
    connection = connect(copy, key)
    (agrees,) = connection.execute(AGREE).fetchone()
    known = {row[0] for row in connection.execute("SELECT id FROM organisation")}
    connection.close()
    return bool(agrees) and set(confirmed) <= known


def test_copying_the_file_instead_loses(app: App, tmp_path: Path) -> None:
    """The control: what somebody gets who drags office.db to a stick while a list is open."""
    key, bad, copy = office_key(app.store.folder), 0, tmp_path / "copy.db"
    with app.store.read() as reader:
        reader.connection().exec_driver_sql("SELECT count(*) FROM person").all()
        for number in range(BACKUPS[0]):
            confirmed = [branch(app, f"第{number}党支部")]
            shutil.copyfile(app.store.folder / "office.db", copy)
            bad += not holds(copy, key, confirmed)
    assert bad > BACKUPS[0] / 2
