"""Flow: which step may follow which; the same table offers the buttons and guards the command."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.storage.draft import Draft, Sure
from partyservice.storage.history import hands
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
    second: bool = False  # whoever registered the record, or last changed it, may not take it
    firm: str = ""  # why it is not undone, and which step answers it instead


Holders = Callable[[Session, str], Collection[str]]  # the accounts in use that hold a right
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

    @property
    def about_people(self) -> bool:
        """Whether the records it moves tell of people."""
        return self.about.about_people

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
        """Take step `name`; raise Refused if it is not open, or Unsettled.

        A step that wants a second person asks for one as soon as two accounts in use may take it.
        """
        by: Actor = session.info["by"]
        step = next(step for step in self.steps if step.name == name)
        if step.right not in by.rights:
            raise Refused(
                f"{by.name}没有这项权限：{step.label}。什么也没有改，请由有权限的人员办理。"
            )
        record: Any = None if record_id is None else session.get_one(self.about, record_id)
        state = record and getattr(record, self.state.key)
        if step not in self.open_to(state, by.rights):
            now = state.value if state else "还没有这条记录"
            raise Refused(f"现在是“{now}”，不能“{step.label}”。什么也没有改，请刷新后再看。")
        if step.second and record_id is not None and not _is_alone(session, step.right):
            _want_another(session, step, self.about, record_id)
        told(session, firm=step.firm, rights=(step.right,))
        done = step.asks.save(session, typed, record_id, sure)
        if getattr(done, self.state.key) != step.target:
            setattr(done, self.state.key, step.target)
        return done


def state_of(record: type[Record]) -> Attribute | None:
    """Return where the state of a kind of record stands; None if it has no Flow."""
    return _STATES.get(record)


def _is_alone(session: Session, right: str) -> bool:
    """Say whether nobody else could take the step; not so where it is not known who may."""
    holders: Holders | None = session.info.get("holders")
    return holders is not None and len(holders(session, right)) <= 1


def _want_another(session: Session, step: Step, about: type[Record], record_id: int) -> None:
    by: Actor = session.info["by"]
    if by.name in hands(session, about, record_id):
        raise Refused(
            f"这条{about.title}记录是{by.name}登记或修改的，不能由同一人“{step.label}”。"
            "什么也没有改，请由另一位有权限的人员办理。"
        )
