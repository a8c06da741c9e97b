"""ChooseStep: which file: one of the folder used last, any other, or one dropped here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
)
from typing_extensions import override

from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.importing.work import ENDINGS, Found, spreadsheets, usual_folder
from ui.parts.keys import lettered
from ui.parts.layout import column, label, row, tip, wrapped
from ui.parts.theme import font
from ui.parts.tokens import INSET, INSET_PANE

HABIT = "import.folder"
_KINDS = f"表格 ({' '.join('*' + ending for ending in ENDINGS)})"
_COLUMNS = ("文件", "修改时间", "大小")
_PATH = Qt.ItemDataRole.UserRole


class ChooseStep(QFrame):
    """The files of the folder used last, the newest first; Enter takes the chosen one."""

    chosen = Signal(object)  # path of the file

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.setAcceptDrops(True)
        self._desk, self.folder = desk, Path()
        self.files = QTreeWidget()
        self.browse = Button("选文件", "Alt+1", "primary", "folder_open")
        self._where, self._none = wrapped("", "body", "ink2"), wrapped("", "body", "ink2")
        self._lay_out()
        self.files.itemActivated.connect(self._take)
        self.browse.clicked.connect(self.ask)
        lettered(self, "Alt+1", "选文件", self.ask)

    def reload(self) -> None:
        """Look what lies in the folder used last."""
        work = partial(self._look, self._desk.app.kept)
        self._desk.jobs.start(self, "lists", work, self._show)

    def begin(self) -> None:
        """Put the focus on the newest file, or on the button where there is none."""
        (self.files if self.files.topLevelItemCount() else self.browse).setFocus()

    def ask(self) -> None:
        """Ask for a file with the system's own window."""
        name, _ = QFileDialog.getOpenFileName(self, "选一个表格", str(self.folder), _KINDS)
        if name:
            self.chosen.emit(Path(name))

    @staticmethod
    def _look(kept: object) -> tuple[Path, list[Found]]:
        folder = usual_folder(kept.habit(HABIT))  # type: ignore[attr-defined]
        return folder, spreadsheets(folder)

    def _show(self, told: tuple[Path, list[Found]]) -> None:
        self.folder, found = told
        had_focus = self.browse.hasFocus()
        self.files.clear()
        for each in found:
            item = QTreeWidgetItem([each.path.name, each.changed, each.size])
            item.setData(0, _PATH, each.path)
            item.setToolTip(0, tip(each.path.name))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.files.addTopLevelItem(item)
        self._where.setText(str(self.folder))
        self._none.setText("" if found else "这个文件夹里没有表格。按 Alt+1 到别处选，或拖到这里。")
        self._none.setVisible(not found)
        self.files.setVisible(bool(found))
        if found:
            self.files.setCurrentItem(self.files.topLevelItem(0))
        if had_focus and self.isVisible():
            self.begin()

    def _take(self, item: QTreeWidgetItem) -> None:
        self.chosen.emit(item.data(0, _PATH))

    def _lay_out(self) -> None:
        files, head = self.files, self.files.header()
        files.setColumnCount(len(_COLUMNS))
        files.setHeaderLabels(_COLUMNS)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        files.headerItem().setTextAlignment(2, right)
        files.setRootIsDecorated(False)
        files.setUniformRowHeights(True)
        files.setFont(font())
        files.setFrameShape(QFrame.Shape.NoFrame)
        files.setObjectName("files")
        files.setAccessibleName("最近用过的文件夹里的表格")
        files.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, wide in ((1, 150), (2, 96)):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(place, wide)
        words = "党员名单、流出、流入登记都可以，表头不必改。先核对，最后一步才写入。"
        top = column(
            label("导入哪个表格", "head", bold=True),
            wrapped(words, "body", "ink2"),
            self._where,
            gap=4,
        )
        head_row = row((top, 1), self.browse, margins=(INSET, INSET_PANE, INSET_PANE, 8))
        self.setLayout(column(head_row, self._none, (files, 1), gap=0))
        self._none.setContentsMargins(INSET, 8, INSET, 8)
        self._none.hide()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.chosen.emit(Path(paths[0]))
