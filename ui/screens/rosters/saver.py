"""Saver: a roster into a file; the folder of the last one is offered first."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from partyservice.app.papers import Asked
from ui.parts import saving
from ui.parts.desk import Desk
from ui.parts.notices import Notice

_FOLDER = "rosters.folder"  # the habit: where a file was saved last


class Saver(QObject):
    """What became of it is told in the notice of the page."""

    begun = Signal()
    ended = Signal()  # saved or not

    def __init__(self, desk: Desk, page: QWidget, notice: Notice) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._told = saving.Told(desk, page, notice)

    def save(self, asked: Asked, name: str) -> None:
        """Ask where to, usually to `name`, and save the whole roster there."""
        kept = self._desk.app.kept
        path = saving.ask_path(self._page, name, str(kept.habit(_FOLDER, "")))
        if path is None:
            return
        kept.keep_habit(_FOLDER, str(path.parent))
        self.begun.emit()
        work = partial(self._desk.app.papers.save_as, asked, path)
        done = partial(self._saved, path)
        self._desk.jobs.start(self, "papers", work, done, self._failed)

    def _saved(self, path: Path, _nothing: object) -> None:
        self._told.saved(path, saving.WHOLE)
        self.ended.emit()

    def _failed(self, error: Exception) -> None:
        self._told.failed(error)
        self.ended.emit()
