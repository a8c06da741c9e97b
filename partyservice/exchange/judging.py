"""Judging: the lines of a plan against the rules, the store and the lines before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.exchange.corrections import NEW_BRANCH, NONE, Answer, Corrections, unanswered
from partyservice.exchange.intake import Intake
from partyservice.exchange.lines import Line
from partyservice.exchange.planning import (
    HELD,
    LEFT,
    NEW,
    QUERIED,
    REFUSED,
    UNCHANGED,
    UPDATED,
    Asked,
    Plan,
    read,
)
from partyservice.exchange.reading import open_sheets
from partyservice.kernel.collecting import uncollected
from partyservice.kernel.errors import Doubt, Invalid, Problem, Refused
from partyservice.kernel.progress import Progress, Quiet
from partyservice.members.queries import who
from partyservice.organisations.model import BRANCHES, Organisation
from partyservice.organisations.queries import office
from partyservice.storage.journal import head
from partyservice.storage.lookup import keys_named
from partyservice.storage.record import field_of, key_of
from partyservice.storage.typed import Typed

ID_NUMBER = "person.id_number"
OF_PERSON = "person."  # keys of what does not change from stay to stay
BLOCK = 2000  # lines settled at once


def plan(session: Session, path: Path, asked: Asked, progress: Progress | None = None) -> Plan:
    """Return what importing `path` would do; write nothing.

    Raise Refused if the file cannot be read, or does not show what it is.
    """
    told = progress or Quiet()
    with uncollected():
        with open_sheets(path) as stream:
            made = read(stream, asked, told, sample=office(session).sample)
        judge(session, made, asked, progress=told)
    return made


def judge(
    session: Session,
    made: Plan,
    asked: Asked,
    corrections: Corrections = NONE,
    progress: Progress | None = None,
) -> None:
    """Judge all lines; what is said about the branch of a file may be Refused."""
    made.state = head(session)
    judge_lines(session, made, list(made.lines), asked, corrections, progress)


def judge_lines(
    session: Session,
    made: Plan,
    lines: Sequence[Line],
    asked: Asked,
    corrections: Corrections = NONE,
    progress: Progress | None = None,
) -> None:
    """Judge `lines`, just read, in the order of the file; nothing is written.

    With a line come all that may be the same person, or name the same branch or number.
    """
    place(session, made, lines, asked, corrections)
    settle(session, made, lines, corrections, progress or Quiet())


def place(
    session: Session, made: Plan, lines: Sequence[Line], asked: Asked, corrections: Corrections
) -> None:
    """Put the key of their branch into `lines`; name those to be made, or ask about them."""
    field_, key = made.intake.branch_field, key_of(made.intake.branch)
    has_column = any(key in part.reader.heading.columns for part in made.parts)
    if not has_column and not asked.branch and made.intake.branch_needed:
        words = "名单里没有所在党支部一栏。什么也没有写入。请用 --branch 说明是哪个支部的名单。"
        raise Refused(words, key, "unsaid")
    for line in lines:
        line.branch = _branch(line, key, asked.branch)
    names = Counter(line.branch for line in made.lines)
    known = keys_named(session, field_, {*(line.branch for line in lines), asked.branch} - {""})
    above = _not_branches(session, known)
    if asked.branch in above:
        words = f"“{asked.branch}”不是党支部。什么也没有写入。请写党支部的名称。"
        raise Refused(words, key, "above")
    if asked.branch and asked.branch not in known and not asked.create_branches:
        words = f"没有“{asked.branch}”这个党支部。什么也没有写入。请核对名称，"
        raise Refused(words + "或加 --create-branches 新建它。", key, "unknown")
    wanted = {
        name
        for name in names
        if name in corrections.branches
        or (asked.create_branches and "支部" in name and (names[name] > 1 or name == asked.branch))
    }
    for line in lines:
        if line.typed.get(key) in above:
            words = f"{field_.label}：“{line.typed[key]}”不是党支部，请写到支部。"
            line.typed.problems.append(Doubt(words, key))
            del line.typed[key]
        else:
            _place_line(made, line, key, known, wanted)


def settle(
    session: Session,
    made: Plan,
    chosen: Sequence[Line],
    corrections: Corrections,
    told: Progress,
) -> None:
    """Judge lines against the rules, the store and the lines before them."""
    draft = made.intake.draft
    for line in chosen:
        if (line.sheet, line.row) in corrections.left:
            line.state, line.problems = LEFT, list(line.typed.problems)
    lines = [line for line in chosen if line.state != LEFT]
    often = {ID_NUMBER: _often(made)}
    seen: dict[int, list[int]] = {}
    for start in range(0, len(lines), BLOCK):
        block = lines[start : start + BLOCK]
        found = draft.settle(session, [line.typed for line in block], often)
        for at, (line, problems) in enumerate(zip(block, found, strict=True), start):
            reasons = corrections.reasons.get((line.sheet, line.row), {})
            line.problems, line.reasons = unanswered(problems, reasons)
            line.state = _held(line.problems) or _compare(session, made, lines, at, seen, reasons)
            if line.state not in HELD:
                line.cells = ()
        session.expunge_all()
        told.step(start + len(block), len(lines), "核对")


def _often(made: Plan) -> Counter[str]:
    """Return how often each number stands in the file, of those that do so more than once."""
    counts = Counter(
        line.typed[ID_NUMBER]
        for line in made.lines
        if line.state != LEFT and ID_NUMBER in line.typed
    )
    return Counter({number: count for number, count in counts.items() if count > 1})


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
    made: Plan, line: Line, key: str, known: dict[str, set[int]], wanted: set[str]
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
    elif name in wanted:
        line.typed[key] = made.branches.setdefault(name, -1 - len(made.branches))
    else:
        words = f"{label}：还没有“{name}”，请核对名称；确实是新支部的，请先在党组织里新增。"
        line.typed.problems.append(Doubt(words, key, NEW_BRANCH))
    if not isinstance(line.typed[key], int):
        del line.typed[key]


def _held(problems: Sequence[Problem]) -> str:
    if any(isinstance(problem, Invalid) for problem in problems):
        return REFUSED
    return QUERIED if problems else ""


def _compare(
    session: Session,
    made: Plan,
    lines: Sequence[Line],
    at: int,
    seen: dict[int, list[int]],
    reasons: Mapping[str, Answer],
) -> str:
    """Return whether a line is new, changes something, nothing, or says what another denies."""
    draft, line = made.intake.draft, lines[at]
    row = line.typed
    alike = seen.setdefault(hash(who(row, made.intake.branch)), [])
    earlier = [lines[p] for p in alike if _may_be_one(lines[p].typed, row)]
    before = [other for other in earlier if _same_stay(made.intake, other.typed, row)]
    denied, more = unanswered([*_denied(made.intake, line, earlier, before)], reasons)
    line.problems, line.reasons = line.problems + denied, line.reasons + more
    if line.problems:
        return QUERIED
    line.again = bool(earlier)
    alike.append(at)
    if row.found is None and not before:
        return NEW
    return UPDATED if draft.told_anew(session, row, [o.typed for o in before]) else UNCHANGED


def _denied(
    intake: Intake, line: Line, earlier: Sequence[Line], before: Sequence[Line]
) -> Iterator[Problem]:
    """Give a doubt for each cell of which an earlier row about the same person says otherwise."""
    for known in intake.draft.known if earlier else ():
        key, value = known.key, line.typed.get(known.key)
        for other in earlier if key.startswith(OF_PERSON) else before:
            told = other.typed.get(key)
            if value is None or told is None or known.kind.same(told, value):
                continue
            if not known.kind.same(value, told):
                words = f"{known.label}：第 {other.row + 1} 行是同一个人，写的却不一样，请核对。"
                yield Doubt(words, key, "denied")
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


def kin(made: Plan, touched: Iterable[Line], names: set[str]) -> list[Line]:
    """Return the lines whose judgement hangs on `touched`, those included, in their order.

    They may be the same person, bear the same number, or name one of the branches `names`.
    """
    touched = list(touched)
    numbers = {line.typed.get(ID_NUMBER) for line in touched} - {None}
    places = {(line.sheet, line.row) for line in touched}
    lines = list(made.lines)
    branch = made.intake.branch
    pool = [
        line
        for line in lines
        if (line.sheet, line.row) in places
        or line.typed.get(ID_NUMBER) in numbers
        or line.branch in names
    ]
    people = {who(line.typed, branch) for line in (*pool, *touched)} - {None}
    at = {(line.sheet, line.row) for line in pool}
    return [
        line for line in lines if (line.sheet, line.row) in at or who(line.typed, branch) in people
    ]
