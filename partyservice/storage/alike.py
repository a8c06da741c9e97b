"""Alike: whether two encrypted files hold the same, table by table; the database itself compares.

Rows are looked up by their key rather than by EXCEPT, which would build all of a table in memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_TABLES = (
    "SELECT name FROM {}.sqlite_master WHERE type = 'table' AND substr(name, 1, 7) != 'sqlite_'"
    " ORDER BY name"
)
_FORM = (
    "SELECT type, name, sql FROM {}.sqlite_master WHERE substr(name, 1, 7) != 'sqlite_'"
    " ORDER BY type, name"
)
COPY = "copied"  # the name under which the other file is attached


def attach(connection: Any, path: Path, key: bytes | None = None) -> None:
    """Have `connection` see the file `path` too, which has the same key unless one is given."""
    keyed = f"""KEY "x'{key.hex()}'" """ if key else ""
    connection.execute(f"ATTACH DATABASE ? AS {COPY} {keyed}", (str(path),))


def unlike(connection: Any) -> str | None:
    """Return what is not the same in the two files, a table or "the form"; None if all is."""
    form, other = (connection.execute(_FORM.format(of)).fetchall() for of in ("main", COPY))
    if form != other:
        return "the form"
    names = [name for (name,) in connection.execute(_TABLES.format("main"))]
    return next((name for name in names if not _same(connection, name)), None)


def counts(connection: Any, of: str = COPY) -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        name: connection.execute(f'SELECT count(*) FROM {of}."{name}"').fetchone()[0]  # noqa: S608
        for (name,) in connection.execute(_TABLES.format(of)).fetchall()
    }


def _same(connection: Any, name: str) -> bool:
    # the names come from the file's own list of tables and columns
    numbers = [
        connection.execute(f'SELECT count(*) FROM {of}."{name}"').fetchone()  # noqa: S608
        for of in ("main", COPY)
    ]
    if numbers[0] != numbers[1]:
        return False
    return connection.execute(_difference(connection, name)).fetchone() is None


def _difference(connection: Any, name: str) -> str:
    """Return the question for a row of `name` that is not in the other file, or not the same."""
    columns = connection.execute(f'PRAGMA main.table_info("{name}")').fetchall()
    key = [f'"{column}"' for _, column, _, _, _, place in columns if place]
    others = [f'"{column}"' for _, column, _, _, _, place in columns if not place]
    if not key:
        one, two = (f'SELECT * FROM {of}."{name}"' for of in ("main", COPY))  # noqa: S608
        either = (f"SELECT 1 FROM ({a} EXCEPT {b})" for a, b in ((one, two), (two, one)))  # noqa: S608
        return f"{' UNION ALL '.join(either)} LIMIT 1"
    found = " AND ".join(f"a.{column} = b.{column}" for column in key)
    differs = " OR ".join(f"a.{column} IS NOT b.{column}" for column in others)
    missing = f"b.{key[0]} IS NULL" + (f" OR {differs}" if differs else "")
    return (
        f'SELECT 1 FROM main."{name}" AS a LEFT JOIN {COPY}."{name}" AS b ON {found} '  # noqa: S608
        f"WHERE {missing} LIMIT 1"
    )
