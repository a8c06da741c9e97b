"""Swapping: the files of an office are exchanged for prepared ones; the old are kept aside whole.

Killed at any step it is finished at the next start: what is to be done lies in a file by then, and
each step asks what is still to do. Nothing is written over, nothing is deleted.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from partyservice.kernel.errors import Refused
from partyservice.kernel.files import replaced_whole, settle
from partyservice.storage.backup import writing

PLAN, WORK = "正在恢复.json", "正在恢复.part"
_LOGS = ("-wal", "-shm", "-journal")  # what belongs to a database beside it
_DMS = 128  # the byte of the file -shm that every connection holds (SQLite, os_unix.c)
UNFINISHED = (
    "上一次恢复没有做完，现在也接不下去。数据都在本文件夹里，没有删除任何内容。"
    "请关闭其它窗口，检查磁盘，再打开一次。"
)


def prepared(folder: Path) -> Path:
    """Return the empty folder in which the new files are laid; what was cut off there is gone."""
    work = folder / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    return work


def swap(folder: Path, aside: str, names: Sequence[str]) -> None:
    """Exchange `names`, the last of them last, for those prepared; the old go into `aside`.

    From the moment that the plan is on the disk it will be done, now or at the next start.
    """
    plan = {"aside": aside, "names": list(names)}
    with replaced_whole(folder / PLAN) as file:
        file.write(json.dumps(plan, ensure_ascii=False).encode())
    finish(folder)


def finish(folder: Path) -> None:
    """Do what is left of an exchange, if one was cut off; raise Refused if it cannot be done."""
    if not (folder / PLAN).exists():
        return
    try:
        with writing(folder):
            if (folder / PLAN).exists():  # else another program was quicker
                _go_on(folder, json.loads((folder / PLAN).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(UNFINISHED) from error


def in_use(database: Path) -> bool:
    """Say whether another program has the database open; no key is needed.

    Not to be asked while this program has it open: that would give up its locks. Elsewhere than
    on POSIX the system itself keeps an open file from being moved.
    """
    if sys.platform == "win32":
        return False
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        with database.with_name(f"{database.name}-shm").open("rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _DMS, os.SEEK_SET)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _go_on(folder: Path, plan: dict[str, object]) -> None:
    names, aside = plan["names"], folder / str(plan["aside"])
    if not isinstance(names, list):
        raise TypeError("names")
    work = folder / WORK
    aside.mkdir(exist_ok=True)
    for name in map(str, names):
        if (work / name).exists():  # else it is in its place already
            for old in (name, *(f"{name}{end}" for end in _LOGS)):
                _move(folder / old, aside / old)
            _move(work / name, folder / name)
        settle(folder)
    settle(aside)
    (folder / PLAN).unlink()
    settle(folder)
    shutil.rmtree(work, ignore_errors=True)


def _move(path: Path, goal: Path) -> None:
    if not path.exists():
        return
    if goal.exists():
        raise FileExistsError(goal)
    path.rename(goal)
