"""RecoveryPage: how it stands with the recovery sheet, and making a new one; over the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.parts.buttons import Lamp
from ui.parts.head import PageHead
from ui.parts.keys import action, hint
from ui.parts.layout import column, frame, label, row, scroll, wrapped
from ui.parts.page import Page
from ui.parts.sheet import SheetAsk
from ui.parts.tokens import INSET, INSET_PANE

if TYPE_CHECKING:
    from partyservice.app.accounts import SheetState
    from ui.parts.desk import Desk

_WORDS = (
    "忘了密码，只有恢复单能打开数据。打印新的一张，旧的立即作废；照着抄两行，核对才算完。"
    "纸装进信封，和电脑分开锁好，不要拍照。"
)


class RecoveryPage(Page):
    """Only for who manages accounts; Esc leaves it, and forgets the sheet."""

    help_page = "recovery"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self.head = PageHead("恢复单")
        self._lamp, self.state = Lamp("none"), label("正在看…", "head", bold=True)
        self.made = wrapped("", "body", "ink2")
        self.sheet = SheetAsk(desk)
        items = (row(self._lamp, (self.state, 1)), self.made, wrapped(_WORDS), 8, self.sheet, None)
        inner = frame("page", column(*items, margins=(INSET, 20, INSET_PANE, 20)))
        self.setLayout(column(self.head, (scroll(inner), 1), gap=0))
        self.state.setWordWrap(True)
        self.head.menu_wanted.connect(self.menu_wanted)
        self.sheet.made.connect(self._look)
        self.sheet.checked.connect(self._checked)
        action(self, "leave", self.left.emit)
        self._look()

    def _look(self) -> None:
        accounts = self._desk.app.accounts
        self._desk.jobs.start(self, "sheet", accounts.sheet_state, self._tell)

    def _tell(self, state: SheetState) -> None:
        self._lamp.show_tone(state.tone)
        self.state.setText(state.words)
        self.made.setText(f"{state.made:%Y-%m-%d} 打印" if state.made else "")
        self.made.setVisible(bool(state.made))

    def _checked(self) -> None:
        self._look()
        self._desk.said.emit("恢复单已核对。请装进信封，锁进保险柜")
        self.sheet.begin()

    @override
    def begin(self) -> None:
        self.sheet.begin()

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        lines = [("Enter", "核对")] if self.sheet.asking else []
        return [*lines, hint("print"), hint("open_list", "另存 PDF"), hint("leave")]

    @override
    def regions(self) -> Sequence[QWidget]:
        return [self.sheet]

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    @override
    def close_page(self) -> None:
        self.sheet.forget()
