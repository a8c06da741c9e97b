"""Roll: a Listing on paper, month by month, with marks and a foot that must add up."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from partyservice.kernel.errors import Refused
from partyservice.kernel.fields import Field
from partyservice.kernel.partial import Month, Partial
from partyservice.printing.sheet import A4_ACROSS, SAMPLE, Box, Column, Section, Sheet
from partyservice.storage.comparing import before, gone_by
from partyservice.storage.listing import Listing, Row, Wanted
from partyservice.storage.shown import Of, Shown, described_as, sql_of

Align = Literal["left", "centre", "right"]
NEW, ENDED = "▲", "▼"
SIGNED = ("填表人", "审核人", "负责人", "报出日期")
NOTE = "内部资料 注意保管"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A column of paper, `width` mm wide, made of `shown` (several are joined by `between`)."""

    label: str
    width: float
    shown: tuple[Shown, ...] = ()
    align: Align = "left"
    to: Callable[[Field, Any], str] | None = None
    between: str = ""


def printed(
    label: str,
    width: float,
    *shown: Shown,
    align: Align = "left",
    to: Callable[[Field, Any], str] | None = None,
    between: str = "",
) -> Printed:
    """Return the column of paper under `label`."""
    return Printed(label=label, width=width, shown=shown, align=align, to=to, between=between)


def whole(field: Field, value: Any) -> str:
    """Return a value as paper shows it: telephone numbers whole, days with dots."""
    if isinstance(value, Partial | date):
        return Partial.of(value).iso.replace("-", ".")
    return field.typed(value)


def month(_field: Field, value: Any) -> str:
    """Return the month of a day as 1985.03, the year if only that is known."""
    return "" if value is None else value.iso[:7].replace("-", ".")


