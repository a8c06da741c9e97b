from __future__ import annotations

import pytest
from sqlalchemy import text

from partyservice.app import App
from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.kernel.errors import Refused, Unsettled
from partyservice.mobility.drafts import STAY_AWAY, STAY_HERE
from partyservice.mobility.flow import INFLOW, OUTFLOW
from partyservice.mobility.model import Outflow
from partyservice.mobility.rules import scope_between
from partyservice.storage.flow import Flow
from partyservice.storage.record import field_of
from tests.builders import BRANCHES, change, inflow, member, outflow, shown, take

AWAY, HERE = {"outflow__standing": "在外"}, {"inflow__standing": "在此"}
NUMBER = {"person__id_number": "990100198912271497"}


def state(app: App, name: str = "钟庆龙") -> str:
    rows = shown(app, STAYS_AWAY) + shown(app, STAYS_HERE)
    return next(row["状态"] for row in rows if row["姓名"] == name)


def test_who_leaves_is_known_by_number_and_marked_on_the_roll(app: App) -> None:
    member(app)

    outflow(app, "钟庆龙", "2026-03", **NUMBER)

    (person,) = shown(app, PEOPLE, member__state="在册")
    assert (person["状态"], person["手机号"]) == ("流动", "154****4747")
    assert shown(app, STAYS_AWAY, **AWAY)[0]["流出地"] == "江苏省苏州市昆山市"


def test_who_was_not_on_the_roll_comes_onto_it_by_leaving(app: App) -> None:
    outflow(app, "李志强", "2026-03")

    (person,) = shown(app, PEOPLE, member__state="在册")
    assert (person["姓名"], person["所在党支部"]) == ("李志强", BRANCHES[0])
    assert "公民身份证号" in shown(app, PEOPLE, member__state="待补")[0]["待补"]


def test_nobody_is_away_twice_at_once(app: App) -> None:
    member(app)
    outflow(app, "钟庆龙", "2026-03", **NUMBER)

    with pytest.raises(Refused, match="已有一条在外"):
        outflow(app, "钟庆龙", "2026-08", **NUMBER)


def test_a_return_ends_the_stay_and_the_next_may_begin(app: App) -> None:
    member(app)
    key = outflow(app, "钟庆龙", "2026-03", **NUMBER)

    take(app, OUTFLOW, "return", key, {"outflow.ended_on": "2026-10-09"})

    assert shown(app, PEOPLE, member__state="在册")[0]["状态"] == "在册"
    outflow(app, "钟庆龙", "2026-11", **NUMBER)
    assert len(shown(app, STAYS_AWAY, **AWAY)) == 1


def test_a_return_before_the_leaving_is_refused(app: App) -> None:
    key = outflow(app, "李志强", "2026-03")

    with pytest.raises(Unsettled) as told:
        take(app, OUTFLOW, "return", key, {"outflow.ended_on": "2026-02-28"})

    assert told.value.problems[0].field == "outflow.ended_on"


def test_moving_again_ends_one_stay_and_begins_the_next(app: App) -> None:
    key = outflow(app, "李志强", "2026-03", outflow__card_no="320583001")

    take(
        app,
        OUTFLOW,
        "move_again",
        key,
        {"outflow.left_on": "2026-09", "outflow.place": "四川省成都市武侯区"},
    )

    (ended,) = shown(app, STAYS_AWAY, outflow__standing="已结束")
    (now,) = shown(app, STAYS_AWAY, **AWAY)
    assert (ended["流出时间"], ended["结束时间"]) == ("2026-03", "2026-09")
    assert (now["流出时间"], now["流出地"]) == ("2026-09", "四川省成都市武侯区")


def test_who_is_lost_is_lost_on_the_roll_too_until_found(app: App) -> None:
    key = outflow(app, "李志强", "2026-03")
    with pytest.raises(Unsettled, match="满 6 个月"):
        take(app, OUTFLOW, "mark_lost", key, {"outflow.lost_since": "2026-08"})

    take(app, OUTFLOW, "mark_lost", key, {"outflow.lost_since": "2026-04"})
    assert shown(app, PEOPLE, member__state="失联")[0]["姓名"] == "李志强"

    take(app, OUTFLOW, "found", key)
    assert shown(app, PEOPLE, member__state="失联") == []
    assert state(app, "李志强") == "在外"


def test_an_arrival_is_reported_verified_and_enrolled(app: App) -> None:
    key = inflow(app, "赵敏", "2026-08-01")
    with pytest.raises(Refused, match="已报到"):
        take(app, INFLOW, "enroll", key, {"inflow.host_branch_id": BRANCHES[2]})

    take(
        app,
        INFLOW,
        "verify",
        key,
        {"inflow.verified_on": "2026-08-03", "inflow.verified_with": "某社区"},
    )
    take(app, INFLOW, "enroll", key, {"inflow.host_branch_id": BRANCHES[2]})

    (row,) = shown(app, STAYS_HERE, **HERE)
    assert (row["编入支部"], row["状态"]) == (BRANCHES[2], "已纳入管理")
    assert shown(app, PEOPLE, member__state="在册") == []


