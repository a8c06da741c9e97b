"""What is lost and what is left: the table of loss combinations.

Who has forgotten a password has lost it; the backup stands for the files of the office lying
elsewhere, made after the sheet. It opens whenever the database or its copy, the keys or their copy,
and one of the three secrets are left.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.app.accounts import recover
from partyservice.kernel.errors import Refused
from partyservice.security.keysfile import FILE
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK, PASSWORD, USER, member
from tests.security.office import SECOND, SECOND_PASSWORD, Peopled, opened, peopled

PARTS = ("first", "second", "sheet", "keys.json", "office.db", "backup")
OTHER = "silver-teapot-31"


@dataclass
class Kept:
    there: Peopled
    backup: Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    from tests.builders import new_office, with_branches  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("loss") / "office"
    app = with_branches(new_office(folder))
    member(app)
    there = peopled(app, security_admin="是", clerk="是")
    backup = folder.parent / "backup"
    backup.mkdir()
    for name in (FILE, DATABASE):
        shutil.copy(folder / name, backup)
    return Kept(there, backup)


def people_in(app: App) -> int:
    from partyservice.members.listing import MEMBERS  # noqa: PLC0415

    try:
        return len(app.ids(MEMBERS, app.wanted()))
    finally:
        app.close()


def gets_in(folder: Path, code: str, left: frozenset[str]) -> bool:
    """Whether somebody who has only what is `left` reaches the people on file."""
    for secret, user, password in (
        ("first", USER, PASSWORD), ("second", SECOND, SECOND_PASSWORD), ("sheet", USER, OTHER),
    ):  # fmt: skip
        try:
            if secret not in left:
                assert not _opens(folder, user, "not-the-password-1")
                continue
            if secret == "sheet":
                recover(folder, code, user, password, CLOCK)
            if _opens(folder, user, password):
                return True
        except Refused:
            continue
    return False


def _opens(folder: Path, user: str, password: str) -> bool:
    try:
        return people_in(opened(folder, user, password)) == 1
    except Refused:
        return False


@pytest.mark.parametrize("lost", list(product((False, True), repeat=len(PARTS))))
def test_it_opens_whenever_one_way_is_left(
    kept: Kept, tmp_path: Path, lost: tuple[bool, ...]
) -> None:
    left = frozenset(part for part, gone in zip(PARTS, lost, strict=True) if not gone)
    folder = tmp_path / "office"
    shutil.copytree(kept.there.folder, folder)
    for name in (FILE, DATABASE):
        if name not in left:
            (folder / name).unlink()
            if "backup" in left:
                shutil.copy(kept.backup / name, folder)
    secrets = {"first", "second", "sheet"} & left
    files = "backup" in left or {FILE, DATABASE} <= left

    assert gets_in(folder, kept.there.code, left) == bool(secrets and files)


def test_losing_any_one_thing_loses_nothing(kept: Kept, tmp_path: Path) -> None:
    for number, part in enumerate(PARTS):
        left = frozenset(PARTS) - {part}
        folder = tmp_path / str(number)
        shutil.copytree(kept.there.folder, folder)
        if part in (FILE, DATABASE):
            shutil.copy(kept.backup / part, folder)
        assert gets_in(folder, kept.there.code, left)
