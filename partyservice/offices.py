"""Offices: the folder of one service centre; made, opened, and what lies in it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused
from partyservice.members import flow as _members  # noqa: F401 - every table must be declared
from partyservice.mobility import flow as _mobility  # noqa: F401
from partyservice.organisations.model import COMMITTEE, Office, Organisation
from partyservice.security.accounts import FILE as KEYS
from partyservice.security.accounts import create as create_account
from partyservice.security.accounts import sign_in
from partyservice.storage import drafts
from partyservice.storage.engine import engine
from partyservice.storage.migrate import create_tables, ensure_form
from partyservice.storage.store import Store, in_words

DATABASE, BACKUPS, WARNING = "office.db", "backups", "不要直接复制本文件夹.txt"
WARNING_TEXT = """请不要在程序打开时直接复制本文件夹。

程序运行时，最近登记的内容可能还在 office.db-wal 里，只复制 office.db 会丢失几条记录,
而且看不出来。要带走或备份，请先关闭程序，再复制整个文件夹；或者在程序里备份。

本文件夹里的数据是加密的，没有密码打不开。keys.json 和 office.db 缺一不可。
"""
SETTLER = "建立"  # the journal's reason for what is there from the beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What a new office is told: its name, its committee, the first account."""

    name: str
    committee: str
    user: str
    password: str
    region: str | None = None
    sample: bool = False


def create(folder: Path, told: Founding, clock: Clock) -> None:
    """Make an encrypted office in an empty `folder`; raise Refused if it is not empty.

    The first account holds all desk roles. A folder that could not be finished is left empty.
    """
    _empty(folder)
    _local(folder)
    try:
        key = create_account(folder, told.user, told.password)
        lane = engine(folder / DATABASE, key, lanes=1, wait=5000, begin="BEGIN IMMEDIATE")
        with in_words():
            create_tables(lane)
        lane.dispose()
        drafts.create(folder / drafts.FILE, key)
        (folder / BACKUPS).mkdir()
        (folder / WARNING).write_text(WARNING_TEXT, "utf-8")
        store = Store(folder / DATABASE, key, clock)
        with store.write(Actor(told.user), SETTLER) as session:
            _settle(session, told)
        store.close()
    except BaseException:
        _clear(folder)
        raise


def open_store(folder: Path, user: str, password: str, clock: Clock) -> tuple[Store, Actor]:
    """Return the store of the office in `folder` and who acts.

    Raise Refused if there is no office, if user or password are not known, or if the data is
    newer than the program.
    """
    key, by = sign_in(folder, user, password)
    path = folder / DATABASE
    _local(folder)
    if not path.is_file():
        raise Refused("文件夹里没有 office.db。什么也没有改，请从备份恢复。")
    with in_words():
        ensure_form(path, key, folder / BACKUPS, clock.now())
    return Store(path, key, clock), by


def _settle(session: Session, told: Founding) -> None:
    committee = Organisation(full_name=told.committee, org_type=COMMITTEE)
    session.add(committee)
    session.add(
        Office(name=told.name, committee_id=committee.id, region=told.region, sample=told.sample)
    )


def _empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Refused(f"“{folder.name}”不是空文件夹，没有建立。请换一个新的文件夹。")
    except OSError as error:
        raise Refused(
            f"建不了文件夹“{folder.name}”，什么也没有写。请换一个位置，或检查权限。"
        ) from error


def _clear(folder: Path) -> None:
    for database in (DATABASE, drafts.FILE):
        for end in ("", "-wal", "-shm"):
            (folder / f"{database}{end}").unlink(missing_ok=True)
    for name in (KEYS, WARNING):
        (folder / name).unlink(missing_ok=True)
    if (folder / BACKUPS).is_dir():
        (folder / BACKUPS).rmdir()


_NETWORK = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "ncpfs", "afs")


def _local(folder: Path) -> None:
    """Raise Refused for a folder on another computer: SQLite's locks do not hold there."""
    path = str(folder.resolve())
    if _is_network(path):
        raise Refused(
            "这个文件夹在网络上，几台电脑同写会损坏数据，没有打开。"
            "请放在本机硬盘上；几台电脑共用请改用服务器版(PostgreSQL)。"
        )


def _is_network(path: str) -> bool:
    if sys.platform == "win32":
        return path.startswith("\\\\")
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in mounts:
        _device, at, filesystem, *_ = line.split(" ")
        at = at.replace("\\040", " ")
        inside = path == at or path.startswith(at.rstrip(os.sep) + os.sep)
        if inside and len(at) >= len(best):
            best, kind = at, filesystem
    return kind in _NETWORK
