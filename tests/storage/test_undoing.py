from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from partyservice.app import App
from partyservice.desk.finding import find
from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Stopped
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Cancelled
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.members.model import Member
from partyservice.mobility.drafts import STAY_AWAY
from partyservice.mobility.flow import OUTFLOW
from partyservice.storage.chains import LEAST
from partyservice.storage.steps import Step, steps_where
from partyservice.storage.store import Store
from partyservice.storage.undoing import plan
from tests.builders import (
    BRANCHES,
    CLOCK,
    SHEETS,
    change,
    import_sheet,
    member,
    outflow,
    somebody,
    take,
)
from tests.random_work import ACTS, Act, act, digest, ids, in_force

LIST = "05_东风村党员名单.xlsx"


class Told:
    """Remembers how far long work said it was."""

    last = (0, 0)

    def step(self, done: int, total: int, _text: str = "") -> None:
        self.last = done, total


class Stopping:
    """Stops long work at its first word."""

    def step(self, _done: int, _total: int, _text: str = "") -> None:
        raise Cancelled


def account(app: App, name: str) -> App:
    """The same office, as somebody else sees it."""
    return App(app.store, CLOCK, Actor(name, app.by.rights))


def again(app: App) -> Store:
    """A store that remembers nothing of what was done so far."""
    store = app.store
    return Store(store.folder / "office.db", store._key, CLOCK)


def found(app: App, text: str) -> list[str]:
    with app.store.read() as session:
        return [hit.name for hit in find(session, app.wanted(text)).hits]


def steps(app: App) -> list[Step]:
    with app.store.read() as session:
        return steps_where(session)


def test_what_one_save_changed_is_one_step(app: App) -> None:
    key = member(app)
    (made, *_) = steps(app)
    change(app, MEMBER, key, member__job="")
    (changed, *_) = steps(app)

    assert made.last > made.first, "the person and the place on the roll"
    assert (changed.first, changed.last) == (made.last + 1, made.last + 1)
    assert changed.by == app.by.name
    assert changed.rights == {"members.edit"}
    assert changed.undoes is None
    assert not changed.firm


def test_a_look_is_no_step(app: App) -> None:
    key = member(app)
    before = steps(app)
    app.unmasked(MEMBER, key, "person.id_number")

    assert steps(app) == before


def test_a_decision_says_which_step_answers_it(app: App) -> None:
    key = member(app)
    take(
        app,
        MEMBERSHIP,
        "suspend",
        key,
        {"member.exit_date": "2026-11-20", "member.exit_doc": "青组〔2026〕9 号"},
    )

    assert "恢复党籍" in steps(app)[0].firm
    assert steps(app)[0].words == "停止党籍"


def test_what_an_office_begins_with_stays(empty: App) -> None:
    (begun,) = steps(empty)

    assert "建立" in begun.firm


def test_a_changed_field_goes_back_and_a_new_record_is_voided(app: App) -> None:
    before = digest(app)
    key = member(app)
    made = digest(app)
    change(app, MEMBER, key, person__mobile_phone="15480424748", member__job="")

    assert app.undo.undo().words == "已撤销：修改党员 钟庆龙"
    assert digest(app) == made
    assert app.undo.undo().words == "已撤销：登记党员 钟庆龙"
    assert digest(app) == before
    assert found(app, "zql") == []


def test_redo_brings_everything_back(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, member__job="")
    done = digest(app)
    app.undo.undo()
    app.undo.undo()

    assert app.undo.redo().words == "已重做：登记党员 钟庆龙"
    app.undo.redo()

    assert digest(app) == done
    assert found(app, "zql") == ["钟庆龙"]
    with pytest.raises(Refused, match="没有可以重做的"):
        app.undo.redo()


def test_what_is_redone_can_be_undone_again(app: App) -> None:
    before = digest(app)
    member(app)
    for _ in range(3):
        app.undo.undo()
        app.undo.redo()
    app.undo.undo()

    assert digest(app) == before
    assert len([s for s in steps(app) if s.undoes is None]) == 5, "an undo is no step of its own"


def test_after_something_new_nothing_is_redone(app: App) -> None:
    member(app)
    app.undo.undo()
    somebody(app, "李强")

    with pytest.raises(Refused, match="没有可以重做的"):
        app.undo.redo()


def test_a_plan_says_what_it_will_do_in_the_words_of_the_fields(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, person__mobile_phone="15480424788", member__job="")
    before = digest(app)

    plan = app.undo.plan()

    said = [line.words for line in plan.lines]
    assert sorted(said) == [
        "人员 钟庆龙：手机号：154****4788 → 154****4747",
        "党员 钟庆龙：工作岗位：空 → 公务员",
    ]
    assert (plan.total, plan.left_count, dict(plan.counts)) == (2, 0, {"人员": 1, "党员": 1})
    assert digest(app) == before


def test_masked_letters_stay_masked_in_a_plan(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, person__mobile_phone="15481114747")

    assert app.undo.plan().lines[0].changes == ("手机号：改回遮住的几位",)


