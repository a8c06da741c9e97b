"""Sheets: the recovery sheet as a file to be printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from partyservice.kernel.errors import Refused
from partyservice.printing.recoverysheet import RecoverySheet, drawn
from partyservice.security.recovery import lines_of


def pdf_of(office: str, number: int, made: date, code: bytes, *, sample: bool = False) -> bytes:
    """Return the sheet of `code` as a PDF; raise Refused if a character has no glyph."""
    sheet = RecoverySheet(
        office=office, number=number, made=made, lines=lines_of(code), sample=sample
    )
    return drawn(sheet)


def checked_place(path: Path, folder: Path) -> None:
    """Raise Refused where a sheet must not lie: who takes the folder would have the key too."""
    if path.suffix.lower() != ".pdf":
        raise Refused("恢复单是 PDF 文件，没有写出。请用 .pdf 结尾的文件名。")
    if path.resolve().is_relative_to(folder.resolve()):
        raise Refused(
            "恢复单不能放在数据文件夹里：拿到文件夹的人就能打开数据。没有写出，请换一个位置。"
        )