def test_who_leaves_us_again_has_a_day(app: App) -> None:
    key = inflow(app, "赵敏", "2026-08-01")

    take(app, INFLOW, "leave", key, {"inflow.ended_on": "2026-11"})

    assert shown(app, STAYS_HERE, **HERE) == []


def test_a_stay_is_corrected_without_touching_the_person(app: App) -> None:
    member(app)
    key = outflow(app, "钟庆龙", "2026-03", **NUMBER)

    change(app, STAY_AWAY, key, outflow__place="北京市朝阳区望京街道", outflow__card_no="007")

    row = shown(app, STAYS_AWAY, **AWAY)[0]
    assert (row["流出地"], row["手机号"]) == ("北京市朝阳区", "154****4747")
    texts = app.load(STAY_AWAY, key)
    assert (texts["outflow.place_detail"], texts["outflow.has_card"]) == ("望京街道", "是")


def test_the_scope_follows_from_the_two_places(app: App) -> None:
    key = outflow(app, "李志强", "2026-03", outflow__place="浙江省杭州市余杭区")

    assert app.load(STAY_AWAY, key)["outflow.scope"].startswith("跨省")


def test_the_scope_follows_a_place_that_is_corrected(app: App) -> None:
    key = outflow(app, "李志强", "2026-03", outflow__place="浙江省杭州市余杭区")
    guest = inflow(app, "赵敏", "2026-08-01", inflow__came_from="浙江省杭州市余杭区")

    change(app, STAY_AWAY, key, outflow__place="江苏省苏州市常熟市")
    change(app, STAY_HERE, guest, inflow__came_from="江苏省南京市玄武区")

    assert app.load(STAY_AWAY, key)["outflow.scope"].startswith("市内跨县")
    assert app.load(STAY_HERE, guest)["inflow.scope"].startswith("省内跨市")


def test_a_scope_typed_anew_stays(app: App) -> None:
    key = outflow(app, "李志强", "2026-03", outflow__place="浙江省杭州市余杭区")

    change(app, STAY_AWAY, key, outflow__place="江苏省苏州市常熟市", outflow__scope="5")
    change(app, STAY_AWAY, key, outflow__note="在国外")

    assert app.load(STAY_AWAY, key)["outflow.scope"] == field_of(Outflow.scope).kind.show("5")


def test_who_has_announced_a_leaving_is_mobile_only_once_gone(app: App) -> None:
    member(app)
    told = {
        "person.name": "钟庆龙",
        "person.id_number": "990100198912271497",
        "outflow.branch_id": BRANCHES[0],
        "outflow.left_on": "2026-12-01",
    }
    key = take(app, OUTFLOW, "report", None, told)

    assert shown(app, PEOPLE, member__state="流动") == []
    assert shown(app, PEOPLE, member__state="待补") == []
    assert state(app) == "已登记"
    with pytest.raises(Refused, match="已有一条在外"):
        take(app, OUTFLOW, "report", None, told)

    take(app, OUTFLOW, "depart", key, {"outflow.left_on": "2026-11-20"})

    assert len(shown(app, PEOPLE, member__state="流动")) == 1
    assert state(app) == "在外"


@pytest.mark.parametrize(
    ("home", "place", "scope"),
    [
        ("320583", "330110", "1"),
        ("320583", "320102", "2"),
        ("320583", "320582", "3"),
        ("320583", "320583", "4"),
        ("320583", "320000", None),
        ("320583", "320500", None),
        ("110105", "110106", "3"),
        ("429004", "429005", "2"),
        (None, "330110", None),
        ("320583", None, None),
    ],
)
def test_scope_is_told_only_where_it_is_certain(
    home: str | None, place: str | None, scope: str | None
) -> None:
    assert scope_between(home, place) == scope


def test_every_stay_has_a_number_of_its_month_without_gaps(app: App) -> None:
    for name in ("李志强", "王磊"):
        outflow(app, name, "2026-03")
    inflow(app, "赵敏", "2026-08-01")

    with app.store.read() as session:
        numbers = session.execute(
            text("SELECT reg_no FROM outflow UNION SELECT reg_no FROM inflow")
        )
        assert sorted(row[0] for row in numbers) == [
            "LC202611-0001",
            "LC202611-0002",
            "LR202611-0001",
        ]


@pytest.mark.parametrize("flow", [OUTFLOW, INFLOW])
def test_every_state_is_reached_or_waits_for_its_issue(flow: Flow) -> None:
    states = set(type(flow.steps[0].target))
    reached = {step.target for step in flow.steps}

    waiting = {"HARD", "TRANSFERRED"}  # contacts and transfers bring their steps
    assert {state.name for state in states - reached} <= waiting


@pytest.mark.parametrize("flow", [OUTFLOW, INFLOW])
def test_no_two_steps_of_a_state_share_a_key(flow: Flow) -> None:
    for state in (None, *type(flow.steps[0].target)):
        rights = frozenset(step.right for step in flow.steps)
        keys = [step.key for step in flow.open_to(state, rights) if step.key]
        assert len(keys) == len(set(keys))
