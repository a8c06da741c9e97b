"""DeskFile: the small encrypted file beside the office: drafts not yet saved, habits of clerks.

Nothing in it is needed to open the office: a damaged file is laid aside and a new one begun.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from partyservice.kernel.errors import Refused
from partyservice.kernel.unsaved import Unsaved
from partyservice.storage.engine import connect
from partyservice.storage.folder import DRAFTS

FILE = DRAFTS
TABLES = (
    """CREATE TABLE IF NOT EXISTS draft (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, "by" TEXT NOT NULL, place TEXT NOT NULL,
    texts TEXT NOT NULL
)""",
    """CREATE TABLE IF NOT EXISTS habit (
    "by" TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("by", key)
) WITHOUT ROWID""",
)
READS = (  # fails where a table of this name is another
    'SELECT id, at, "by", place, texts FROM draft LIMIT 0',
    'SELECT "by", key, value FROM habit LIMIT 0',
)
LOST = "挂起内容的文件不见了，已新建一个。档案都在，没有受影响。没保存过的内容请重新填写。"
LAID_ASIDE = (
    "挂起内容的文件已损坏，改名为“{name}”留在原处。档案都在，没有受影响。没保存过的内容请重新填写。"
)
IN_MEMORY = (
    "挂起内容的文件打不开，这次只留在内存里。档案都在，没有受影响。"
    "请及时保存，并检查磁盘和文件夹权限。"
)
NOT_REMEMBERED = "这次的设置没有记住：磁盘写不进去。档案没有改动，可以照常办理。请检查磁盘。"
NOT_KEPT = "填了一半的内容没有留住：磁盘写不进去。档案没有改动。请现在就保存，再检查磁盘。"
_ERRORS = (sqlcipher.Error, sqlite3.Error)
_DAMAGED = ("not a database", "malformed", "no such column", "unsound")


class DeskFile:
    """One connection for all threads; each call is a transaction of its own."""

    def __init__(self, connection: Any) -> None:
        self._connection, self._lock = connection, Lock()
        for table in TABLES:  # an office of an earlier version has not all of them
            connection.execute(table)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def habit(self, by: str, key: str, otherwise: Any = None) -> Any:
        """Return what `by` last set `key` to; `otherwise` too if that cannot be read."""
        with suppress(Refused, ValueError, TypeError, RecursionError):  # no page is lost for it
            rows = self._run('SELECT value FROM habit WHERE "by"=? AND key=?', by, key)
            return json.loads(rows[0][0]) if rows else otherwise
        return otherwise

    def keep_habit(self, by: str, key: str, value: Any) -> None:
        """Remember `value` for `by`; raise Refused if the disk does not take it."""
        text = json.dumps(value)  # in plain letters: the name of a folder may be no text at all
        try:
            self._run("INSERT OR REPLACE INTO habit VALUES (?, ?, ?)", by, key, text)
        except Refused as error:
            raise Refused(NOT_REMEMBERED) from error

    def unsaved(self, by: str) -> list[Unsaved]:
        """Return what `by` typed and did not save, the newest first."""
        rows = self._run(
            'SELECT id, at, place, texts FROM draft WHERE "by"=? ORDER BY at DESC, id DESC', by
        )
        found = []
        for number, at, place, texts in rows:
            # of another version of the program, or of somebody else's making
            with suppress(ValueError, TypeError, KeyError, RecursionError):
                found.append(Unsaved.from_json(number, datetime.fromisoformat(at), place, texts))
        return found

    def keep(self, by: str, unsaved: Unsaved) -> None:
        """Keep `unsaved`, in place of what it was before; raise Refused if the disk does not."""
        at = unsaved.at.astimezone(UTC).isoformat()
        row = (unsaved.id, at, by, unsaved.place, unsaved.to_json())
        self._run("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", *row)

    def forget(self, by: str, number: int) -> None:
        """Keep it no longer: it was saved, or dropped."""
        self._run('DELETE FROM draft WHERE id=? AND "by"=?', number, by)

    def _run(self, statement: str, *values: object) -> list[Any]:
        try:
            with self._lock:
                return list(self._connection.execute(statement, values))
        except _ERRORS as error:
            raise Refused(NOT_KEPT) from error


def create(path: Path, key: bytes) -> None:
    """Make the empty file; it is encrypted with the key of the office."""
    DeskFile(connect(path, key)).close()


def opened(path: Path, connected: Callable[[], Any], now: datetime) -> tuple[DeskFile, str]:
    """Return the file at `path` and what to tell the desk of it; empty if all is well.

    One that is damaged is laid aside; one that another program holds, or a disk does not give, is
    left as it is: what is typed now is kept in memory.
    """
    there = path.is_file() and path.stat().st_size > 0
    try:
        return _sound(connected()), "" if there else LOST
    except (*_ERRORS, OSError, RuntimeError) as error:
        damaged = path.is_dir() or any(words in str(error) for words in _DAMAGED)
    with suppress(*_ERRORS, OSError, RuntimeError):
        if damaged:
            name = _laid_aside(path, now)
            return DeskFile(connected()), LAID_ASIDE.format(name=name)
    return in_memory(), IN_MEMORY


def in_memory() -> DeskFile:
    """Return one that is gone when it is closed."""
    return DeskFile(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))


def _laid_aside(path: Path, now: datetime) -> str:
    """Give a damaged file another name, and return it."""
    name = f"{path.stem}-已损坏-{now.astimezone():%Y%m%d-%H%M%S}{path.suffix}"
    path.rename(path.with_name(name))
    for end in ("-wal", "-shm"):  # they belong to the damaged one
        path.with_name(path.name + end).unlink(missing_ok=True)
    return name


def _sound(connection: Any) -> DeskFile:
    """Return the file behind `connection`, every page of it read."""
    try:
        (found,) = connection.execute("PRAGMA quick_check").fetchone()
        if found != "ok":
            raise sqlcipher.DatabaseError(f"unsound: {found}")
        made = DeskFile(connection)
        for statement in READS:
            connection.execute(statement)
    except _ERRORS:
        connection.close()
        raise
    return made
