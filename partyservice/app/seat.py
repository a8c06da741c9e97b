"""Seat: one window at a time on an office; who sits there, said to whoever comes second.

The command line may work beside a window: SQLite keeps one writer at a time. The system lets go of
a seat when its program ends, however it ends, so that one left by a crash keeps nobody out.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from partyservice.kernel.errors import Refused
from partyservice.kernel.locking import Taken, hold
from partyservice.storage.folder import DATABASE

FILE = "window.lock"
_HELD = 1  # byte; on Windows nobody else can read what is held, so the name stands behind it
_LONGEST = 1000  # bytes


def take_seat(folder: Path, name: str, now: datetime) -> BinaryIO | None:
    """Return a file that is held until it is closed; None where nobody can write anyway.

    Raise Refused, naming who sits there, if a window has this office open.
    """
    if not (folder / DATABASE).is_file():
        return None  # what is missing is said by whoever opens it
    path = folder / FILE
    try:
        file = path.open("ab")
    except OSError:
        return None  # a folder that is only read
    try:
        hold(file)
        _sign(file, name, now)
    except Taken as error:
        file.close()
        raise Refused(_taken(path)) from error
    except OSError:
        pass  # a full disk; the seat is taken, only the name is missing
    except BaseException:
        file.close()
        raise
    return file


def _sign(file: BinaryIO, name: str, now: datetime) -> None:
    told = json.dumps({"name": name, "at": now.isoformat()})
    file.truncate(0)
    file.write(b" " * _HELD + told.encode())
    file.flush()


def _taken(path: Path) -> str:
    return (
        f"这个中心已经在另一个窗口里打开{_who(path)}。数据没有问题，没有再开一个窗口。"
        "请切换到那个窗口；是别人登录这台电脑打开的，就请他先关闭，再打开一次。"
    )


def _who(path: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        with path.open("rb", buffering=0) as file:
            file.seek(_HELD)
            told = json.loads(file.read(_LONGEST))
        since = datetime.fromisoformat(told["at"]).astimezone()
        name = "".join(filter(str.isprintable, str(told["name"])))[:40]
        return f"（{name}，{since:%m-%d %H:%M} 起）" if name else f"（{since:%m-%d %H:%M} 起）"
    return ""
