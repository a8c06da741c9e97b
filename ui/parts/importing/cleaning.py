"""Cleaning: the file being imported, as a clean workbook beside it; nothing is imported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.parts import saving
from ui.parts.desk import Desk
from ui.parts.importing.work import Work
from ui.parts.notices import Notice

if TYPE_CHECKING:
    from partyservice.exchange.doctor import Cleaned


class Cleaning(QObject):
    """The letter keys of the page belong to its steps, so none opens the folder."""

    def __init__(self, desk: Desk, page: QWidget, notice: Notice) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._told = saving.Told(desk, page, notice, key="")

    def start(self, work: Work) -> None:
        """Ask where to, and save it there."""
        path = work.path
        to = saving.ask_path(self._page, f"{path.stem}-干净.xlsx", str(path.parent))
        if to is not None:
            clean = partial(self._desk.app.imports.clean, work.review, to)
            done = partial(self._done, to)
            self._desk.jobs.start(self, "imports", clean, done, self._told.failed)

    def _done(self, to: Path, cleaned: Cleaned) -> None:
        words = f"还有 {cleaned.left} 格要改，已标出。" if cleaned.left else "没有要改的了。"
        self._told.saved(to, f"{words}档案没有改动。")
