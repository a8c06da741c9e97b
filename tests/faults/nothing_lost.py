"""Nothing lost: what must hold of an office after a fault, opened again as the desk opens it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from partyservice.app import App, open_office
from partyservice.app.seat import FILE as SEAT
from partyservice.kernel.errors import Refused
from partyservice.kernel.logfile import FILE as LOG
from partyservice.machine import Machine
from partyservice.offices import BACKUPS, UNFINISHED, WARNING
from partyservice.security.accounts import sign_in
from partyservice.security.keysfile import FILE as KEYS
from partyservice.security.keysfile import LOCK
from partyservice.storage import deskfile
from partyservice.storage.folder import DATABASE
from partyservice.storage.journal import first_bad
from partyservice.storage.store import Store
from tests.builders import CLOCK, PASSWORD
from tests.faults.digest import digest

OFFICE_FOLDER, MACHINE, SETTINGS = "office", "machine", "settings.json"
LASTING = {DATABASE, KEYS, LOCK, SEAT, WARNING, BACKUPS, deskfile.FILE, LOG}
COMPUTER = {SETTINGS, f"{SETTINGS}.lock"}
LOST, TORN, CORRUPT, ORPHAN = "lost", "torn", "corrupt", "orphan"


@dataclass(frozen=True, slots=True)
class State:
    """All that an office and this computer say: records and journal, what is typed, settings."""

    office: str
    typed: str
    computer: str


def state_of(app: App, machine: Machine) -> State:
    """Return what is true now."""
    with app.store.read() as session:
        office = digest(session.connection())
    typed = [(each.id, each.to_json()) for each in app.kept.unsaved()]
    computer = machine.recent(), machine.printer("roster"), machine.scale()
    return State(office, repr(typed), repr(computer))


def fault_after(folder: Path, known: Sequence[State], confirmed: int) -> str:
    """Open the office below `folder`; return what is wrong with it, nothing if all is well.

    `known` says what was true before anything and after each operation. Of those `confirmed`
    nothing may be missing; the next one is there wholly or not at all.
    """
    machine = Machine(folder / MACHINE / SETTINGS)
    try:
        unsound, office = before_sign_in(folder)
        if unsound:
            return f"{CORRUPT}: {unsound}"
        app = open_office(folder / OFFICE_FOLDER, "", PASSWORD, CLOCK)
    except Refused as refusal:
        return f"{CORRUPT}: {refusal.words}"
    try:
        found = replace(state_of(app, machine), office=office)
        if app.kept.mended:
            return f"{CORRUPT}: {app.kept.mended}"
        machine.remember(folder / OFFICE_FOLDER, app.office, CLOCK.now())
    except Refused as refusal:
        return f"{CORRUPT}: {refusal.words}"
    finally:
        app.close()
    return difference(found, known, confirmed) or orphans(folder)


def before_sign_in(folder: Path) -> tuple[str, str]:
    """Return what is wrong with the office, and its digest; to sign in may be an entry itself."""
    path = folder / OFFICE_FOLDER / DATABASE
    key = _key((path.with_name(KEYS)).read_bytes(), path.parent)
    with closing(Store(path, key, CLOCK)) as store, store.read():
        pass  # what lies in a log goes where it belongs: the check of pages reads the file alone
    with closing(Store(path, key, CLOCK)) as store, store.read() as session:
        return fault_within(session), digest(session.connection())


_KEYS: dict[bytes, bytes] = {}


def _key(doors: bytes, folder: Path) -> bytes:
    """Return the data key behind the doors of an office; a password is dear, so only once."""
    if doors not in _KEYS:
        _KEYS[doors] = sign_in(folder, "", PASSWORD)[0]
    return _KEYS[doors]


def difference(found: State, known: Sequence[State], confirmed: int) -> str:
    """Return what `found` lacks of what was confirmed, and what it has only in part."""
    for part in ("office", "typed", "computer"):
        states = [getattr(state, part) for state in known]
        now = getattr(found, part)
        if now not in states[confirmed : confirmed + 2]:
            return f"{LOST if now in states else TORN}: {part} after {confirmed}"
    return ""


def fault_within(session: Session) -> str:
    """Return what is wrong inside an office: pages, links, journal, numbers."""
    connection = session.connection()
    for check in ("integrity_check", "cipher_integrity_check", "foreign_key_check"):
        rows = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {check}")]
        if rows not in ([], ["ok"]):
            return f"{check}: {rows}"
    bad = first_bad(connection)
    return f"journal: entry {bad}" if bad else fault_in_numbers(session)


def fault_in_numbers(session: Session) -> str:
    """Return a visible number that is there twice, or missing, or not counted."""
    given = [
        number
        for table in ("outflow", "inflow")
        for number in session.scalars(text(f"SELECT reg_no FROM {table}"))  # noqa: S608
        if re.search(r"-\d{4}$", number or "")
    ]
    for series, used in session.execute(text("SELECT series, used FROM number_counter")):
        mine = sorted(number for number in given if number.startswith(f"{series}-"))
        if mine != [f"{series}-{n:04d}" for n in range(1, used + 1)]:
            return f"numbers: {series} {used} {mine}"
    return ""


def orphans(folder: Path) -> str:
    """Return files that nobody needs and nobody has tidied away."""
    left = {each.name for each in (folder / OFFICE_FOLDER).iterdir()} - LASTING
    left |= {each.name for each in (folder / MACHINE).iterdir()} - COMPUTER
    return f"{ORPHAN}: {sorted(left - {UNFINISHED})}" if left else ""