def test_a_field_changed_since_is_left_alone_and_told(app: App) -> None:
    other = account(app, "李强")
    key = member(app)
    change(app, MEMBER, key, person__mobile_phone="15480424788", person__address="新村1号")
    change(other, MEMBER, key, person__mobile_phone="15480424799")

    done = app.undo.undo()

    assert app.load(MEMBER, key)["person.address"] == "青石镇东风村3组4号"
    assert app.unmasked(MEMBER, key, "person.mobile_phone")["person.mobile_phone"] == "15480424799"
    assert done.left_count == 1
    assert "手机号" in done.left[0].why
    assert "李强" in done.left[0].why
    assert "没有动" in done.words


def test_a_record_that_a_later_one_needs_stays(app: App) -> None:
    other = account(app, "李强")
    member(app)
    outflow(other, "钟庆龙", "2026-03-01")

    with pytest.raises(Refused, match="还要用它"):
        app.undo.undo()
    other.undo.undo()
    app.undo.undo()

    assert ids(app, Member) == []


def test_a_number_taken_meanwhile_is_told(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, person__id_number="", person__remark="没有证件")
    member(account(app, "李强"), person__name="钟庆虎")

    done = app.undo.undo()

    assert "已是另一条人员记录的" in done.left[0].why
    assert app.load(MEMBER, key)["person.remark"] == ""
    assert app.load(MEMBER, key)["person.id_number"] == ""


def test_nobody_is_away_twice_by_an_undo(app: App) -> None:
    other = account(app, "李强")
    key = outflow(app, "李强", "2026-03-01")
    take(app, OUTFLOW, "return", key, {"outflow.ended_on": "2026-05-01"})
    outflow(other, "李强", "2026-06-01")

    with pytest.raises(Refused, match="已有另一条流出记录在办"):
        app.undo.undo()

    assert app.load(STAY_AWAY, key)["outflow.left_on"] == "2026-03-01"


def test_a_decision_is_not_undone(app: App) -> None:
    key = member(app)
    values = {"member.exit_date": "2026-11-20", "member.exit_doc": "青组〔2026〕9 号"}
    take(app, MEMBERSHIP, "suspend", key, values)

    with pytest.raises(Refused, match="恢复党籍"):
        app.undo.undo()


def test_only_own_steps_are_undone_and_only_with_their_rights(app: App) -> None:
    other = account(app, "李强")
    member(app)
    (mine, *_) = app.undo.steps()

    with pytest.raises(Refused, match="您没有可以撤销的"):
        other.undo.undo()
    with pytest.raises(Refused, match="王芳做的"):
        other.undo.undo(mine.id)
    app.undo.by = Actor("王芳", app.by.rights - {"members.edit"})
    with pytest.raises(Refused, match="没有办理这一步的权限"):
        app.undo.undo()


def test_a_step_is_undone_once(app: App) -> None:
    member(app)
    (mine, *_) = app.undo.steps()
    app.undo.undo(mine.id)

    with pytest.raises(Refused, match="已经撤销过"):
        app.undo.undo(mine.id)
    with pytest.raises(Refused, match="没有这一步"):
        app.undo.undo(99)


def test_an_import_is_one_step(app: App) -> None:
    somebody(app, "李强")
    before, known = digest(app), len(app.undo.steps())
    import_sheet(app, SHEETS / LIST, branch=BRANCHES[1])
    assert len(ids(app, Member)) > 3

    told = Told()
    done = app.undo.undo(progress=told)

    assert digest(app) == before
    assert len(app.undo.steps()) == known + 1
    assert done.title.startswith(f"导入 {LIST}")
    assert told.last[0] == told.last[1] == done.total


def test_an_undo_that_is_stopped_changes_nothing(app: App) -> None:
    import_sheet(app, SHEETS / LIST, branch=BRANCHES[1])
    before = digest(app)

    with pytest.raises(Cancelled):
        app.undo.undo(progress=Stopping())

    assert digest(app) == before


def test_two_hundred_steps_are_undone_after_a_year(app: App) -> None:
    before = digest(app)
    key = somebody(app, "李强")
    for number in range(LEAST - 1):
        change(app, MEMBER, key, person__remark=f"第{number}次")
    later = App(app.store, Stopped(CLOCK.now() + timedelta(days=400)), app.by)

    assert len(later.undo.steps()) == LEAST
    for _ in range(LEAST):
        later.undo.undo()

    assert digest(app) == before


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, min_size=2, max_size=10), newest_first=st.booleans())
def test_whatever_two_accounts_did_undone_is_as_it_was(
    app: App, acts: list[Act], *, newest_first: bool
) -> None:
    accounts = [app, account(app, "李强")]
    known = steps(app)[0].id
    start = in_force(app)
    for who, *done in acts:
        act(accounts[who], *done)
    made = [step for step in steps(app) if step.id > known]
    if not newest_first:
        made.sort(key=lambda step: step.by)  # all of one account before the other's

    reopened = again(app)  # as after a restart
    left = set[int]()
    for step in made:
        with reopened.read() as session:
            left |= {line.id for line in plan(session, step).left}
        by = next(each.by for each in accounts if each.by.name == step.by)
        with suppress(Refused):
            App(reopened, CLOCK, by).undo.undo(step.id)
    reopened.close()

    event(f"{len(left)} left")
    now = in_force(app, left)
    assert now == {key: line for key, line in start.items() if key not in left}
    if newest_first:
        assert not left
