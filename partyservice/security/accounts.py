"""Accounts: who comes in by which password, and with which rights."""

from __future__ import annotations

import base64
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.security.door import WRONG, Door, new_door
from partyservice.security.doors import Doors
from partyservice.security.guessing import Guesses, uptime
from partyservice.security.keysfile import alone, load, save
from partyservice.security.model import ROLE_NAMES, Account, Standing
from partyservice.security.rights import rights_of
from partyservice.security.stretching import KEY_BYTES
from partyservice.storage.engine import engine
from partyservice.storage.folder import DATABASE

WAIT, MUST_CHANGE = "wait", "must_change"  # rules of a Refused
MINUTE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Entry:
    """What a good password gave: data keys, the newest first, and the doors as they now are."""

    door: Door
    keys: tuple[bytes, ...]
    doors: Doors
    failed: int = 0  # wrong passwords since the last good one

    @property
    def name(self) -> str:
        """The name of the account."""
        return self.door.name


def create(
    folder: Path, name: str, password: str, code: bytes | None, made: date
) -> tuple[bytes, Door]:
    """Write keys.json for a new office; return its data key and the door of the first account.

    With `code` there is a recovery sheet from the beginning.
    """
    key = secrets.token_bytes(KEY_BYTES)
    door = new_door(name, password, [key])
    doors = Doors().with_door(door)
    save(folder, doors.with_sheet(code, key, made) if code else doors)
    return key, door


def sign_in(folder: Path, name: str, password: str) -> tuple[bytes, Actor]:
    """Return the data key and who is acting; raise Refused if name or password are not known.

    Without a name the only account is meant.
    """
    load(folder)  # says that there is no office before a lock is left in the folder
    with alone(folder):
        entry = unlock(folder, name, password)
    path = folder / DATABASE
    key = next((key for key in entry.keys if opens(path, key)), entry.keys[0])
    return key, _who(path, key, entry.door)


def unlock(folder: Path, name: str, password: str) -> Entry:
    """Return what is behind the door of `name`; count a wrong password, and make it dear.

    Called alone. Raise Refused for a wrong password, and while guesses must wait.
    """
    doors = load(folder)
    door = doors.door(name)
    now, known = uptime(), doors.guesses.get(door.name, Guesses())
    wait = known.wait(now)
    if wait > 0:
        raise Refused(_patience(wait), rule=WAIT)
    try:
        keys = doors.keys(door.name, password)
    except Refused as refusal:
        if refusal.rule == WRONG:
            save(folder, doors.guessed(door.name, known.wrong(now)))
        raise
    if known.failed:
        with suppress(Refused):  # on a full disk the right password opens all the same
            doors = save(folder, doors.guessed(door.name, known.right(now)))
    return Entry(door, keys, doors, known.failed)


def opens(path: Path, key: bytes) -> bool:
    """Say whether the encrypted file at `path` is there and opens with `key`."""
    from sqlalchemy.exc import DatabaseError  # noqa: PLC0415

    if not path.is_file():
        return False
    lane = engine(path, key, lanes=0, wait=5000, begin="")
    try:
        with lane.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except DatabaseError as error:
        if "not a database" in str(error):
            return False
        raise
    return True


def acting(connection: Connection, door: Door) -> Actor:
    """Return who acts; raise Refused for an account that is closed, or is not in the office.

    An office of before there were accounts: all roles.
    """
    if not inspect(connection).has_table(Account.__tablename__):
        return Actor(door.name, rights_of(frozenset(ROLE_NAMES)))
    known = connection.execute(_ACCOUNTS).mappings().all()
    account = next((each for each in known if each["name"] == door.name), None)
    if account is None and not known:
        return Actor(door.name, rights_of(frozenset(ROLE_NAMES)))
    if account is None:
        raise Refused("没有这个账户。什么也没有改，请核对姓名。")
    if account["state"] is Standing.CLOSED:
        raise Refused("这个账户已停用。数据没有改动，请用自己在用的账户登录。")
    if account["public"] not in (None, public_of(door)):
        raise Refused(
            "钥匙文件里这个账户的密码已被别的取代。数据没有改动，"
            "请用最新的 keys.json，或请安全管理员重设密码。"
        )
    if account["must_change"]:
        raise Refused(
            "这是首次密码，只能用来换成自己的密码。数据没有改动，请先改密码再登录。",
            rule=MUST_CHANGE,
        )
    return Actor(door.name, rights_of(frozenset(role for role in ROLE_NAMES if account[role])))


def public_of(door: Door) -> str | None:
    """Return the public half of `door` as the account keeps it; None for one of format 1."""
    return base64.b64encode(door.public).decode() if door.public else None


_ACCOUNTS = select(Account.__table__).where(Account.void_reason.is_(None))


def _who(path: Path, key: bytes, door: Door) -> Actor:
    if not path.is_file():
        return Actor(door.name)
    lane = engine(path, key, lanes=0, wait=5000, begin="BEGIN")
    with lane.connect() as connection:
        return acting(connection, door)


def _patience(wait: float) -> str:
    seconds = ceil(wait)
    long = f"{seconds} 秒" if seconds <= 2 * MINUTE else f"{ceil(seconds / MINUTE)} 分钟"
    return f"密码连续输错多次，还要等 {long}才能再试。数据没有改动，请到时再输入。"
