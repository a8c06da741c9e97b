"""Offices: the folder of one service centre; made, opened, and what lies in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryFile

from sqlalchemy.orm import Session

from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused
from partyservice.kernel.files import tidy
from partyservice.kernel.locking import Taken, held
from partyservice.members import flow as _members  # noqa: F401 - every table must be declared
from partyservice.mobility import flow as _mobility  # noqa: F401
from partyservice.organisations.model import COMMITTEE, Office, Organisation
from partyservice.organisations.queries import office
from partyservice.rosters import model as _rosters  # noqa: F401
from partyservice.security.accounts import create as create_account
from partyservice.security.accounts import unlock
from partyservice.security.entering import change_password as _change_password
from partyservice.security.entering import enter, first_account, holders, with_pair
from partyservice.security.entering import recover as _recover
from partyservice.security.keysfile import LOCK, alone, load
from partyservice.security.passwords import checked
from partyservice.security.recovery import code_of
from partyservice.security.renewal import renew_alone, settled
from partyservice.settings import flow as _settings  # noqa: F401
from partyservice.storage import deskfile
from partyservice.storage.anchors import Anchor, of_backups
from partyservice.storage.backup import writing
from partyservice.storage.changefiles import seen
from partyservice.storage.copying import Source, Told, make
from partyservice.storage.derived import CHANGES
from partyservice.storage.engine import connect, engine, has_log, refuse_strange_log
from partyservice.storage.folder import DATABASE, KEYS
from partyservice.storage.migrate import create_tables, ensure_form
from partyservice.storage.newer import bits_of
from partyservice.storage.store import Store, in_words
from partyservice.storage.swapping import finish

BACKUPS, WARNING = "backups", "不要直接复制本文件夹.txt"
WARNING_TEXT = """请不要在程序打开时直接复制本文件夹。

程序运行时，最近登记的内容可能还在 office.db-wal 里，只复制 office.db 会丢失几条记录,
而且看不出来。要带走或备份，请先关闭程序，再复制整个文件夹；或者在程序里备份。

