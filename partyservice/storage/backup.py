"""Backup: the one file that an office comes back from: written, read back, copied, unpacked.

An uncompressed zip of the encrypted database, keys.json and the manifest. Its comment, the last 64
bytes, is the SHA-256 of everything before: no bit of it changes unnoticed.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from typing_extensions import Buffer, override

from partyservice.kernel.files import settle
from partyservice.kernel.locking import Taken, held
from partyservice.kernel.progress import Progress, Quiet
from partyservice.storage import manifest as manifests
from partyservice.storage import medium
from partyservice.storage.folder import DATABASE, KEYS
from partyservice.storage.manifest import Damaged, Manifest, Part

NAME, ENDING, PART = "备份", ".partybackup", ".part"
MANIFEST = "manifest.json"
LOCK = ".partyservice.lock"  # held by who writes into a folder of backups
DIGEST = 64  # letters of a SHA-256 in hex
LARGEST = 1 << 20  # bytes of what is read whole: keys, manifest
_HOLE = b"-" * DIGEST  # where the digest goes
_NO_ZIP = (BadZipFile, KeyError, EOFError, NotImplementedError, ValueError, OverflowError)

Fill = Callable[[str, Part], None]


@contextmanager
def writing(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Be the only one who writes backups into `folder`; raise Taken if not to `wait`; OSError."""
    with held(folder / LOCK, wait=wait):
        yield


def tidy(folder: Path) -> None:
    """Clear away what was cut off while it was written, unless somebody writes just now."""
    try:
        with writing(folder, wait=False):
            for each in folder.glob(f"{NAME}-*{PART}"):
                each.unlink(missing_ok=True)
    except (Taken, OSError):
        return  # the next start tries again


def part_name(made: datetime, seq: int) -> str:
    """Return the name of a backup while it is written; `made` is shown as the clock at the desk."""
    return f"{NAME}-{made.astimezone():%Y%m%d-%H%M%S}-{seq}{ENDING}{PART}"


def pack(path: Path, keys: bytes, database: Path, told: Callable[..., Manifest]) -> str:
    """Write a backup and return its digest; `told` gives the Manifest, once the parts are known."""
    with medium.new_file(path) as file:
        sink = _Sink(file)
        with ZipFile(sink, "w") as packed:
            packed.comment = _HOLE
            parts = {
                KEYS: _put(packed, KEYS, len(keys), [keys]),
                DATABASE: _put(packed, DATABASE, database.stat().st_size, medium.blocks(database)),
            }
            content = told(parts).to_json()
            _put(packed, MANIFEST, len(content), [content])
        digest = sink.digest.hexdigest()
        file.write(digest.encode())
    return digest


def put_in_place(part: Path, digest: str) -> Path:
    """Give a backup its name, once the medium says that it is what was written; raise Damaged.

    `digest` is of what was to be written. No other file is written over.
    """
    if whole(part) != digest:
        raise Damaged("what was read back")
    goal = free_name(part.with_name(part.name.removesuffix(PART)))
    part.rename(goal)
    settle(goal.parent)
    return goal


def free_name(path: Path) -> Path:
    """Return `path`, or one numbered after it that nobody has."""
    tried, number = path, 1
    while tried.exists():
        number += 1
        tried = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return tried


def copy(path: Path, part: Path) -> str:
    """Write a backup once more, as the new file `part`, and return its digest; raise OSError.

    Raise Damaged if it is none any more.
    """
    digest = _Tail()
    with medium.new_file(part) as file:
        for block in medium.blocks(path):
            digest.update(block)
            file.write(block)
    return digest.proved()


def whole(path: Path, progress: Progress | None = None) -> str:
    """Return the digest of a backup, every bit of it read; raise Damaged, or OSError."""
    digest, done, size = _Tail(), 0, path.stat().st_size
    for block in medium.blocks(path):
        digest.update(block)
        done += len(block)
        (progress or Quiet()).step(done, size)
    return digest.proved()


class _Tail:
    """The digest of all that passes but the last of it, which must say the same."""

    def __init__(self) -> None:
        self._total, self._last = hashlib.sha256(), b""

    def update(self, block: bytes) -> None:
        joined = self._last + block
        self._total.update(memoryview(joined)[:-DIGEST])
        self._last = joined[-DIGEST:]

    def proved(self) -> str:
        if self._total.hexdigest().encode() != self._last:
            raise Damaged("the digest of the file")
        return self._total.hexdigest()


def read(path: Path) -> Manifest:
    """Return the manifest of a backup, without reading all of it; raise Damaged, or OSError."""
    return manifests.read(_content(path, MANIFEST))


def keys(path: Path) -> bytes:
    """Return the keys.json of a backup; raise Damaged, or OSError."""
    return _content(path, KEYS)


def unpack(path: Path, told: Manifest, name: str, goal: Path) -> None:
    """Write one part of a backup as the new file `goal`; raise Damaged, or OSError."""
    total = hashlib.sha256()
    with _opened(path) as packed, medium.new_file(goal) as file, packed.open(name) as part:
        for block in iter(lambda: part.read(medium.BLOCK), b""):
            total.update(block)
            file.write(block)
    if total.hexdigest() != told.parts[name].digest:
        raise Damaged(name)


def _content(path: Path, name: str) -> bytes:
    with _opened(path) as packed:
        if packed.getinfo(name).file_size > LARGEST:
            raise Damaged(name)
        return packed.read(name)


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as packed:
            if {each.filename for each in packed.infolist()} != {DATABASE, KEYS, MANIFEST}:
                raise Damaged("the list of parts")
            yield packed
    except _NO_ZIP as error:
        raise Damaged("the file") from error


def _put(packed: ZipFile, name: str, size: int, content: Iterable[bytes]) -> Part:
    about = ZipInfo(name)  # of 1980: when it was made stands in the manifest
    about.file_size = size
    total = hashlib.sha256()
    with packed.open(about, "w") as part:
        for block in content:
            total.update(block)
            part.write(block)
    return Part(digest=total.hexdigest(), size=size)


class _Sink(io.RawIOBase):
    """Passes on what the zip is made of, only ever forward, and digests all but the hole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest = file, hashlib.sha256()

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Buffer) -> int:
        if bytes(memoryview(data)[: DIGEST + 1]) != _HOLE:
            self._file.write(data)
            self.digest.update(data)
        return memoryview(data).nbytes
