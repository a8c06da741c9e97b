"""Places: where backups lie: in the folder of the office, and on a second disk, stick or share.

A second place is known by a mark that lies in it: a stick is found again wherever the system puts
it, and a folder of the same name that is not the stick is never written to.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from shutil import disk_usage

from partyservice.kernel.errors import Refused
from partyservice.kernel.files import replaced_whole
from partyservice.machine import Machine, SecondPlace
from partyservice.offices import BACKUPS

MARK = "partyservice-place.json"
_LARGEST = 1 << 16  # bytes of a mark
_MOUNTED = ("/media/", "/run/media/", "/mnt/")  # where sticks and shares come
_DRIVES = "DEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of backups that can be written now; `second` if it is not the office's own."""

    folder: Path
    second: bool = False

    def free(self) -> int:
        """Return how many bytes are free there; -1 if nobody knows."""
        try:
            return disk_usage(self.folder).free
        except OSError:
            return -1


@dataclass(frozen=True, slots=True)
class Second:
    """What there is to say of the second place: what was chosen, and where it is now, if it is.

    `same_disk` if the death of one disk takes both.
    """

    kept: SecondPlace | None
    here: Place | None = None
    same_disk: bool = False


def first(office: Path) -> Place:
    """Return the place in the folder of the office; it is made if it is not there."""
    folder = office / BACKUPS
    with suppress(OSError):  # said by who then writes
        folder.mkdir(exist_ok=True)
    return Place(folder)


def second(machine: Machine, office: Path, roots: Iterable[Path] | None = None) -> Second:
    """Return the second place of an office; one that is not there is no error.

    `roots` are the disks among which it is looked for, if it is no longer where it was.
    """
    kept = machine.second_place(office)
    if kept is None:
        return Second(None)
    elsewhere = _tails(kept.folder, _roots() if roots is None else roots)
    for folder in (kept.folder, *elsewhere):
        if _mark(folder) == kept.mark:
            return Second(kept, Place(folder, second=True), _same_disk(folder, office))
    return Second(kept)


def choose(machine: Machine, office: Path, folder: Path) -> Second:
    """Make `folder` the second place of an office; raise Refused if it cannot be."""
    if not folder.is_dir():
        raise Refused("第二处的文件夹不存在。什么也没有改。请先插好 U 盘，或另选一个文件夹。")
    inside = office.resolve()
    if inside in (folder.resolve(), *folder.resolve().parents):
        raise Refused(
            "第二处不能在中心自己的文件夹里：盘坏了会一起丢。什么也没有改。请选 U 盘或另一块盘。"
        )
    mark = _mark(folder)
    if not mark:
        mark = secrets.token_hex(16)
        with replaced_whole(folder / MARK) as file:
            file.write(json.dumps({"mark": mark}).encode())
    machine.keep_second_place(office, SecondPlace(folder.absolute(), mark))
    return second(machine, office)


def _mark(folder: Path) -> str:
    """Return the mark that lies in `folder`; empty if there is none to read."""
    with suppress(OSError, ValueError, RecursionError), (folder / MARK).open("rb") as file:
        told = json.loads(file.read(_LARGEST))
        if isinstance(told, dict) and isinstance(told.get("mark"), str):
            return str(told["mark"])
    return ""


def _tails(folder: PurePath, roots: Iterable[Path]) -> Iterator[Path]:
    """Give the places where `folder` may be now: each ending of its path, on each disk."""
    parts = folder.relative_to(folder.anchor).parts
    for root in roots:
        for start in range(len(parts) + 1):
            yield root.joinpath(*parts[start:])


def _roots() -> list[Path]:
    if sys.platform == "win32":
        return [Path(f"{letter}:\\") for letter in _DRIVES]
    with suppress(OSError):
        lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
        found = [line.split(" ")[1].replace("\\040", " ") for line in lines]
        return [Path(at) for at in found if at.startswith(_MOUNTED)]
    return []


def _same_disk(folder: Path, office: Path) -> bool:
    with suppress(OSError):
        return os.stat(folder).st_dev == os.stat(office).st_dev  # noqa: PTH116 - both at once
    return False
