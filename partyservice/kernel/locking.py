"""Locking: one program at a time; the system lets go when a program ends, however it ends."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class Taken(Exception):
    """Another program holds the file."""


@contextmanager
def held(path: Path, *, wait: bool = True) -> Iterator[BinaryIO]:
    """Hold the file `path`, made if it is not there; raise Taken, without `wait`, if another does.

    Raise OSError if it cannot be opened. On a disk that knows no locks nobody is kept out.
    """
    with path.open("ab") as file:
        hold(file, wait=wait)
        yield file


def hold(file: BinaryIO, *, wait: bool = False) -> None:
    """Hold an open file until it is closed; raise Taken, without `wait`, if another does."""
    try:
        _lock(file, wait=wait)
    except OSError as error:
        if error.errno in _TAKEN:
            raise Taken from error
        if error.errno not in (errno.ENOLCK, errno.ENOTSUP):
            raise


def _lock(file: BinaryIO, *, wait: bool) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
