from __future__ import annotations

import pytest

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.errors import Doubt, Invalid, Refused, Unsettled
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.organisations.flow import EXISTENCE
from tests.builders import BRANCHES, branch, change, member, outflow, shown, somebody, take

STATE = {"member__state": "在册"}


def names(app: App, state: str) -> list[str]:
    return [row["姓名"] for row in shown(app, PEOPLE, member__state=state)]


def test_a_new_member_stands_on_the_roll_masked(app: App) -> None:
    member(app)

    (row,) = shown(app, PEOPLE, **STATE)

    assert row["手机号"] == "154****4747"
    assert row["公民身份证号"] == "990100********1497"
    assert (row["所在党支部"], row["状态"]) == (BRANCHES[0], "在册")


def test_all_that_is_wrong_is_said_at_once(app: App) -> None:
    with pytest.raises(Unsettled) as told:
        member(app, person__sex="女", person__mobile_phone="12", member__joined_on="2006-01-01")

    fields = {problem.field for problem in told.value.problems}
    assert fields == {"person.sex", "person.mobile_phone", "member.joined_on"}


def test_a_doubt_wants_a_reason_and_is_then_saved(app: App) -> None:
    with pytest.raises(Unsettled) as asked:
        member(app, person__born="1989-12-28")
    (doubt,) = asked.value.problems
    assert isinstance(doubt, Doubt)

    texts = {"person.born": "1989-12-28"}
    key = member(app)
    seen = app.load(MEMBER, key)
    app.save(MEMBER, seen | texts, key, {"person.born": "以档案为准"}, seen)

    assert app.load(MEMBER, key)["person.born"] == "1989-12-28"


def test_a_number_another_member_has_is_not_given_twice(app: App) -> None:
    member(app)

    with pytest.raises(Unsettled) as told:
        member(app, person__name="别人")

    (problem,) = told.value.problems
    assert problem.field == "person.id_number"
    assert "钟庆龙" in problem.words


def test_who_is_on_the_roll_is_not_registered_again(app: App) -> None:
    member(app)

    with pytest.raises(Refused, match="已经在册"):
        member(app)


def test_a_number_is_not_moved_onto_somebody_elses_record(app: App) -> None:
    member(app)
    other = somebody(app, "李志强", person__born="1970-01")

    with pytest.raises(Unsettled) as told:
        change(app, MEMBER, other, person__id_number="990100198912271497", person__born="1989-12")

    assert isinstance(told.value.problems[0], Invalid)


def test_a_masked_number_left_alone_stays_what_it_is(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, person__address="新河村1号")

    assert app.load(MEMBER, key)["person.id_number"] == "990100********1497"
    assert app.unmasked(MEMBER, key, "person.id_number")["person.id_number"].endswith("71497")


def test_an_unknown_branch_is_said_at_its_field(app: App) -> None:
    with pytest.raises(Unsettled) as told:
        member(app, member__branch_id="不存在的党支部")

    assert [problem.field for problem in told.value.problems] == ["member.branch_id"]


def test_a_branch_may_be_named_by_its_short_name(app: App) -> None:
    branch(app, "青石镇新河村党支部", organisation__short_name="新河村")

    member(app, member__branch_id="新河村")

    assert shown(app, PEOPLE, **STATE)[0]["所在党支部"] == "青石镇新河村党支部"


def test_candidates_come_before_somebody_is_made_twice(app: App) -> None:
    somebody(app, "张伟", person__born="1980-02")
    somebody(app, "张伟", person__born="1991-07", person__sex="女")

    offered = app.candidates(MEMBER, {"person.name": "张伟"})

    assert [(name, sex, born) for _, name, sex, born, _, _ in offered] == [
        ("张伟", "男", "1980-02"),
        ("张伟", "女", "1991-07"),
    ]


@pytest.mark.parametrize("typed", ["zhangwei", "zw", "Zhang"])
def test_candidates_are_found_before_the_name_is_written_in_full(app: App, typed: str) -> None:
    somebody(app, "张伟", person__born="1980-02")
    somebody(app, "李娜", person__born="1980-02")

    offered = app.candidates(MEMBER, {"person.name": typed})

    assert [row[1] for row in offered] == ["张伟"]
    assert not app.candidates(MEMBER, {"person.name": typed[0]})  # half the roll


