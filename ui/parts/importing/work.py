"""Work: the file somebody is importing, as far as they have come."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

if TYPE_CHECKING:
    from partyservice.exchange.review import Review
    from partyservice.exchange.trouble import Checked

ENDINGS = (".xlsx", ".xls", ".csv", ".xlsm", ".et")
MOST_FILES = 60
_MB, _KB = 1 << 20, 1 << 10


@dataclass(slots=True)
class Work:
    """`kind` is empty until it is known; `checked` is the plan as last seen."""

    path: Path
    review: Review
    kind: str = ""
    checked: Checked | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A spreadsheet of a folder."""

    path: Path
    changed: str
    size: str


def spreadsheets(folder: Path) -> list[Found]:
    """Return the spreadsheets of a folder, the newest first; none if it cannot be read."""
    found: list[tuple[float, Found]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                hidden = entry.name.startswith((".", "~$"))
                if not hidden and entry.name.lower().endswith(ENDINGS) and entry.is_file():
                    about = entry.stat()
                    when = datetime.fromtimestamp(about.st_mtime)  # noqa: DTZ006 - the desk's time
                    shown = Found(Path(entry.path), f"{when:%Y-%m-%d %H:%M}", _size(about.st_size))
                    found.append((about.st_mtime, shown))
    except OSError:
        return []
    found.sort(key=lambda each: each[0], reverse=True)
    return [shown for _, shown in found[:MOST_FILES]]


def usual_folder(kept: str | None) -> Path:
    """Return the folder used last, or where files from outside usually arrive."""
    if kept and Path(kept).is_dir():
        return Path(kept)
    where = QStandardPaths.StandardLocation
    for place in (where.DownloadLocation, where.DesktopLocation, where.DocumentsLocation):
        folder = Path(QStandardPaths.writableLocation(place))
        if folder.is_dir():
            return folder
    return Path.home()


def returned_path(path: Path) -> Path:
    """Return where the rows held back of a file go: beside it, or to the documents."""
    folder = path.parent
    if not os.access(folder, os.W_OK):
        where = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(where))
    return folder / f"{path.stem}-退回.xlsx"


def counted(parts: Sequence[tuple[str, int]]) -> str:
    """Return counts as a line: 新增 56  更新 0."""
    return "  ".join(f"{words} {number:,}" for words, number in parts)


def _size(size: int) -> str:
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{max(1, round(size / _KB))} KB"
