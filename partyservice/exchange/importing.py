"""Importing: the good lines of a plan through their Draft, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from partyservice.exchange.lines import Line, addressed
from partyservice.exchange.planning import (
    NEW,
    QUERIED,
    REFUSED,
    UPDATED,
    Part,
    Plan,
)
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
    told, made = progress or Quiet(), _branches(session, plan)
    lines = [line for line in plan.lines if line.state in (NEW, UPDATED)]
    with many(session), uncollected():
        for start in range(0, len(lines), FLUSH):
            block = lines[start : start + FLUSH]
            _write_block(session, plan, block, made)
            told.step(start + len(block), len(lines), "写入")


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
) -> None:
    draft, key = plan.intake.draft, key_of(plan.intake.branch)
    for line in block:
        if line.typed.get(key) in made:
            line.typed[key] = made[line.typed[key]]
    draft.bring(session, [line.typed for line in block])
    with session.no_autoflush:  # else every look-up of a command would flush one line
        for line in block:
            _write(session, plan, line)
    flush(session)
    write_out(session)
    for line in block:
        line.typed = _WRITTEN


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


def _branches(session: Session, plan: Plan) -> dict[int, int]:
    """Make the branches the plan names; return the key each now has, by the key it had till now."""
    made: dict[int, int] = {}
    if not plan.branches:
        return made
    above = office(session).committee_id
    for name, key in plan.branches.items():
        kind = next((code for word, code in KINDS if word in name), BRANCH)
        mobile = "流动党员" in name
        organisation = Organisation(
            full_name=name, org_type=kind, parent_id=above, is_mobile_org=mobile
        )
        session.add(organisation)
        made[key] = organisation.id
    return made


def _returned(part: Part) -> Returned:
    held = [line for line in part.lines if line.state in (REFUSED, QUERIED)]
    return Returned(
        name=part.reader.sheet,
        heading=part.top,
        merged=part.merged,
        rows=[_held(part, line) for line in held],
    )


def _held(part: Part, line: Line) -> Held:
    told = list(addressed(part.reader, line))
    bad = {part.reader.column(problem.field) for _, problem in told}
    return Held(line.cells, [problem.words for _, problem in told], bad)
