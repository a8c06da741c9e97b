"""F6: killed while somebody types: what was kept is there; the control keeps it in memory.

What the window does with it, every two seconds, is tested where drafts are (tests/ui).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from partyservice.app import App, open_office
from partyservice.kernel.unsaved import Unsaved
from partyservice.storage.deskfile import in_memory
from tests.builders import CLOCK, PASSWORD
from tests.faults.forking import shared_out
from tests.faults.killing import Said, Work, kill, names, struck
from tests.faults.nothing_lost import OFFICE_FOLDER
from tests.faults.powercut import SHARES
from tests.faults.table import Told

CONTROL, FORMS = 4, 3
EMPTY = Unsaved(id=1, at=CLOCK.now(), place="members", title="登记")


def typing(app: App, prefix: str, said: Said) -> None:
    """Type into three forms in turn."""
    for number, name in enumerate(names(prefix)):
        app.kept.keep(replace(EMPTY, id=1 + number % FORMS, texts={"person.name": name}))
        said(name)


def forgetful(app: App, prefix: str, said: Said) -> None:
    app.kept._opened = in_memory()
    typing(app, prefix, said)


def killed(base: Path, place: Path, work: Work, count: int) -> list[str]:
    """Return what was not kept, after each kill."""

    def share(number: int) -> list[str]:
        return list(_killed(base, place / f"{work.__name__}{number}", work, count // SHARES))

    return [line for lines in shared_out(share, range(SHARES)) for line in lines]


def _killed(base: Path, at: Path, work: Work, count: int) -> Iterator[str]:
    shutil.copytree(base, at)
    chance = Random(str(at.name))
    for number in range(count):
        said = struck(at, f"周{number}", work, kill, chance)
        app = open_office(at / OFFICE_FOLDER, "", PASSWORD, CLOCK)
        kept = {each.texts["person.name"] for each in app.kept.unsaved()}
        app.close()
        # the newest of each form; the one that was written when it was killed may be newer
        if not set(said[-FORMS + 1 :]) <= kept or app.kept.mended:
            yield f"lost: {said[-FORMS:]} {kept}"


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.full)])
def test_what_is_typed_survives_a_kill(base: Path, place: Path, tell: Told, count: int) -> None:
    wrong, control = killed(base, place, typing, count), killed(base, place, forgetful, CONTROL)

    tell(
        "F6 killed while typing", count, len(wrong), f"in memory: {len(control)} of {CONTROL} lost"
    )
    assert wrong == []
    assert len(control) == CONTROL
