"""Sheet: what stands on a roster, as texts; it knows nothing of fonts or files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

SAMPLE = "演示数据"  # stands on all that leaves a sample office
A4_ACROSS = (297.0, 210.0)  # mm
A3_ACROSS = (420.0, 297.0)

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its label and its width in mm."""

    label: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows that belong together, and the lines of totals under the last of them.

    `rows` are read once, one text a column; there must be `count` of them. `title` stands in the
    sub-line, or in a grey line when the section does not begin on a new page.
    """

    rows: Iterable[Sequence[str]]
    count: int
    title: str = ""
    foot: Sequence[str] = ()
    page_break: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A small table of counts on the cover: lines of label and value."""

    heading: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A roster: title, sub-line (left, middle, right), columns, sections and footers.

    `sections` may be a generator: each is asked for when the rows of the one before are used up.
    `signatures` stand on the last page of each section that is followed by a new page.
    """

    code: str
    title: str
    columns: Sequence[Column]
    sections: Iterable[Section]
    left: str = ""
    middle: str = ""
    right: str = ""
    cover: Sequence[Box] = ()
    signatures: Sequence[str] = ()
    printed: str = ""
    note: str = ""
    empty: str = "本月无"
    size: tuple[float, float] = A4_ACROSS
    sample: bool = False  # of an office of invented people: marked wherever it goes
