"""Replay: what a disk may hold when the power fails in the middle of what a recorder has seen.

Data belongs to a file, not to its name, and is safe from the moment the file was synced; a name is
safe from the moment its folder was synced, or a new file itself. Of the rest a disk may have
written nothing, everything, or any part of it, down to single sectors.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HEAD = struct.Struct("<cQQII")
SECTOR = 512  # bytes that a disk writes whole
SAVED = "saved"
Names = dict[str, "File | None"]  # by path below the folder; None is a folder


class Left(enum.Enum):
    """What becomes of what was not yet safe."""

    DROPPED = "dropped"
    KEPT = "kept"
    SOME = "some"
    TORN = "torn"


@dataclass(frozen=True, slots=True)
class Event:
    """One call of the program: `op` is the letter of recorder.c."""

    op: str
    inode: int
    offset: int
    data: bytes
    more: bytes

    @property
    def path(self) -> str:
        return self.data.decode()


@dataclass(frozen=True, slots=True)
class Start:
    """The folder before the first event: inode and content of each file, and the folders."""

    files: Mapping[str, tuple[int, bytes]]
    folders: Sequence[str]

    @classmethod
    def of(cls, folder: Path) -> Start:
        """Read `folder`, of which nothing is open."""
        paths = [each for each in folder.rglob("*") if not each.name.endswith("-shm")]
        files = {
            str(path.relative_to(folder)): (path.stat().st_ino, path.read_bytes())
            for path in paths
            if path.is_file()
        }
        return cls(files, [str(p.relative_to(folder)) for p in paths if p.is_dir()])


@dataclass(eq=False)
class File:
    """What lies safely on the disk, and what was written since the last sync (None: cut off)."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.safe = applied(self.safe, self.since)
        self.since = []

    def left(self, how: Left, chance: Random) -> bytes:
        if how is Left.DROPPED:
            return bytes(self.safe)
        since = self.since
        if how is Left.SOME:
            since = [each for each in since if chance.random() < 0.5]
        if how is Left.TORN:
            since = [part for each in since for part in torn(each, chance)]
        return bytes(applied(bytearray(self.safe), since))


@dataclass(frozen=True, slots=True)
class Renaming:
    """A change of names that is not safe yet; a file that got a name, or the path it had."""

    path: str
    file: File | None = None
    was: str = ""
    gone: bool = False

    def touches(self, other: Renaming) -> bool:
        return bool({self.path, self.was} & {other.path, other.was} - {""})

    def folders(self) -> set[str]:
        return {folder_of(path) for path in (self.path, self.was) if path}


class Disk:
    """Follows the events; `left` is what somebody finds who switches it on again."""

    def __init__(self, start: Start) -> None:
        self._files = {inode: File(bytearray(data)) for inode, data in start.files.values()}
        self._names: Names = {path: self._files[n] for path, (n, _) in start.files.items()}
        self._names |= dict.fromkeys(start.folders)
        self._now, self._unsafe = dict(self._names), list[Renaming]()

    def take(self, event: Event) -> None:
        """Do what the program did."""
        if event.op in "CMUR":
            self._rename(self._renaming(event))
        elif event.op in "WT":
            content = event.data if event.op == "W" else None
            self._files[event.inode].since.append((event.offset, content))
        elif event.op == "S":
            self._sync(self._files[event.inode])
        elif event.op == "D":
            self._settle({each for each in self._unsafe if event.path in each.folders()})

    def _renaming(self, event: Event) -> Renaming:
        if event.op == "R":
            return Renaming(event.more.decode(), self._now[event.path], was=event.path)
        made = File() if event.op == "C" else None
        if made:
            self._files[event.inode] = made  # the number may have been another's
        return Renaming(event.path, made, gone=event.op == "U")

    def left(self, how: Left, chance: Random) -> dict[str, bytes | None]:
        """Return path and content of each file, None for a folder."""
        among = {Left.DROPPED: 0, Left.KEPT: len(self._unsafe)}
        count = among.get(how, chance.randint(0, len(self._unsafe)))
        names = dict(self._names)
        for each in self._unsafe[:count]:
            put(names, each)
        found: dict[str, bytes | None] = {}
        for path, file in sorted(names.items()):
            if folder_of(path) in found or not folder_of(path):
                found[path] = file.left(how, chance) if file else None
        return found

    def _rename(self, change: Renaming) -> None:
        put(self._now, change)
        self._unsafe.append(change)

    def _sync(self, file: File) -> None:
        file.sync()
        self._settle({c for c in self._unsafe if c.file is file and not c.was})

    def _settle(self, wanted: set[Renaming]) -> None:
        """Make `wanted` safe, and what happened to the same names before."""
        rest: list[Renaming] = []
        for place, each in enumerate(self._unsafe):
            later = (w for w in self._unsafe[place:] if w in wanted)
            if any(each is w or each.touches(w) for w in later):
                put(self._names, each)
            else:
                rest.append(each)
        self._unsafe = rest


def put(names: Names, change: Renaming) -> None:
    """Change `names`."""
    names.pop(change.was, None)
    if change.gone:
        names.pop(change.path, None)
    else:
        names[change.path] = change.file


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def applied(data: bytearray, writes: Sequence[tuple[int, bytes | None]]) -> bytearray:
    """Write to `data`; a hole is filled with zeros."""
    for offset, content in writes:
        if content is None:
            del data[offset:]
        if len(data) < offset:
            data.extend(bytes(offset - len(data)))
        if content is not None:
            data[offset : offset + len(content)] = content
    return data


def torn(write: tuple[int, bytes | None], chance: Random) -> Iterator[tuple[int, bytes | None]]:
    """Give the sectors of a write that reached the disk."""
    offset, content = write
    if content is None:
        if chance.random() < 0.5:
            yield write
        return
    first = offset - offset % SECTOR
    for at in range(first, offset + len(content), SECTOR):
        begin, end = max(at, offset), min(at + SECTOR, offset + len(content))
        if chance.random() < 0.5:
            yield begin, content[begin - offset : end - offset]


def read(log: bytes) -> list[Event]:
    """Return what a recorder has written."""
    events, place = [], 0
    while place < len(log):
        op, inode, offset, size, second = HEAD.unpack_from(log, place)
        place += HEAD.size
        data, more = log[place : place + size], log[place + size : place + size + second]
        place += size + second
        events.append(Event(op.decode(), inode, offset, data, more))
    return events


def chosen(events: Sequence[Event], count: int, chance: Random) -> list[int]:
    """Return after how many events the power fails: whenever something was said, and at random."""
    said = [n for n, event in enumerate(events, 1) if event.op == "!"]
    more = [chance.randint(0, len(events)) for _ in range(count)]
    return sorted((said + more)[:count])


def cuts(
    start: Start, events: Sequence[Event], places: Sequence[int]
) -> Iterator[tuple[int, int, Disk]]:
    """Give for each of `places`, in order: the place, how much was said to be saved, the disk."""
    disk, done, saved = Disk(start), 0, 0
    for place in places:
        for event in events[done:place]:
            disk.take(event)
            saved += event.op == "!" and event.path == SAVED
        done = place
        yield place, saved, disk


def lay_out(found: Mapping[str, bytes | None], folder: Path) -> None:
    """Write what a disk holds to an empty folder."""
    for path, content in found.items():
        if content is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(content)
