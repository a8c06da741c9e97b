"""KeysFile: the doors of an office as keys.json, read and replaced by one program at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from partyservice.kernel.errors import Refused
from partyservice.kernel.files import replaced_whole
from partyservice.kernel.locking import Taken, held
from partyservice.security.doors import Doors, read, written
from partyservice.storage.folder import KEYS

FILE, LOCK = KEYS, "keys.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other programs from the doors of `folder`; wait for one that is there already.

    Where nothing can be written, not even a lock, nobody can replace them either.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(held(folder / LOCK))
        except Taken as error:
            raise Refused(
                "另一个窗口正占着钥匙文件。数据没有改动，请等那个窗口办完，稍后再试。"
            ) from error
        except OSError:
            pass
        yield


def load(folder: Path) -> Doors:
    """Return the doors of the office in `folder`; raise Refused if there are none to read."""
    try:
        content = (folder / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refused(
            f"“{folder.name}”里没有中心的数据。什么也没有改，请检查文件夹，或先新建一个中心。"
        ) from error
    except OSError as error:
        raise Refused("读不出钥匙文件。数据没有改动，请检查文件夹权限。") from error
    return read(content)


def save(folder: Path, doors: Doors) -> Doors:
    """Replace keys.json, whole and on the disk; return the doors with their new serial number."""
    numbered = replace(doors, serial=doors.serial + 1)
    with replaced_whole(folder / FILE) as file:
        file.write(written(numbered))
    return numbered
