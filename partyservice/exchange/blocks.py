"""Blocks: rows on their way from the child, column by column, as JSON.

JSON and not pickle, because the child has read a stranger's file: it may give wrong cells, but
nothing that the parent would run. By columns, because a column holds one kind of cell: texts that
recur are sent once, dates are marked once, and whole columns pass without a step of Python a cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from partyservice.exchange.sheets import Cell, Row

PLAIN = {str, float, int, bool, type(None)}
RECURRING = (
    4  # a text must stand so often, on average, for its column to be sent as a list of texts
)
REMEMBERED = 100_000  # texts


def packed(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows of equal length as bytes."""
    columns = [_packed(column) for column in zip(*rows, strict=True)]
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()


class Unpacking:
    """Gives the rows back; equal texts and days are one object in all blocks of a file."""

    __slots__ = ("_days", "_texts")

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._days = _Days()

    def rows(self, data: bytes) -> list[Row]:
        """Return the rows of a block; raise ValueError for anything `packed` did not make."""
        if len(self._texts) > REMEMBERED:
            self._texts.clear()
        try:
            columns = [self._column(column) for column in json.loads(data)]
            return list(zip(*columns, strict=True))
        except (AttributeError, LookupError, TypeError, RecursionError) as error:
            raise ValueError("not a block") from error

    def _column(self, column: dict[str, Any]) -> list[Cell]:
        cells: list[Any] = column["cells"]
        if not set(map(type, cells)) <= PLAIN:
            raise ValueError("not a cell")
        if "at" in column:
            shared = [self._texts.setdefault(text, text) for text in cells]
            return [shared[place] for place in column["at"]]
        for place in column.get("days", ()):
            cells[place] = self._days[cells[place]]
        for place in column.get("moments", ()):
            cells[place] = datetime.fromisoformat(cells[place])
        return cells


class _Days(dict[str, date]):
    def __missing__(self, text: str) -> date:
        self[text] = day = date.fromisoformat(text)
        return day


def _packed(column: Sequence[Any]) -> dict[str, Any]:
    kinds = set(map(type, column))
    if kinds == {str}:
        return _texts(column)
    if kinds <= {str, int, bool}:
        return {"cells": column}
    if kinds == {float} and all(map(isfinite, column)):
        return {"cells": column}
    return _mixed(column)


def _texts(column: Sequence[str]) -> dict[str, Any]:
    places = {text: place for place, text in enumerate(dict.fromkeys(column))}
    if len(places) * RECURRING > len(column):
        return {"cells": column}
    return {"cells": list(places), "at": list(map(places.__getitem__, column))}


def _mixed(column: Sequence[Any]) -> dict[str, Any]:
    cells, days, moments = list(column), [], []
    for place, cell in enumerate(column):
        kind = type(cell)
        if kind is date:
            days.append(place)
            cells[place] = cell.isoformat()
        elif kind is not str:
            if kind is datetime:
                moments.append(place)
            cells[place] = _PLAINLY.get(kind, _same)(cell)
    return {"cells": cells, "days": days, "moments": moments}


def _same(cell: object) -> object:
    return cell


def _number(cell: float) -> float | str:
    return cell if isfinite(cell) else str(cell)  # JSON knows no infinity, nor does a person


def _clock(cell: time) -> str:
    return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"


def _span(cell: timedelta) -> str:
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


_PLAINLY: dict[type, Callable[[Any], object]] = {
    float: _number,
    datetime: datetime.isoformat,
    time: _clock,
    timedelta: _span,
}
