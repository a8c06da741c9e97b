"""Planning: what an import would do, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from partyservice.exchange.corrections import NONE, Corrections
from partyservice.exchange.heading import SEARCHED, Heading, choose, find
from partyservice.exchange.intake import INTAKES, Intake
from partyservice.exchange.invented import refuse_invented
from partyservice.exchange.lines import Line, Reader, Skipped, addressed
from partyservice.exchange.sheets import Merged, Row, SheetLike
from partyservice.kernel.errors import Doubt, Invalid, Refused
from partyservice.kernel.progress import Progress

PERSON = "person.name"
FILLED = 3  # cells in as many rows make a sheet look like a list
NEW, UPDATED, UNCHANGED, REFUSED, QUERIED = "new", "updated", "unchanged", "refused", "queried"
LEFT = "left"  # out, by whoever looked through the file
HELD = (REFUSED, QUERIED, LEFT)
REPORT = "清理说明"  # the sheet of a cleaned workbook that says what was done: no list


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the person said about a file: its kind, the branch of its people, new branches.

    `taken` are columns, by their mark, and the field each is taken for instead; "" is none.
    """

    kind: str = ""
    branch: str = ""
    create_branches: bool = False
    taken: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """One sheet of the file, as far as it is a list of people."""

    reader: Reader
    top: Sequence[Row]  # the rows down to the heading, as they were
    merged: Sequence[Merged]
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """Every line of a file with what is wrong with it, and the branches to be made."""

    intake: Intake
    parts: list[Part]
    skipped: list[Skipped] = field(default_factory=list)
    passed_over: dict[str, str] = field(default_factory=dict)  # sheets left out, and why
    sample: bool = False  # of a sample office
    state: bytes = b""  # of the journal, when the plan was made
    branches: dict[str, int] = field(default_factory=dict)  # name to the key it has until made

    @property
    def lines(self) -> Iterator[Line]:
        """All lines, in the order of the file."""
        return (line for part in self.parts for line in part.lines)

    def counts(self) -> Counter[str]:
        """Return how many lines are new, updated, unchanged, refused and asked about."""
        return Counter(line.state for line in self.lines)

    def problems(self, state: str) -> list[dict[str, str]]:
        """Return the cells refused, or asked about, each with its reason."""
        wanted = Invalid if state == REFUSED else Doubt
        left = self.passed_over.items() if state == QUERIED else ()
        return [{"sheet": name, "cell": "A1", "reason": words} for name, words in left] + [
            {"sheet": line.sheet, "cell": cell, "reason": problem.words}
            for part in self.parts
            for line in part.lines
            for cell, problem in addressed(part.reader, line)
            if isinstance(problem, wanted)
        ]

    def repairs(self) -> list[dict[str, str]]:
        """Return the cells in which something was put right that is no question, and what."""
        return [
            {"sheet": line.sheet, "cell": part.reader.address(line.row, key), "reason": words}
            for part in self.parts
            for line in part.lines
            for key, words in line.repairs
        ]


def read(
    sheets: Iterable[SheetLike],
    asked: Asked,
    told: Progress,
    corrections: Corrections = NONE,
    *,
    sample: bool = False,
) -> Plan:
    """Return the lines of `sheets`, not judged yet; raise Refused if no sheet is a list."""
    made: Plan | None = None
    unknown: dict[str, Sequence[Row]] = {}
    for sheet in sheets:
        blocks = sheet.blocks()
        top = _top(sheet.name, next(blocks, []))
        refuse_invented(sheet, top, sample=sample)
        intake = _kind(top, asked)
        if made is None and intake is None:
            unknown[sheet.name] = top
            continue
        made = made or Plan(intake or INTAKES["members"], [])
        heading = _heading(made.intake, top, asked)
        if intake not in (made.intake, None) and not asked.kind:
            made.passed_over[sheet.name] = f"这张表是{intake.title}，没有读入，请单独导入。"
        elif heading is None:
            unknown[sheet.name] = top
        else:
            part, first = _part(made, sheet, heading, top), heading.bottom + 1
            for block in chain([top[first:]], blocks):
                _read_block(made, part, first, block, corrections)
                first += len(block)
                told.step(first, max(first, sheet.height), f"读取{sheet.name}")
    finished = _finished(made, unknown)
    finished.sample = sample
    return finished


def _finished(made: Plan | None, unknown: Mapping[str, Sequence[Row]]) -> Plan:
    """Return the plan with the sheets that look like lists and could not be read."""
    if made is None or not made.parts:
        if made is None:
            choose([], "")  # refuses: no sheet shows what it is
        words = "表里没有姓名一栏，什么也没有写入。请检查表头，或用 --as 说明是哪种名单。"
        raise Refused(words, PERSON)
    for name, top in unknown.items():
        if sum(sum(cell not in ("", None) for cell in row) >= FILLED for row in top) >= FILLED:
            made.passed_over[name] = "这张表没有看得懂的表头，没有读入。请加上表头再导入一次。"
    return made


def _top(name: str, top: Sequence[Row]) -> Sequence[Row]:
    """Return the first rows; none of the report on a cleaned workbook, which is no list."""
    return [] if name == REPORT and top and top[0][0] == REPORT else top


def _kind(top: Sequence[Row], asked: Asked) -> Intake | None:
    try:
        return choose([top], asked.kind)
    except Refused:
        return None  # another sheet may show it


def _heading(intake: Intake, top: Sequence[Row], asked: Asked) -> Heading | None:
    """Return the heading as somebody wants it read; None where no column is the name."""
    found = find(top, intake.draft.known, PERSON)
    if found is None or not asked.taken:
        return found
    known = {"", *(each.key for each in intake.draft.known)}
    retaken = found.retaken({m: key for m, key in asked.taken.items() if key in known})
    return retaken if PERSON in retaken.columns else None


def taken_columns(rows: Sequence[Row], asked: Asked, kind: str) -> Mapping[str, int]:
    """Return where each field stands in a sheet, as somebody wants it read now."""
    heading = _heading(INTAKES[kind], rows[:SEARCHED], asked)
    return heading.columns if heading else {}


def _part(made: Plan, sheet: SheetLike, heading: Heading, top: Sequence[Row]) -> Part:
    heads = top[max(0, heading.bottom - 1) : heading.bottom + 1]
    reader = Reader(sheet.name, heading, made.intake.draft.known, PERSON, heads)
    part = Part(reader, top[: heading.bottom + 1], sheet.merged)
    made.parts.append(part)
    return part


def _read_block(
    made: Plan, part: Part, first: int, block: Sequence[Row], corrections: Corrections
) -> None:
    """Read rows from number `first` on; a row somebody has mended is somebody."""
    reader, mended = part.reader, corrections.texts
    for number, cells in enumerate(block, first):
        texts = mended.get((reader.sheet, number)) if mended else None
        read = reader.line(number, cells, texts) if texts else reader.read(number, cells)
        if isinstance(read, Line):
            part.lines.append(read)
        elif read:
            made.skipped.append(read)
