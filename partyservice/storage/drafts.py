"""DeskFile: the small encrypted file beside the office: drafts not yet saved, habits of clerks."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock
from typing import Any

from partyservice.storage.engine import connect

FILE = "drafts.db"
TABLES = (
    """CREATE TABLE IF NOT EXISTS draft (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, "by" TEXT NOT NULL, place TEXT NOT NULL,
    texts TEXT NOT NULL
)""",
    """CREATE TABLE IF NOT EXISTS habit (
    "by" TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("by", key)
) WITHOUT ROWID""",
)


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
        """Return what `by` last set `key` to."""
        rows = self._run('SELECT value FROM habit WHERE "by"=? AND key=?', by, key)
        return json.loads(rows[0][0]) if rows else otherwise

    def keep_habit(self, by: str, key: str, value: Any) -> None:
        """Remember `value` for `by`."""
        text = json.dumps(value, ensure_ascii=False)
        self._run("INSERT OR REPLACE INTO habit VALUES (?, ?, ?)", by, key, text)

    def _run(self, statement: str, *values: object) -> list[Any]:
        with self._lock:
            return list(self._connection.execute(statement, values))


def create(path: Path, key: bytes) -> None:
    """Make the empty file; it is encrypted with the key of the office."""
    DeskFile(connect(path, key)).close()
