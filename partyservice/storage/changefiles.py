"""Change files: the change journals in a folder that a key opens, and what they saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from partyservice.storage.changes import ENDING, Changes, Mark, Unreadable

PREFIX = "更改-"


def change_files(folder: Path, key: bytes) -> list[Changes]:
    """Return the files in `folder` that `key` opens, those begun later last.

    Others, and those that the disk does not give, are left out.
    """
    found = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        with suppress(Unreadable, OSError):
            found.append(Changes(path, key))
    return sorted(found, key=lambda each: (each.before.seq, each.head.made, each.path.name))


def free_name(folder: Path, first: int, made: str) -> Path:
    """Return where a file begun at `made` (digits) with entry `first` may lie: a name not used."""
    names = (f"{PREFIX}{made}-{first}{more}{ENDING}" for more in _numbers())
    return next(folder / name for name in names if not (folder / name).exists())


def seen(folders: Iterable[Path], key: bytes, incarnation: int) -> Iterator[tuple[Path, Mark]]:
    """Give the newest entry that each file of this incarnation of the office saw."""
    for folder in folders:
        for each in change_files(folder, key):
            if each.head.incarnation == incarnation:
                with suppress(OSError):
                    yield each.path, each.newest()


def _numbers() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1
