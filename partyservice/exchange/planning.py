"""Planning: what an import would do, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.exchange.heading import Heading, choose, find
from partyservice.exchange.intake import INTAKES, Intake
from partyservice.exchange.invented import refuse_invented
from partyservice.exchange.lines import Line, Reader, Skipped, addressed
from partyservice.exchange.reading import SheetHead, open_sheets
from partyservice.exchange.sheets import Merged, Row
from partyservice.kernel.collecting import uncollected
from partyservice.kernel.errors import Doubt, Invalid, Refused
from partyservice.kernel.progress import Progress, Quiet
from partyservice.members.queries import who
from partyservice.organisations.model import BRANCHES, Organisation
from partyservice.organisations.queries import office
from partyservice.storage.journal import head
from partyservice.storage.lookup import keys_named
from partyservice.storage.record import field_of, key_of
from partyservice.storage.typed import Typed

PERSON = "person.name"
ID_NUMBER = "person.id_number"
OF_PERSON = "person."  # keys of what does not change from stay to stay
FILLED = 3  # cells in as many rows make a sheet look like a list
BLOCK = 2000  # lines settled at once
NEW, UPDATED, UNCHANGED, REFUSED, QUERIED = "new", "updated", "unchanged", "refused", "queried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the person said about a file: its kind, the branch of its people, new branches."""

    kind: str = ""
    branch: str = ""
    create_branches: bool = False


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


def plan(session: Session, path: Path, asked: Asked, progress: Progress | None = None) -> Plan:
    """Return what importing `path` would do; write nothing.

    Raise Refused if the file cannot be read, or does not show what it is.
    """
    told = progress or Quiet()
    with uncollected():
        made = _read(path, asked, told, sample=office(session).sample)
        _place(session, made, asked)
        _settle(session, made, told)
    made.state = head(session)
    return made


def _read(path: Path, asked: Asked, told: Progress, *, sample: bool) -> Plan:
    made: Plan | None = None
    unknown: dict[str, list[Row]] = {}
    with open_sheets(path) as stream:
        for sheet in stream:
            blocks = sheet.blocks()
            top = next(blocks, [])
            refuse_invented(sheet, top, sample=sample)
            intake = _kind(top, asked)
            if made is None and intake is None:
                unknown[sheet.name] = top
                continue
            made = made or Plan(intake or INTAKES["members"], [])
            heading = find(top, made.intake.draft.known, PERSON)
            if intake not in (made.intake, None) and not asked.kind:
                made.passed_over[sheet.name] = f"这张表是{intake.title}，没有读入，请单独导入。"
            elif heading is None:
                unknown[sheet.name] = top
            else:
                _read_sheet(made, sheet, heading, top, blocks, told)
    if made is None or not made.parts:
        choose([], asked.kind if asked.kind and made else "")
        raise Refused("表里没有姓名一栏，什么也没有写入。请检查表头，或用 --as 说明是哪种名单。")
    made.sample = sample
    for name, top in unknown.items():
        if sum(sum(cell not in ("", None) for cell in row) >= FILLED for row in top) >= FILLED:
            made.passed_over[name] = "这张表没有看得懂的表头，没有读入。请加上表头再导入一次。"
    return made


def _kind(top: Sequence[Row], asked: Asked) -> Intake | None:
    try:
        return choose([top], asked.kind)
    except Refused:
        return None  # another sheet may show it


def _read_sheet(
    made: Plan,
    sheet: SheetHead,
    heading: Heading,
    top: Sequence[Row],
    blocks: Iterator[Sequence[Row]],
    told: Progress,
) -> None:
    fields = made.intake.draft.known
    reader = Reader(
        sheet.name, heading, fields, PERSON, top[max(0, heading.bottom - 1) : heading.bottom + 1]
    )
    part = Part(reader, top[: heading.bottom + 1], sheet.merged)
    number = heading.bottom + 1
    block: Sequence[Row] | None = top[number:]
    while block is not None:
        for cells in block:
            read = reader.read(number, cells)
            if isinstance(read, Line):
                part.lines.append(read)
            elif read:
                made.skipped.append(read)
            number += 1
        told.step(number, max(number, sheet.height), f"读取{sheet.name}")
        block = next(blocks, None)
    made.parts.append(part)


def _place(session: Session, made: Plan, asked: Asked) -> None:
    """Put the key of their branch into all lines; name those to be made, or ask about them."""
    field_, key = made.intake.branch_field, key_of(made.intake.branch)
    has_column = any(key in part.reader.heading.columns for part in made.parts)
    if not has_column and not asked.branch and made.intake.branch_needed:
        raise Refused(
            "名单里没有所在党支部一栏。什么也没有写入。请用 --branch 说明是哪个支部的名单。"
        )
    names = Counter(_branch(line, key, asked.branch) for line in made.lines)
    known = keys_named(session, field_, {*names, asked.branch} - {""})
    above = _not_branches(session, known)
    if asked.branch in above:
        raise Refused(f"“{asked.branch}”不是党支部。什么也没有写入。请写党支部的名称。")
    if asked.branch and asked.branch not in known and not asked.create_branches:
        raise Refused(
            f"没有“{asked.branch}”这个党支部。什么也没有写入。请核对名称，"
            "或加 --create-branches 新建它。"
        )
    for line in made.lines:
        if line.typed.get(key) in above:
            words = f"{field_.label}：“{line.typed[key]}”不是党支部，请写到支部。"
            line.typed.problems.append(Doubt(words, key))
            del line.typed[key]
        else:
            _place_line(made, line, key, known, names, asked)


