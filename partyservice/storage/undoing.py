"""Undoing: what taking a step back would do, and doing it; redo is the undoing of an undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel.collecting import uncollected
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Progress, Quiet
from partyservice.storage.deeds import Keys, blocks, keys_of_step
from partyservice.storage.hindrances import Draught, settle
from partyservice.storage.journal import write_out
from partyservice.storage.lookup import some
from partyservice.storage.many import wide
from partyservice.storage.record import Record
from partyservice.storage.steps import Step
from partyservice.storage.telling import Line, Telling
from partyservice.storage.verdicts import WHOLE, Verdict, verdicts

TOLD = 200  # records that are told one by one; the others are counted
NOTHING = "没有撤销：{why}。什么也没有改，请打开那条记录直接修改。"
GONE = "这一步做的都已经不在了"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing `step` sets back (`lines`) and what it leaves alone (`left`), in words.

    At most TOLD of each are told; `counts` says of how many records of each title something is
    set back, `left_count` of how many something is left.
    """

    step: Step
    title: str
    counts: Mapping[str, int]
    lines: tuple[Line, ...]
    left: tuple[Line, ...]
    left_count: int
    keys: Keys
    draught: Draught

    @property
    def total(self) -> int:
        """Of how many records something is set back."""
        return sum(self.counts.values())

    def refuse(self) -> None:
        """Raise Refused if nothing at all would be set back."""
        if not self.total:
            why = self.left[0].why if self.left else GONE
            raise Refused(NOTHING.format(why=why))


def plan(session: Session, step: Step, root: Step | None = None) -> Undoing:
    """Return what undoing `step` would do now; nothing is written.

    Where `step` is the undo of another, `root` is what all of it is about.
    """
    keys, draught, told = keys_of_step(session, step), Draught(), Telling(session)
    for block in blocks(keys):
        for verdict in verdicts(session, step, block):
            draught.add(verdict)
    settle(session, draught)
    changed = draught.voids | draught.restores | draught.edits
    counts = Counter(kind.title for kind in changed.values())
    first = [key for key in keys if key in changed][:TOLD]
    stay = draught.left | draught.kept.keys() | draught.kept_columns.keys()
    kept = [key for key in keys if key in stay][:TOLD]
    return Undoing(
        step=step,
        title=told.title(root or step),
        counts=counts,
        lines=tuple(told.lines(_final(session, step, keys, draught, first))),
        left=tuple(told.left(_final(session, step, keys, draught, kept))),
        left_count=len(stay),
        keys=keys,
        draught=draught,
    )


def carry_out(session: Session, undoing: Undoing, progress: Progress | None = None) -> None:
    """Set back what `undoing` says, in blocks; planned in the same transaction."""
    watch, done, step = progress or Quiet(), 0, undoing.step
    reason = f"撤销：{undoing.title}"[:200]
    late: list[Verdict] = []
    with wide(session), uncollected():
        for block in blocks(undoing.keys, backwards=True):
            found = list(_judged(session, step, block, undoing.draught))
            late += [verdict for verdict in found if verdict.deed.id in undoing.draught.late]
            _write(session, [v for v in found if v.deed.id not in undoing.draught.late], reason)
            done += len(block)
            watch.step(done, len(undoing.keys), "撤销")
    for verdict in late:  # a number is free only when the other record has given it up
        _write(session, [verdict], reason)


def _final(
    session: Session, step: Step, keys: Keys, draught: Draught, few: list[int]
) -> list[Verdict]:
    return list(_judged(session, step, {key: keys[key] for key in few}, draught))


def _judged(session: Session, step: Step, keys: Keys, draught: Draught) -> Iterator[Verdict]:
    """Give the verdicts on `keys`, with what the other records make of them."""
    for verdict in verdicts(session, step, keys):
        key = verdict.deed.id
        if key in draught.kept:
            verdict.leave(draught.kept[key])
        for name, why in draught.kept_columns.get(key, {}).items():
            if WHOLE not in verdict.left:
                verdict.sets.pop(name, None)
                verdict.left[name] = why
        yield verdict


def _write(session: Session, found: list[Verdict], reason: str) -> None:
    kinds: dict[type[Record], dict[int, Verdict]] = {}
    for verdict in found:
        if verdict.void or verdict.sets:
            kinds.setdefault(verdict.deed.kind, {})[verdict.deed.id] = verdict
    held = []  # the session itself holds what it read only weakly
    for kind, wanted in kinds.items():
        for few in some(wanted):
            for record in session.scalars(select(kind).where(kind.id.in_(few))):
                held.append(record)
                _set_back(record, wanted[record.id], reason)
    session.flush()
    write_out(session)


def _set_back(record: Any, verdict: Verdict, reason: str) -> None:
    if verdict.void:
        record.void_reason = reason
    for name, value in verdict.sets.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