def hidden(field: Field, value: Any) -> str:
    """Return a value as everybody may see it."""
    return field.show(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A number on the foot or the cover: how many rows at the month's end fulfil `where`."""

    label: str
    where: Any
    heading: str = ""  # the box of the cover it stands in; empty: the foot


@dataclass(slots=True)
class Sums:
    """The movement of a month: opening + new − ended = closing."""

    rows: int = 0
    opening: int = 0
    new: int = 0
    ended: int = 0
    closing: int = 0
    tallies: tuple[int, ...] = ()

    def __add__(self, other: Sums) -> Sums:
        tallies = tuple(map(sum, zip(self.tallies, other.tallies, strict=True)))
        return Sums(
            self.rows + other.rows,
            self.opening + other.opening,
            self.new + other.new,
            self.ended + other.ended,
            self.closing + other.closing,
            tallies,
        )

    def check(self, new: int, ended: int, name: str) -> None:
        """Raise Refused unless the sums are those of the rows printed."""
        fits = self.opening + self.new - self.ended == self.closing
        if not fits or (self.new, self.ended) != (new, ended):
            raise Refused(
                f"{name}的合计与各行不符（{self.sentence()}），没有打印。"
                "数据没有改动，请把这句话告诉维护人员。"
            )

    def sentence(self) -> str:
        """Return the foot line."""
        return (
            f"上月底 {self.opening} + 本月新增 {self.new} − 本月减少 {self.ended}"
            f" = 本月底 {self.closing}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """For which month and by whom a roll is made."""

    month: Month
    today: date
    office: str
    by: str = ""
    at: datetime | None = None
    sample: bool = False
    masked: bool = False  # numbers as everybody may see them


@dataclass(frozen=True, kw_only=True)
class Roll:
    """`columns` on paper over `listing`; with `section` a section for each of its values."""

    code: str
    name: str  # as the command line calls it
    title: str
    listing: Listing
    columns: tuple[Printed, ...]
    section: Of | None = None
    tallies: tuple[Tally, ...] = ()
    size: tuple[float, float] = A4_ACROSS

    @cached_property
    def full(self) -> Listing:
        """The listing with every column that the paper needs, and in the order of sections."""
        begun, ended = self._during
        shown = (s for column in self.columns for s in column.shown)
        order = (self.section, *self.listing.order) if self.section else self.listing.order
        return dataclasses.replace(
            self.listing,
            columns=tuple(dict.fromkeys((begun, ended, *shown))),
            order=tuple(dict.fromkeys(order)),
        )

    def sheet(self, session: Session, occasion: Occasion, where: dict[str, Any]) -> Sheet:
        """Return the roll of a month, ready to be drawn or written; rows are read as drawn."""
        wanted = Wanted(today=occasion.today, where=where, during=occasion.month.span)
        parts = self._sums(session, wanted)
        total = sum(parts.values(), Sums(tallies=(0,) * len(self.tallies)))
        rows = self.full.rows(session, wanted)
        return Sheet(
            code=self.code,
            title=f"{occasion.office}{self.title}",
            columns=tuple(Column(label=c.label, width=c.width, align=c.align) for c in self._heads),
            sections=self._sections(rows, parts, total, occasion),
            left=f"填报单位（盖章）：{occasion.office}",
            middle=f"统计月份：{occasion.month.words}",
            right="单位：人",
            cover=self._cover(total),
            signatures=SIGNED,
            printed=self._made(occasion),
            note=NOTE + (f"  {SAMPLE}" if occasion.sample else ""),
            sample=occasion.sample,
            size=self.size,
        )

    @property
    def _during(self) -> tuple[Any, Any]:
        if self.listing.during is None:
            raise TypeError(f"{self.code} has no beginning and end, so no month")
        return self.listing.during

    @cached_property
    def _heads(self) -> tuple[Printed, ...]:
        return (printed("序号", 9, align="centre"), *self.columns)

    @cached_property
    def _getters(self) -> tuple[tuple[Printed, tuple[tuple[int, Field], ...]], ...]:
        places = {column: place for place, column in enumerate(self.full.columns, 1)}
        return tuple(
            (column, tuple((places[s], described_as(s)) for s in column.shown))
            for column in self.columns
        )

    def _made(self, occasion: Occasion) -> str:
        at = f"  {occasion.at.astimezone():%Y-%m-%d %H:%M}" if occasion.at else ""
        return f"{self.code}  {occasion.by}{at}".strip()

    def _sections(
        self, rows: Iterator[Row], parts: dict[str, Sums], total: Sums, on: Occasion
    ) -> Iterator[Section]:
        last = len(parts)
        for place, (name, sums) in enumerate((parts or {"": Sums()}).items(), 1):
            foot = self._foot(name, sums)
            if place >= last and self.section:
                foot += self._foot("合计", total)
            yield Section(
                title=name,
                count=sums.rows,
                rows=self._cells(rows, sums, on, name or self.title),
                foot=foot,
            )

    def _cells(
        self, rows: Iterator[Row], sums: Sums, on: Occasion, name: str
    ) -> Iterator[Sequence[str]]:
        """Give the cells of the rows of one section; raise Refused if its sums are not theirs."""
        new = ended = 0
        start, end = on.month.span
        for number in range(1, sums.rows + 1):
            row = next(rows)
            mark = self.mark(row, start, end)
            new, ended = new + (NEW in mark), ended + (ENDED in mark)
            cells = (_cell(column, row, at, on.masked) for column, at in self._getters)
            yield (f"{number}{mark}", *cells)
        sums.check(new, ended, name)

    @staticmethod
    def mark(row: Row, start: Partial, end: Partial) -> str:
        """Return ▲ for a row that began in the span, ▼ for one that ended in it, or both."""
        begun, ended = (_month(value) for value in row[1:3])
        new = NEW if begun and start.iso <= begun < end.iso else ""
        return new + (ENDED if ended and ended < end.iso else "")

    def _foot(self, name: str, sums: Sums) -> list[str]:
        counts = [
            f"{tally.label} {count}"
            for tally, count in zip(self.tallies, sums.tallies, strict=False)
            if not tally.heading
        ]
        line = f"{name}：{sums.sentence()}" if name else sums.sentence()
        return [line + ("；" + "，".join(counts) if counts else "")]

    def _cover(self, total: Sums) -> Sequence[Box]:
        boxes: dict[str, list[tuple[str, str]]] = {}
        for tally, count in zip(self.tallies, total.tallies, strict=True):
            if tally.heading:
                boxes.setdefault(tally.heading, []).append((tally.label, str(count)))
        return tuple(Box(heading=heading, lines=lines) for heading, lines in boxes.items())

    def _sums(self, session: Session, wanted: Wanted) -> dict[str, Sums]:
        """Return the sums of each section, in order, counted by the database."""
        (begun, ended), (start, end) = self._during, wanted.during or (Partial(""), Partial(""))
        opening, closing = before(begun, start) & ~gone_by(ended, start), ~gone_by(ended, end)
        conditions = (opening, ~before(begun, start), gone_by(ended, end), closing)
        counted = [_many(condition) for condition in conditions]
        counted += [_many(closing & tally.where) for tally in self.tallies]
        group = sql_of(self.section) if self.section else literal("")
        statement = self.full.matching(select(group, func.count(), *counted), wanted)
        statement = statement.group_by(group).order_by(group)
        found: dict[str, Sums] = {}
        for name, rows, *moved in session.execute(statement, {"today": wanted.today}):
            opening, new, gone, closed, *tallies = moved
            found[name] = Sums(rows, opening, new, gone, closed, tuple(tallies))
        return found


def _many(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _month(value: Partial | date | None) -> str:
    if value is None:
        return ""
    iso = Partial.of(value).iso
    return iso if len(iso) > len("2026") else iso + "-01"


def _cell(column: Printed, row: Row, at: Sequence[tuple[int, Field]], masked: bool) -> str:
    parts = []
    for place, field in at:
        value = row[place]
        if value is not None:
            show = hidden if masked and field.mask else column.to or whole
            parts.append(show(field, value))
    return column.between.join(part for part in parts if part)
