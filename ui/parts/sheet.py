"""SheetAsk: a new recovery sheet printed or saved, then two of its lines typed back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.parts.asking import Asking, Questions, Texts
from ui.parts.buttons import Button
from ui.parts.codelines import line_fields, line_hints, typed_lines
from ui.parts.keys import action, cap_of
from ui.parts.layout import column, row, wrapped
from ui.parts.notices import Notice
from ui.parts.printing import Paper, Printing
from ui.parts.saving import Told, ask_path

if TYPE_CHECKING:
    from ui.parts.desk import Desk

NAME, DOCUMENT = "恢复单.pdf", "recovery"
_MOST_WIDE = 720  # px: two short lines are typed
_AFTER = "恢复单已经做好。请照纸上抄下面两行，两行都对才算数。"


class SheetAsk(QWidget):
    """The sheet is kept in memory alone, and only until its lines are typed back."""

    made = Signal()  # the sheet before opens nothing any more
    checked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pdf, self._lines = b"", tuple[int, ...]()
        self._busy = False
        self.asking: Asking | None = None
        self.notice = Notice()
        self.print = Button("打印恢复单", cap_of("print"), "primary", "print")
        self.save = Button("另存 PDF", cap_of("open_list"))
        self.words = wrapped("", "body", "ink2")
        self.printing = Printing(desk, self, self.notice, self.save_pdf)
        self._told = Told(desk, self, self.notice, "")
        self._whole = column(self.notice, row(self.print, self.save, None), self.words, gap=8)
        self.setLayout(self._whole)
        self.setMaximumWidth(_MOST_WIDE)
        self.print.clicked.connect(self.ask_printer)
        self.save.clicked.connect(self.save_pdf)
        action(self, "print", self.ask_printer, "打印恢复单")
        action(self, "open_list", self.save_pdf, "另存恢复单")

    def begin(self) -> None:
        """Put the cursor on the next thing to do."""
        if self.asking:
            self.asking.begin()
        else:
            self.print.setFocus()

    def ask_printer(self) -> None:
        """Ask where to print; the sheet is made when it is handed over."""
        if not self._idle():
            return
        self.printing.ask(Paper(document=DOCUMENT, title="恢复单", make=self._sheet))
        if card := self.printing.card:
            card.sent.connect(lambda *_: self._show_lines())

    def save_pdf(self) -> None:
        """Ask for a file, and write the sheet there."""
        if self._idle() and (path := ask_path(self, NAME)):
            self.take(path)

    def take(self, path: Path) -> None:
        """Write the sheet to `path`, beside the window."""
        self._busy = True
        self._desk.jobs.start(self, "sheet", partial(self._write, path), self._saved, self._failed)

    def forget(self) -> None:
        """Keep nothing of the sheet."""
        self._pdf = b""
        if self.asking:
            self.asking.clear()

    def _idle(self) -> bool:
        return not self._busy and not (self.asking and self.asking.busy)

    def _sheet(self, path: Path | None = None) -> bytes:
        """Return the sheet, made once; called beside the window."""
        if not self._pdf:
            if path:
                self._desk.app.accounts.may_lie(path)
            self._pdf, self._lines = self._desk.app.accounts.draw_sheet()
        return self._pdf

    def _write(self, path: Path) -> Path:
        self._desk.app.accounts.save_sheet(self._sheet(path), path)
        return path

    def _saved(self, path: Path) -> None:
        self._busy = False
        self._told.saved(path, "请打印出来，装进信封封好，然后删掉这个文件。")
        self._show_lines()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._told.failed(error)

    def _show_lines(self) -> None:
        if self.asking is None:
            questions = Questions(fields=line_fields(self._lines), hints=line_hints)
            self.asking = Asking(questions, self._desk.jobs, self._check)
            self.asking.done.connect(self._checked)
            self.asking.broke.connect(self._desk.fail)
            self._whole.addWidget(self.asking)
            self.words.setText(_AFTER)
            self.print.setText("再打一次")
            self.made.emit()
        self.asking.begin()

    def _check(self, texts: Texts) -> None:
        self._desk.app.accounts.check_lines(typed_lines(texts))

    def _checked(self, _nothing: object) -> None:
        self._pdf = b""
        if self.asking:
            self._whole.removeWidget(self.asking)
            self.asking.hide()
            self.asking.deleteLater()
            self.asking = None
        self.words.setText("")
        self.print.setText("打印新的恢复单")
        self.checked.emit()

    @override
    def setFocus(self) -> None:  # type: ignore[override] # what is to be done has it
        self.begin()
