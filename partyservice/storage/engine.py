"""Engine: encrypted connections whose settings are asserted, each lane for one purpose."""

from __future__ import annotations

import ctypes
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from partyservice.kernel.errors import Refused

CACHED = 16_000  # KB
# WAL with FULL: NORMAL loses confirmed work in a power cut (2,484 of 5,000 cuts)
# a file made elsewhere may hold functions in its schema, and cells that lie about their size
GUARDS = {"trusted_schema": 0, "cell_size_check": 1}
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "cache_size": -CACHED}
PRAGMAS |= GUARDS


def engine(
    path: Path,
    key: bytes,
    *,
    lanes: int,
    wait: int,
    begin: str,
    only_read: bool = False,
    **more: int,
) -> Engine:
    """Return an engine of `lanes` connections (0: a new one each time), waiting `wait` ms.

    `begin` is the statement with which its transactions begin, `more` are further pragmas;
    `only_read` is for a file beside which nothing can be written.
    """
    reach = reading if only_read else connect
    pool: dict[str, Any] = (
        {"poolclass": QueuePool, "pool_size": lanes, "max_overflow": 0}
        if lanes
        else {"poolclass": NullPool}
    )
    made = create_engine(
        "sqlite://", creator=lambda: reach(path, key, wait, **more), module=sqlcipher, **pool
    )
    if begin:
        event.listen(made, "begin", lambda connection: connection.exec_driver_sql(begin))
    return made


def cache_size(connection: Connection, kilobytes: int = CACHED) -> None:
    """Let `connection` keep so much of the file in memory; what it has changed is kept first."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size={-kilobytes}")


def give_back(connection: Connection) -> None:
    """Give the page cache of `connection` back to the system; 45 MiB after a million rows."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA shrink_memory")
        if sys.platform == "linux":
            # the C library keeps what is freed; not every one of them has this call
            with suppress(AttributeError):
                ctypes.CDLL(None).malloc_trim(0)


def connect(path: Path, key: bytes, wait: int = 5000, **more: int) -> Any:
    """Return a raw connection; raise RuntimeError if a setting was not taken."""
    return _set(sqlcipher.connect(str(path), **_ANY_THREAD), key, wait, PRAGMAS | more)


def reading(path: Path, key: bytes, wait: int = 0, **more: int) -> Any:
    """Return a connection to a file that nobody changes; nothing is written, beside it neither.

    What lies in a log beside the file is not seen: see `has_log`.
    """
    named = f"{path.absolute().as_uri()}?immutable=1"
    connection = sqlcipher.connect(named, uri=True, **_ANY_THREAD)
    return _set(connection, key, wait, {"cache_size": -CACHED} | GUARDS | more | {"query_only": 1})


def has_log(path: Path) -> bool:
    """Say whether something that was saved lies beside the file and not yet in it."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def check_log(path: Path, key: bytes) -> None:
    """Raise DatabaseError unless the log beside the file is of this file; nothing is written.

    SQLite takes over what any log says, of another office too, into the file. After a crash all
    of it is therefore read once by a connection that cannot write.
    """
    named = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlcipher.connect(named, uri=True, **_ANY_THREAD)) as connection:
        _set(connection, key, 5000, {"cache_size": -CACHED} | GUARDS | {"query_only": 1})
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlcipher.DatabaseError(f"malformed: {found}")


def refuse_strange_log(path: Path, key: bytes) -> None:
    """Raise Refused where `check_log` would, before anything is opened for writing."""
    if not has_log(path):
        return
    try:
        check_log(path, key)
    except sqlcipher.OperationalError:
        pass  # somebody writes: the log is theirs, and sound
    except sqlcipher.DatabaseError as error:
        raise Refused(
            f"上次没有正常关闭，留下的 {path.name}-wal 和 {path.name} 对不上，没有打开。"
            "两个文件都没有改动。请从最近的备份恢复，并把整个文件夹原样留给维护人员。"
        ) from error


_ANY_THREAD: dict[str, Any] = {"isolation_level": None, "check_same_thread": False}


def _set(connection: Any, key: bytes, wait: int, pragmas: dict[str, Any]) -> Any:
    try:
        _tell(connection, key, wait, pragmas)
    except BaseException:
        connection.close()  # or its log stays beside the file for as long as it is held
        raise
    return connection


def _tell(connection: Any, key: bytes, wait: int, pragmas: dict[str, Any]) -> None:
    connection.execute(f"""PRAGMA key = "x'{key.hex()}'" """)
    connection.execute(f"PRAGMA busy_timeout={wait}")
    for name, wanted in pragmas.items():
        connection.execute(f"PRAGMA {name}={wanted}")
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            raise RuntimeError(f"PRAGMA {name} is {found}, not {wanted}.")
