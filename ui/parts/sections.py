"""SectionNav: the sections of a form at its side, with how much is wrong in each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame
from typing_extensions import override

from partyservice.kernel.errors import Doubt
from ui.parts.fieldbox import FieldBox
from ui.parts.form import Form
from ui.parts.grouping import Section, grouped
from ui.parts.keys import cap_of
from ui.parts.layout import column, label, row, rule
from ui.parts.paint import draw_lamp
from ui.parts.theme import colour, font
from ui.parts.tokens import LAMP, SECTIONS

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

_ITEM = 35
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class SectionItem(QAbstractButton):
    """A lamp where something is wrong, the title, and how many things."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(_ITEM)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tone, self._count = "", 0
        self.tell("", 0)

    def tell(self, tone: str, count: int) -> None:
        """Show how much is wrong here."""
        self._tone, self._count = tone, count
        self.setAccessibleName(f"{self.text()} {count} 处" if count else self.text())
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        if self._tone:
            draw_lamp(painter, QRectF(16, box.center().y() - LAMP / 2, LAMP, LAMP), self._tone)
        painter.setFont(font("body", bold=self.isChecked()))
        painter.setPen(QPen(colour("ink" if self.isChecked() else "ink2")))
        painter.drawText(box.adjusted(38, 0, -24, 0), _LEFT, self.text())
        if self._count:
            painter.setFont(font("caption"))
            painter.setPen(colour(self._tone))
            painter.drawText(box.adjusted(0, 0, -12, 0), _RIGHT, str(self._count))


class SectionNav(QFrame):
    """A click or Ctrl+PgDn goes to the first field of a section."""

    def __init__(self, form: Form, fields: Sequence[Field], sections: Sequence[Section]) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setFixedWidth(SECTIONS)
        self._form, self._at = form, 0
        self._groups = grouped(fields, sections)
        self.items = [SectionItem(section.title) for section, _ in self._groups]
        for place, item in enumerate(self.items):
            item.clicked.connect(partial(self._show, place))
        way = label(f"{cap_of('next_tab')} 下一节", "caption", "ink2")
        way.setContentsMargins(16, 0, 0, 0)
        inner = column(*self.items, None, way, gap=0, margins=(0, 12, 0, 12))
        self.setLayout(row((inner, 1), rule(upright=True), gap=0))
        if self.items:
            self.items[0].setChecked(True)

    def count(self, wrong: Sequence[FieldBox]) -> None:
        """Show how much is wrong in each section."""
        for item, (_, fields) in zip(self.items, self._groups, strict=True):
            keys = {field.key for field in fields}
            here = [each for each in wrong if each.field.key in keys]
            bad = any(not isinstance(each.problem, Doubt) for each in here)
            item.tell("bad" if bad else "warn" if here else "", len(here))

    def go(self, step: int) -> None:
        """Go to the next or last section."""
        self._show((self._at + step) % len(self._groups))

    def _show(self, place: int, _checked: bool = False) -> None:
        self._at = place
        self.items[place].setChecked(True)
        first = self._groups[place][1][0]
        self._form.show_section(self._form.boxes[first.key])
