"""Damage: an office to be damaged, copied afresh for each try, and what opening it then says."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from partyservice.app import App, open_office
from partyservice.kernel.errors import Refused
from partyservice.kernel.unsaved import Unsaved
from partyservice.security.keysfile import FILE as KEYS
from partyservice.storage.deskfile import FILE as DRAFTS
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK, PASSWORD, new_office, somebody, with_branches
from tests.faults.digest import digest

TOLD = "told: "  # begins what an office says of its damage
MET = f"{TOLD}met in reading: "  # and if it opened: the sign-in is noted before the damage is met
FILES = (DATABASE, KEYS, DRAFTS)
_SAID = Unsaved(
    id=1,
    at=datetime(2026, 11, 24, tzinfo=UTC),
    place="members",
    title="登记党员",
    texts={"person.name": "欧阳未存"},
)


def founded(folder: Path, people: int = 40, first: str = "欧阳") -> Path:
    """Make an office of `people`, with a draft kept, and close it; return its folder."""
    with closing(with_branches(new_office(folder))) as app:
        for number in range(people):
            somebody(app, first + "甲乙丙丁戊己庚辛壬癸"[number % 10] * (1 + number // 10))
        app.kept.keep(_SAID)
    return folder


def said(folder: Path) -> str:
    """Open an office and read all of it; return its digest with the drafts, or the sentence."""
    try:
        app = open_office(folder, "", PASSWORD, CLOCK)
    except Refused as refusal:
        return TOLD + refusal.words
    try:
        with closing(app):
            return _told(app)
    except Refused as refusal:
        return MET + refusal.words


def _told(app: App) -> str:
    with app.store.read() as session:
        records = digest(session.connection(), journal=False)
    drafts = [each.to_json() for each in app.kept.unsaved()]
    return TOLD + app.kept.mended if app.kept.mended else f"{records} {drafts}"


def fingerprint(path: Path) -> str:
    """Return SHA-256 of a file; empty if there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@contextmanager
def copied(folder: Path, place: Path) -> Iterator[Path]:
    """Give a copy of an office to be damaged."""
    made = place / "office"
    shutil.copytree(folder, made)
    try:
        yield made
    finally:
        shutil.rmtree(made)


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
