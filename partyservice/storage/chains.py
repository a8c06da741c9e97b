"""Chains: a step, its undo, the undo of that; the last of them says whether the step holds.

A step is undone once only, so the steps that undo one another form a chain, and undoing its last
one is an undo or a redo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.storage.lookup import some
from partyservice.storage.steps import STEPS, Step, step_of, steps_where

LEAST, DAYS = 200, 30  # steps of an account that can be undone; or all of so many days
MOST = 2000  # steps that are listed
NOTHING_LEFT = "您没有可以撤销的操作。什么也没有改，可以照常办理。"
NOTHING_UNDONE = "没有可以重做的操作。什么也没有改，可以照常办理。"
UNKNOWN = "没有这一步操作。什么也没有改，请从撤销记录里重新选择。"
NOT_YOURS = "这一步是{by}做的，您不能撤销。什么也没有改，请由{by}撤销，或直接修改那条记录。"
NOT_ALLOWED = "{by}已没有办理这一步的权限，不能撤销。什么也没有改，请由有权限的人员办理。"
ALREADY = "这一步已经撤销过了。什么也没有改，要恢复请选“重做”。"
NOT_UNDONE = "这一步没有撤销过。什么也没有改，不需要重做。"


@dataclass(frozen=True, slots=True)
class Chain:
    """A step, and the last step of its chain."""

    root: Step
    tip: Step
    holds: bool  # it was not undone, or redone since


def chain(session: Session, number: int) -> Chain:
    """Return the chain in which the step `number` stands; raise Refused if there is none."""
    step = step_of(session, number)
    if step is None:
        raise Refused(UNKNOWN)
    while step.undoes is not None and (before := step_of(session, step.undoes)):
        step = before
    return _chains(session, [step])[0]


def chains(session: Session, account: str, now: datetime, most: int = MOST) -> list[Chain]:
    """Return what `account` did, the newest first: LEAST steps, or those of DAYS days."""
    own = (STEPS.c.by == account, STEPS.c.undoes.is_(None))
    newest = select(STEPS.c.id).where(*own).order_by(STEPS.c.id.desc()).limit(LEAST)
    recent = or_(STEPS.c.at >= now - timedelta(days=DAYS), STEPS.c.id.in_(newest))
    return _chains(session, steps_where(session, *own, recent, most=most))


def to_undo(found: Sequence[Chain]) -> Chain:
    """Return the newest of `found` that was not undone; raise Refused if there is none."""
    for each in found:
        if each.holds:
            return each
    raise Refused(NOTHING_LEFT)


def to_redo(found: Sequence[Chain]) -> Chain:
    """Return what was undone last; raise Refused if nothing was since the newest step."""
    undone = [each for each in found if not each.holds]
    last = max(undone, key=lambda each: each.tip.id, default=None)
    if last is None or last.tip.id < found[0].root.id:
        raise Refused(NOTHING_UNDONE)
    return last


def permit(each: Chain, by: Actor, shared: frozenset[str] = frozenset()) -> None:
    """Raise Refused unless `by` may undo or redo: an own step, with the rights it needed.

    A step that needed one of the rights `shared` is everybody's who holds it.
    """
    step = each.root
    if step.by != by.name and not step.rights & shared:
        raise Refused(NOT_YOURS.format(by=step.by))
    if not step.rights <= by.rights:
        raise Refused(NOT_ALLOWED.format(by=by.name))
    if step.firm:
        raise Refused(step.firm)


def _chains(session: Session, roots: Sequence[Step]) -> list[Chain]:
    tips = {step.id: step for step in roots}
    holds = dict.fromkeys(tips, True)
    of = {step.id: step.id for step in roots}  # the last step of each chain so far, to its root
    while of:
        following: dict[int, int] = {}
        for few in some(of):
            for step in steps_where(session, STEPS.c.undoes.in_(few)):
                root = of[step.undoes or 0]
                tips[root], following[step.id] = step, root
                holds[root] = not holds[root]
        of = following
    return [Chain(step, tips[step.id], holds[step.id]) for step in roots]
