"""A list as a workbook: every cell a text, a foot that says whose copy it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from partyservice.exchange.writing import Part, write_table
from partyservice.kernel.fields import Field
from partyservice.printing.sheet import SAMPLE

_LEAST, _MOST = 8.0, 40.0  # letters a column is wide


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands in the workbook; `said` names the filters."""

    title: str
    said: str
    fields: Sequence[Field]
    rows: Iterable[Sequence[str]]
    foot: str
    sample: bool = False  # people are invented


def write_list(path: Path, sheet: Sheet) -> None:
    """Write `sheet` to `path`, whole or not at all; raise Refused if it cannot be written."""
    said = "    ".join(filter(None, (sheet.said, SAMPLE if sheet.sample else "")))
    part = Part(
        name=sheet.title,
        title=(sheet.title, said) if said else (sheet.title,),
        heading=[field.label for field in sheet.fields],
        widths=[_wide(field) for field in sheet.fields],
        rows=sheet.rows,
        foot=(sheet.foot,),
    )
    write_table(path, [part], sample=sheet.sample)


def _wide(field: Field) -> float:
    return min(_MOST, max(_LEAST, field.width + 2.0, 2 * len(field.label) + 2.0))
