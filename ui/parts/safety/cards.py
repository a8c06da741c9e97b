"""SafetyCards: the three answers at a glance: backup, second place, recovery sheet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from ui.parts.buttons import Button, Lamp
from ui.parts.layout import column, frame, label, row, wrapped
from ui.parts.tokens import INSET_PANE, ONE_PANE_FROM

if TYPE_CHECKING:
    from partyservice.safety.state import Seen

Said = tuple[str, str, str]  # tone, heading, words
_DAY = 86_400  # s


class SafetyCard(QFrame):
    """A lamp with what it is about, the answer, a line of detail, and what can be done."""

    def __init__(self, about: str, *ways: Button) -> None:
        super().__init__()
        self.setObjectName("card")
        self._about, self._lamp = about, Lamp("none")
        self.heading, self.words = label("", "title", bold=True), wrapped("", "body", "ink2")
        top = row(self._lamp, label(about, "body", "ink2"), None)
        around = (INSET_PANE, 12, INSET_PANE, 12)
        lines = column(top, self.heading, (self.words, 1), row(*ways, None), gap=6, margins=around)
        self.setLayout(lines)

    def tell(self, said: Said) -> None:
        """Show tone, heading and words."""
        tone, heading, words = said
        self._lamp.show_tone(tone)
        self.heading.setText(heading)
        self.words.setText(words)
        self.setAccessibleName(f"{self._about}：{heading}。{words}")


class SafetyCards(QWidget):
    """Side by side; in a narrow window without their details."""

    def __init__(self, first: SafetyCard, second: SafetyCard, sheet: SafetyCard) -> None:
        super().__init__()
        self._cards = (first, second, sheet)
        cards = row(*((card, 1) for card in self._cards), gap=12, margins=(20, 12, 20, 12))
        self.setLayout(column(frame("page", cards), gap=0))

    def suit(self, wide: int, high: int) -> None:
        """Leave out what has no room."""
        for card in self._cards:
            card.words.setVisible(wide >= ONE_PANE_FROM and high >= 500)


def of_backup(seen: Seen | None, now: datetime) -> Said:
    """Say when the last sound backup was made, and that it was tried."""
    if seen is None:
        return "none", "正在看", "正在看本机和第二处的备份。"
    made = seen.last.manifest.made_at if seen.last and seen.last.manifest else None
    if made is None:
        return "bad", "还没有备份", seen.fault or "请按 Ctrl+B 现在备份。"
    if seen.fault:
        return "bad", ago(made, now), seen.fault
    tried = f"已试恢复：{seen.people:,} 人，与库中一致"
    tone = "warn" if (now - made).days >= 1 and not seen.covered else "ok"
    return tone, f"{ago(made, now)} {made.astimezone():%H:%M}", tried


def of_second(seen: Seen | None, now: datetime, behind: int) -> Said:
    """Say where the second place is, how old its last backup, and what is not there yet."""
    if seen is None:
        return "none", "正在看", ""
    second = seen.second
    if second.kept is None:
        return "warn", "还没有选", "盘坏了，本机的备份会一起丢。请选 U 盘或另一块盘。"
    where = f"“{second.kept.folder}”"
    waiting = f"，未同步 {behind}" if behind else ""
    last = second.kept.last
    heading = ago(last, now) if last else "还没有备份"
    if seen.second_fault:
        return "bad", heading, f"{where}{waiting}：{seen.second_fault}"
    if second.here is None:
        return "warn", heading, f"{where} 没有插上{waiting}"
    if second.same_disk:
        return "warn", heading, f"{where} 和数据在同一块盘上{waiting}，请换 U 盘或另一块盘"
    tone = "ok" if last and not behind and (now - last).total_seconds() < _DAY else "warn"
    return tone, heading, f"{where}{waiting or '，都已同步'}"


def of_sheet(accounts: Any) -> Said:
    """Say how it stands with the recovery sheet; `accounts` is that part of the App, if any."""
    if accounts is None:
        return "bad", "还没有", "忘记密码时，只有恢复单能打开数据。"
    state = accounts.sheet_state()
    made = f"{state.made:%Y-%m-%d}" if state.made else "还没有"
    return state.tone, made, state.words


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago it was, in days as the desk counts them."""
    days = (now.astimezone().date() - at.astimezone().date()).days
    return {0: "今天", 1: "昨天"}.get(days, f"{days} 天前" if days > 0 else f"{at:%Y-%m-%d}")
