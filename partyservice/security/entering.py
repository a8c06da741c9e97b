"""Entering: what is done in the office itself when somebody comes in, or gets another password."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.security.accounts import MUST_CHANGE, Entry, acting, public_of
from partyservice.security.door import Door, new_door
from partyservice.security.doors import Doors
from partyservice.security.keysfile import alone, load, save
from partyservice.security.model import ROLE_NAMES, Account, Standing, roles_of
from partyservice.security.rights import rights_of
from partyservice.storage.journal import JOURNAL, note
from partyservice.storage.store import Store

SIGN_IN, PASSWORD, RECOVERY = "sign_in", "password", "recovery"  # about what a note is
ADOPTED = "升级：原来的账户转入账户表"
CHANGED = "改自己的密码"
RECOVERED = "用恢复单重设密码"


def enter(store: Store, entry: Entry) -> Actor:
    """Return who acts and note the sign-in, with the guesses before it; raise Refused as `acting`.

    Where the disk takes no note, the office opens all the same: it can still be read.
    """
    adopt(store, entry)
    with store.read() as session:
        by = acting(session.connection(), entry.door)
        account = account_of(session, entry.name)
        seen = _last_serial(session)
        told = {
            "signed_in": entry.name,
            "failed": entry.failed,
            "serial": entry.doors.serial,
        }
    if seen > entry.doors.serial:
        told["older_than"] = seen  # an older keys.json was put back
    with suppress(Refused), store.write(by) as session:
        _know(session, account.id, entry.door)
        note(session, SIGN_IN, account.id, told)
    return by


def adopt(store: Store, entry: Entry) -> None:
    """Make records of the accounts of an older office; each held all roles."""
    with store.read() as session:
        if session.scalar(select(Account.id).limit(1)) is not None:
            return
    with store.write(Actor(entry.name), ADOPTED) as session:
        session.add_all(first_account(door) for door in entry.doors.doors)


def first_account(door: Door) -> Account:
    """Return the record of an account that holds all roles until others are appointed."""
    account = Account(name=door.name, public=public_of(door))
    for role in ROLE_NAMES:
        setattr(account, role, True)
    return account


def with_pair(folder: Path, entry: Entry, password: str, key: bytes) -> Entry:
    """Return `entry` by a door with a key pair: one of format 1 is remade. Called alone."""
    if entry.door.public:
        return entry
    door = new_door(entry.name, password, [key])
    return Entry(door, (key,), save(folder, entry.doors.with_door(door)), entry.failed)


def change_password(store: Store, entry: Entry, old: str, new: str) -> None:
    """Wrap the private half of the door of `entry` by the password `new`; called alone.

    `new` was checked before. Raise Refused for an account that may not come in.
    """
    with store.write(Actor(entry.name), CHANGED) as session:
        change_in(session, entry, old, new)


def change_in(session: Session, entry: Entry, old: str, new: str) -> None:
    """Do the same in a transaction that writes already."""
    try:
        acting(session.connection(), entry.door)
    except Refused as refusal:
        if refusal.rule != MUST_CHANGE:
            raise
    store: Store = session.info["store"]
    entry = with_pair(store.folder, entry, old, store.key)
    save(store.folder, entry.doors.with_door(entry.door.rewrapped(old, new)))
    account = account_of(session, entry.name)
    account.must_change = False
    note(session, PASSWORD, account.id, {"own": True})


def give_password(session: Session, account: Account, password: str) -> None:
    """Give `account` a new door that opens by `password`, to be changed at the first sign-in."""
    store: Store = session.info["store"]
    with alone(store.folder):
        door = new_door(account.name, password, [store.key])
        save(store.folder, load(store.folder).with_door(door))
    account.public, account.must_change = public_of(door), True
    note(session, PASSWORD, account.id, {"own": False})


def holders(session: Session, right: str) -> frozenset[str]:
    """Return the names of the accounts in use that hold `right`."""
    wanted = select(Account).where(Account.state == Standing.OPEN, Account.void_reason.is_(None))
    known = session.scalars(wanted)
    return frozenset(each.name for each in known if right in rights_of(roles_of(each)))


def recover(store: Store, doors: Doors, name: str, new: str) -> None:
    """Give the account `name` a new password; the recovery sheet is then used up. Called alone.

    `new` was checked before. Raise Refused unless it is in use and manages accounts.
    """
    with store.read() as session:
        account = account_of(session, name)
        known = session.scalars(select(Account.name).where(*MANAGES)).all()
    if account.name not in known:
        raise Refused(
            f"“{name}”不是在用的安全管理员，没有改密码。请选安全管理员：{'、'.join(known)}。"
        )
    door = new_door(name, new, [store.key])
    opened = save(store.folder, doors.with_door(door))
    with store.write(Actor(name), RECOVERED) as session:
        account = account_of(session, name)
        account.public, account.must_change = public_of(door), False
        note(session, RECOVERY, account.id, {"sheet": doors.sheet.number if doors.sheet else 0})
    save(store.folder, opened.sheet_used())


def account_of(session: Session, name: str) -> Account:
    """Return the record of the account `name`; raise Refused if there is none."""
    wanted = select(Account).where(Account.name == name, Account.void_reason.is_(None))
    account = session.scalars(wanted).one_or_none()
    if account is None:
        raise Refused("没有这个账户。什么也没有改，请核对姓名。")
    return account


MANAGES = (
    Account.security_admin.is_(True),
    Account.state == Standing.OPEN,
    Account.void_reason.is_(None),
)


def _know(session: Session, account_id: int, door: Door) -> None:
    """Remember the public half of a door that was made when no office was open."""
    account = session.get_one(Account, account_id)
    if account.public is None and door.public:
        account.public = public_of(door)


def _last_serial(session: Session) -> int:
    """Return the serial number keys.json had at the last sign-in; 0 before the first."""
    j = JOURNAL.c
    # adding 0 keeps SQLite from reading the whole journal backwards
    wanted = select(j.after).where(j.about == SIGN_IN, j.record_id.in_(select(Account.id)))
    last = session.scalar(wanted.order_by((j.seq + 0).desc()).limit(1))
    return int(json.loads(last)["serial"]) if last else 0
