"""Old offices: one of each form that was ever shipped, with something in every table.

As a program it brings one to the newest form, so that a recorder may look on.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Enum, MetaData, Numeric, Table
from sqlalchemy.types import Float, Integer, LargeBinary

from partyservice import offices  # noqa: F401 - has declared all tables
from partyservice.storage import migrate
from partyservice.storage.chain import chained
from partyservice.storage.engine import connect, engine
from partyservice.storage.record import Moment, PartialText, Record

KEY = b"k" * 32
FORMS = sorted(path.name[:4] for path in (migrate.SCRIPTS / "versions").glob("[0-9]*.py"))
LINES = 3  # in each table
GROWING = {"search_key", "journal"}  # a migration may add to them
COUNTED = {"alembic_version", "incarnation", "number_counter"}
Content = Mapping[str, tuple[tuple[str, ...], Sequence[tuple[Any, ...]]]]
_VALUES = {
    "code_entry.table_name": "mobile_reason",
    "organisation.org_type": "611",
    "custom_roster.layout": "{}",
}


def build(path: Path, form: str) -> None:
    """Make an office of a form with the migrations that led to it, and fill it by SQL."""
    lane = engine(path, KEY, lanes=0, wait=0, begin="", foreign_keys=0)
    with lane.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        config = Config()
        config.set_main_option("script_location", str(migrate.SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, form)
        _fill(connection)
        connection.commit()


def content(path: Path) -> Content:
    """Return the rows of all tables, with the names of their columns."""
    with closing(connect(path, KEY)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {}
        for (name,) in sorted(names.fetchall()):
            rows = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            columns = tuple(each[0] for each in rows.description)
            found[name] = (columns, sorted(rows.fetchall(), key=repr))
        return found


def form_of(path: Path) -> str:
    with closing(connect(path, KEY)) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found)


def hashed(path: Path) -> str:
    """Return one number for the tables, their form and the triggers."""
    with closing(connect(path, KEY)) as connection:
        form = sorted(connection.execute("SELECT name, sql FROM sqlite_master"), key=repr)
    return hashlib.sha256(repr((form, content(path))).encode()).hexdigest()


def not_carried(old: Content, new: Content) -> list[str]:
    """Return the tables of which a newer form has not every value of an older one."""
    wrong = []
    for name, (columns, rows) in old.items():
        if name in COUNTED:
            continue
        now, held = new[name]
        places = [now.index(column) for column in columns]
        carried = [tuple(row[place] for place in places) for row in held]
        if name in GROWING:
            carried = [row for row in carried if row in rows]
        if sorted(carried, key=repr) != rows:
            wrong.append(name)
    return wrong


def _fill(connection: Connection) -> None:
    known = MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        if table.name == "journal":
            connection.execute(table.insert(), _journal())
        elif table.name == "incarnation":
            connection.execute(table.insert().values(id=1, bits=5, used=1000))
        elif table.name == "number_counter":
            connection.execute(table.insert().values(series="LC202610", used=LINES))
        elif table.name != "alembic_version":
            for number in range(1, LINES + 1):
                values = {c.name: _value(table, c, number) for c in table.columns}
                connection.execute(table.insert().values(values))


def _value(table: Table, column: Column[Any], number: int) -> Any:
    name = f"{table.name}.{column.name}"
    if column.foreign_keys:
        return 1
    if name in _VALUES:
        return _VALUES[name]
    if name == "outflow.reg_no":
        return f"LC202610-{number:04d}"
    if column.name in ("void_reason",):
        return None
    declared = Record.metadata.tables.get(table.name)
    kind = column.type
    if declared is not None and column.name in declared.c:
        kind = declared.c[column.name].type
    return _of(kind, column.name, number)


def _of(kind: Any, name: str, number: int) -> Any:
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, PartialText):
        return "2016-11-15"
    if isinstance(kind, Moment | DateTime):
        return datetime(2026, 10, 8, 2, tzinfo=UTC).replace(tzinfo=None)
    if isinstance(kind, Date):
        return date(2016, 11, number)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Numeric | Float):
        return number
    if isinstance(kind, LargeBinary):
        return bytes([number])
    return f"{name} {number}"


def _journal() -> list[dict[str, Any]]:
    last, at, rows = b"", datetime(2026, 10, 8, 2, tzinfo=UTC), []
    told = {"by": "王芳", "reason": "建立", "about": "person", "after": '{"name":"name"}'}
    for seq in range(1, LINES + 1):
        stamp = f"{at.isoformat()}\0{told['by']}\0{told['reason']}"
        last = chained(last, seq, stamp, (told["about"], seq, None, told["after"]))
        rows.append(
            told | {"seq": seq, "at": at.replace(tzinfo=None), "record_id": seq, "hash": last}
        )
    return rows


def main() -> None:
    """Bring an office to the newest form and say so to the recorder."""
    given = argparse.ArgumentParser()
    given.add_argument("path", type=Path)
    migrate.upgrade(given.parse_args().path, KEY)
    ctypes.CDLL(None).recorder_mark(b"saved")


if __name__ == "__main__":
    main()
