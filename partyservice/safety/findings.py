"""Findings: what a check says of each part of what an office holds, in words for the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Tone = Literal["ok", "warn", "bad"]
MARKS: dict[Tone, str] = {"ok": "正常", "warn": "注意", "bad": "不对"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence about one part; `to_do` is empty where nothing has to be done."""

    area: str
    tone: Tone = "ok"
    words: str
    to_do: str = ""

    @property
    def line(self) -> str:
        """Return it as a line."""
        return f"{MARKS[self.tone]}  {self.area}：{self.words}。{self.to_do}"


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found, part by part; each part says something, if only that it is sound."""

    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; what only wants attention is not wrong."""
        return not any(each.tone == "bad" for each in self.findings)

    @property
    def summary(self) -> str:
        """Return it in one sentence."""
        bad = sum(each.tone == "bad" for each in self.findings)
        warned = sum(each.tone == "warn" for each in self.findings)
        if bad:
            return f"有 {bad} 处不对。请先做一次备份，再按上面的提示处理，或联系维护人员。"
        if warned:
            return f"数据完好，另有 {warned} 处请留意。"
        return "数据完好，没有发现问题。"


def told(
    area: str, wrong: Iterable[str], sound: str, to_do: str, *, tone: Tone = "bad", most: int = 10
) -> list[Finding]:
    """Return a finding for each of the first `most` of `wrong`, and how many more there are.

    Without any, `sound` is what is said.
    """
    found: list[Finding] = []
    count = 0
    for words in wrong:
        count += 1
        if count <= most:
            found.append(Finding(area=area, tone=tone, words=words, to_do=to_do))
    if count > most:
        more = f"同样的还有 {count - most:,} 处"
        found.append(Finding(area=area, tone=tone, words=more, to_do=to_do))
    return found or [Finding(area=area, words=sound)]
