"""Backing: backups are made in each place that is there, listed, and thinned out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from partyservice.kernel.errors import Refused
from partyservice.kernel.files import settle
from partyservice.kernel.progress import Progress
from partyservice.safety.places import Place
from partyservice.safety.thinning import Stamp, kept
from partyservice.storage import backup
from partyservice.storage.copying import Source, Told, in_words, make, origin_of, words
from partyservice.storage.manifest import Damaged, Manifest

SPARE = 50 << 20  # bytes to be left free beside a backup


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in a place; without a manifest it is damaged, or of a newer program: `fault`."""

    path: Path
    second: bool
    size: int
    manifest: Manifest | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a backup: where it lies now, and why not in the places where it does not."""

    paths: Mapping[Place, Path]
    refused: Mapping[Place, str]


def make_in(
    places: Sequence[Place], source: Source, told: Told, progress: Progress | None = None
) -> Made:
    """Make a backup in the first of `places` that takes it, and copies in the others.

    A place that fails is said, and keeps no other from its backup. Raise Refused if all fail.
    """
    paths: dict[Place, Path] = {}
    refused: dict[Place, str] = {}
    origin = origin_of(source)
    for place in places:
        try:
            done = next(iter(paths.values()), None)
            with backup.writing(place.folder):
                _make_room(place, 2 * _size(source.path), origin)
                paths[place] = (
                    _copied(done, place) if done else make(source, told, place.folder, progress)
                )
                thin(place, origin)
        except Refused as error:
            refused[place] = error.words
        except (Damaged, OSError) as error:
            refused[place] = words(error)
    if not paths:
        raise Refused(" ".join(dict.fromkeys(refused.values())))
    return Made(paths, refused)


def write_to(to: Path, source: Source, told: Told, progress: Progress | None = None) -> Path:
    """Write a backup as a new file in the folder `to`, or under the name `to`, and return it.

    Raise Refused if that name is taken, or if it cannot be written.
    """
    folder = to if to.is_dir() else to.parent
    if to != folder and to.exists():
        raise Refused("已有这个名字的文件，没有备份。什么也没有改。请另取一个文件名。")
    if not folder.is_dir():
        raise Refused("要放备份的文件夹不存在，没有备份。什么也没有改。请先建好文件夹。")
    is_place = (folder / backup.LOCK).exists()
    with in_words(), backup.writing(folder) if is_place else nullcontext():
        made = make(source, told, folder, progress)
        if to == folder:
            return made
        made.rename(to)
        settle(folder)
        return to


def listed(places: Iterable[Place]) -> list[Listed]:
    """Return the backups in `places`, the newest first, damaged ones last."""
    found = [look(path, second=place.second) for place in places for path in _files(place)]
    return sorted(found, key=_newest_first)


def look(path: Path, *, second: bool = False) -> Listed:
    """Return what a file says of itself; not all of it is read."""
    size = 0
    try:
        size = path.stat().st_size
        return Listed(path, second, size, backup.read(path))
    except Damaged:
        return Listed(path, second, size, None, "已损坏，不能恢复")
    except Refused:
        return Listed(path, second, size, None, "由更新的程序做成")
    except OSError:
        return Listed(path, second, size, None, "读不出来")


def sound(backups: Iterable[Listed]) -> Listed | None:
    """Return the first of `backups` of which every bit is what was written."""
    for each in backups:
        with suppress(Damaged, OSError):
            if each.manifest is not None and backup.whole(each.path):
                return each
    return None


def thin(place: Place, origin: str) -> None:
    """Clear away what of one office need not be kept; damaged files and other offices' stay.

    To be called with the place held, and after a backup was made in it: the newest is kept.
    """
    ours = _of(place, origin)
    keep = kept(_stamp(each) for each in ours)
    for each in ours:
        if each.path.name not in keep:
            each.path.unlink(missing_ok=True)


def _make_room(place: Place, needed: int, origin: str) -> None:
    """Where the disk is nearly full, clear away old backups of the office; the last sound stays."""
    if not _is_short(place, needed):
        return
    ours = _of(place, origin)
    last = sound(ours)
    keep = kept(_stamp(each) for each in ours)
    ours.reverse()  # the oldest first, and of them those that would be thinned out anyhow
    for each in sorted(ours, key=lambda each: each.path.name in keep):
        if last is not None and each != last and _is_short(place, needed):
            each.path.unlink(missing_ok=True)


def _is_short(place: Place, needed: int) -> bool:
    return 0 <= place.free() < needed + SPARE


def _copied(made: Path, place: Place) -> Path:
    """Copy a verified backup into another place."""
    part = place.folder / f"{made.name}{backup.PART}"
    try:
        return backup.put_in_place(part, backup.copy(made, part))
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _files(place: Place) -> list[Path]:
    try:
        return sorted(place.folder.glob(f"*{backup.ENDING}"))
    except OSError:
        return []


def _of(place: Place, origin: str) -> list[Listed]:
    """Return the backups of one office in `place`, the newest first."""
    return [each for each in listed([place]) if each.manifest and each.manifest.origin == origin]


def _newest_first(each: Listed) -> tuple[bool, int, float, str]:
    if each.manifest is None:
        return (True, 0, 0.0, each.path.name)
    return (False, -each.manifest.head.seq, -each.manifest.made_at.timestamp(), each.path.name)


def _stamp(each: Listed) -> Stamp:
    if each.manifest is None:
        raise ValueError("a damaged backup has no stamp")
    return Stamp(each.manifest.head.seq, each.manifest.made_at.astimezone(), each.path.name)


def _size(path: Path) -> int:
    """Return how many bytes a database has, with what is still in its log."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
