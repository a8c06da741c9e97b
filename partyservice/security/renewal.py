"""Renewal: a new data key for an office from which an account is closed.

keys.json names both keys before the first file is exchanged, and the new one only after the last:
whenever it is cut off, the next opening finds which key fits, and finishes or takes back.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select

from partyservice.kernel.errors import Refused
from partyservice.security.accounts import opens
from partyservice.security.doors import Doors
from partyservice.security.keysfile import alone, load, save
from partyservice.security.model import Account, Standing
from partyservice.security.stretching import KEY_BYTES
from partyservice.storage import deskfile
from partyservice.storage.folder import DATABASE
from partyservice.storage.rekeying import clear, rekeyed
from partyservice.storage.store import Store

RENEWING = "更换数据密钥"
UNSURE = "数据密钥已换，但磁盘没有确认。档案没有受影响，请检查磁盘，下次打开时会接着办完。"
LaidDown = Callable[[], AbstractContextManager[None]]


def renew_key(store: Store, laid_down: LaidDown = nullcontext) -> bool:
    """Give the office a new data key if a closed account still has a door; say whether it had.

    `laid_down` closes the desk file while it is exchanged. Raise Refused, nothing changed, if
    another window has the office open.
    """
    with store.still(RENEWING), alone(store.folder):  # in this order, as saves that change doors do
        return _renewed(store, laid_down)


def renew_alone(store: Store) -> bool:
    """Do the same for a store that nobody else has yet; called alone."""
    with store.still(RENEWING):
        return _renewed(store, nullcontext)


def _renewed(store: Store, laid_down: LaidDown) -> bool:
    folder, before = store.folder, load(store.folder)
    with store.read() as session:
        closing = due(session.connection(), before)
    if not closing:
        return False
    old, new = store.key, secrets.token_bytes(KEY_BYTES)
    both = save(folder, before.with_key(new, closing))
    try:
        _exchange(store, new)
    except BaseException:
        if not opens(store.path, new):
            save(folder, replace(before, serial=both.serial))
        raise
    with laid_down():
        _rekey_drafts(folder, old, new)
    save(folder, both.only(new))
    return True


def settled(folder: Path, doors: Doors, keys: tuple[bytes, ...]) -> tuple[bytes, Doors]:
    """Return the data key that fits, of `keys`, and the doors; called alone.

    A renewal that was cut off is finished if the office has the new key already, else taken back.
    """
    path = folder / DATABASE
    if len(doors.names) < 2:
        return keys[0], doors
    key = next((key for key in keys if opens(path, key)), keys[0])
    if len(keys) > 1 and opens(path, key):
        with suppress(Refused):  # the disk is full: the office opens all the same
            clear(path)
            new, old = keys[0], keys[1]
            if key == new:
                _rekey_drafts(folder, old, new)
            clear(folder / deskfile.FILE)
            doors = save(folder, doors.only(key))
    return key, doors


def due(connection: Connection, doors: Doors) -> frozenset[str]:
    """Return the names of closed accounts that still have a door."""
    wanted = select(Account.name).where(Account.state == Standing.CLOSED)
    closed = frozenset(connection.execute(wanted).scalars())
    return closed & {door.name for door in doors.doors}


def _exchange(store: Store, new: bytes) -> None:
    unsure: list[OSError] = []
    with rekeyed(store.path, store.key, new) as put:

        def exchanged() -> bytes:
            try:
                put()
            except OSError as error:
                if not opens(store.path, new):
                    raise
                unsure.append(error)
            return new

        store.exchange(exchanged)
    if unsure:
        raise Refused(UNSURE) from unsure[0]


def _rekey_drafts(folder: Path, old: bytes, new: bytes) -> None:
    path = folder / deskfile.FILE
    if opens(path, old):  # one that is damaged is laid aside when it is next used
        with rekeyed(path, old, new) as put:
            put()
