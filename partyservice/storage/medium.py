"""Medium: the one place where bytes of a backup go to a disk or a stick, and come back from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 20  # bytes; in so large pieces the interpreter is free for the window in between


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a new file to write into, on the medium afterwards; raise OSError.

    FileExistsError if there is one already: nothing that lies somewhere is ever written over.
    """
    with path.open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def blocks(path: Path) -> Iterator[bytes]:
    """Give what a file holds, read from the medium and not from what memory still knows of it.

    Where the system cannot be asked to forget (Windows) memory may answer.
    """
    with path.open("rb", buffering=0) as file:
        _forget(file.fileno())
        while block := file.read(BLOCK):
            yield block


def _forget(number: int) -> None:
    if hasattr(os, "posix_fadvise"):  # only what was synced is let go of
        os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
