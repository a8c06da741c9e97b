"""Days, known to the day, the month or the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from typing_extensions import override

from partyservice.kernel.errors import Invalid
from partyservice.kernel.kinds import Kind, plain
from partyservice.kernel.partial import Month, Partial, read_cell, read_text
from partyservice.kernel.shorthand import day_meant


@dataclass(frozen=True, slots=True)
class PartialDay(Kind):
    """A day, month or year, typed in any of the ways offices write one (domain 6.1)."""

    latin: ClassVar[bool] = True
    shortly: ClassVar[str] = "t 今天、t-3 三天前、0312、85.3"

    @override
    def parse(self, text: str) -> Partial:
        return read_text(plain(text))

    @override
    def read(self, cell: object) -> Partial:
        return read_cell(plain(cell) if isinstance(cell, str) else cell)

    @override
    def meant(self, text: str, today: date) -> Sequence[str]:
        found = day_meant(plain(text), today, whole=False)
        return [found.iso] if found else ()

    @override
    def show(self, value: Partial) -> str:
        return value.iso

    @override
    def same(self, old: Partial | None, new: Partial | None) -> bool:
        """A vaguer date that agrees changes nothing."""
        return old == new or bool(old and new and old.iso.startswith(new.iso))


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A whole calendar day."""

    latin: ClassVar[bool] = True
    shortly: ClassVar[str] = "t 今天、t-3 三天前、0312、26.3.12"

    @override
    def parse(self, text: str) -> date:
        return self._whole(read_text(plain(text)))

    @override
    def read(self, cell: object) -> date:
        return self._whole(read_cell(plain(cell) if isinstance(cell, str) else cell))

    @override
    def meant(self, text: str, today: date) -> Sequence[str]:
        found = day_meant(plain(text), today, whole=True)
        return [found.iso] if found else ()

    @override
    def show(self, value: date) -> str:
        return value.isoformat()

    @staticmethod
    def _whole(value: Partial) -> date:
        if value.earliest != value.latest:
            raise Invalid("日期要写到日，如 2026-03-01。")
        return value.earliest


@dataclass(frozen=True, slots=True)
class YearMonth(Kind):
    """A calendar month, kept as 2026-10."""

    latin: ClassVar[bool] = True
    shortly: ClassVar[str] = "本月、上月、26.3"

    @override
    def meant(self, text: str, today: date) -> Sequence[str]:
        found = day_meant(plain(text), today, whole=False)
        return [found.month] if found and found.month else ()

    @override
    def parse(self, text: str) -> str:
        return Month.parse(plain(text)).iso

    @override
    def read(self, cell: object) -> str:
        found = read_cell(plain(cell) if isinstance(cell, str) else cell)
        if not found.month:
            raise Invalid("要写到月，如 2026-10。")
        return found.month
