"""Habits: what a clerk has set in one list, read when it opens and kept beside the window."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from ui.parts.desk import Desk


class Habits(QObject):
    """`what` is columns, sort or filters."""

    def __init__(self, desk: Desk, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._title = desk, title

    def read(self, what: str) -> Any:
        """Return what was kept; None if nothing was."""
        return self._desk.app.kept.habit(f"list.{self._title}.{what}")

    def keep(self, what: str, value: Any) -> None:
        """Keep anything that JSON can say."""
        work = partial(self._desk.app.kept.keep_habit, f"list.{self._title}.{what}", value)
        self._desk.jobs.start(self, "habits", work, lambda _none: None)
