"""Figures: the numbers of a roll, each the condition its people fulfil, and their sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, true

from partyservice.kernel.errors import Refused
from partyservice.storage.comparing import before, gone_by
from partyservice.storage.listing import Span
from partyservice.storage.record import Attribute

OPENING, COME, GONE, CLOSING = "opening", "new", "ended", "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A number on the foot or the cover: how many rows at the month's end fulfil `where`."""

    label: str
    where: Any
    heading: str = ""  # the box of the cover it stands in; empty: the foot


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number: how many rows fulfil `where`. It is counted, and its people listed, by that."""

    key: str
    label: str
    where: Any
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure as it stands beside the paper."""

    key: str
    label: str
    number: int
    heading: str = ""


def figures(
    during: tuple[Attribute, Attribute], span: Span, tallies: Sequence[Tally]
) -> tuple[Figure, ...]:
    """Return the four numbers of the movement of `span`, then the tallies of its end.

    They are told of rows that overlap `span`. A span that ends where it begins has no movement.
    """
    (begun, ended), (start, end) = during, span
    opening, closing = before(begun, start) & ~gone_by(ended, start), ~gone_by(ended, end)
    if start == end:
        moved = [Figure(key=CLOSING, label="名册人数", where=true())]
    else:
        moved = [
            Figure(key=OPENING, label="上月底", where=opening),
            Figure(key=COME, label="本月新增", where=~before(begun, start)),
            Figure(key=GONE, label="本月减少", where=gone_by(ended, end)),
            Figure(key=CLOSING, label="本月底", where=closing),
        ]
    counted = (
        Figure(
            key=f"tally-{place}",
            label=tally.label,
            where=closing & tally.where,
            heading=tally.heading,
        )
        for place, tally in enumerate(tallies, 1)
    )
    return (*moved, *counted)


def many(condition: Any) -> Any:
    """Return the SQL that counts the rows fulfilling `condition`."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@dataclass(slots=True)
class Sums:
    """The numbers of a roll or of a section of it, by the key of their figure."""

    numbers: Mapping[str, int]
    rows: int = 0

    def __add__(self, other: Sums) -> Sums:
        keys = self.numbers | other.numbers  # type: ignore[operator]
        both = {key: self.of(key) + other.of(key) for key in keys}
        return Sums(both, self.rows + other.rows)

    def of(self, key: str) -> int:
        """Return the number of a figure; 0 if it was not counted."""
        return self.numbers.get(key, 0)

    def check(self, new: int, ended: int, name: str) -> None:
        """Raise Refused unless the sums are those of the rows printed."""
        opening = self.of(OPENING) if OPENING in self.numbers else self.rows
        fits = opening + self.of(COME) - self.of(GONE) == self.of(CLOSING)
        if not fits or (self.of(COME), self.of(GONE)) != (new, ended):
            raise Refused(
                f"{name}的合计与各行不符（{self.sentence()}），没有打印。"
                "数据没有改动，请把这句话告诉维护人员。"
            )

    def sentence(self) -> str:
        """Return the foot line."""
        if OPENING not in self.numbers:
            return f"共 {self.of(CLOSING)} 人"
        return (
            f"上月底 {self.of(OPENING)} + 本月新增 {self.of(COME)} − 本月减少 {self.of(GONE)}"
            f" = 本月底 {self.of(CLOSING)}"
        )
