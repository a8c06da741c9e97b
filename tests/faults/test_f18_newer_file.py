"""F18: an older program leaves a newer office as it is, to the last byte.

The control opens it as the program opens its own, which writes a log beside it.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from partyservice.app import open_office
from partyservice.kernel.errors import Refused
from partyservice.security.accounts import sign_in
from partyservice.storage import migrate
from partyservice.storage.engine import connect
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK, PASSWORD
from tests.faults.nothing_lost import OFFICE_FOLDER
from tests.faults.oldoffices import FORMS
from tests.faults.table import Told


def after(form: str) -> str:
    return f"{int(form) + 1:04d}"


def seen(folder: Path) -> tuple[int, dict[Path, bytes]]:
    """Return when a name was last made or taken away in `folder`, and what its files hold."""
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return folder.stat().st_mtime_ns, files


def test_a_newer_office_is_left_as_it_is(
    base: Path, place: Path, tell: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = []
    for form in FORMS:
        folder = place / form
        shutil.copytree(base / OFFICE_FOLDER, folder)
        key, _ = sign_in(folder, "", PASSWORD)
        with closing(connect(folder / DATABASE, key)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (after(form),))
        before = seen(folder)
        monkeypatch.setattr(migrate, "HEAD", form)

        with pytest.raises(Refused, match="新版"):
            open_office(folder, "", PASSWORD, CLOCK)

        if seen(folder) != before:
            wrong.append(form)
        with closing(connect(folder / DATABASE, key)) as connection:
            connection.execute("SELECT count(*) FROM person").fetchone()
        assert seen(folder) != before  # the control
    tell("F18 newer office, older program", len(FORMS), len(wrong), f"{len(FORMS)} touched")
    assert wrong == []
