"""Work: the file somebody is importing, as far as they have come."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from partyservice.kernel.errors import Refused
from ui.parts.keys import cap_of

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.exchange.intake import Intake
    from partyservice.exchange.planning import Asked
    from partyservice.exchange.review import Review
    from partyservice.exchange.trouble import Checked, Column, Trouble
    from ui.parts.job import Watch

ENDINGS = (".xlsx", ".xls", ".csv", ".xlsm", ".et")
MOST_FILES = 60
# what must be said first, by the field and rule of the refusal
FIRST = {
    "unsaid": "表里没有支部一栏，请选是哪个支部的名单",
    "unknown": "党组织里没有这个支部，请核对，或勾选新建",
    "above": "这不是党支部，请选到支部",
}
_STEM, _TRIES = 60, 1000  # letters of a name that are kept; names tried
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
    """Return where the rows held back of a file go: beside it, or where it can be written.

    No name that is there already: somebody may be mending that one.
    """
    where = QStandardPaths.StandardLocation
    places = (where.DocumentsLocation, where.DesktopLocation, where.HomeLocation)
    folders = [path.parent, *(Path(QStandardPaths.writableLocation(each)) for each in places)]
    folder = next((each for each in folders if os.access(each, os.W_OK)), path.parent)
    stem = path.stem[:_STEM]
    names = (f"{stem}-退回{number}.xlsx" for number in ("", *range(2, _TRIES)))
    return next((folder / name for name in names if not (folder / name).exists()), folder / stem)


def counted(parts: Sequence[tuple[str, int]]) -> str:
    """Return counts as a line: 新增 56  更新 0."""
    return "  ".join(f"{words} {number:,}" for words, number in parts)


def _size(size: int) -> str:
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{max(1, round(size / _KB))} KB"


def grouped(troubles: Sequence[Trouble]) -> list[Trouble]:
    """Return what is wrong first, then what is asked about, each column's together."""
    order: dict[tuple[bool, str], int] = {}
    for each in troubles:
        order.setdefault((not each.wrong, each.label), len(order))
    return sorted(troubles, key=lambda t: (not t.wrong, order[not t.wrong, t.label]))


def read_file(app: App, path: Path, watch: Watch) -> tuple[Review, str, Sequence[Intake]]:
    """Return a file read, its kind if it shows it, and all kinds."""
    review = app.imports.open(path, watch, watch.stopped)
    try:
        kind = review.kind()
    except Refused:
        kind = ""
    return review, kind, app.imports.kinds()


def columns_of(review: Review, asked: Asked) -> Sequence[Column]:
    """Return what the columns are taken for, as `asked`; none while the kind is not said."""
    review.asked = asked
    return review.columns() if asked.kind else ()


def judge_file(app: App, review: Review, asked: Asked, watch: Watch) -> Checked:
    """Plan the file as `asked`."""
    review.asked = asked
    return app.imports.judge(review, watch)


def unknown_kind(kinds: Sequence[Intake]) -> str:
    """Return what to do with a file of which nobody can tell what kind of list it is."""
    titles = "、".join(each.title for each in kinds)
    words = f"还没有写入任何内容。能导入的有：{titles}。是其中一种，就在右边选；"
    return words + f"是别的表，按 {cap_of('leave')} 重选文件。"
