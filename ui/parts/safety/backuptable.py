"""BackupTable: the backups of an office; when, where, how large, whether sound, how many people."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text, Whole
from ui.parts.model import KeptModel
from ui.parts.table import Table

if TYPE_CHECKING:
    from partyservice.safety.backing import Listed

SOUND, HERE, SECOND, ELSEWHERE = "已核对", "本机", "第二处", "选的文件"
PEOPLE, MEMBERS = "person", "member"  # tables of which a backup says how many rows it has
_COLUMNS = (
    Field(key="made", label="时间", kind=Text(), width=17),
    Field(key="where", label="在哪里", kind=Text(), width=8),
    Field(key="state", label="核对", kind=Text(), width=16),
    Field(key="people", label="人数", kind=Whole(), width=8),
    Field(key="size", label="大小", kind=Text(), width=9),
    Field(key="why", label="为什么", kind=Text(), width=8),
    Field(key="by", label="由谁", kind=Text(), width=8),
)
_FAULTS = ("已损坏，不能恢复", "由更新的程序做成", "读不出来")
_MARKS = {"state": {SOUND: "ok*", **dict.fromkeys(_FAULTS, "bad*")}}
_LEAST = ("by", "why", "size", "where")
_KB, _MB, _GB = 1 << 10, 1 << 20, 1 << 30


class BackupTable(Table):
    """Enter opens the chosen one."""

    def __init__(self) -> None:
        self._backups: Sequence[Listed] = ()  # a folder has some dozens
        self._kept = KeptModel(_COLUMNS)
        super().__init__(self._kept, _MARKS, _LEAST)
        self._kept.setParent(self)
        self.setAccessibleName("备份：时间、在哪里、是否核对过、人数")

    def show_backups(self, backups: Sequence[Listed]) -> None:
        """Show these; the one chosen before stays chosen."""
        before = self.current()
        self._backups = backups
        self._kept.keep({place: _cells(each) for place, each in enumerate(backups)})
        paths = [each.path for each in backups]
        kept = paths.index(before.path) if before and before.path in paths else 0
        self.choose(kept)

    def current(self) -> Listed | None:
        """Return the chosen backup."""
        key = self.current_id()
        return None if key is None else self._backups[key]


def told(backup: Listed) -> str:
    """Return what there is to say of one, below the list."""
    known = backup.manifest
    if known is None:
        return f"{backup.path}：{backup.fault}。请用别的备份。"
    people, members = (f"{known.rows.get(table, 0):,}" for table in (PEOPLE, MEMBERS))
    newest = f"最后一条登记是第 {known.head.seq:,} 条（{_moment(known.head.at)}）"
    return f"{known.office}：人员 {people}，党员 {members}；{newest}。{backup.path}"


def size(count: int) -> str:
    """Return a number of bytes as the desk reads it."""
    if count >= _GB:
        return f"{count / _GB:.1f} GB"
    return f"{count / _MB:.1f} MB" if count >= _MB else f"{max(1, count // _KB)} KB"


def _cells(each: Listed) -> tuple[Any, ...]:
    where, known = SECOND if each.second else HERE, each.manifest
    if known is None:
        return (each.path.name[:20], where, each.fault, None, size(each.size), "", "")
    made = f"{known.made_at.astimezone():%Y-%m-%d %H:%M}"
    people = known.rows.get(PEOPLE, 0)
    return (made, where, SOUND, people, size(each.size), known.reason, known.by)


def _moment(stamp: str) -> str:
    with suppress(ValueError):
        at = datetime.fromisoformat(stamp)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
        return f"{at.astimezone():%Y-%m-%d %H:%M}"
    return "没有登记"
