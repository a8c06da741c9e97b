"""Rekeying: an encrypted file written anew under another key, beside it, and then put in its place.

Never by PRAGMA rekey, which writes over the only copy there is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from partyservice.kernel.errors import Refused
from partyservice.kernel.files import settle
from partyservice.storage.alike import COPY, attach, unlike
from partyservice.storage.engine import connect

FRESH = ".new"  # at the end of the name of the file written anew
IN_USE = "另一个窗口还开着这个中心，数据密钥没有换。数据没有改动，请关掉别的窗口，重新打开本窗口。"
UNLIKE = "换密钥时写出的文件没有通过核对，没有采用。数据没有改动，请检查磁盘空间，再打开一次。"

NO_ROOM = "换密钥时磁盘写不下，数据密钥没有换。数据没有改动，请清出磁盘空间，再打开一次。"


def fresh_of(path: Path) -> Path:
    """Return where the file written anew lies until it is put in place."""
    return path.with_name(path.name + FRESH)


def clear(path: Path) -> None:
    """Remove what an attempt that was cut off left beside `path`."""
    for end in ("", "-wal", "-shm", "-journal"):
        fresh = fresh_of(path)
        fresh.with_name(fresh.name + end).unlink(missing_ok=True)


@contextmanager
def rekeyed(path: Path, key: bytes, new: bytes) -> Iterator[Callable[[], None]]:
    """Write the file at `path` anew under the key `new`; give what puts it in place.

    Until then nobody else writes; others may read. Raise Refused if the two are not alike; the
    call raises Refused if another program has the file open.
    """
    clear(path)
    fresh = fresh_of(path)
    source = connect(path, key)
    try:
        attach(source, fresh, new)
        source.execute("BEGIN IMMEDIATE")
        source.execute(f"SELECT sqlcipher_export('{COPY}')").fetchone()
        if unlike(source) is not None:
            raise Refused(UNLIKE)
        stands = _version(source)
        source.execute("COMMIT")
        source.execute(f"DETACH {COPY}")
        _on_disk(fresh, new)
        yield partial(_put_in_place, source, stands, path)
    except sqlcipher.Error as error:
        raise Refused(NO_ROOM) from error
    finally:
        source.close()
        clear(path)


def _version(source: Any) -> int:
    """Return a number that changes when another connection commits."""
    return int(source.execute("PRAGMA data_version").fetchone()[0])


def _on_disk(fresh: Path, new: bytes) -> None:
    """Read the file back with its own key; have it on the disk, whole."""
    made = connect(fresh, new)
    try:
        if made.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Refused(UNLIKE)
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        made.close()
    with fresh.open("r+b") as file:
        os.fsync(file.fileno())


def _put_in_place(source: Any, stands: int, path: Path) -> None:
    try:
        # succeeds only where no other connection is; nothing is left in a log then
        (mode,) = source.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlcipher.OperationalError as error:
        raise Refused(IN_USE) from error
    if mode != "delete" or _version(source) != stands:
        raise Refused(IN_USE)
    source.close()
    fresh_of(path).replace(path)
    settle(path.parent)
