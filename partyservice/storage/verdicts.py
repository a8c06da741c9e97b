"""Verdicts: what undoing a step may do to each record, seen by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.storage.deeds import Deed, Keys, Later, changed_later, deeds, values
from partyservice.storage.flow import state_of
from partyservice.storage.lookup import some
from partyservice.storage.record import Record
from partyservice.storage.steps import Step

WHOLE = ""  # stands for the whole record where a column would stand
VOIDED = "它已经作废"
UNKNOWN = "程序里已经没有原来的这个值"


@dataclass(slots=True)
class Verdict:
    """`void` it, or set `sets` back; `left` says of columns, or of WHOLE, why they stay."""

    deed: Deed
    void: bool = False
    sets: dict[str, Any] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    @property
    def restores(self) -> bool:
        """Whether a voided record comes back."""
        return "void_reason" in self.sets and self.sets["void_reason"] is None

    @property
    def moved(self) -> bool:
        """Whether the step changed the state of a Flow."""
        state = state_of(self.deed.kind)
        return state is not None and self.deed.before is not None and state.key in self.deed.after

    @property
    def moves(self) -> bool:
        """Whether the state of a Flow goes back."""
        return self.moved and bool(self.sets)

    def leave(self, why: str) -> None:
        """Let the whole record be."""
        self.void, self.sets, self.left = False, {}, {WHOLE: why}


def verdicts(session: Session, step: Step, keys: Keys) -> list[Verdict]:
    """Return what undoing `step` may do to the records `keys`; what did not change goes back."""
    done = deeds(session, step, keys)
    later = changed_later(session, step, [deed.id for deed in done])
    now = _rows(session, [deed for deed in done if deed.id in later])
    return [_verdict(deed, now.get(deed.id), later.get(deed.id, ())) for deed in done]


def _verdict(deed: Deed, now: Any, later: Sequence[Later]) -> Verdict:
    verdict = Verdict(deed)
    try:
        after, before = values(deed.kind, deed.after), values(deed.kind, deed.before or {})
    except ValueError:
        verdict.leave(UNKNOWN)
        return verdict
    if deed.before is None:
        _judge_new(verdict, after, now, later)
    else:
        _judge_changed(verdict, before, after, now, later)
    return verdict


def _judge_new(
    verdict: Verdict, after: Mapping[str, Any], now: Any, later: Sequence[Later]
) -> None:
    """A new record is voided unless it was changed since; one that is voided is so already."""
    if now is None:
        verdict.void = True
    elif now["void_reason"] is None:
        changed = [name for name, value in now.items() if value != after.get(name)]
        verdict.void = not changed
        if changed:
            verdict.leave(_who(later, changed))


def _judge_changed(
    verdict: Verdict,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: Any,
    later: Sequence[Later],
) -> None:
    """A column goes back if it still holds what the step wrote; a step of a Flow goes whole."""
    if now is not None and now["void_reason"] is not None and "void_reason" not in after:
        verdict.leave(VOIDED)
        return
    for name, written in after.items():
        if now is None or now[name] == written:
            verdict.sets[name] = before.get(name)
        elif now[name] != before.get(name):
            verdict.left[name] = _who(later, [name])
    if verdict.left and verdict.moved:
        verdict.leave(next(iter(verdict.left.values())))


def _who(later: Sequence[Later], names: Iterable[str]) -> str:
    """Say who changed one of `names` last."""
    wanted = set(names)
    for each in later:
        if each.names & wanted:
            return f"{each.by}在 {each.at.astimezone():%Y-%m-%d %H:%M} 又改过"
    return "之后又改过"


def _rows(session: Session, done: Sequence[Deed]) -> dict[int, dict[str, Any]]:
    """Return what now stands of the records that `done` is about, by key and column."""
    kinds: dict[type[Record], list[Deed]] = {}
    for deed in done:
        kinds.setdefault(deed.kind, []).append(deed)
    found: dict[int, dict[str, Any]] = {}
    for kind, many in kinds.items():
        names = _compared(kind)
        columns = [kind.__table__.columns[name] for name in names]
        for few in some(deed.id for deed in many):
            wanted = select(kind.id, *columns).where(kind.id.in_(few))
            for key, *row in session.connection().execute(wanted):
                found[key] = dict(zip(names, row, strict=True))
    return found


def _compared(kind: type[Record]) -> list[str]:
    columns = kind.__table__.columns
    return [c.key for c in columns if c.key not in ("id", "version") and not c.info.get("follows")]
