"""Trouble: what is to be seen of a plan: counts, cells in trouble, columns. Nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partyservice.exchange.corrections import At, Corrections, answerable
from partyservice.exchange.heading import Heading, find
from partyservice.exchange.intake import INTAKES, Intake
from partyservice.exchange.lines import Line, addressed
from partyservice.exchange.planning import LEFT, PERSON, Part, Plan
from partyservice.exchange.sheets import Cell, Row, Sheet, address
from partyservice.kernel.errors import Doubt, Invalid, Problem
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import cell_text

VALUES = 3  # first values of a column that are shown
LONG_NUMBER = re.compile(r"(?<=\d{6})[\dX](?=[\dX]{4})")  # a digit that six stand before
DAMAGED = 1e15  # a number of a spreadsheet that has lost digits
BETWEEN = re.compile(r"([/、,，;；\s]+)")  # several numbers in one cell
SHORT = 8  # characters that are hidden if there are more


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One cell that keeps its row out; `text` is what stands in it."""

    at: At
    key: str  # of the field
    column: int
    cell: str  # its address
    label: str
    problem: Problem
    name: str  # of the person in the row
    text: str
    once: bool  # no two people have the same

    @property
    def wrong(self) -> bool:
        """Whether the value cannot be; else it is asked about."""
        return isinstance(self.problem, Invalid)

    @property
    def answerable(self) -> bool:
        """Whether a reason lets the row in."""
        return answerable(self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a sheet's heading was taken for: a label, or the words of a column nothing takes."""

    sheet: str
    bottom: int
    width: int
    labels: Mapping[int, str]
    fields: Mapping[int, Field]
    unknown: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A plan as it stands now."""

    intake: Intake
    counts: Mapping[str, int]
    troubles: Sequence[Trouble]
    heads: Sequence[Head]
    left: Sequence[Trouble]  # rows that stay out, at their name
    rows: Mapping[str, Sequence[int]]  # of each sheet those that are somebody
    texts: Mapping[At, Mapping[str, str]]  # typed instead of cells
    skipped: int
    repaired: Sequence[str]  # what was put right without asking, in words
    passed_over: Mapping[str, str]
    undoable: bool


def checked(plan: Plan, corrections: Corrections, *, undoable: bool) -> Checked:
    """Return what is to be seen of `plan`."""
    troubles, left = list[Trouble](), list[Trouble]()
    for part in plan.parts:
        for line in part.lines:
            if line.state == LEFT:
                left.append(_trouble(part, line, PERSON, Doubt("这一行不导入。", PERSON)))
            elif line.problems:
                troubles += [
                    _trouble(part, line, problem.field, problem)
                    for _, problem in addressed(part.reader, line)
                ]
    return Checked(
        intake=plan.intake,
        counts=plan.counts(),
        troubles=troubles,
        heads=[_head(part) for part in plan.parts],
        left=left,
        rows={part.reader.sheet: [line.row for line in part.lines] for part in plan.parts},
        texts={at: dict(texts) for at, texts in corrections.texts.items()},
        skipped=len(plan.skipped),
        repaired=[f"{each['cell']} {each['reason']}" for each in plan.repairs()],
        passed_over=dict(plan.passed_over),
        undoable=undoable,
    )


def _trouble(part: Part, line: Line, key: str, problem: Problem) -> Trouble:
    reader, fields = part.reader, {known.key: known for known in part.reader.fields}
    known, column = fields.get(key), reader.column(key)
    own = key in reader.heading.columns
    return Trouble(
        at=(line.sheet, line.row),
        key=key,
        column=column,
        cell=address(line.row, column),
        label=known.label if known else "这一行",
        problem=problem,
        name=str(line.typed.get(PERSON) or ""),
        text=shown(line.cells[column]) if own and line.cells else "",
        once=bool(known and known.once),
    )


def fine(at: At, column: int, known: Field, text: str) -> Trouble:
    """Return a cell that nothing is wrong with, to be changed all the same."""
    return Trouble(
        at=at,
        key=known.key,
        column=column,
        cell=address(at[1], column),
        label=known.label,
        problem=Doubt("这一格没有问题，要改就改。", known.key),
        name="",
        text=text,
        once=known.once,
    )


def _head(part: Part) -> Head:
    heading, fields = part.reader.heading, {known.key: known for known in part.reader.fields}
    taken = {place: fields[key] for key, place in heading.columns.items()}
    return Head(
        sheet=part.reader.sheet,
        bottom=heading.bottom,
        width=len(part.top[-1]) if part.top else 0,
        labels={place: known.label for place, known in taken.items()},
        fields=taken,
        unknown=heading.unknown,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet: its words, the field it is taken for, and what it begins with."""

    mark: str
    key: str  # of the field; empty if none
    values: Sequence[str]


def columns(sheets: Sequence[Sheet], kind: str, taken: Mapping[str, str]) -> list[Column]:
    """Return the columns of all sheets with a heading of `kind`, those with one mark once."""
    found: dict[str, Column] = {}
    fields = INTAKES[kind].draft.known
    for sheet in sheets:
        heading = find(sheet.rows, fields, PERSON)
        if heading is not None:
            for column in _columns(sheet, heading.retaken(taken), {f.key: f for f in fields}):
                found.setdefault(column.mark, column)
    return list(found.values())


def _columns(sheet: Sheet, heading: Heading, fields: Mapping[str, Field]) -> Iterator[Column]:
    keys = {place: key for key, place in heading.columns.items()}
    for place, mark in heading.marks.items():
        key = keys.get(place, "")
        values = _values(sheet.rows[heading.bottom + 1 :], place, fields.get(key))
        if values or key or place in heading.unknown:
            yield Column(mark=mark, key=key, values=values)


def _values(rows: Sequence[Row], place: int, field: Field | None) -> list[str]:
    found: list[str] = []
    for row in rows:
        text = shown(row[place])
        if text:
            found.append(masked(text, field))
        if len(found) == VALUES:
            break
    return found


def shown(cell: Cell) -> str:
    """Return a cell as it may be typed over: days as the program writes them."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and abs(cell) >= DAMAGED:
        return f"{cell:.6G}"  # as the spreadsheet shows it: its last digits are not to be believed
    return cell.strip() if isinstance(cell, str) else cell_text(cell)


def masked(text: str, field: Field | None) -> str:
    """Return what of a cell everybody may see: long numbers but for their ends are hidden."""
    if field is None:
        return LONG_NUMBER.sub("*", text)
    if not field.mask or "E+" in text:
        return text
    return "".join(  # a cell may hold several numbers
        field.kind.mask(part) if len(part) >= SHORT else part for part in BETWEEN.split(text)
    )
