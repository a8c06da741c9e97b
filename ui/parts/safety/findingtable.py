"""FindingTable: what a check found, part by part; what is wrong stands first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text
from ui.parts.model import KeptModel
from ui.parts.table import Table

if TYPE_CHECKING:
    from partyservice.safety.findings import Finding, Report

TONES = {"bad": "不对", "warn": "注意", "ok": "正常"}  # in the order of a list
_COLUMNS = (
    Field(key="area", label="部分", kind=Text(), width=12),
    Field(key="tone", label="结果", kind=Text(), width=8),
    Field(key="words", label="说明", kind=Text(), width=48),
    Field(key="to_do", label="怎么办", kind=Text(), width=40),
)
_MARKS = {"tone": {words: f"{tone}*" for tone, words in TONES.items()}}


class FindingTable(Table):
    """Read with the arrows; the chosen one stands whole below the list."""

    def __init__(self) -> None:
        self._findings: Sequence[Finding] = ()
        self._kept = KeptModel(_COLUMNS)
        super().__init__(self._kept, _MARKS, ("to_do",))
        self._kept.setParent(self)
        self.setAccessibleName("检查结果：部分、结果、说明、怎么办")

    def show_report(self, report: Report) -> None:
        """Show what was found, what is wrong first."""
        places = list(TONES)
        self._findings = sorted(report.findings, key=lambda each: places.index(each.tone))
        cells = ((f.area, TONES[f.tone], f.words, f.to_do) for f in self._findings)
        self._kept.keep(dict(enumerate(cells)))
        self.choose(0)

    def words(self) -> str:
        """Return the chosen finding whole."""
        key = self.current_id()
        if key is None:
            return ""
        found = self._findings[key]
        return f"{found.area}：{found.words}。{found.to_do}"