def _not_branches(session: Session, known: dict[str, set[int]]) -> set[str]:
    """Return the names that are of committees and general branches, which hold no members."""
    keys = {key for found in known.values() for key in found}
    wanted = select(Organisation.id).where(
        Organisation.id.in_(keys), Organisation.org_type.not_in(BRANCHES)
    )
    above = set(session.scalars(wanted))
    return {name for name, found in known.items() if found and found <= above}


def _branch(line: Line, key: str, usual: str) -> str:
    name = line.typed.get(key)
    if name is None and usual:
        line.typed[key] = name = usual
        line.typed.problems = [p for p in line.typed.problems if p.field != key]
    return name or ""


def _place_line(
    made: Plan,
    line: Line,
    key: str,
    known: dict[str, set[int]],
    names: Counter[str],
    asked: Asked,
) -> None:
    name = line.typed.get(key)
    if name is None:
        if made.intake.branch_needed and not any(p.field == key for p in line.typed.problems):
            line.typed.problems.append(made.intake.branch_field.empty())
        return
    label, keys = made.intake.branch_field.label, known.get(name, set())
    if len(keys) == 1:
        (line.typed[key],) = keys
    elif keys:
        line.typed.problems.append(Doubt(f"{label}：有几个“{name}”，请写全称。", key))
    elif asked.create_branches and "支部" in name and (names[name] > 1 or name == asked.branch):
        line.typed[key] = made.branches.setdefault(name, -1 - len(made.branches))
    else:
        words = f"{label}：还没有“{name}”，请核对名称；确实是新支部的，请先在党组织里新增。"
        line.typed.problems.append(Doubt(words, key))
    if not isinstance(line.typed[key], int):
        del line.typed[key]


def _settle(session: Session, made: Plan, told: Progress) -> None:
    """Judge every line against the rules, the store and the lines before it."""
    draft, lines = made.intake.draft, list(made.lines)
    counts = Counter(line.typed[ID_NUMBER] for line in lines if ID_NUMBER in line.typed)
    often = {ID_NUMBER: Counter({n: count for n, count in counts.items() if count > 1})}
    seen: dict[int, list[int]] = {}
    for start in range(0, len(lines), BLOCK):
        block = lines[start : start + BLOCK]
        found = draft.settle(session, [line.typed for line in block], often)
        for place, (line, problems) in enumerate(zip(block, found, strict=True), start):
            line.problems = problems
            line.state = _held(problems) or _compare(session, made, lines, place, seen)
            if line.state not in (REFUSED, QUERIED):
                line.cells = ()
        session.expunge_all()
        told.step(start + len(block), len(lines), "核对")


def _held(problems: Sequence[Any]) -> str:
    if any(isinstance(problem, Invalid) for problem in problems):
        return REFUSED
    return QUERIED if problems else ""


def _compare(
    session: Session, made: Plan, lines: Sequence[Line], place: int, seen: dict[int, list[int]]
) -> str:
    """Return whether a line is new, changes something, nothing, or says what another denies."""
    draft, line = made.intake.draft, lines[place]
    row = line.typed
    alike = seen.setdefault(hash(who(row, made.intake.branch)), [])
    earlier = [lines[p] for p in alike if _may_be_one(lines[p].typed, row)]
    before = [other for other in earlier if _same_stay(made.intake, other.typed, row)]
    line.problems += _denied(made.intake, line, earlier, before)
    if line.problems:
        return QUERIED
    line.again = bool(earlier)
    alike.append(place)
    if row.found is None and not before:
        return NEW
    return UPDATED if draft.told_anew(session, row, [o.typed for o in before]) else UNCHANGED


def _denied(
    intake: Intake, line: Line, earlier: Sequence[Line], before: Sequence[Line]
) -> Iterator[Doubt]:
    """Give a doubt for each cell of which an earlier row about the same person says otherwise."""
    for known in intake.draft.known if earlier else ():
        key, value = known.key, line.typed.get(known.key)
        for other in earlier if key.startswith(OF_PERSON) else before:
            told = other.typed.get(key)
            if value is None or told is None or known.kind.same(told, value):
                continue
            if not known.kind.same(value, told):
                words = f"{known.label}：第 {other.row + 1} 行是同一个人，写的却不一样，请核对。"
                yield Doubt(words, key)
                break
    if intake.begun and intake.ended and line.typed.get_of(intake.ended) is None:
        for other in earlier:
            if other not in before and other.typed.get_of(intake.ended) is None:
                words = f"第 {other.row + 1} 行是同一个人，还没有结束，请核对是哪一次。"
                yield Doubt(f"{field_of(intake.begun).label}：{words}", key_of(intake.begun))
                break


def _may_be_one(one: Typed, other: Typed) -> bool:
    a, b = one.get(ID_NUMBER), other.get(ID_NUMBER)
    return not (a and b and a != b)


def _same_stay(intake: Intake, one: Typed, other: Typed) -> bool:
    if intake.begun is None:
        return True
    begun = one.get_of(intake.begun), other.get_of(intake.begun)
    return bool(begun[0].agrees(begun[1]) if all(begun) else begun[0] == begun[1])
