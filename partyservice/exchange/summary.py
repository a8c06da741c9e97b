"""The national sheet 党员基本信息汇总表, as a workbook that comes in again unchanged.

Three rows stand above the heading, the people begin in the fifth, a row of signatures is the last
(domain 2.2). Days are days, numbers of people and telephones are texts and whole: nothing that a
spreadsheet might round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from partyservice.exchange.books import A3
from partyservice.exchange.rosters import LETTER
from partyservice.exchange.sheets import Cell
from partyservice.exchange.writing import Part, write_table
from partyservice.kernel.fields import Field
from partyservice.kernel.partial import WHOLE, Partial
from partyservice.kernel.progress import Progress, Quiet
from partyservice.printing.roll import Occasion, Roll
from partyservice.printing.sheet import SAMPLE

NAME = "汇总表"
HOW = "说明:公民身份证号须为18位;日期填写到日"
FOOT = "填表人:          审核人:          "
SERIAL = "序号"


def write_summary(
    roll: Roll,
    session: Session,
    on: Occasion,
    branch: int | None,
    path: Path,
    progress: Progress | None = None,
) -> None:
    """Write `roll` to `path` in the form of the national sheet, whole or not at all."""
    day = f"{on.today.year}年{on.today.month}月{on.today.day}日"
    mark = f"          {SAMPLE}" if on.sample else ""
    part = Part(
        name=NAME,
        title=(roll.title, f"填报单位(盖章):{on.office}          {day}{mark}", HOW),
        heading=(SERIAL, *(column.label for column in roll.columns)),
        widths=(6.0, *(max(6.0, column.width / LETTER) for column in roll.columns)),
        rows=_rows(roll, session, on, branch, progress or Quiet()),
        foot=(FOOT,),
        paper=A3,
    )
    write_table(path, [part], sample=on.sample)


def _rows(
    roll: Roll, session: Session, on: Occasion, branch: int | None, progress: Progress
) -> Iterator[Sequence[Cell]]:
    for number, columns in enumerate(roll.values(session, roll.wanted(on, branch)), 1):
        progress.step(number, 0)
        yield (number, *(_cell(values) for values in columns))


def _cell(values: Sequence[tuple[Field, Any]]) -> Cell:
    """Return a cell: a day where it is known, else what would be typed."""
    known = [(field, value) for field, value in values if value is not None]
    if len(known) == 1:
        day = _day(known[0][1])
        if day is not None:
            return day
    return "".join(field.typed(value) for field, value in known)


def _day(value: Any) -> date | None:
    if isinstance(value, Partial):
        return value.earliest if len(value.iso) == WHOLE else None
    return value if isinstance(value, date) else None
