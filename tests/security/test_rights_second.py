"""A step that wants a second person: nobody decides on what they have registered or changed."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select

from partyservice.app import App
from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.mobility.drafts import STAY_AWAY
from partyservice.mobility.flow import OUTFLOW
from partyservice.security.model import Account, Standing
from partyservice.security.rights import ROLES, rights_of
from partyservice.storage.flow import Flow
from tests.builders import BRANCHES, change, take

DEPARTS = next(step for step in OUTFLOW.steps if step.name == "depart")
APPROVED = dataclasses.replace(DEPARTS, second=True)
SECOND = Flow(OUTFLOW.state, tuple(APPROVED if s is DEPARTS else s for s in OUTFLOW.steps))
REPORTED = {
    "person.name": "沙鸥飞",
    "person.sex": "男",
    "person.born": "1980-02",
    "outflow.branch_id": BRANCHES[0],
    "outflow.left_on": "2026-03",
    "outflow.place": "江苏省苏州市昆山市",
}
FIRST, OTHER, THIRD = "王芳", "李强", "赵敏"


def appoint(app: App, name: str, *roles: str) -> None:
    with app.store.write(app.by, "任命") as session:
        account = Account(name=name)
        for role in roles:
            setattr(account, role, True)
        session.add(account)


def by(app: App, name: str) -> App:
    """The same office, with somebody else at the desk."""
    return App(app.store, app.clock, Actor(name, rights_of(ROLES)))


def approve(app: App, stay: int) -> int:
    return app.take(SECOND, APPROVED, {"outflow.left_on": "2026-03-02"}, stay)


@pytest.fixture
def stay(app: App) -> int:
    return take(app, OUTFLOW, "report", None, REPORTED)


def test_whoever_is_alone_with_the_right_may_take_it(app: App, stay: int) -> None:
    appoint(app, OTHER, "auditor", "system_admin")

    assert approve(app, stay) == stay


def test_as_soon_as_there_is_another_whoever_registered_it_may_not(app: App, stay: int) -> None:
    appoint(app, OTHER, "clerk")

    with pytest.raises(Refused, match="不能由同一人") as caught:
        approve(app, stay)

    assert FIRST in caught.value.words
    assert app.load(STAY_AWAY, stay)["outflow.left_on"] == "2026-03"
    assert approve(by(app, OTHER), stay) == stay


def test_a_closed_account_is_nobody(app: App, stay: int) -> None:
    appoint(app, OTHER, "clerk")
    with app.store.write(app.by) as session:
        account = session.scalar(select(Account).where(Account.name == OTHER))
        assert account is not None
        account.state = Standing.CLOSED

    assert approve(app, stay) == stay


def test_whoever_changed_it_last_may_not_either(app: App, stay: int) -> None:
    appoint(app, OTHER, "org_officer")
    appoint(app, THIRD, "org_officer")
    change(by(app, OTHER), STAY_AWAY, stay, outflow__note="改过一句")

    for name in (FIRST, OTHER):
        with pytest.raises(Refused, match="不能由同一人"):
            approve(by(app, name), stay)
    assert approve(by(app, THIRD), stay) == stay


def test_whoever_only_looked_may(app: App, stay: int) -> None:
    appoint(app, OTHER, "org_officer")
    other = by(app, OTHER)
    other.unmasked(STAY_AWAY, stay, "outflow.origin_phone")

    assert approve(other, stay) == stay


def test_where_nobody_knows_who_may_a_second_is_wanted(app: App, stay: int) -> None:
    app.store.holders = None

    with pytest.raises(Refused, match="不能由同一人"):
        approve(app, stay)


def test_a_step_that_does_not_want_it_is_taken_by_anybody(app: App, stay: int) -> None:
    appoint(app, OTHER, "org_officer")

    assert take(app, OUTFLOW, "depart", stay) == stay


def test_a_new_record_has_no_first_person(app: App) -> None:
    appoint(app, OTHER, "org_officer")
    enters = dataclasses.replace(OUTFLOW.steps[0], second=True)
    flow = Flow(OUTFLOW.state, (enters,))

    assert app.take(flow, enters, REPORTED)


def test_without_the_right_nothing_is_said_of_who_registered_it(app: App, stay: int) -> None:
    leader = App(app.store, app.clock, Actor(OTHER, ROLES["committee_leader"].rights))

    with pytest.raises(Refused, match="没有这项权限"):
        approve(leader, stay)
