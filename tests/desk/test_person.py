from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.desk.happenings import Happening
from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.desk.person import About, Episode, lasted, links_to_people
from partyservice.kernel.partial import Partial
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.members.model import Member, Person
from partyservice.mobility.drafts import STAY_AWAY
from partyservice.mobility.flow import OUTFLOW
from partyservice.mobility.model import Inflow, Outflow
from partyservice.organisations.listing import ORGANISATIONS
from partyservice.storage.journal import note
from partyservice.storage.record import owner
from tests.builders import BRANCHES, change, inflow, member, outflow, somebody, take

ROOT = Path(__file__).parents[2]
NUMBER = "990100198912271497"


def about(app: App, person_id: int) -> About:
    found = app.people.about(person_id)
    assert found is not None
    return found


def person_of(app: App, member_id: int) -> int:
    found = app.people.of(PEOPLE, member_id)
    assert found is not None
    return found


def episodes(app: App, person_id: int) -> list[Episode]:
    return list(about(app, person_id).episodes)


def happenings(app: App, person_id: int) -> list[Happening]:
    return list(app.people.history(person_id).happenings)


def away(app: App, left: str) -> int:
    return outflow(app, "钟庆龙", left, person__id_number=NUMBER)


def test_every_record_that_links_to_a_person_is_found() -> None:
    assert {owner(link) for link in links_to_people()} >= {Member, Outflow, Inflow}


def test_a_record_of_a_later_context_appears_by_itself(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "tests.desk.later_context", str(tmp_path / "office")]
    told = subprocess.run(run, cwd=ROOT, capture_output=True, check=True).stdout

    assert json.loads(told) == {
        "episode": ["其他往来", "来访", "2026-11-20", ["事由"]],
        "first": ["来访登记", "来访", ["来访日期：2026-11-20", "事由：问帮扶材料"]],
        "newest": ["修改", ["事由：问帮扶材料 → 空"]],
    }


def test_a_member_who_was_away_twice(app: App) -> None:
    person = person_of(app, member(app, member__entry_date="2020-06-01"))
    first = away(app, "2025-01-10")
    take(app, OUTFLOW, "return", first, {"outflow.ended_on": "2025-03-11"})
    away(app, "2026-03")

    found = episodes(app, person)

    told = [(each.title, each.state, each.began, each.ended, each.lasted) for each in found]
    assert told == [
        ("流出", "在外", "2026-03", "", "约 8 个月"),
        ("党员", "正常", "2020-06-01", "", "6 年 5 个月"),
        ("流出", "已返回", "2025-01-10", "2025-03-11", "60 天"),
    ]
    assert [each.open for each in found] == [True, True, False]
    assert found[0].where == f"{BRANCHES[0]}  江苏省苏州市昆山市"
    assert "person.name" not in found[0].texts


def test_each_spell_on_the_roll_is_one_episode(app: App) -> None:
    key = member(app)
    decided = {"member.exit_date": "2025-11-20", "member.exit_doc": "青委〔2025〕3号"}
    take(app, MEMBERSHIP, "suspend", key, decided)
    take(app, MEMBERSHIP, "restore", key, {"member.entry_date": "2026-05-06"})

    found = episodes(app, person_of(app, key))

    assert [(each.state, each.open) for each in found] == [("正常", True), ("已终止", False)]


def test_what_is_owed_is_what_the_lists_say(app: App) -> None:
    person = person_of(app, member(app, person__education="", member__full_on=""))
    away(app, "2026")

    owed = ("学历", "流动原因", "持活动证", "支部联系人", "流出月份", "转正日期")
    assert about(app, person).owes == owed


def test_a_guest_is_a_person_without_a_place_on_the_roll(app: App) -> None:
    key = inflow(app, "李敏", "2026-08-01", person__sex="女", person__born="1990-05")
    person = app.people.of(STAYS_HERE, key)
    assert person is not None

    found = about(app, person)

    assert found.line == "女  1990-05 生  36 岁"
    assert [each.title for each in found.episodes] == ["流入"]
    assert found.episodes[0].lasted == "115 天"
    assert "公民身份证号" in found.owes


def test_numbers_are_masked_everywhere(app: App) -> None:
    key = member(app)
    person = person_of(app, key)
    change(app, MEMBER, key, person__mobile_phone="15480429999")

    told = f"{about(app, person)} {app.people.history(person)}"

    assert NUMBER not in told
    assert "15480429999" not in told
    assert "手机号：154****4747 → 154****9999" in told


def test_history_tells_in_words_what_changed_who_did_it_and_why(app: App) -> None:
    key = member(app)
    stay = away(app, "2026-03")
    change(app, MEMBER, key, person__address="新河村1号", person__degree="学士")
    change(app, STAY_AWAY, stay, outflow__has_card="是", outflow__left_on="2026-03-02")

    newest, moved, *older = happenings(app, person_of(app, key))

    assert newest.title == "流出"
    assert newest.lines == ("流出时间：2026-03 → 2026-03-02", "持活动证：空 → 是")
    assert (moved.what, moved.by, moved.day) == ("修改", app.by.name, "2026-11-24")
    assert moved.lines == ("学位：空 → 学士", "家庭住址：青石镇东风村3组4号 → 新河村1号")
    steps = [(each.what, each.title) for each in older]
    assert ("登记流出", "流出") in steps
    assert ("新登记", "党员") in steps


