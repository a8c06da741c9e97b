"""Restoring: an office comes back before anybody is signed in; no readable database is needed.

All of it touches disks and is for a Job, except `offers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Progress, Quiet

if TYPE_CHECKING:
    from partyservice.safety.backing import Listed
    from partyservice.safety.opening import Opener
    from partyservice.safety.replay import Replayed
    from partyservice.safety.restoring import Restored

UNREADABLE = "读不出这份备份，没有恢复。原有数据没有改动。请换一份，或检查 U 盘是否插好。"
_FROM_BACKUP = "备份恢复"  # what a refusal says where nothing else helps


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a backup is opened: by an account and its password, or by the `code` of the sheet."""

    user: str = ""
    password: str = ""
    code: str = ""


def offers(words: str) -> bool:
    """Say whether what was refused with `words` may be mended by a backup."""
    return _FROM_BACKUP in words


def backups_of(folder: Path) -> list[Listed]:
    """Return the backups of the office in `folder`, the newest first, damaged ones last.

    The office itself is not opened; it may be gone, and `folder` too.
    """
    from partyservice.safety.backing import listed
    from partyservice.safety.places import Place

    return listed(Place(at, second=second) for at, second in _places(folder))


def look(path: Path) -> Listed:
    """Return what a file somebody chose says of itself; one that is no backup says so."""
    from partyservice.safety.backing import look as looked

    return looked(path)


def accounts_of(path: Path) -> list[str]:
    """Return the names of the accounts that may open a backup; raise Refused if it is none."""
    from partyservice.security.doors import read
    from partyservice.storage.backup import keys
    from partyservice.storage.manifest import Damaged

    try:
        return [door.name for door in read(keys(path)).doors]
    except (Damaged, OSError) as error:
        raise Refused(UNREADABLE) from error


def restore(
    path: Path,
    folder: Path,
    way: Way,
    progress: Progress | None = None,
    *,
    later: bool = True,
) -> Restored:
    """Put the backup at `path` in place of what is in `folder`, if anything is.

    With `later`, what the change journals know beyond the backup is done once more. What was
    there is kept aside. Raise Refused, or Cancelled: nothing is changed then.
    """
    from partyservice.safety.restoring import Restoring

    at = dict.fromkeys([*(each for each, _ in _places(folder)), path.parent])
    restoring = Restoring(
        path=path,
        opener=_opener(way),
        clock=Clock(),
        replay=partial(_replay, list(at)) if later else None,
        progress=progress or Quiet(),
    )
    return restoring.over(folder) if _occupied(folder) else restoring.to(folder)


def _replay(folders: Sequence[Path], database: Path, key: bytes, progress: Progress) -> Replayed:
    from partyservice.safety.replay import replay

    return replay(database, [key], folders, progress)


def _opener(way: Way) -> Opener:
    from partyservice.safety.opening import by_code, by_password

    return by_code(way.code) if way.code else by_password(way.user, way.password)


def _places(folder: Path) -> Iterator[tuple[Path, bool]]:
    from partyservice.machine import Machine
    from partyservice.offices import BACKUPS
    from partyservice.safety.places import second

    yield folder / BACKUPS, False
    if here := second(Machine(), folder).here:
        yield here.folder, True


def _occupied(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
