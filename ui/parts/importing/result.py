"""ResultStep: what came of an import, where what was held back lies, and where to go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.parts.buttons import Button, Lamp
from ui.parts.importing.work import counted
from ui.parts.keys import cap, lettered
from ui.parts.layout import column, frame, label, row, wrapped
from ui.parts.saving import open_folder
from ui.parts.tokens import DIALOG, ICON, INSET

if TYPE_CHECKING:
    from partyservice.app.imports import Imported


class ResultStep(QFrame):
    """Two ways on, and the folder of the workbook that goes back."""

    listed = Signal()  # the list of those just imported
    again = Signal()  # another file

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._returned: Path | None = None
        self.title, self.counts = label("", "title", bold=True), label("", "head")
        self.words, self.held = wrapped("", "body", "ink2"), wrapped()
        self.folder = Button("打开所在文件夹", "Alt+1", icon="folder_open")
        self.to_list = Button("看名单", "Alt+2", icon="people")
        self.more = Button("再导入一个", cap("Ctrl+Return"), "primary")
        self._lamp = Lamp("warn", ICON)
        self._lay_out()
        self.folder.clicked.connect(self.open_folder)
        self.to_list.clicked.connect(self.listed)
        self.more.clicked.connect(self.again)
        lettered(self, "Alt+1", "打开所在文件夹", self.open_folder)
        lettered(self, "Alt+2", "看名单", self.listed.emit)

    def show_result(self, name: str, done: Imported, title: str) -> None:
        """Show what came of importing the file `name`, a list called `title`."""
        self._returned = done.returned
        self.title.setText(f"已导入 {name}")
        parts = [("新增", done.new), ("更新", done.updated), ("不变", done.unchanged)]
        self.counts.setText(counted([*parts, ("没有导入", done.held)]))
        self.words.setText("都已写入，查找和名册里马上就有。没有填的栏目记在“待补”里。")
        self.held.setText(
            f"{done.held:,} 行没有导入，原样退回在“{done.returned.name}”里，问题写在最后一栏。"
            "改好后把它再导入一次。"
            if done.returned
            else ""
        )
        for widget in (self.held, self._lamp, self.folder):
            widget.setVisible(done.returned is not None)
        self.to_list.setText(f"看{title}")
        self.to_list.updateGeometry()

    def begin(self) -> None:
        """Put the focus on the way on."""
        self.more.setFocus()

    def open_folder(self) -> None:
        """Show where the workbook lies that goes back."""
        if self._returned is not None:
            open_folder(self._returned)

    def _lay_out(self) -> None:
        card = frame(
            "card",
            column(
                row(Lamp("ok", ICON), self.title, None),
                self.counts,
                self.words,
                row(self._lamp, (self.held, 1)),
                8,
                row(self.folder, self.to_list, None, self.more),
                gap=12,
                margins=(INSET, INSET, INSET, INSET),
            ),
        )
        card.setFixedWidth(DIALOG + 40)
        self.setLayout(column(32, row(None, card, None), None))