def test_possible_duplicates_are_listed(app: App) -> None:
    somebody(app, "张伟", person__born="1980-02")
    with pytest.raises(Unsettled, match="同名"):
        somebody(app, "张伟", person__born="1980-02-03", member__branch_id=BRANCHES[1])
    sure = {"person.name": "见户口簿"}
    somebody(app, "张伟", sure, person__born="1980-02-03", member__branch_id=BRANCHES[1])
    somebody(app, "张伟", person__born="1991-07")

    assert names(app, "可能重复") == ["张伟", "张伟"]


def test_what_a_record_owes_is_listed_until_it_is_there(app: App) -> None:
    key = member(app, person__ethnic="", person__mobile_phone="", member__full_on="")

    (row,) = shown(app, PEOPLE, member__state="待补")
    assert row["待补"] == "民族 手机号 转正日期"

    change(
        app,
        MEMBER,
        key,
        person__ethnic="汉",
        person__landline="0512-58080003",
        member__full_on="2017-11-15",
    )
    assert names(app, "待补") == []


def test_a_mobile_member_without_a_stay_owes_its_registration(app: App) -> None:
    member(app, member__is_mobile="是")
    assert shown(app, PEOPLE, member__state="待补")[0]["待补"] == "流出登记"

    outflow(app, "钟庆龙", "2026-03", person__id_number="990100198912271497")

    assert names(app, "待补") == []


def test_who_leaves_the_roll_has_a_reason_and_a_day(app: App) -> None:
    key = member(app)

    with pytest.raises(Unsettled):
        take(app, MEMBERSHIP, "leave", key)
    take(
        app,
        MEMBERSHIP,
        "leave",
        key,
        {"member.exit_reason": "死亡", "member.exit_date": "2026-11-02"},
    )

    assert names(app, "在册") == []
    assert names(app, "已离册") == ["钟庆龙"]


def test_a_restored_member_begins_a_new_spell(app: App) -> None:
    key = member(app)
    take(
        app,
        MEMBERSHIP,
        "suspend",
        key,
        {"member.exit_date": "2026-03-02", "member.exit_doc": "青委〔2026〕3号"},
    )
    assert names(app, "停止党籍") == ["钟庆龙"]

    take(app, MEMBERSHIP, "restore", key, {"member.entry_date": "2026-10-09"})

    assert names(app, "在册") == names(app, "已离册") == ["钟庆龙"]
    assert names(app, "停止党籍") == []


@pytest.mark.parametrize("step", ["restore", "remove"])
def test_a_spell_that_was_restored_is_over(app: App, step: str) -> None:
    key = member(app)
    left = {"member.exit_date": "2026-03-02", "member.exit_doc": "青委〔2026〕3号"}
    take(app, MEMBERSHIP, "suspend", key, left)
    take(app, MEMBERSHIP, "restore", key, {"member.entry_date": "2026-10-09"})

    assert app.steps(MEMBERSHIP, key) == ()
    with pytest.raises(Refused, match="已终止"):
        take(app, MEMBERSHIP, step, key, {"member.entry_date": "2026-10-10"})


def test_a_step_that_is_not_open_is_refused(app: App) -> None:
    key = member(app)

    with pytest.raises(Refused, match="正常"):
        take(app, MEMBERSHIP, "restore", key, {"member.entry_date": "2026-10-09"})


def test_an_empty_branch_is_dissolved_and_no_longer_offered(app: App) -> None:
    key = branch(app, "青石镇新河村党支部")

    take(app, EXISTENCE, "dissolve", key, {"organisation.dissolved_on": "2026-11-01"})

    assert app.choices(MEMBER.refs[0].kind, "新河") == []


def test_the_roll_is_in_the_order_of_the_readings(app: App) -> None:
    for number, name in enumerate(("张三", "单田芳", "曾毅", "陈力"), 1):
        somebody(app, name, person__born=f"197{number}-01")

    assert names(app, "在册") == ["陈力", "单田芳", "曾毅", "张三"]


def test_a_list_is_sorted_by_any_column(app: App) -> None:
    for born, name in (("1971-01", "张三"), ("1969-05", "曾毅"), ("1980-01", "陈力")):
        somebody(app, name, person__born=born)

    wanted = app.wanted(order="person.born", down=True)

    assert [row[1] for row in app.first(PEOPLE, wanted)] == ["陈力", "张三", "曾毅"]
    assert [row[0] for row in app.first(PEOPLE, wanted)] == list(app.ids(PEOPLE, wanted))
