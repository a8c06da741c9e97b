"""Saving: where a file shall go, and what is told of it afterwards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.keys import lettered
from ui.parts.notices import Notice

KINDS = {"pdf": "PDF 文件 (*.pdf)", "xlsx": "Excel 表格 (*.xlsx)", "zip": "压缩包 (*.zip)"}
WHOLE = "里面有完整号码，用完请收好。"


def ask_path(parent: QWidget, name: str, folder: str = "") -> Path | None:
    """Ask where to save, first in `folder` if it is there; None if the person thinks better."""
    if not (folder and Path(folder).is_dir()):
        where = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(where)
    if not Path(folder).is_dir():  # Qt would begin wherever the program was started
        folder = QDir.homePath()
    ending = Path(name).suffix
    kind = KINDS[ending.removeprefix(".")]
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存为", str(Path(folder) / name), kind)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix == ending else path.with_name(path.name + ending)


class Told(QObject):
    """What became of the file saved last, in the notice of a page; `key` opens its folder."""

    def __init__(self, desk: Desk, page: QWidget, notice: Notice, key: str = "Alt+1") -> None:
        super().__init__(page)
        self._desk, self._notice, self._key = desk, notice, key
        self._last: Path | None = None
        if key:
            lettered(page, key, "", self.open_last)

    def saved(self, path: Path, words: str) -> None:
        """Say where the file lies, and `words` about what is in it."""
        self._last = path
        look = Button("打开文件夹", self._key).compact()
        look.clicked.connect(self.open_last)
        self._notice.tell("ok", f"已另存 {path.name}", f"在 {path.parent}。{words}", look)

    def failed(self, error: Exception) -> None:
        """Say why there is no file."""
        if isinstance(error, OSError):
            words = "数据没有改动。请关掉打开着的同名文件，或换一个位置再存。"
            self._notice.tell("bad", "没有存成：这个位置现在写不进去", words)
        else:
            self._desk.fail(error, self._notice.refuse)

    def open_last(self) -> None:
        """Show where the file lies, while the notice tells of it."""
        if self._last is not None and self._notice.isVisible():
            open_folder(self._last)


def open_folder(path: Path) -> None:
    """Show the folder of a file in the system's own window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
