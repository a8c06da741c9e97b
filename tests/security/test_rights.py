"""The matrix, cell by cell: each use case is tried by each role, and allowed or refused as it says.

A use case of the App that stands in no line here makes a test fail; so does a Draft, a Step or a
Listing that is free of people without saying so.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from partyservice import offices  # noqa: F401 - has imported every context
from partyservice.app.given import Given
from partyservice.app.imports import IMPORT
from partyservice.exchange.intake import INTAKES
from partyservice.kernel.actor import PEOPLE as SEE
from partyservice.security.rights import RIGHTS, ROLES
from partyservice.storage.draft import Draft
from partyservice.storage.flow import Flow
from tests.security.acting import World, declared, tried
from tests.security.uses import OWN, USES, Use

WAITS = (
    "devices.card",
    "lock.open",
    "accounts.check_lines",
    "accounts.change_password",
)  # for a device, and for the password of an account


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.name} {use.of}".strip())
def test_each_role_may_do_what_the_matrix_says(at: World, role: str, use: Use) -> None:
    with at.acting(role) as app:
        assert tried(lambda: use.run(app, at)) == (ROLES[role].rights >= set(use.needs))


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.name} {use.of}".strip())
def test_each_right_that_a_use_case_needs_is_asked_for(at: World, use: Use) -> None:
    """Also those that no role of today has without the others."""
    for right in use.needs:
        with at.acting(*ROLES, without=right) as app:
            assert not tried(lambda: use.run(app, at)), right


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.name} {use.of}".strip())
def test_each_use_case_is_done_by_who_may_do_all(at: World, use: Use) -> None:
    """So what is allowed above really is done, not only refused for another reason."""
    if use.name in WAITS:
        return
    with at.acting(*ROLES) as app:
        use.run(app, at)


def test_there_are_cells_enough() -> None:
    assert len(USES) * len(ROLES) >= 300


def test_no_use_case_of_the_app_is_without_an_entry() -> None:
    named = {use.name for use in USES} | OWN
    for kind in Given.__subclasses__():
        prefix = "" if kind.__name__ == "App" else f"{kind.__name__.lower()}."
        if kind.__module__.startswith("partyservice."):
            public = [name for name in vars(kind) if not name.startswith("_")]
            acts = [n for n in public if callable(getattr(kind, n)) or _is_property(kind, n)]
            missing = {prefix + name for name in acts} - named
            assert not missing, (
                f"say in USES what rights these need, and how they are tried: {missing}"
            )


def _is_property(kind: type[Any], name: str) -> bool:
    return isinstance(vars(kind)[name], property)


def test_the_app_reads_in_one_way_only() -> None:
    """Whatever is read passes the guard of `Given.read`; `IMPERSONAL` must be said."""
    root = Path(sys.modules["partyservice"].__path__[0])
    direct = [
        path.name
        for path in (*(root / "app").glob("*.py"), *(root / "cli").glob("*.py"))
        if "store.read(" in path.read_text("utf-8") and path.name not in ("given.py", "app.py")
    ]

    assert direct == []
    assert (root / "app" / "app.py").read_text("utf-8").count("store.read(") == 1  # its name


# Drafts and steps


@pytest.mark.parametrize("role", ROLES)
def test_each_draft_is_saved_only_with_its_right(at: World, role: str) -> None:
    moves = {id(step.asks) for flow in declared(Flow) for step in flow.steps if step.source}
    drafts = [draft for draft in declared(Draft) if id(draft) not in moves]  # those: below
    assert len(drafts) > 10
    with at.acting(role) as app:
        for draft in drafts:
            needs = {draft.right} | ({SEE} if draft.about_people else set())
            allowed = tried(lambda d=draft: app.save(d, {}))  # type: ignore[misc]
            assert allowed == (ROLES[role].rights >= needs), draft.about.__name__


def test_each_draft_has_a_right_or_only_shows() -> None:
    """And what is asked by a step has one: the importer takes rows by it too."""
    assert {draft.right for draft in declared(Draft)} - {""} <= RIGHTS.keys()
    assert all(step.asks.right for flow in declared(Flow) for step in flow.steps)


@pytest.mark.parametrize("role", ROLES)
def test_each_step_is_taken_only_with_its_right(at: World, role: str) -> None:
    flows = [flow for flow in declared(Flow) if flow.about.__module__.startswith("partyservice.")]
    assert len(flows) >= 7
    with at.acting(role) as app:
        for flow in flows:
            for step in flow.steps:
                needs = {step.right} | ({SEE} if flow.about_people else set())
                took = tried(lambda f=flow, s=step: app.take(f, s, {}))  # type: ignore[misc]
                assert took == (ROLES[role].rights >= needs), step.label
                offered = app.steps(flow, None)
                assert all(each.right in ROLES[role].rights for each in offered)


def test_whoever_imports_may_also_enter_what_the_sheets_hold() -> None:
    needed = {intake.draft.right for intake in INTAKES.values()}
    for role in ROLES.values():
        assert IMPORT not in role.rights or needed <= role.rights
