"""Opening: the ways into a backup: a password of then, or the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from partyservice.kernel.errors import Invalid, Refused
from partyservice.security import doors
from partyservice.security.recovery import code_of, found_in

Opened = tuple[tuple[bytes, ...], str]  # the data keys, newest first, and a name for the journal
Opener = Callable[[bytes], Opened]  # is given the content of keys.json; raises Refused
SHEET = "恢复单"
_LARGEST = 8 << 20  # bytes of a file that holds a sheet
_PDF = b"%PDF"


def by_password(name: str, password: str) -> Opener:
    """Open with the password that an account had when the backup was made."""

    def opened(content: bytes) -> Opened:
        known = doors.read(content)
        return known.keys(name, password), known.door(name).name

    return opened


def by_code(text: str) -> Opener:
    """Open with the four lines of the recovery sheet; raise Refused, naming the wrong line."""
    try:
        code = found_in(text) or code_of(text)
    except Invalid as problem:
        raise Refused(f"{problem.words}没有恢复，数据没有改动。请照恢复单改过再试。") from problem
    return lambda content: (doors.read(content).keys_by_code(code), SHEET)


def by_recovery_file(path: Path) -> Opener:
    """Open with a file that holds the lines: typed, or the sheet itself; raise Refused."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError as error:
        raise Refused("读不出放恢复单的文件。数据没有改动，请检查文件名和权限。") from error
    return by_code(_text_of(content))


def _text_of(content: bytes) -> str:
    if not content.startswith(_PDF):
        return content.decode("utf-8-sig", "replace")
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - for the sheet's own file alone

    try:
        return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(content))
    except PdfiumError as error:
        raise Refused("读不出恢复单的文件。数据没有改动，请把四行字照抄到文本文件里。") from error
