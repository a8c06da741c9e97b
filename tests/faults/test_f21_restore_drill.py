"""F21: a random history, a backup, the folder destroyed, and everything is there again."""

from __future__ import annotations

import random
import shutil
from itertools import count
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from partyservice.storage.engine import connect
from partyservice.storage.journal import first_bad
from partyservice.storage.store import Store
from tests.builders import (
    BRANCHES,
    CLOCK,
    branch,
    change,
    new_office,
    outflow,
    somebody,
    with_branches,
)
from tests.safety.backups import backed_up, digest_of, office_key, restored, restoring

DRILLS = (50, 500)
LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
NUMBERS = count()
NOTED = "DROP TRIGGER journal_no_delete", "DELETE FROM journal WHERE about = 'restore'"


def live(app: App, chance: random.Random) -> None:
    """Do a few things that a desk does."""
    for _ in range(chance.randrange(1, 5)):
        # nobody is called like another: that would be asked about
        number = next(NUMBERS)
        name = f"张{LETTERS[number % 22]}{LETTERS[number // 22 % 22]}{LETTERS[number // 484]}"
        deed = chance.randrange(4)
        if deed == 0:
            somebody(app, name, sure={}, member__branch_id=chance.choice(BRANCHES))
        elif deed == 1:
            key = somebody(app, name, sure={})
            change(app, MEMBER, key, person__address=f"青石镇{chance.randrange(99)}号")
        elif deed == 2:
            branch(app, f"{name}党支部{chance.randrange(10**6)}")
        else:
            outflow(app, name, "2026-03-01")


def without_the_note(folder: Path, scratch: Path) -> str:
    """The digest of a restored office but for the one entry which says that it was restored."""
    shutil.copytree(folder, scratch)
    connection = connect(scratch / "office.db", office_key(scratch))
    for statement in NOTED:
        connection.execute(statement)
    connection.close()
    found = digest_of(scratch)
    shutil.rmtree(scratch)
    return found


def chained(folder: Path) -> bool:
    store = Store(folder / "office.db", office_key(folder), CLOCK)
    with store.read() as session:
        found = first_bad(session.connection())
    store.close()
    return found is None


@pytest.mark.parametrize(
    "tries", [DRILLS[0], pytest.param(DRILLS[1], marks=pytest.mark.full)], ids=["quick", "full"]
)
def test_every_drill_gives_back_what_there_was(tmp_path: Path, tries: int) -> None:
    app, chance = with_branches(new_office(tmp_path / "office", region="320583")), random.Random(21)
    for number in range(tries):
        live(app, chance)
        path = backed_up(app)
        before = digest_of(app.store.folder)
        kept = path.rename(tmp_path / path.name)
        folder = tmp_path / f"again-{number % 2}"

        if number % 2:
            restored(kept, folder)
        else:  # in place, over what is left of an office
            folder.mkdir()
            (folder / "office.db").write_bytes(chance.randbytes(3_000))
            restoring(kept).over(folder)

        assert without_the_note(folder, tmp_path / "scratch") == before
        if number % 10 == 0:
            assert chained(folder)
        shutil.rmtree(folder)
        kept.unlink()
    app.close()


def test_the_comparison_notices_one_changed_row(app: App, tmp_path: Path) -> None:
    """The control."""
    somebody(app, "张三", sure={})
    path, before = backed_up(app), digest_of(app.store.folder)
    folder = tmp_path / "again"
    restored(path, folder)
    assert without_the_note(folder, tmp_path / "scratch") == before

    connection = connect(folder / "office.db", office_key(folder))
    connection.execute("UPDATE person SET name = '张四'")
    connection.close()

    assert without_the_note(folder, tmp_path / "scratch") != before
