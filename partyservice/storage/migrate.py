"""Migrate: the form of the tables, its number, and the way there from an older one.

An older program never touches a newer file; a newer one first has a verified backup made.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from partyservice.kernel.errors import Refused
from partyservice.storage.engine import engine, has_log
from partyservice.storage.journal import JOURNAL, TRIGGERS
from partyservice.storage.keys import begin_incarnation
from partyservice.storage.record import Record

SCRIPTS = Path(__file__).parent / "migrations"
HEAD = "0006"  # the newest file of migrations/versions; a test compares


def create_tables(on: Engine) -> None:
    """Write the tables of a new office, in their newest form, in one transaction."""
    with on.begin() as connection:
        Record.metadata.create_all(connection)
        create_triggers(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        begin_incarnation(connection)


def create_triggers(connection: Connection) -> None:
    """Write all triggers anew: a table rebuilt by a migration has silently lost its own."""
    for name, statement in TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(statement)


def ensure_form(
    path: Path, key: bytes, first: Callable[[], object], *, only_read: bool = False
) -> None:
    """Bring an older office to the newest form; raise Refused if it is newer than the program.

    `first` is done before anything is changed: it makes a backup, or raises Refused. A file that is
    newer is left as it is to the last byte, and so is the folder around it.
    """
    lane = engine(path, key, lanes=0, wait=5000, begin="BEGIN", only_read=not has_log(path))
    found = _form(lane)
    _refuse_foreign(lane, found)
    if found == HEAD:
        return
    if found > HEAD:
        raise Refused(
            "这个中心的数据由更新的程序写过。数据没有改动，请用新版程序打开，不要退回旧版。"
        )
    if only_read:
        raise Refused(
            "这个中心的数据是旧版程序写的，所在的位置又不能写入，没有打开。数据没有改动。"
            "请清出磁盘空间，或把整个文件夹复制到可以写入的硬盘上，再打开复制的那一份。"
        )
    first()
    upgrade(path, key)


def upgrade(path: Path, key: bytes, to: str = "head") -> None:
    """Run the migrations that are due, up to form `to`, in one transaction: all of them or none."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415 - 0.24 s, once in a new version's life

    lane = engine(path, key, lanes=0, wait=5000, begin="", foreign_keys=0)
    with lane.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        _check_links(connection)
        create_triggers(connection)
        connection.commit()


def form_of(connection: Connection) -> str:
    """Return the number of the form of the tables; raise Refused if there are none."""
    if not all(map(inspect(connection).has_table, ("alembic_version", JOURNAL.name))):
        raise Refused("数据文件里没有中心的表。什么也没有改，请从备份恢复。")
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _form(lane: Engine) -> str:
    with lane.connect() as connection:
        return form_of(connection)


def _refuse_foreign(lane: Engine, form: str) -> None:
    """Raise Refused for a file that brings code of its own: it would run with our writing."""
    wanted = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
    virtual = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"
    with lane.connect() as connection:
        found = connection.exec_driver_sql(wanted).all()
        foreign = connection.exec_driver_sql(virtual).first() is not None
    for kind, name, statement in found:
        ours = TRIGGERS.get(name) if kind == "trigger" else None
        foreign |= ours is None or (form == HEAD and statement != ours)
    if foreign:
        raise Refused(
            "数据文件里有不是本程序写的内容，没有打开。什么也没有运行，文件没有改动。"
            "请从备份恢复，并查问这个文件是从哪里来的。"
        )


def _check_links(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        raise Refused(
            f"升级后表 {broken[0]} 里有断开的关联，已全部撤回。数据没有改动，请联系维护人员。"
        )
