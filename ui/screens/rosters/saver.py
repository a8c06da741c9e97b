"""Saver: a roster into a file; the folder of the last one is offered first."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from partyservice.app.papers import Asked
from ui.parts import saving
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.job import sentence_of
from ui.parts.notices import Notice

_FOLDER = "rosters.folder"  # the habit: where a file was saved last


class Saver(QObject):
    """What became of it is told in the notice of the page."""

    begun = Signal()
    ended = Signal()  # saved or not

    def __init__(self, desk: Desk, page: QWidget, notice: Notice) -> None:
        super().__init__(page)
        self._desk, self._page, self._notice = desk, page, notice
        self._last: Path | None = None

    def save(self, asked: Asked, name: str) -> None:
        """Ask where to, usually to `name`, and save the whole roster there."""
        kept = self._desk.app.kept
        kind = saving.KINDS[name.rpartition(".")[2]]
        path = saving.ask_path(self._page, name, kind, str(kept.habit(_FOLDER, "")))
        if path is None:
            return
        kept.keep_habit(_FOLDER, str(path.parent))
        self.begun.emit()
        work = partial(self._write, asked, path)
        self._desk.jobs.start(self, "papers", work, self._saved, self._failed)

    def open_last(self) -> None:
        """Show where the file saved last lies, while the notice tells of it."""
        if self._last is not None and self._notice.isVisible():
            saving.open_folder(self._last)

    def _write(self, asked: Asked, path: Path) -> Path:
        self._desk.app.papers.save_as(asked, path)
        return path

    def _saved(self, path: Path) -> None:
        self._last = path
        look = Button("打开文件夹", "Alt+1").compact()
        look.clicked.connect(self.open_last)
        words = f"在 {path.parent}。里面有完整号码，用完请收好。"
        self._notice.tell("ok", f"已另存 {path.name}", words, look)
        self.ended.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            self._notice.tell("bad", f"没有存成：{reason}", "数据没有改动。请换一个位置再存。")
        elif sentence := sentence_of(error):
            self._notice.refuse(sentence)
        else:
            self._desk.broke.emit(error)
        self.ended.emit()
