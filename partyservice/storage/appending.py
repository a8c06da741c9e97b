"""Appending: the one way to write to a change journal; what counts is on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from partyservice.kernel.files import replaced_whole
from partyservice.storage.changes import Block, Changes, Damaged, Head, Mark, Seal, block


class Writer:
    """A file that is added to; raise Damaged if it cannot go on, Unreadable, or OSError.

    What a power cut has torn off its end is cut off. `marks` are all it goes up to, in order.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.changes = Changes(path, key)
        self.marks: list[Mark] = []
        self.size = 0
        self.look()

    @property
    def mark(self) -> Mark:
        """Up to which entry it goes."""
        return self.marks[-1]

    def look(self) -> None:
        """Read what another program has added since; nothing is done if it has not."""
        if self.size == self.changes.path.stat().st_size:
            return
        try:
            for end, found in self.changes.blocks(self.size, len(self.marks)):
                self.marks.append(found.mark)
                self.size = end
        except Damaged as error:
            if not error.torn:
                raise
            _cut(self.changes.path, error.offset)
            self.size = error.offset

    def append(self, blocks: Iterable[Block]) -> None:
        """Add `blocks` and have them on the disk; after an OSError none of them counts."""
        size, marks = self.size, list(self.marks)
        try:
            with self.changes.path.open("r+b", buffering=0) as file:
                file.seek(size)
                for given in blocks:
                    size += _write(file, self.changes.seal.frame(len(marks), given))
                    marks.append(given.mark)
                os.fsync(file.fileno())
        except OSError:
            _cut(self.changes.path, self.size)
            raise
        self.size, self.marks = size, marks


def begin(path: Path, key: bytes, head: Head, after: Mark) -> Writer:
    """Make a file for what comes `after`; raise Refused or OSError where it cannot be written."""
    if path.exists():
        raise FileExistsError(path)
    clear = head.clear()
    with replaced_whole(path) as file:
        file.write(clear + Seal(key, clear).frame(0, block(after, {})))
    return Writer(path, key)


def _write(file: Any, data: bytes) -> int:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
    return len(data)


def _cut(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())
