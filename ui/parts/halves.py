"""Halves: facts beside a timeline; where only one has room, tabs turn from one to the other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QTabBar, QWidget

from ui.parts.head import tab_bar
from ui.parts.layout import row, rule
from ui.parts.timeline import Timeline
from ui.parts.tokens import FOLDED_FROM, PANE, RAIL_FOLDED

_FACTS, _STORY = 0, 1
_ANY = 16_777_215  # Qt's word for no limit


class Halves(QFrame):
    """`tabs` stand in the head of the page, and only in a narrow one."""

    turned = Signal()  # another half is shown

    def __init__(self, facts: QWidget, story: Timeline, titles: tuple[str, str]) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._facts, self._story, self._line = facts, story, rule(upright=True)
        self.narrow = False
        self.tabs: QTabBar = tab_bar(titles)
        self.tabs.setCurrentIndex(_STORY)
        self.tabs.currentChanged.connect(lambda _place: self._turned())
        self.setLayout(row(facts, self._line, (story, 1), gap=0))

    def suit(self, wide: int) -> None:
        """Show both where there is room."""
        self.narrow = wide < FOLDED_FROM - RAIL_FOLDED
        self._facts.setMinimumWidth(0 if self.narrow else PANE)
        self._facts.setMaximumWidth(_ANY if self.narrow else PANE)
        self.tabs.setVisible(self.narrow)
        self._settle()

    def turn(self, step: int) -> None:
        """Go to the next section of the story; in a narrow page the facts are one too."""
        count, first = self._story.sections(), int(self.narrow)
        if not count:
            return
        on_facts = self.narrow and self.tabs.currentIndex() == _FACTS
        here = 0 if on_facts else self._story.section() + first
        there = (here + step) % (count + first)
        if self.narrow:
            self.tabs.setCurrentIndex(_FACTS if there < first else _STORY)
        if there >= first:
            self._story.turn(there - first)
            self._story.setFocus()

    def _turned(self) -> None:
        self._settle()
        self.turned.emit()

    def _settle(self) -> None:
        story = self.tabs.currentIndex() == _STORY
        self._facts.setVisible(not self.narrow or not story)
        self._line.setVisible(not self.narrow)
        self._story.setVisible(not self.narrow or story)
