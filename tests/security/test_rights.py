from __future__ import annotations

import sys
from typing import TypeVar

from partyservice import (
    offices,  # noqa: F401 - has imported every context
)
from partyservice.app.app import UNMASK
from partyservice.app.imports import IMPORT
from partyservice.app.papers import PRINT
from partyservice.security.rights import RIGHTS
from partyservice.storage.draft import Draft
from partyservice.storage.flow import Flow

HELD = frozenset(RIGHTS)
T = TypeVar("T")


def _declared(kind: type[T]) -> list[T]:
    """All of `kind` that a module of the program declares."""
    modules = [m for name, m in sys.modules.items() if name.startswith("partyservice.")]
    return [v for m in modules for v in list(vars(m).values()) if isinstance(v, kind)]


def test_every_right_of_a_draft_is_held_by_some_role() -> None:
    rights = {draft.right for draft in _declared(Draft)}

    assert "members.edit" in rights
    assert rights - {""} <= HELD


def test_every_right_of_a_step_is_held_by_some_role() -> None:
    flows = _declared(Flow)

    assert "members.decide" in {step.right for flow in flows for step in flow.steps}
    assert {step.right for flow in flows for step in flow.steps} <= HELD


def test_every_right_the_desk_asks_for_is_held_by_some_role() -> None:
    assert {UNMASK, PRINT, IMPORT} <= HELD
