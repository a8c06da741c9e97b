"""Rosters as workbooks: the same sheet that is drawn on paper, as texts in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from partyservice.exchange.writing import Part, Section, write_table
from partyservice.printing.sheet import SAMPLE, Sheet

LETTER = 1.9  # mm of paper that a letter of a cell is wide


def write_roster(sheet: Sheet, path: Path) -> None:
    """Write `sheet` to `path`, whole or not at all; raise Refused if it cannot be written."""
    parts, mark = [*_cover(sheet)], (SAMPLE,) if sheet.sample else ()
    parts.append(
        Part(
            name=sheet.title,
            title=(sheet.title, "    ".join((sheet.left, sheet.middle, sheet.right, *mark))),
            heading=[column.label for column in sheet.columns],
            widths=[max(4.0, column.width / LETTER) for column in sheet.columns],
            rows=_rows(sheet),
            foot=(":          ".join((*sheet.signatures, "")), f"{sheet.printed}  {sheet.note}"),
        )
    )
    write_table(path, parts[::-1], sample=sheet.sample)


def _rows(sheet: Sheet) -> Iterator[Sequence[str] | Section]:
    for section in sheet.sections:
        if section.title:
            yield Section(section.title)
        if not section.count:
            yield Section(sheet.empty)
        yield from section.rows
        for line in section.foot:
            yield Section(line)


def _cover(sheet: Sheet) -> Iterator[Part]:
    if sheet.cover:
        yield Part(
            name="汇总",
            title=(f"{sheet.title} 汇总", sheet.middle),
            heading=("分类", "项目", "人数"),
            widths=(16, 24, 12),
            rows=[(box.heading, *line) for box in sheet.cover for line in box.lines],
        )