def test_a_new_record_tells_what_was_filled_in(app: App) -> None:
    key = member(app)

    new = next(each for each in happenings(app, person_of(app, key)) if each.title == "党员")

    assert new.new
    assert f"所在党支部：{BRANCHES[0]}" in new.lines
    assert not any(line.startswith(("党员：", "党籍状态")) for line in new.lines)


def test_another_branch_is_told_by_its_name(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, member__branch_id=BRANCHES[1])

    newest = happenings(app, person_of(app, key))[0]

    assert newest.lines == (f"所在党支部：{BRANCHES[0]} → {BRANCHES[1]}",)


def test_values_of_every_kind_come_back_as_they_are_shown(app: App) -> None:
    key = member(app, member__joined_on="2025-11-15", member__full_on="2026-11-15")
    change(
        app,
        MEMBER,
        key,
        member__category="预备党员",
        member__full_on="",
        member__probation_until="2027-05-01",
        member__is_lost="是",
        member__lost_since="2026-01",
        member__place="江苏省苏州市昆山市",
        member__dues_standard="12.5",
    )

    assert set(happenings(app, person_of(app, key))[0].lines) == {
        "人员类别：正式党员 → 预备党员",
        "转为正式党员日期：2026-11-15 → 空",
        "预备期延长至：空 → 2027-05-01",
        "失联：否 → 是",
        "失去联系年月：空 → 2026-01",
        "外出流向：空 → 江苏省苏州市昆山市",
        "党费标准：空 → 12.50",
    }


def test_a_step_tells_the_states_it_leads_between(app: App) -> None:
    member(app)
    key = away(app, "2025-01-10")
    person = app.people.of(STAYS_AWAY, key)
    assert person is not None
    take(app, OUTFLOW, "return", key, {"outflow.ended_on": "2025-03-11"})

    returned = next(each for each in happenings(app, person) if each.title == "流出")

    assert returned.what == "返回"
    assert "状态：在外 → 已返回" in returned.lines
    assert "结束时间：空 → 2025-03-11" in returned.lines


def test_a_change_within_what_is_masked_says_so(app: App) -> None:
    key = somebody(app, "王芳")
    person = person_of(app, key)
    with app.store.write(app.by) as session:
        session.get_one(Person, person).id_number = "990100198912271497"
    with app.store.write(app.by) as session:
        session.get_one(Person, person).id_number = "990100198011261497"

    assert happenings(app, person)[0].lines == ("公民身份证号：改了遮住的几位",)


def test_who_looked_at_numbers_or_printed_stands_in_the_history(app: App) -> None:
    key = member(app)
    app.unmasked(MEMBER, key, "person.id_number", "person.mobile_phone")
    with app.store.write(app.by) as session:
        note(session, "member", key, {"printed": "党员登记表"})

    printed, looked, *_ = happenings(app, person_of(app, key))

    assert (looked.what, looked.lines, looked.look) == (
        "看了号码", ("公民身份证号", "手机号"), True,
    )  # fmt: skip
    assert (printed.what, printed.lines) == ("打印", ("党员登记表",))


def test_history_comes_in_pages(app: App) -> None:
    key = member(app)
    person = person_of(app, key)
    for number in range(5):
        change(app, MEMBER, key, person__address=f"新河村{number}号")

    first = app.people.history(person, most=4)
    older = app.people.history(person, first.happenings[-1].seq, 4)

    assert (len(first.happenings), first.more) == (4, True)
    assert (len(older.happenings), older.more) == (3, False)
    whole = [each.seq for each in (*first.happenings, *older.happenings)]
    assert whole == sorted(whole, reverse=True)
    assert len(set(whole)) == 7


def test_the_history_of_one_is_not_that_of_another(app: App) -> None:
    one, other = somebody(app, "王芳"), somebody(app, "李强")
    change(app, MEMBER, other, person__address="新河村1号")

    assert not any("新河村" in str(each) for each in happenings(app, person_of(app, one)))


def test_a_voided_person_keeps_a_history(app: App) -> None:
    person = person_of(app, member(app))
    with app.store.write(app.by) as session:
        session.get_one(Person, person).void_reason = "重复登记"

    assert about(app, person).void == "重复登记"
    newest = happenings(app, person)[0]
    assert (newest.what, newest.lines) == ("作废", ("作废原因：重复登记",))


def test_nobody_is_nobody(app: App) -> None:
    assert app.people.about(12345) is None
    assert app.people.history(12345).happenings == ()


def test_lists_of_people_are_told_from_others(app: App) -> None:
    assert all(app.people.lists(listing) for listing in (PEOPLE, STAYS_AWAY, STAYS_HERE))
    assert not app.people.lists(ORGANISATIONS)


@pytest.mark.parametrize(
    ("begun", "ended", "words"),
    [
        ("2026-11-01", "2026-11-24", "23 天"),
        ("2024-11-24", "2026-11-23", "729 天"),
        ("2024-11-24", "2026-11-24", "2 年"),
        ("2024-01-31", "2026-11-24", "2 年 9 个月"),
        ("2026-11", "2026-11-24", "不到 1 个月"),
        ("2026-03", "2026-11-24", "约 8 个月"),
        ("2024", "2026-11-24", "约 2 年"),
        ("2026", "2026-11-24", ""),
        ("2026-12-01", "2026-11-24", ""),
    ],
)
def test_how_long_is_told_no_more_exactly_than_it_is_known(
    begun: str, ended: str, words: str
) -> None:
    assert lasted(Partial(begun), Partial.of(date.fromisoformat(ended))) == words
