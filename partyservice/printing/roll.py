"""Roll: a Listing on paper, month by month, with marks and a foot that must add up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from partyservice.kernel.fields import Field
from partyservice.kernel.partial import Month, Partial
from partyservice.printing.figures import Counted, Figure, Sums, Tally, figures, many
from partyservice.printing.printed import Printed, To, cell, month, printed
from partyservice.printing.sheet import A4_ACROSS, SAMPLE, Box, Column, Section, Sheet
from partyservice.storage.listing import Listing, Row, Span, Wanted
from partyservice.storage.record import Attribute, key_of
from partyservice.storage.shown import Shown, described_as, sql_of

__all__ = ["ENDED", "NEW", "Occasion", "Printed", "Roll", "Tally", "month", "printed"]

NEW, ENDED = "▲", "▼"
SIGNED = ("填表人", "审核人", "负责人", "报出日期")
NOTE = "内部资料 注意保管"
NO_GROUP = "未填"  # of a section whose field is empty
When = Literal["month", "month end", "today"]


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
    branch: str = ""  # its name, where the roll is of one branch only
    asked: Mapping[str, To] = field(default_factory=dict)  # how a field shall stand, by its key


@dataclass(frozen=True, kw_only=True)
class Roll:
    """`columns` on paper over `listing`; with `section` a section for each of its values.

    `when` says whether it tells of the movement of a month, or who is on it at the end of the
    month or of today.
    """

    code: str
    name: str  # as the command line calls it
    title: str
    listing: Listing
    columns: tuple[Printed, ...]
    branch: Attribute | None = None  # by which it is narrowed to one branch
    section: Shown | None = None
    breaks: bool = True  # each section begins on a new page
    tallies: tuple[Tally, ...] = ()
    size: tuple[float, float] = A4_ACROSS
    when: When = "month"
    where: Mapping[str, Any] = field(default_factory=dict)  # filters that are always set

    @cached_property
    def full(self) -> Listing:
        """The listing with every column that the paper needs, and in the order of sections."""
        begun, ended = self._during
        shown = (s for column in self.columns for s in column.shown)
        first = () if self.section is None else (self.section,)
        return dataclasses.replace(
            self.listing,
            columns=tuple(dict.fromkeys((begun, ended, *shown))),
            order=tuple(dict.fromkeys((*first, *self.listing.order))),
        )

    def wanted(self, on: Occasion, branch: int | None = None) -> Wanted:
        """Return which rows are on the roll, of one branch or of all."""
        where = dict(self.where)
        if branch is not None and self.branch is not None:
            where[key_of(self.branch)] = branch
        return Wanted(today=on.today, where=where, during=self.span(on))

    def span(self, on: Occasion) -> Span:
        """Return the days told of; who is on it at the end of a day is a span of no length."""
        if self.when == "month":
            return on.month.span
        end = on.month.span[1]
        if self.when == "today":
            end = Partial.of(on.today + timedelta(days=1))
        return end, end

    def figures(self, on: Occasion) -> tuple[Figure, ...]:
        """Return the numbers of the roll."""
        return figures(self._during, self.span(on), self.tallies)

    def behind(self, key: str, on: Occasion, branch: int | None = None) -> Listing:
        """Return the list of those whom the figure `key` counts."""
        wanted = self.wanted(on, branch)
        figure = next(each for each in self.figures(on) if each.key == key)
        counted = self.full.matching(select(self.full.about.id), wanted).where(figure.where)
        counted = counted.correlate(None).params(today=on.today)
        return dataclasses.replace(
            self.listing, where=self.full.about.id.in_(counted), filters=(), during=None
        )

    def sums(self, session: Session, on: Occasion, branch: int | None = None) -> dict[Any, Sums]:
        """Return the numbers of each section, by its value, in order."""
        return self._sums(session, self.wanted(on, branch), self.figures(on))

    def counted(self, parts: Mapping[Any, Sums], on: Occasion) -> list[Counted]:
        """Return the numbers as they stand beside the paper."""
        total = _total(parts)
        return [
            Counted(key=f.key, label=f.label, number=total.of(f.key), heading=f.heading)
            for f in self.figures(on)
        ]

    def sheet(
        self,
        session: Session,
        on: Occasion,
        branch: int | None = None,
        parts: Mapping[Any, Sums] | None = None,
    ) -> Sheet:
        """Return the roll of a month, ready to be drawn or written; rows are read as drawn.

        `parts` are its sums, where they are known already.
        """
        wanted, known = self.wanted(on, branch), self.figures(on)
        if parts is None:
            parts = self.sums(session, on, branch)
        rows = self.full.rows(session, wanted)
        return Sheet(
            code=self.code,
            title=f"{on.office}{self.title}",
            columns=tuple(Column(label=c.label, width=c.width, align=c.align) for c in self._heads),
            sections=self._sections(rows, parts, on),
            left=self._filled_in_by(on),
            middle=self._time(on),
            right="单位：人",
            cover=_cover(known, _total(parts)),
            signatures=SIGNED,
            printed=self._made(on),
            note=NOTE + (f"  {SAMPLE}" if on.sample else ""),
            sample=on.sample,
            empty="本月无" if self.when == "month" else "名册上没有人",
            size=self.size,
        )

    def values(self, session: Session, wanted: Wanted) -> Iterator[list[list[tuple[Field, Any]]]]:
        """Give of each row the values under each column, as they are stored."""
        for row in self.full.rows(session, wanted):
            yield [[(each, row[place]) for place, each in at] for _, at in self._getters]

    @property
    def _during(self) -> tuple[Attribute, Attribute]:
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

    def _made(self, on: Occasion) -> str:
        at = f"  {on.at.astimezone():%Y-%m-%d %H:%M}" if on.at else ""
        return f"{self.code}  {on.by}{at}".strip()

    def _filled_in_by(self, on: Occasion) -> str:
        branch = "" if self.section is not None or not on.branch else f"　党支部：{on.branch}"
        return f"填报单位（盖章）：{on.office}{branch}"

    def _time(self, on: Occasion) -> str:
        if self.when == "month":
            return f"统计月份：{on.month.words}"
        day = on.today if self.when == "today" else min(on.month.last, on.today)
        return f"截至：{day.year}年{day.month}月{day.day}日"

    def _sections(
        self, rows: Iterator[Row], parts: Mapping[Any, Sums], on: Occasion
    ) -> Iterator[Section]:
        last = len(parts)
        for place, (value, sums) in enumerate(parts.items(), 1):
            name = self._name(value)
            foot = self._foot(name, sums, on)
            if place >= last and name:
                foot += self._foot("合计", _total(parts), on)
            yield Section(
                title=name,
                count=sums.rows,
                rows=self._cells(rows, sums, on, name or self.title),
                foot=foot,
                page_break=self.breaks,
            )

    def _name(self, value: Any) -> str:
        """Return the title of the section of `value`."""
        if self.section is None or value == "":
            return ""
        return described_as(self.section).typed(value) or NO_GROUP

    def _cells(
        self, rows: Iterator[Row], sums: Sums, on: Occasion, name: str
    ) -> Iterator[Sequence[str]]:
        """Give the cells of the rows of one section; raise Refused if its sums are not theirs."""
        new = ended = 0
        start, end = self.span(on)
        for number in range(1, sums.rows + 1):
            row = next(rows)
            mark = self.mark(row, start, end)
            new, ended = new + (NEW in mark), ended + (ENDED in mark)
            cells = (cell(c, row, at, on.asked, masked=on.masked) for c, at in self._getters)
            yield (f"{number}{mark}", *cells)
        sums.check(new, ended, name)

    @staticmethod
    def mark(row: Row, start: Partial, end: Partial) -> str:
        """Return ▲ for a row that began in the span, ▼ for one that ended in it, or both."""
        begun, ended = (_month(value) for value in row[1:3])
        new = NEW if begun and start.iso <= begun < end.iso else ""
        return new + (ENDED if ended and ended < end.iso else "")

    def _foot(self, name: str, sums: Sums, on: Occasion) -> list[str]:
        tallies = [f for f in self.figures(on) if f.key.startswith("tally") and not f.heading]
        counts = "，".join(f"{each.label} {sums.of(each.key)}" for each in tallies)
        line = f"{name}：{sums.sentence()}" if name else sums.sentence()
        return [f"{line}；{counts}" if counts else line]

    def _sums(self, session: Session, wanted: Wanted, known: Sequence[Figure]) -> dict[Any, Sums]:
        """Return the sums of each section, in order, counted by the database."""
        group = sql_of(self.section) if self.section is not None else literal("")
        counted = [many(figure.where) for figure in known]
        statement = select(group, func.count(), *counted).select_from(self.full.about)
        statement = self.full.matching(statement, wanted)
        statement = statement.group_by(group).order_by(group)
        found: dict[Any, Sums] = {}
        for value, rows, *numbers in session.execute(statement, {"today": wanted.today}):
            keys = (figure.key for figure in known)
            found[value] = Sums(dict(zip(keys, numbers, strict=True)), rows)
        return found or {"": Sums({figure.key: 0 for figure in known})}


def _total(parts: Mapping[Any, Sums]) -> Sums:
    return sum(parts.values(), Sums({}))


def _cover(known: Sequence[Figure], total: Sums) -> Sequence[Box]:
    boxes: dict[str, list[tuple[str, str]]] = {}
    for each in known:
        if each.heading:
            boxes.setdefault(each.heading, []).append((each.label, str(total.of(each.key))))
    return tuple(Box(heading=heading, lines=lines) for heading, lines in boxes.items())


def _month(value: Partial | date | None) -> str:
    if value is None:
        return ""
    iso = Partial.of(value).iso
    return iso if len(iso) > len("2026") else iso + "-01"
