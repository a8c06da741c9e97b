"""State: what was last seen of the backups of an office, and the one line that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from partyservice.safety.backing import Listed
from partyservice.safety.places import Second

LATE = timedelta(days=3)  # without a verified backup the light is red
AHEAD = timedelta(hours=1)  # a backup from further in the future: a clock was or is wrong
PEOPLE = "person"  # the table of which a backup says how many there are
Light = tuple[str, str]  # tone (ok, warn, bad) and words


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of the places; `last` is the newest sound backup of this office.

    `covered` says whether it holds everything. `fault` is why the newest one could not be made,
    `second_fault` why not in the second place. `free` is in bytes, -1 if nobody knows.
    """

    last: Listed | None
    second: Second
    free: int
    backups: Sequence[Listed] = ()
    covered: bool = False
    fault: str = ""
    second_fault: str = ""

    @property
    def people(self) -> int:
        """How many people the last backup holds."""
        return self.last.manifest.rows.get(PEOPLE, 0) if self.last and self.last.manifest else 0


def light(seen: Seen, now: datetime) -> Light:
    """Return the line for the foot of the window: what is worst, or that all is well."""
    made = seen.last.manifest.made_at if seen.last and seen.last.manifest else None
    if made is None:
        return "bad", seen.fault or "还没有备份"
    if now - made > LATE:
        return "bad", f"已有 {(now - made).days} 天没有备份"
    if seen.fault:
        return "bad", seen.fault
    if made - now > AHEAD:
        return "warn", "最近的备份晚于现在的时间，请核对电脑的日期"
    return _of_second(seen, now) or (
        "ok",
        f"{_when(made, now)}备份已试恢复：{seen.people:,} 人，无误",
    )


def _of_second(seen: Seen, now: datetime) -> Light | None:
    kept, here = seen.second.kept, seen.second.here
    if kept is None:
        return None
    if seen.second_fault:
        return "warn", f"第二处没有备份成：{seen.second_fault}"
    if here is None and (kept.last is None or now - kept.last > LATE):
        since = f" {(now - kept.last).days} 天" if kept.last else "还"
        return "warn", f"第二处{since}没有备份，请插上 U 盘"
    return None


def _when(made: datetime, now: datetime) -> str:
    """Return when it was, as one says it: 今早, 昨晚, 11-20."""
    at = made.astimezone()
    part = "早" if at.hour < 9 else "上午" if at.hour < 12 else "下午" if at.hour < 18 else "晚"
    day: date = now.astimezone().date()
    days = (day - at.date()).days
    if days not in (0, 1):
        return f"{at:%m-%d} "
    name = "今" if days == 0 else "昨"
    if part in ("早", "晚"):
        return f"{name}{part}"
    return f"{name}天{part}"
