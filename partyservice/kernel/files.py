"""Files: what a person names is replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import BinaryIO, TypeVar

from partyservice.kernel.errors import Refused
from partyservice.kernel.locking import Taken, held, hold

Done = TypeVar("Done")
SAFE = "原来的文件和档案都没有改动。"
BUSY = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)  # a virus scanner has it for now
# s before each further try: 20 of them, 4.6 s together
WAITS = tuple(min(0.02 * 1.5**tried, 0.3) for tried in range(20))
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def replaced_whole(path: Path, waits: Sequence[float] = WAITS) -> Iterator[BinaryIO]:
    """Give a new file to write into, which takes the place of `path` when all went well.

    It lies beside `path` until then and is gone afterwards, whatever happens. What another program
    holds is tried again after each of `waits`, in seconds. Raise Refused, in words for the person
    who named `path`, where the system does not let it be written.
    """
    goal = Path(os.path.realpath(path))  # a link stays a link
    part = goal.with_name(f".partyservice-{secrets.token_hex(6)}.part")
    try:
        _ask(goal)
        try:
            with patiently(lambda: part.open("xb"), waits) as file:
                hold(file)  # whoever tidies leaves it alone
                yield file
                file.flush()
                os.fsync(file.fileno())
            patiently(lambda: part.replace(goal), waits)
        except BaseException:
            with suppress(OSError):  # `tidy` takes away what is still held; why it failed is told
                patiently(lambda: part.unlink(missing_ok=True), waits)
            raise
        settle(goal.parent)
    except OSError as error:
        raise Refused(_sentence(path, error)) from error


def patiently(act: Callable[[], Done], waits: Sequence[float] = WAITS) -> Done:
    """Return what `act` returns, tried again after each of `waits` while somebody holds the file.

    Raise OSError as it does: at once where nothing may be written anyway.
    """
    for pause in waits:
        try:
            return act()
        except OSError as error:
            if error.errno not in BUSY or _forbidden(error):
                raise
            sleep(pause)
    return act()


def tidy(folder: Path) -> None:
    """Remove what a power cut left half written in `folder`; not what somebody writes just now."""
    for part in folder.glob(".partyservice-*.part"):
        with suppress(OSError, Taken):
            with held(part, wait=False):
                pass
            part.unlink()


def shown_name(path: Path) -> str:
    """Return the name of a file as it may stand in a sentence: printable and not endless."""
    name = "".join(letter if letter.isprintable() else "□" for letter in path.name)
    return name if len(name) <= 60 else f"{name[:40]}…{name[-15:]}"


def _forbidden(error: OSError) -> bool:
    """Say whether the folder itself is closed to us; a scanner holds files only."""
    named = error.filename2 or error.filename
    return named is not None and not os.access(Path(os.fsdecode(named)).parent, os.W_OK)


def _ask(goal: Path) -> None:
    """Raise OSError if what stands at `goal` is not to be replaced."""
    if goal.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder")
    if goal.exists() and not goal.is_file():
        raise OSError(errno.EINVAL, "a device")
    if goal.exists() and not os.access(goal, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only")


def settle(folder: Path) -> None:
    """Have the new name itself on the disk; not every system and disk can be asked."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(number)


def _sentence(path: Path, error: OSError) -> str:
    name = shown_name(path)
    if isinstance(error, IsADirectoryError):
        return f"“{name}”是一个文件夹，不能当作文件写入。{SAFE}请另取一个文件名。"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return (
            f"要放“{name}”的文件夹不存在。{SAFE}请先建好文件夹，或检查 U 盘是否插好，再保存一次。"
        )
    if error.errno in FULL:
        return f"磁盘空间不够，“{name}”没有写成。{SAFE}请腾出空间，或换一个位置，再保存一次。"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return (
            f"“{name}”不能写入：没有权限，或者正在 WPS、Excel 等程序里打开着。"
            f"{SAFE}请关闭打开它的程序，或换一个文件名或位置，再保存一次。"
        )
    if error.errno == errno.ENAMETOOLONG:
        return f"文件名“{name}”太长。{SAFE}请换一个短一些的名字。"
    return f"“{name}”没有写成，存放它的位置出了故障。{SAFE}请换一个位置，再保存一次。"