本文件夹里的数据是加密的，没有密码打不开。keys.json 和 office.db 缺一不可。
"""
UNFINISHED = "正在建立.tmp"
UNFINISHED_TEXT = "这个文件夹里的中心还没有建成，里面没有任何登记。请在程序里重新新建。"
LEAST_ROOM = 200 << 20  # bytes
BEFORE_UPGRADE = "升级前"  # why a backup was made
BEGUN = "建立中心时写下的内容不撤销。什么也没有改，请直接打开那一条修改。"
NEEDED = 64 << 10  # bytes beside an open database before anything is saved
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
    code: bytes | None = None  # of the recovery sheet, if there shall be one from the beginning


def check_place(folder: Path) -> None:
    """Raise Refused unless a new office may lie in `folder`; nothing is left behind."""
    if not folder.is_absolute():
        raise Refused("要写完整的路径。还没有建立。请按 F4 选一个文件夹。")
    _local(folder)
    _unused(folder)
    above = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    try:
        with TemporaryFile(dir=above):
            pass
        room = disk_usage(above).free
    except OSError as error:
        raise Refused("这里不能写入。还没有建立。请换一个位置，或检查权限。") from error
    if room < LEAST_ROOM:
        raise Refused(
            f"这个盘只剩 {room >> 20} MB。还没有建立。"
            f"请清出 {LEAST_ROOM >> 20} MB 以上，或换一个盘。"
        )


def create(folder: Path, told: Founding, clock: Clock) -> None:
    """Make an encrypted office in an empty `folder`; raise Refused if it is not empty.

    So it does for a weak password. The first account holds all roles. A folder that could not be
    finished is left empty; of one whose making was cut off the next attempt clears away what lies
    there.
    """
    checked(told.password, (told.user, told.name))
    _local(folder)
    with _being_made(folder):
        made = (told.user, told.password, told.code, clock.today())
        key, door = create_account(folder, *made)
        lane = engine(folder / DATABASE, key, lanes=1, wait=5000, begin="BEGIN IMMEDIATE")
        with in_words():
            create_tables(lane)
        lane.dispose()
        deskfile.create(folder / deskfile.FILE, key)
        (folder / BACKUPS).mkdir()
        (folder / WARNING).write_text(WARNING_TEXT, "utf-8")
        store = Store(folder / DATABASE, key, clock)
        with store.write(Actor(told.user), SETTLER, firm=BEGUN) as session:
            _settle(session, told)
            session.add(first_account(door))
        store.close()


def open_store(folder: Path, user: str, password: str, clock: Clock) -> tuple[Store, Actor]:
    """Return the store of the office in `folder` and who acts.

    The store is handed what the backups beside it saw of its journal: one that is behind them is
    opened all the same, and told to the desk.

    Raise Refused if there is no office, if user or password are not known, or if the data is
    newer than the program.
    """
    _there(folder)
    with alone(folder):  # until the store has its first connection: see security/renewal
        entry = unlock(folder, user, password)
        key, doors = settled(folder, entry.doors, entry.keys)
        with _opened(folder, key, entry.name, clock) as store:
            entry = replace(entry, doors=doors)
            with suppress(Refused):  # where nothing can be written an old door is as good
                entry = with_pair(folder, entry, password, key)
            by = enter(store, entry)
            with suppress(Refused):  # another window has it open: next time then
                renew_alone(store)
            return store, by


def change_password(folder: Path, user: str, old: str, new: str, clock: Clock) -> None:
    """Give somebody who may not sign in before that a password of their own; raise Refused."""
    _there(folder)
    with alone(folder):
        entry = unlock(folder, user, old)
        key, _doors = settled(folder, entry.doors, entry.keys)
        with _opened(folder, key, entry.name, clock) as store:
            checked(new, (entry.name, _name_of(store)))
            _change_password(store, entry, old, new)
        store.close()


def recover(folder: Path, typed: str, user: str, new: str, clock: Clock) -> None:
    """Give the account `user`, who manages accounts, a password by the recovery sheet.

    `typed` are its four lines. Raise Invalid for a slip in them, Refused for a weak password,
    another sheet or account. The sheet is then used up.
    """
    code = code_of(typed)
    _there(folder)
    with alone(folder):
        found = load(folder)
        key, doors = settled(folder, found, found.keys_by_code(code))
        with _opened(folder, key, user, clock) as store:
            checked(new, (user, _name_of(store)))
            _recover(store, doors, user, new)
        store.close()


def _name_of(store: Store) -> str:
    with store.read() as session:
        return office(session).name


@contextmanager
def _opened(folder: Path, key: bytes, by: str, clock: Clock) -> Iterator[Store]:
    """Give the store of the office, in the newest form; it is closed if anything goes wrong."""
    path = folder / DATABASE
    only_read = not _takes_writing(path)
    if only_read and has_log(path):
        raise Refused(
            "上次没有正常关闭，最近的登记还在 office.db-wal 里，而这个位置不能写入，没有打开。"
            "数据没有改动。请清出磁盘空间，或把整个文件夹复制到可以写入的硬盘上再打开。"
        )
    refuse_strange_log(path, key)
    with in_words():
        ensure_form(path, key, lambda: _backed_up(path, key, by, clock), only_read=only_read)
    store = Store(path, key, clock, only_read=only_read)
    store.holders = holders
    try:
        store.anchors = tuple(_witnesses(store))
        yield store
    except BaseException:
        store.close()
        raise


def _witnesses(store: Store) -> Iterator[Anchor]:
    """Give what the backups and change journals beside an office saw of its journal."""
    folder = store.folder / BACKUPS
    yield from of_backups(folder)
    with store.read() as session:
        incarnation = bits_of(session.connection())
    for path, mark in seen([folder], store.derived(CHANGES), incarnation):
        yield Anchor(seq=mark.seq, hash=mark.hash, where=path.name)


def _backed_up(path: Path, key: bytes, by: str, clock: Clock) -> None:
    """Make a backup of an office of an older form, before its tables are changed."""
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    connection = connect(path, key)
    (name,) = connection.execute("SELECT name FROM office").fetchone() or (path.parent.name,)
    connection.close()
    told = Told(office=name, by=by, reason=BEFORE_UPGRADE, made=clock.now())
    with writing(folder):
        make(Source(path, key), told, folder)


def _there(folder: Path) -> None:
    """Raise Refused unless there is an office on this computer's own disk."""
    finish(folder)
    load(folder)
    _local(folder)
    tidy(folder)
    if not (folder / DATABASE).is_file():
        raise Refused("文件夹里没有 office.db。什么也没有改，请从备份恢复。")


