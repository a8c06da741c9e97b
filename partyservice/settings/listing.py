"""All rows of all code tables, and the days of a year that are not as their weekday says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from partyservice.kernel.codes import CodeRow, shipped
from partyservice.kernel.kinds import Text
from partyservice.kernel.workdays import Special, shipped_days
from partyservice.settings.merged import Merged, cells_of
from partyservice.settings.model import CodeEntry, Holiday, Noted, Use
from partyservice.settings.queries import entries, own_days
from partyservice.storage.listing import Cases, Row
from partyservice.storage.shown import derived

OWN, SHIPPED = "本中心", "随程序"
PLACES = "region"  # 3,212 rows that nobody looks through among the others
WHENCE = derived("来源", Text(), None, width=8)
WEEKDAY = derived("星期", Text(), None, width=6)
_WEEKDAYS = "一二三四五六日"


def _codes(session: Session) -> Iterator[Row]:
    """Give the rows table by table as they are offered, the office's own at their places."""
    own: dict[str, list[CodeEntry]] = {}
    for entry in entries(session):
        own.setdefault(entry.table_name, []).append(entry)
    key = 0
    today = session.info["clock"].today()
    for table in shipped("code_table").labels:
        rows: list[Row] = []
        for row in shipped(table).rows if table != PLACES else ():
            key -= 1
            rows.append((key, *_shipped(table, row, today), SHIPPED))
        for entry in own.get(table, ()):
            at = len(rows) if entry.place is None else entry.place - 1
            rows.insert(at, (*cells_of(entry, CODES.fields)[:-1], OWN))
        yield from rows


def _shipped(table: str, row: CodeRow, today: date) -> Row:
    state = Use.CLOSED if row.valid_to is not None and row.valid_to < today else Use.OPEN
    return row.label, table, row.code, row.valid_from, row.valid_to, state


CODES = Merged(
    about=CodeEntry,
    columns=(
        CodeEntry.label,
        CodeEntry.table_name,
        CodeEntry.code,
        CodeEntry.valid_from,
        CodeEntry.valid_to,
        CodeEntry.state,
        WHENCE,
    ),
    order=(CodeEntry.table_name,),
    filters=(
        CodeEntry.table_name,
        Cases(
            key="code_entry.whence",
            label="来源",
            cases={
                OWN: lambda cells, _today: cells[-1] == OWN,
                SHIPPED: lambda cells, _today: cells[-1] == SHIPPED,
            },
        ),
        CodeEntry.state,
    ),
    gather=_codes,
)


def _days(session: Session) -> Iterator[Row]:
    """Give the days, the newest year first; of one day only what holds."""
    own = {holiday.day: holiday for holiday in own_days(session)}
    keys = {day: -n for n, day in enumerate(shipped_days(), 1)}
    days = sorted({*own, *keys}, key=lambda day: (-day.year, day))
    for day in days:
        if day in own:
            row = cells_of(own[day], DAYS.fields)
            yield (*row[:2], _weekday(day), *row[3:-1], OWN)
        else:
            yield (keys[day], *_shipped_day(shipped_days()[day]), SHIPPED)


def _shipped_day(special: Special) -> Row:
    return special.day, _weekday(special.day), special.sort, special.name, Noted.VALID


def _weekday(day: date) -> str:
    return f"周{_WEEKDAYS[day.weekday()]}"


DAYS = Merged(
    about=Holiday,
    columns=(
        Holiday.day,
        WEEKDAY,
        Holiday.sort,
        Holiday.name,
        Holiday.state,
        WHENCE,
    ),
    order=(Holiday.day,),
    filters=(
        Cases(
            key="holiday.year",
            label="年份",
            cases={
                "今年": lambda cells, today: cells[0].year == today.year,
                "明年": lambda cells, today: cells[0].year == today.year + 1,
                "去年": lambda cells, today: cells[0].year == today.year - 1,
            },
            usual="今年",
        ),
        Holiday.sort,
        Cases(
            key="holiday.whence",
            label="来源",
            cases={
                OWN: lambda cells, _today: cells[-1] == OWN,
                SHIPPED: lambda cells, _today: cells[-1] == SHIPPED,
            },
        ),
    ),
    gather=_days,
)
