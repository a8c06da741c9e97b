"""Drafts: the small encrypted file of what is typed and not yet saved, beside the office."""

from __future__ import annotations

from pathlib import Path

from partyservice.storage.engine import connect

FILE = "drafts.db"
TABLE = """CREATE TABLE IF NOT EXISTS draft (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, "by" TEXT NOT NULL, place TEXT NOT NULL,
    texts TEXT NOT NULL
)"""


def create(path: Path, key: bytes) -> None:
    """Make the empty file; it is encrypted with the key of the office."""
    connection = connect(path, key)
    connection.execute(TABLE)
    connection.close()
