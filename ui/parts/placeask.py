"""PlaceAsk: the second place of the backups, and the first backup there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from partyservice.kernel.errors import Invalid, Refused, Unsettled
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text
from ui.parts.asking import Asking, Questions, Texts
from ui.parts.folders import ask_folder, offer_folders
from ui.parts.layout import column

if TYPE_CHECKING:
    from partyservice.app import App
    from ui.parts.desk import Desk

PLACE = "backup.second"
_FIELDS = (Field(key=PLACE, label="第二处", kind=Text(400), needed=True, hint="U 盘，按 F4 选择"),)


class PlaceAsk(QWidget):
    """The folder is looked at, a backup made and read back, beside the window."""

    made = Signal(str, str)  # tone and words for what came of it

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        questions = Questions(fields=_FIELDS, doing="正在备份，并试着打开…")
        self.asking = Asking(questions, desk.jobs, self._back_up)
        self.setLayout(column(self.asking, gap=0))
        self._box = self.asking.form.boxes[PLACE]
        offer_folders(self._box, self.choose)
        self.asking.done.connect(lambda told: self.made.emit(*told))
        self.asking.broke.connect(desk.fail)

    def begin(self) -> None:
        """Put the cursor in the box."""
        self.asking.begin()

    def choose(self) -> None:
        """Ask for the folder."""
        folder = ask_folder(self, "备份再放一份到哪里", self._box.box.read())
        if folder is not None:
            self._box.box.write(str(folder))
            self._box.check()

    def back_up_here(self) -> None:
        """Make the first backup without a second place."""
        app = self._desk.app
        done, failed = self._told_here, self._failed
        self._desk.jobs.start(self, "asking", app.backups.make, done, failed)

    def _back_up(self, texts: Texts) -> tuple[str, str]:
        app, folder = self._desk.app, Path(texts[PLACE].strip())
        try:
            second = app.backups.choose_second(folder)
            made = app.backups.make()
        except Refused as refusal:
            raise Unsettled([Invalid(refusal.words, PLACE)]) from refusal
        for place, words in made.refused.items():
            if place.second:
                raise Unsettled([Invalid(f"这里没有备份成：{words}", PLACE)])
        told = f"本机和 {folder} 各有一份备份，都已试着打开，{_counted(app)}"
        if second.same_disk:
            return "warn", f"{told}。它和数据在同一块盘上，盘坏了会一起丢，最好另选 U 盘。"
        return "ok", f"{told}。"

    def _told_here(self, _made: object) -> None:
        words = f"本机已有一份备份，已试着打开，{_counted(self._desk.app)}。第二处还没有。"
        self.made.emit("warn", words)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.made.emit("bad", error.words)
        else:
            self._desk.fail(error)

    @override
    def setFocus(self) -> None:  # type: ignore[override] # the box has it
        self.begin()


def _counted(app: App) -> str:
    seen = app.backups.seen()
    return f"{seen.people:,} 人，无误" if seen else "无误"
