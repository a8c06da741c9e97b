"""Flow: which step may follow which; the same table offers the buttons and guards the command."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from partyservice.kernel.errors import Refused
from partyservice.storage.draft import Draft, Sure
from partyservice.storage.record import Attribute, Record, owner
from partyservice.storage.steps import told
from partyservice.storage.typed import Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One permitted move; `source` is empty for creation; `asks.take` is its command."""

    name: str
    label: str
    key: str = ""  # the letter that, with Alt, takes it
    source: tuple[enum.Enum, ...] = ()
    target: enum.Enum
    right: str
    asks: Draft
    firm: str = ""  # why it is not undone, and which step answers it instead


_STATES: dict[type[Record], Attribute] = {}  # of every kind of record that has a Flow


@dataclass(frozen=True, slots=True)
class Flow:
    """All the steps of one kind of record, whose state stands in `state`."""

    state: Attribute
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        _STATES.setdefault(self.about, self.state)

    @property
    def about(self) -> type[Record]:
        """The kind of record."""
        return owner(self.state)

    def open_to(self, state: enum.Enum | None, rights: frozenset[str]) -> tuple[Step, ...]:
        """Return the steps a holder of `rights` may take from `state` (None: no record yet)."""
        return tuple(
            s
            for s in self.steps
            if s.right in rights and (state in s.source if state else not s.source)
        )

    def take(
        self,
        session: Session,
        name: str,
        typed: Typed,
        record_id: int | None = None,
        sure: Sure | None = None,
    ) -> Record:
        """Take step `name`; raise Refused if it is not open, or Unsettled."""
        record: Any = None if record_id is None else session.get_one(self.about, record_id)
        state = record and getattr(record, self.state.key)
        step = self._open(name, self.open_to(state, session.info["by"].rights))
        if step is None:
            now = state.value if state else "还没有这条记录"
            label = next(s.label for s in self.steps if s.name == name)
            raise Refused(f"现在是“{now}”，不能“{label}”。什么也没有改，请刷新后再看。")
        told(session, firm=step.firm, rights=(step.right,))
        done = step.asks.save(session, typed, record_id, sure)
        if getattr(done, self.state.key) != step.target:
            setattr(done, self.state.key, step.target)
        return done

    @staticmethod
    def _open(name: str, steps: Sequence[Step]) -> Step | None:
        return next((step for step in steps if step.name == name), None)


def state_of(record: type[Record]) -> Attribute | None:
    """Return where the state of a kind of record stands; None if it has no Flow."""
    return _STATES.get(record)
