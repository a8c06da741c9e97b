"""Folders: a box for one, in which F4 chooses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QToolButton, QWidget

from ui.parts.icons import icon
from ui.parts.keys import action, cap_of

if TYPE_CHECKING:
    from ui.parts.fieldbox import FieldBox

_WORDS = "选择文件夹"


def ask_folder(parent: QWidget, words: str, near: str = "") -> Path | None:
    """Ask for a folder, first `near` what was typed; None if the person thinks better."""
    start = next((p for p in Path(near).parents if p.is_dir()), Path.home())
    chosen = QFileDialog.getExistingDirectory(parent, words, str(start))
    return Path(chosen) if chosen else None


def offer_folders(each: FieldBox, choose: Callable[[], object]) -> None:
    """Let F4 and a click in the box of a field call `choose`."""
    line = cast("QLineEdit", each.box.widget)
    shown = line.addAction(icon("folder_open"), QLineEdit.ActionPosition.TrailingPosition)
    shown.setToolTip(f"{_WORDS} {cap_of('open_list')}")
    shown.triggered.connect(lambda _checked=False: choose())
    for button in cast("list[QToolButton]", line.findChildren(QToolButton)):
        button.setAccessibleName(_WORDS)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    action(line, "open_list", choose, _WORDS)
