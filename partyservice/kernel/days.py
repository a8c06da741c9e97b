"""Days, known to the day, the month or the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from typing_extensions import override

from partyservice.kernel.errors import Invalid
from partyservice.kernel.kinds import Kind, plain
from partyservice.kernel.partial import Month, Partial, read_cell, read_text


@dataclass(frozen=True, slots=True)
class PartialDay(Kind):
    """A day, month or year, typed in any of the ways offices write one (domain 6.1)."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> Partial:
        return read_text(plain(text))

    @override
    def read(self, cell: object) -> Partial:
        return read_cell(plain(cell) if isinstance(cell, str) else cell)

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

    @override
    def parse(self, text: str) -> date:
        return self._whole(read_text(plain(text)))

    @override
    def read(self, cell: object) -> date:
        return self._whole(read_cell(plain(cell) if isinstance(cell, str) else cell))

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

    @override
    def parse(self, text: str) -> str:
        return Month.parse(plain(text)).iso

    @override
    def read(self, cell: object) -> str:
        found = read_cell(plain(cell) if isinstance(cell, str) else cell)
        if not found.month:
            raise Invalid("要写到月，如 2026-10。")
        return found.month
