"""F4: killed, or without power, at every statement of every migration: old or new, never between.

The control is the same without its transaction.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from partyservice.storage import migrate
from partyservice.storage.folder import DATABASE
from tests.faults.forking import forked, shared_out
from tests.faults.oldoffices import FORMS, KEY, build, hashed
from tests.faults.powercut import SHARES, Recording, below, faults
from tests.faults.replay import Start, read
from tests.faults.table import Told

BEGIN = "BEGIN IMMEDIATE"
EACH = 7  # of how many statements the control is killed at one


def migrated(path: Path, stop: int, *, loose: bool = False) -> int:
    """Migrate in this process; be killed before statement `stop`; return how many there are."""
    done = 0

    def before(*told: Any) -> tuple[str, Any]:
        nonlocal done
        statement, parameters = told[2], told[3]
        if done == stop:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return ("SELECT 1" if loose and statement == BEGIN else statement), parameters

    event.listen(Engine, "before_cursor_execute", before, retval=True)
    try:
        migrate.upgrade(path, KEY)
    finally:
        event.remove(Engine, "before_cursor_execute", before)
    return done


def between(
    old: Path, known: Sequence[str], place: Path, stop: int, *, loose: bool = False
) -> bool:
    """Kill a migration of a copy of `old`; say whether it is neither old nor new."""
    path = place / f"{stop}{loose}.db"
    shutil.copyfile(old, path)
    os.waitpid(forked(lambda: migrated(path, stop, loose=loose)), 0)
    found = hashed(path)
    path.unlink()
    return found not in known


@pytest.mark.parametrize(
    "form",
    [FORMS[0], *(pytest.param(form, marks=pytest.mark.full) for form in FORMS[1:-1])],
)
def test_a_migration_that_is_killed_leaves_the_old_or_the_new(
    place: Path, tell: Told, form: str
) -> None:
    old, new = place / "old.db", place / "new.db"
    build(old, form)
    shutil.copyfile(old, new)
    count = migrated(new, stop=-1)
    known = [hashed(old), hashed(new)]

    def work(stops: Sequence[int]) -> list[int]:
        return [stop for stop in stops if between(old, known, place, stop)]

    shares = [range(n, count, SHARES) for n in range(SHARES)]
    wrong = [stop for stops in shared_out(work, shares) for stop in stops]
    stops = range(0, count, EACH)
    control = [stop for stop in stops if between(old, known, place, stop, loose=True)]

    lost = f"without transaction: {len(control)} of {len(stops)} between"
    tell(
        f"F4 migration {form} to {migrate.HEAD} killed at every statement", count, len(wrong), lost
    )
    assert wrong == []
    assert control


@pytest.mark.parametrize("count", [200, pytest.param(2000, marks=pytest.mark.full)])
def test_a_migration_without_power_leaves_the_old_or_the_new(
    recorder: Path, place: Path, tell: Told, count: int
) -> None:
    at, log = place / "at", place / "log"
    at.mkdir()
    build(at / DATABASE, FORMS[0])
    known = [hashed(at / DATABASE)]
    start = Start.of(at)
    below(at, recorder, log, "tests.faults.oldoffices", str(at / DATABASE))
    known.append(hashed(at / DATABASE))

    def check(folder: Path, confirmed: int) -> str:
        found = hashed(folder / DATABASE)
        return "" if found in known[confirmed:] else "between: neither old nor new"

    wrong = faults(Recording(start, read(log.read_bytes()), []), count, seed=4, check=check)

    tell("F4 power cut in a migration", count, len(wrong), "as above")
    assert wrong == []
    assert known[0] != known[1]
