"""Opening: the way into a backup, by a password of then or by the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from partyservice.kernel.errors import Refused
from partyservice.security.accounts import FILE, sign_in

Opened = tuple[bytes, str]  # the data key, and whose name goes into the journal
Opener = Callable[[bytes], Opened]  # is given the content of keys.json; raises Refused


def by_password(name: str, password: str) -> Opener:
    """Open with the password that an account had when the backup was made."""

    def opened(content: bytes) -> Opened:
        with TemporaryDirectory() as folder:
            (Path(folder) / FILE).write_bytes(content)
            key, by = sign_in(Path(folder), name, password)
        return key, by.name

    return opened


def by_recovery_file(_path: Path) -> Opener:
    """Open with the lines of the recovery sheet, typed into a file; raise Refused."""
    raise Refused("这个版本还不能用恢复单打开备份。数据没有改动，请用密码。")