def _takes_writing(path: Path) -> bool:
    """Say whether what an open database needs can be written beside it: some kilobytes."""
    if not os.access(path, os.W_OK):
        return False
    try:
        with TemporaryFile(dir=path.parent) as file:
            file.write(bytes(NEEDED))
    except OSError:
        return False
    return True


def _settle(session: Session, told: Founding) -> None:
    committee = Organisation(full_name=told.committee, org_type=COMMITTEE)
    session.add(committee)
    session.add(
        Office(name=told.name, committee_id=committee.id, region=told.region, sample=told.sample)
    )


@contextmanager
def _being_made(folder: Path) -> Iterator[None]:
    """Mark `folder` as unfinished and keep other programs out of it; cleared if it fails."""
    marker = folder / UNFINISHED
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _unused(folder):
            with marker.open("xb") as file:
                file.write(UNFINISHED_TEXT.encode())
        with held(marker, wait=False) as mark:
            _clear_unless_done(folder)
            with _cleared_if_failed(folder):
                yield
            mark.truncate(0)  # before another program may hold it
        marker.unlink(missing_ok=True)
    except (Taken, FileExistsError) as error:
        raise Refused(
            f"别的窗口正在“{folder.name}”里新建中心，这里没有建立。请用那个窗口，或换一个文件夹。"
        ) from error
    except OSError as error:
        raise Refused(
            f"没有建成：“{folder.name}”写不进去，没有留下任何数据。"
            "请换一个位置，或检查权限和磁盘空间。"
        ) from error


def _clear_unless_done(folder: Path) -> None:
    """Clear what a cut-off attempt left; raise FileExistsError if another has just finished."""
    if not (folder / UNFINISHED).stat().st_size:
        raise FileExistsError(folder)
    _clear(folder)


@contextmanager
def _cleared_if_failed(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _clear(folder)
        if os.name == "posix":  # elsewhere a file that is held stays, and the next attempt clears
            (folder / UNFINISHED).unlink(missing_ok=True)
        raise


def _unused(folder: Path) -> bool:
    """Say whether the making of an office was cut off here; raise Refused if anything else is.

    False is for a folder that is empty or not there.
    """
    try:
        names = {each.name for each in folder.iterdir()}
    except FileNotFoundError:
        return False
    except NotADirectoryError as error:
        raise Refused(f"“{folder.name}”是一个文件。没有建立。请换一个文件夹。") from error
    except OSError as error:
        raise Refused(f"读不出“{folder.name}”。没有建立。请换一个位置，或检查权限。") from error
    if KEYS in names and UNFINISHED not in names:
        raise Refused(f"“{folder.name}”里已经有一个中心，没有建立。请打开它，或换一个新的文件夹。")
    if names and UNFINISHED not in names:
        raise Refused(f"“{folder.name}”不是空文件夹，没有建立。请换一个新的文件夹。")
    return bool(names)


def _clear(folder: Path) -> None:
    for database in (DATABASE, deskfile.FILE):
        for end in ("", "-wal", "-shm"):
            (folder / f"{database}{end}").unlink(missing_ok=True)
    for name in (KEYS, LOCK, WARNING):
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
