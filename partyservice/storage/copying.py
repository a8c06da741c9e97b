"""Copying: a verified backup of an office that may be at work; what is unlike is no backup."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from partyservice import __version__
from partyservice.kernel.errors import Refused
from partyservice.kernel.files import FULL
from partyservice.kernel.progress import Progress, Quiet
from partyservice.storage import backup
from partyservice.storage.alike import COPY, attach, counts, unlike
from partyservice.storage.engine import connect
from partyservice.storage.folder import KEYS
from partyservice.storage.manifest import Damaged, Head, Manifest, Part

TRIES = 3  # times the office is copied beside others that write; then they have to wait
NOT_ALIKE = "备份没有通过核对，没有留下。档案没有改动，请检查磁盘，再备份一次。"
STEPS = 4  # of the progress
_FORM = "SELECT version_num FROM copied.alembic_version"


@dataclass(frozen=True, slots=True)
class Source:
    """The office to be copied; nobody writes to it while `hold` is held."""

    path: Path
    key: bytes = field(repr=False)
    hold: Callable[[], AbstractContextManager[Any]] = nullcontext


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a backup says of how it came to be; `made` is when."""

    office: str
    by: str
    reason: str
    made: datetime


def make(source: Source, told: Told, folder: Path, progress: Progress | None = None) -> Path:
    """Write a backup into `folder`, read it back, compare it with the office and return it.

    Raise Refused, in words for the desk, with nothing left behind. To be called with the folder
    held (`backup.writing`).
    """
    progress, scratch = progress or Quiet(), _scratch(folder)
    with in_words(), _cleared(scratch):
        found, keys = _copied(source, scratch, progress)
        progress.step(2, STEPS, "正在写入备份")
        part = folder / backup.part_name(told.made, found.head.seq)
        with _cleared(part):
            digest = backup.pack(part, keys, scratch, _manifest(source, told, found))
            progress.step(3, STEPS, "正在读回核对")
            made = backup.put_in_place(part, digest)
    progress.step(STEPS, STEPS)
    return made


def check(database: Path, key: bytes, told: Manifest) -> None:
    """Raise Damaged unless the database from a backup opens, is sound and is what `told` says."""
    try:
        with _connected(Source(database, key)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            rows, head = counts(connection, "main"), head_of(connection)
    except sqlcipher.DatabaseError as error:
        raise Damaged("the database") from error
    if not sound or rows != told.rows or head != told.head:
        raise Damaged("what is in the database")


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what a disk or another writer does to a backup into a sentence for the desk."""
    try:
        yield
    except (Damaged, sqlcipher.DatabaseError, OSError) as error:
        raise Refused(words(error)) from error


def words(error: Exception) -> str:
    """Return the sentence for what kept a backup from being made."""
    full = "full" in str(error) or (isinstance(error, OSError) and error.errno in FULL)
    if full:
        return "磁盘空间不够，没有备份成。档案没有改动，以前的备份都在。请腾出空间，再备份一次。"
    if isinstance(error, Damaged):
        return (
            "写进去的和读回来的不一样，这份备份没有留下。档案没有改动，以前的备份都在。"
            "请换一个 U 盘或磁盘，再备份一次。"
        )
    if isinstance(error, OSError) or "I/O" in str(error) or "unable to open" in str(error):
        return (
            "放备份的位置读写出错，没有备份成。档案没有改动，以前的备份都在。"
            "请检查 U 盘或磁盘，再备份一次。"
        )
    if "locked" in str(error):
        return "另一个窗口一直在写入，没有备份成。档案没有改动。请稍等几秒，再备份一次。"
    return f"没有备份成：数据文件报告“{error}”。档案没有改动，请从“数据安全”检查数据。"


def newest(source: Source) -> Head:
    """Return the newest entry of the journal of an office."""
    with in_words(), _connected(source) as connection:
        return head_of(connection)


def origin_of(source: Source) -> str:
    """Return what names an office for good: the hash of the first entry of its journal."""
    with in_words(), _connected(source) as connection:
        return head_of(connection, order="ASC").hash


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What stands in a copy."""

    form: str
    origin: str
    head: Head
    rows: dict[str, int]


def _copied(source: Source, scratch: Path, progress: Progress) -> tuple[_Found, bytes]:
    """Copy the database to `scratch`; return what is in it, and the keys.json that opens it."""
    keys = source.path.parent / KEYS
    for attempt in range(TRIES + 1):
        progress.step(0, STEPS, "正在复制")
        held = source.hold() if attempt == TRIES else nullcontext()
        with held, _connected(source) as connection:
            known = keys.read_bytes()
            scratch.unlink(missing_ok=True)
            connection.execute("VACUUM INTO ?", (str(scratch),))
            progress.step(1, STEPS, "正在核对")
            attach(connection, scratch)
            connection.execute("BEGIN")
            if unlike(connection) is None and keys.read_bytes() == known:
                if connection.execute(f"PRAGMA {COPY}.quick_check").fetchone() != ("ok",):
                    raise Refused(NOT_ALIKE)
                return _found(connection), known
    raise Refused(NOT_ALIKE)


@contextmanager
def _connected(source: Source) -> Iterator[Any]:
    connection = connect(source.path, source.key)
    try:
        yield connection
    finally:
        connection.close()


def _found(connection: Any) -> _Found:
    return _Found(
        form=connection.execute(_FORM).fetchone()[0],
        origin=head_of(connection, COPY, "ASC").hash,
        head=head_of(connection, COPY),
        rows=counts(connection),
    )


def head_of(connection: Any, of: str = "main", order: str = "DESC") -> Head:
    """Return the newest entry of the journal, or with ASC the first."""
    row = connection.execute(
        f"SELECT seq, hash, at FROM {of}.journal ORDER BY seq {order} LIMIT 1"  # noqa: S608
    ).fetchone()
    return Head(seq=row[0], hash=row[1].hex(), at=row[2]) if row else Head(seq=0, hash="", at="")


def _manifest(source: Source, told: Told, found: _Found) -> Callable[[dict[str, Part]], Manifest]:
    def manifest(parts: dict[str, Part]) -> Manifest:
        return Manifest(
            office=told.office,
            origin=found.origin,
            reason=told.reason,
            by=told.by,
            made=told.made.astimezone(UTC).isoformat(),
            program=__version__,
            form=found.form,
            head=found.head,
            rows=found.rows,
            parts=parts,
        ).sealed(source.key)

    return manifest


def _scratch(folder: Path) -> Path:
    """Return a name in `folder` that is tidied away if it is left."""
    return folder / f"{backup.NAME}-{secrets.token_hex(6)}.db{backup.PART}"


@contextmanager
def _cleared(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):  # a stick that was pulled out; the next start tidies
            for end in ("", "-journal", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
