"""Rights: which role may do what, as it is declared; to be read only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text
from partyservice.security.rights import ADMINISTRATION, MATRIX, ROLES
from ui.parts.desk import Desk
from ui.parts.head import PageHead
from ui.parts.index import Index
from ui.parts.keys import hint
from ui.parts.layout import column, frame, rule, wrapped
from ui.parts.model import KeptModel
from ui.parts.table import Table
from ui.parts.tabs import TabPage
from ui.parts.tokens import INSET, INSET_PANE

MAY = "✓"
_OWN = "own"
_WORDS = (
    "角色由安全管理员任命，一个人可以有几个。"
    f"{'、'.join(ROLES[name].title for name in ADMINISTRATION)}看不到任何人员的记录。"
)
_COLUMNS = (
    Field(key="words", label="可以做什么", kind=Text(), width=32),
    Field(key="group", label="类别", kind=Text(), width=12),
    Field(key=_OWN, label="您", kind=Text(), width=4),
    *(Field(key=name, label=role.title, kind=Text(), width=8) for name, role in ROLES.items()),
)


class Ticks(KeptModel):
    """A row for each right; a reader of screens is told in words what a tick means."""

    def __init__(self, own: frozenset[str]) -> None:
        super().__init__(_COLUMNS)
        self.keep(
            {
                number: (right.words, right.group, _tick(right.name in own), *_ticks(right.roles))
                for number, right in enumerate(MATRIX)
            }
        )

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self.fields[index.column()] if index.isValid() else None
        if role == Qt.ItemDataRole.AccessibleTextRole and field and field.key in (_OWN, *ROLES):
            text = self.text(index.row(), index.column())
            return f"{field.label}{'可以' if text else '不可以'}"
        return super().data(index, role)


class RightsPage(TabPage):
    """Actions down, roles across; below, the chosen one in words."""

    help_page = "rights"

    def __init__(self, desk: Desk, tabs: QWidget | None) -> None:
        super().__init__()
        self.head = PageHead("权限", *((tabs, 12) if tabs else ()))
        self.head.count.setText(f"{len(MATRIX)} 项")
        self.table = Table(Ticks(desk.app.by.rights), {}, ("group",))
        self.table.setAccessibleName("权限：每行一项，每列一个角色")
        self.words = wrapped("", "body", "ink2")
        foot = frame("sub", column(self.words, margins=(INSET, 12, INSET_PANE, 12)))
        about = column(wrapped(_WORDS, "body", "ink2"), margins=(INSET, 12, INSET_PANE, 12))
        self.setLayout(column(self.head, frame("sub", about), (self.table, 1), rule(), foot, gap=0))
        self.table.chosen.connect(self._tell)
        self.table.choose(0)

    @override
    def begin(self) -> None:
        self.table.setFocus()

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        return [("↑↓", "换行"), hint("next_tab"), hint("commands")]

    @override
    def regions(self) -> Sequence[QWidget]:
        return [self.table]

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    def _tell(self, key: int | None) -> None:
        """Say in words who may do what is chosen: in a narrow window not all columns have room."""
        if key is not None:
            right = MATRIX[key]
            who = "、".join(ROLES[name].title for name in right.roles)
            self.words.setText(f"{right.words}：{who}")


def _ticks(roles: Sequence[str]) -> list[str]:
    return [_tick(name in roles) for name in ROLES]


def _tick(may: bool) -> str:
    return MAY if may else ""


VIEW = RightsPage
