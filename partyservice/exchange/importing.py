"""Importing: the good lines of a plan through their Draft, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from partyservice.exchange.lines import Line, addressed
from partyservice.exchange.planning import HELD, LEFT, NEW, UPDATED, Part, Plan
from partyservice.exchange.writing import Held, Returned, write_returned
from partyservice.kernel.collecting import uncollected
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Progress, Quiet
from partyservice.organisations.model import BRANCH, Organisation
from partyservice.organisations.queries import office
from partyservice.storage.journal import head, write_out
from partyservice.storage.many import flush, many
from partyservice.storage.record import key_of
from partyservice.storage.typed import Typed

FLUSH = 4000  # lines between two flushes
TELL = 50  # lines between two words on how far it is
_WRITTEN = Typed()  # in place of what a line told, which is no longer needed
KINDS = (("临时党支部", "931"), ("联合党支部", "632"), ("党总支", "621"), ("党委", "611"))


class Stale(Refused):
    """The plan speaks of a state of the office that has passed."""


def carry_out(session: Session, plan: Plan, progress: Progress | None = None) -> None:
    """Write the new and changed lines of `plan`, and the branches they need.

    Raise Stale if anything was written since the plan was made.
    """
    if head(session) != plan.state:
        raise Stale("核对之后又有别的登记，没有写入任何一行。请再导入一次，会重新核对。")
    told = progress or Quiet()
    lines = [line for line in plan.lines if line.state in (NEW, UPDATED)]
    made, done = _branches(session, plan, lines), 0
    with many(session), uncollected():
        for block in _blocks(lines):
            with _reasoned(session, block[0].reasons):
                for number in _write_block(session, plan, block, made):
                    told.step(done + number, len(lines), "写入")
            done += len(block)


def _blocks(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Give `lines` in order, a line with reasons alone: they stand in its own journal entries."""
    start = 0
    for place, line in enumerate(lines):
        if place - start == FLUSH or (place > start and (line.reasons or lines[start].reasons)):
            yield lines[start:place]
            start = place
    if start < len(lines):
        yield lines[start:]


@contextmanager
def _reasoned(session: Session, reasons: Sequence[str]) -> Iterator[None]:
    """Let what is written within say why what was asked about is right."""
    told = session.info.setdefault("reasons", [])
    if reasons:
        session.info["reasons"] = [*told, *reasons]
    yield
    session.info["reasons"] = told


def return_held(plan: Plan, path: Path) -> bool:
    """Write the lines held back to a workbook that can be mended and imported again.

    Return whether there were any; without one nothing is written.
    """
    parts = [_returned(part) for part in plan.parts]
    kept = [part for part in parts if part.rows]
    if kept:
        write_returned(path, kept, sample=plan.sample)
    return bool(kept)


def _write_block(
    session: Session, plan: Plan, block: Sequence[Line], made: Mapping[int, int]
) -> Iterator[int]:
    """Write the lines of a block; give how many are done, now and then."""
    draft, key = plan.intake.draft, key_of(plan.intake.branch)
    for line in block:
        if line.typed.get(key) in made:
            line.typed[key] = made[line.typed[key]]
    draft.bring(session, [line.typed for line in block])
    with session.no_autoflush:  # else every look-up of a command would flush one line
        for number, line in enumerate(block):
            _write(session, plan, line)
            if number % TELL == 0:
                yield number
    flush(session)
    write_out(session)
    for line in block:
        line.typed = _WRITTEN
    yield len(block)


def _write(session: Session, plan: Plan, line: Line) -> None:
    draft, row = plan.intake.draft, line.typed
    if line.again:
        # an earlier line may have made this person: look again, now that it is stored
        flush(session)
        row.found, row.links, row.stored = None, {}, {}
        if draft.find:
            draft.find(session, [row])
    if row.found or row.links:
        row = draft.told_anew(session, row)
    record = session.get_one(draft.about, row.found) if row.found else None
    draft.take(session, draft, row, record)


def _branches(session: Session, plan: Plan, lines: Sequence[Line]) -> dict[int, int]:
    """Make the branches that `lines` name; return the key each now has, by that it had till now."""
    made: dict[int, int] = {}
    if not plan.branches:
        return made
    above, branch = office(session).committee_id, key_of(plan.intake.branch)
    named = {line.typed.get(branch) for line in lines}
    for name, key in plan.branches.items():
        if key not in named:
            continue
        kind = next((code for word, code in KINDS if word in name), BRANCH)
        mobile = "流动党员" in name
        organisation = Organisation(
            full_name=name, org_type=kind, parent_id=above, is_mobile_org=mobile
        )
        session.add(organisation)
        made[key] = organisation.id
    return made


def _returned(part: Part) -> Returned:
    held = [line for line in part.lines if line.state in HELD]
    return Returned(
        name=part.reader.sheet,
        heading=part.top,
        merged=part.merged,
        rows=[_held(part, line) for line in held],
    )


def _held(part: Part, line: Line) -> Held:
    told = list(addressed(part.reader, line))
    bad = {part.reader.column(problem.field) for _, problem in told}
    left = ["核对时留下，没有导入。"] if line.state == LEFT else []
    return Held(line.cells, [*left, *(problem.words for _, problem in told)], bad)
