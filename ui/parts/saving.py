"""Saving: where a file shall go, and showing where it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

KINDS = {"pdf": "PDF 文件 (*.pdf)", "xlsx": "Excel 表格 (*.xlsx)"}


def ask_path(parent: QWidget, name: str, kind: str, folder: str = "") -> Path | None:
    """Ask where to save, first in `folder` if it is there; None if the person thinks better."""
    if not (folder and Path(folder).is_dir()):
        where = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(where)
    if not Path(folder).is_dir():  # Qt would begin wherever the program was started
        folder = QDir.homePath()
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存为", str(Path(folder) / name), kind)
    if not chosen:
        return None
    path = Path(chosen)
    ending = Path(name).suffix
    return path if path.suffix == ending else path.with_name(path.name + ending)


def open_folder(path: Path) -> None:
    """Show the folder of a file in the system's own window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
