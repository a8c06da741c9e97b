"""The offices' own sheets come in; exactly the cells of expected.json are held back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from partyservice.app import App
from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.exchange.importing import return_held
from partyservice.exchange.planning import (
    NEW,
    QUERIED,
    REFUSED,
    UNCHANGED,
    UPDATED,
    Asked,
    Plan,
)
from partyservice.kernel.errors import Refused
from partyservice.members.drafts import MEMBER
from partyservice.mobility.flow import OUTFLOW
from partyservice.storage.journal import first_bad
from tests.builders import (
    BRANCHES,
    COMMITTEE,
    SHEETS,
    import_sheet,
    inflow,
    member,
    outflow,
    shown,
    somebody,
    take,
)
from tests.exchange.builders import book

EXPECTED = json.loads((SHEETS / "expected.json").read_text("utf-8"))
FILES = {path.name[:2]: path for path in SHEETS.iterdir() if path.suffix != ".json"}
HOW: dict[str, dict[str, Any]] = {
    "01": {"create_branches": True},
    "02": {"create_branches": True},
    "03": {"create_branches": True},
    "05": {"branch": "青石镇东风村党支部", "create_branches": True},
}
HEAD = ["序号", "姓名", "性别", "出生年月", "身份证号", "所在支部", "入党时间", "联系电话"]
ROW = [1, "钟庆龙", "男", "1989.12", "990100198912271497", BRANCHES[0], "2016.11", "15480424747"]


def held(plan: Plan) -> set[str]:
    problems = plan.problems(REFUSED) + plan.problems(QUERIED)
    several = len({part.reader.sheet for part in plan.parts}) > 1
    cells = [f"{p['sheet']}!{p['cell']}" if several else p["cell"] for p in problems]
    assert len(cells) == len(set(cells))
    return set(cells)


def counted(plan: Plan) -> tuple[int, int, int]:
    counts = plan.counts()
    return counts[NEW], counts[UPDATED], counts[UNCHANGED]


def sheet(tmp_path: Path, *rows: Sequence[object], head: Sequence[str] = HEAD) -> Path:
    return book(tmp_path / "名单.xlsx", [head, *rows])


@pytest.mark.parametrize("number", HOW)
def test_just_the_bad_cells_are_held_back(empty: App, number: str) -> None:
    expected = EXPECTED[FILES[number].name]

    plan = import_sheet(empty, FILES[number], **HOW[number])

    assert plan.intake.name == expected["kind"]
    assert held(plan) == set(expected["refused"])
    assert counted(plan)[0] == expected["rows"] - len(expected["refused"])


def test_the_four_sheets_make_the_rolls(empty: App) -> None:
    for number, asked in HOW.items():
        import_sheet(empty, FILES[number], **asked)

    assert len(shown(empty, PEOPLE, member__state="在册")) == 292 + 56 + 97
    assert len(shown(empty, STAYS_AWAY, outflow__standing="在外")) == 97
    assert len(shown(empty, STAYS_HERE, inflow__standing="在此")) == 40
    with empty.store.engine.connect() as connection:
        assert first_bad(connection) is None


@pytest.mark.parametrize("number", HOW)
def test_the_same_file_again_changes_nothing(empty: App, number: str) -> None:
    first = import_sheet(empty, FILES[number], **HOW[number])

    again = import_sheet(empty, FILES[number], **HOW[number])

    assert counted(again) == (0, 0, counted(first)[0])
    assert held(again) == held(first)


def test_transfers_are_not_taken_for_members(app: App) -> None:
    with pytest.raises(Refused, match="看不出"):
        import_sheet(app, FILES["04"])


def test_planning_writes_nothing(empty: App) -> None:
    plan = empty.imports.plan(FILES["01"], Asked(create_branches=True))

    assert counted(plan) == (292, 0, 0)
    assert shown(empty, PEOPLE) == []
    assert empty.choices(plan.intake.draft.refs[0].kind, "东风") == []


def test_held_rows_come_back_mended_and_go_in(empty: App, tmp_path: Path) -> None:
    plan = import_sheet(empty, FILES["05"], **HOW["05"])
    returned = tmp_path / "退回.xlsx"
    assert return_held(plan, returned)

    again = import_sheet(empty, returned, **HOW["05"])

    assert counted(again) == (0, 0, 0)
    assert len(held(again)) == 4


def test_nothing_is_returned_where_nothing_is_held(empty: App, tmp_path: Path) -> None:
    plan = import_sheet(empty, FILES["03"], **HOW["03"])

    assert not return_held(plan, tmp_path / "退回.xlsx")
    assert not (tmp_path / "退回.xlsx").exists()


def test_a_blank_cell_never_overwrites(app: App, tmp_path: Path) -> None:
    member(app)
    row = [*ROW]
    row[2] = row[7] = ""

    plan = import_sheet(app, sheet(tmp_path, row))

    assert counted(plan) == (0, 0, 1)
    assert shown(app, PEOPLE)[0]["手机号"] == "154****4747"


def test_another_value_overwrites_and_a_vaguer_day_does_not(app: App, tmp_path: Path) -> None:
    member(app)
    row = [*ROW]
    row[7] = "15480424748"

    plan = import_sheet(app, sheet(tmp_path, row))

    assert counted(plan) == (0, 1, 0)
    person = shown(app, PEOPLE)[0]
    assert (person["手机号"], person["出生日期"]) == ("154****4748", "1989-12-27")


def test_a_known_number_under_another_name_is_asked_about(app: App, tmp_path: Path) -> None:
    member(app)

    plan = import_sheet(app, sheet(tmp_path, [*ROW[:1], "李志强", *ROW[2:]]))

    assert [(p["cell"], "钟庆龙" in p["reason"]) for p in plan.problems(QUERIED)] == [("E2", True)]


def test_without_a_number_name_sex_month_and_branch_make_a_person(app: App, tmp_path: Path) -> None:
    somebody(app, "张伟", person__born="1980-02-03")
    same = [1, "张伟", "男", "1980.2", "", BRANCHES[0], "", ""]
    others = [
        [2, "张伟", "男", "1980.3", "", BRANCHES[0], "", ""],
        [3, "张伟", "女", "1980.2", "", BRANCHES[0], "", ""],
        [4, "张伟", "男", "1980.2", "", BRANCHES[1], "", ""],
    ]

    plan = import_sheet(app, sheet(tmp_path, same, *others))

    assert counted(plan) == (3, 0, 1)
    assert held(plan) == set()


def test_one_person_twice_in_a_sheet_is_one_person(app: App, tmp_path: Path) -> None:
    row = [1, "张伟", "男", "1980.2", "", BRANCHES[0], "", ""]

    plan = import_sheet(app, sheet(tmp_path, row, [2, *row[1:7], "15480000001"], [3, *row[1:]]))

    assert counted(plan) == (1, 1, 1)
    assert [r["手机号"] for r in shown(app, PEOPLE)] == ["154****0001"]


def test_a_second_stay_of_one_person_is_a_second_stay(app: App, tmp_path: Path) -> None:
    head = ["姓名", "性别", "出生年月", "外出时间", "外出地点", "返回时间", "所在支部"]
    rows = [
        ["张伟", "男", "1980.2", "2023.5", "北京市朝阳区", "2024.1", BRANCHES[0]],
        ["张伟", "男", "1980.2", "2025.5", "上海市浦东新区", "", BRANCHES[0]],
    ]

    first = import_sheet(app, sheet(tmp_path, *rows, head=head))
    again = import_sheet(app, sheet(tmp_path, *rows, head=head))

    assert (counted(first), counted(again)) == ((2, 0, 0), (0, 0, 2))
    assert len(shown(app, PEOPLE)) == 1
    assert [r["状态"] for r in shown(app, STAYS_AWAY)] == ["已返回", "在外"]


def test_a_returned_member_is_not_away_again_by_the_old_list(app: App, tmp_path: Path) -> None:
    key = outflow(app, "张伟", "2026-03")
    take(app, OUTFLOW, "return", key, {"outflow.ended_on": "2026-10"})
    head = ["姓名", "性别", "出生年月", "外出时间", "外出地点", "所在支部"]
    row: list[object] = ["张伟", "男", "1989.12", "2026.3", "江苏省苏州市昆山市", BRANCHES[0]]

    plan = import_sheet(app, sheet(tmp_path, row, head=head))

    assert counted(plan) == (0, 0, 1)
    assert shown(app, STAYS_AWAY, outflow__standing="在外") == []


def test_a_later_list_ends_the_stay_that_was_open(app: App, tmp_path: Path) -> None:
    member(app, person__name="张伟", person__id_number="", person__born="1989-12")
    outflow(app, "张伟", "2026-03")
    outflow(app, "李四", "2026-03")
    head = ["姓名", "性别", "出生年月", "外出时间", "返回时间", "所在支部"]
    row: list[object] = ["张伟", "男", "1989.12", "2026.3", "2026.10", BRANCHES[0]]

    plan = import_sheet(app, sheet(tmp_path, row, head=head))

    assert counted(plan) == (0, 1, 0)
    (ended,) = shown(app, STAYS_AWAY, outflow__standing="已结束")
    assert (ended["姓名"], ended["状态"], ended["结束时间"]) == ("张伟", "已返回", "2026-10")
    assert [r["姓名"] for r in shown(app, PEOPLE, member__state="流动")] == ["李四"]


def test_a_later_list_ends_a_stay_here(app: App, tmp_path: Path) -> None:
    inflow(app, "赵敏", "2026-08-01")
    head = ["姓名", "性别", "流入时间", "离开时间", "编入支部"]

    row: list[object] = ["赵敏", "女", "2026.8.1", "2026.11", ""]

    plan = import_sheet(app, sheet(tmp_path, row, head=head), kind="inflow")

    assert counted(plan) == (0, 1, 0)
    assert [r["状态"] for r in shown(app, STAYS_HERE)] == ["已离开"]


def test_a_missing_name_is_said_at_its_empty_cell(app: App, tmp_path: Path) -> None:
    plan = import_sheet(app, sheet(tmp_path, [1, "", *ROW[2:]]))

    assert [(p["cell"], p["reason"]) for p in plan.problems(REFUSED)] == [("B2", "姓名不能空。")]


def test_one_fault_in_a_row_is_one_cell(app: App, tmp_path: Path) -> None:
    wrong = [1, "钟庆龙", "女", "1975.1", "990100198912271498", *ROW[5:]]

    plan = import_sheet(app, sheet(tmp_path, wrong))

    assert held(plan) == {"E2"}


def test_a_branch_named_once_is_a_question_and_twice_is_made(app: App, tmp_path: Path) -> None:
    rows = [
        [1, name, "男", "1980.2", "", branch, "", ""]
        for name, branch in (("张伟", "新河村支部"), ("张力", "新河村支部"), ("张三", "新和村支部"))
    ]

    plan = import_sheet(app, sheet(tmp_path, *rows), create_branches=True)

    assert held(plan) == {"F4"}
    assert {r["所在党支部"] for r in shown(app, PEOPLE)} == {"新河村支部"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [({}, "--branch"), ({"branch": "没有的支部"}, "没有“没有的支部”")],
)
def test_a_list_without_a_branch_asks_for_one(
    app: App, asked: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        import_sheet(app, FILES["05"], **asked)


def test_mobile_without_a_day_is_a_flag_and_a_debt_never_a_stay(app: App, tmp_path: Path) -> None:
    head = [*HEAD, "是否为流动党员", "外出流向"]

    import_sheet(app, sheet(tmp_path, [*ROW, "是", "北京市朝阳区望京"], head=head))

    assert shown(app, STAYS_AWAY) == []
    assert "流出登记" in shown(app, PEOPLE, member__state="待补")[0]["待补"]


def test_a_category_follows_from_a_day_of_full_membership_else_is_owed(
    app: App, tmp_path: Path
) -> None:
    head = [*HEAD, "转正时间"]
    rows = [[*ROW, "2017.11"], [2, "张伟", "男", "1980.2", "", BRANCHES[0], "2024.1", "", ""]]

    import_sheet(app, sheet(tmp_path, *rows, head=head))

    assert [r["人员类别"] for r in shown(app, PEOPLE)] == ["", "正式党员"]


@pytest.mark.parametrize(
    "row",
    [
        ["", "合计", 2, "", "", "", "", ""],
        ["小计", "12人", "", "", "", "", "", ""],
        ["填表人：李某  审核人：王某", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "", ""],
        HEAD,
    ],
)
def test_totals_signatures_and_repeated_heads_are_nobody(
    app: App, tmp_path: Path, row: list[object]
) -> None:
    plan = import_sheet(app, sheet(tmp_path, [*ROW], row))

    assert counted(plan) == (1, 0, 0)
    assert held(plan) == set()


def test_instructions_under_the_heading_are_nobody(app: App, tmp_path: Path) -> None:
    told = ["", "必填", "必填", "如1985.03", "必填，18位", "必填", "必填", "选填"]

    plan = import_sheet(app, sheet(tmp_path, told, [*ROW]))

    assert counted(plan) == (1, 0, 0)


def test_a_suspension_is_a_step_and_not_a_cell(app: App, tmp_path: Path) -> None:
    member(app)

    plan = import_sheet(app, sheet(tmp_path, [*ROW, "停止党籍"], head=[*HEAD, "党籍状态"]))

    assert held(plan) == {"I2"}


def test_an_arrival_is_enrolled_where_its_branch_is_given(app: App, tmp_path: Path) -> None:
    head = ["姓名", "性别", "流入时间", "组织关系所在党组织", "编入支部"]
    rows = [
        ["赵敏", "女", "2026.8.1", "某社区党支部", BRANCHES[2]],
        ["孙丽", "女", "2026.8.2", "某社区党支部", ""],
    ]

    import_sheet(app, sheet(tmp_path, *rows, head=head))

    assert [r["状态"] for r in shown(app, STAYS_HERE)] == ["已纳入管理", "已报到"]
    assert shown(app, PEOPLE) == []


AWAY_HEAD = ["姓名", "性别", "出生年月", "外出时间", "外出地点", "返回时间", "所在支部"]


def stay(name: str, left: str, back: str = "") -> list[object]:
    return [name, "男", "1989.12", left, "北京市朝阳区", back, BRANCHES[0]]


def test_two_stays_of_somebody_on_the_roll_are_two_stays(app: App, tmp_path: Path) -> None:
    member(app)
    rows = [stay("钟庆龙", "2023.5", "2024.1"), stay("钟庆龙", "2025.5")]

    plan = import_sheet(app, sheet(tmp_path, *rows, head=AWAY_HEAD))

    assert counted(plan) == (2, 0, 0)
    assert len(shown(app, PEOPLE)) == 1
    assert len(shown(app, STAYS_AWAY)) == 2


def test_a_second_stay_while_one_is_open_is_asked_about(app: App, tmp_path: Path) -> None:
    outflow(app, "钟庆龙", "2025-03")

    stored = import_sheet(app, sheet(tmp_path, stay("钟庆龙", "2026.5"), head=AWAY_HEAD))
    in_sheet = import_sheet(
        app, sheet(tmp_path, stay("张伟", "2025.1"), stay("张伟", "2026.5"), head=AWAY_HEAD)
    )

    assert (held(stored), held(in_sheet)) == ({"D2"}, {"D3"})


def test_rows_that_deny_each_other_are_asked_about(app: App, tmp_path: Path) -> None:
    row = [1, "张伟", "男", "1980.2", "", BRANCHES[0], "", "15480000001"]
    path = sheet(tmp_path, row, [2, *row[1:7], "15480000002"])

    first, again = import_sheet(app, path), import_sheet(app, path)

    assert (counted(first), counted(again)) == ((1, 0, 0), (0, 0, 1))
    assert held(first) == held(again) == {"H3"}


def test_rules_see_what_is_on_file(app: App, tmp_path: Path) -> None:
    member(app, member__category="预备党员", member__full_on="", member__joined_on="2026-05-01")
    head = ["姓名", "身份证号", "所在支部", "转正时间"]

    plan = import_sheet(app, sheet(tmp_path, [ROW[1], ROW[4], ROW[5], "2026.6"], head=head))

    assert held(plan) == {"D2"}


def test_an_answered_doubt_is_not_asked_again(app: App, tmp_path: Path) -> None:
    key = member(app)
    seen = app.load(MEMBER, key)
    sure = {"person.born": "以档案为准"}
    app.save(MEMBER, seen | {"person.born": "1989-11-27"}, key, sure, seen)
    row = [*ROW]
    row[3] = "1989.11"

    plan = import_sheet(app, sheet(tmp_path, row))

    assert counted(plan) == (0, 0, 1)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["序号", "姓名", "性别", "手机号"], ["2", "孙乙", "", ""]),
        (["姓名", "性别", "手机号"], ["孙乙", "", ""]),
    ],
)
def test_a_name_alone_is_somebody(
    app: App, tmp_path: Path, head: list[str], row: list[str]
) -> None:
    plan = import_sheet(app, sheet(tmp_path, row, head=head), kind="members", branch=BRANCHES[0])

    assert counted(plan) == (1, 0, 0)


def test_a_sheet_without_a_heading_is_not_lost_in_silence(app: App, tmp_path: Path) -> None:
    more = [[2, "张伟", "男", "1980.2"], [3, "张力", "男", "1981.2"], [4, "张三", "男", "1982.2"]]

    plan = import_sheet(app, book(tmp_path / "两张.xlsx", [HEAD, ROW], more))

    assert counted(plan) == (1, 0, 0)
    assert [(p["sheet"], p["cell"]) for p in plan.problems(QUERIED)] == [("支部1", "A1")]


def test_a_sheet_of_another_kind_is_asked_for_by_itself(app: App, tmp_path: Path) -> None:
    path = book(tmp_path / "两种.xlsx", [HEAD, ROW], [AWAY_HEAD, stay("张伟", "2025.1")])

    plan = import_sheet(app, path)

    assert (plan.intake.name, counted(plan)) == ("members", (1, 0, 0))
    assert "流出党员花名册" in plan.problems(QUERIED)[0]["reason"]


def test_who_came_and_left_is_no_outflow(app: App, tmp_path: Path) -> None:
    head = ["姓名", "性别", "组织关系所在党组织", "流入时间", "离开时间"]

    plan = import_sheet(
        app, sheet(tmp_path, ["赵敏", "女", "某支部", "2026.5.10", "2026.9.30"], head=head)
    )

    assert (plan.intake.name, counted(plan)) == ("inflow", (1, 0, 0))


def test_a_plan_is_refused_when_somebody_wrote_meanwhile(app: App, tmp_path: Path) -> None:
    plan = app.imports.plan(sheet(tmp_path, [*ROW]), Asked())
    somebody(app, "张伟", person__born="1980-02")

    with pytest.raises(Refused, match="再导入一次"):
        app.imports.carry_out(plan, "名单")

    assert len(shown(app, PEOPLE)) == 1


def test_a_committee_holds_no_members(app: App, tmp_path: Path) -> None:
    row = [*ROW]
    row[5] = COMMITTEE

    assert held(import_sheet(app, sheet(tmp_path, row))) == {"F2"}
    with pytest.raises(Refused, match="不是党支部"):
        import_sheet(app, FILES["05"], branch=COMMITTEE)


def test_a_cell_filled_with_nothing_is_blank(app: App, tmp_path: Path) -> None:
    row = [1, "张伟", "男", "1980.2", "无", BRANCHES[0], "—", "/"]

    assert counted(import_sheet(app, sheet(tmp_path, row))) == (1, 0, 0)


def test_a_heading_of_two_rows_repeated_is_nobody(app: App, tmp_path: Path) -> None:
    head: list[list[object]] = [
        ["序号", "姓 名", "性别", "入党情况", "", "所在支部"],
        ["", "", "", "入党时间", "转正时间", ""],
    ]
    rows = [[1, "张伟", "男", "2010.1", "2011.1", BRANCHES[0]], *head]
    rows += [[2, "张力", "男", "2010.1", "2011.1", BRANCHES[0]]]

    plan = import_sheet(app, book(tmp_path / "两行.xlsx", [*head, *rows]))

    assert (counted(plan), held(plan)) == ((2, 0, 0), set())


@pytest.mark.parametrize("mark", ["★入党时间", "※入党时间", "入党时间（年月）", "入党\n时间*"])
def test_marks_and_units_do_not_hide_a_heading(app: App, tmp_path: Path, mark: str) -> None:
    head = [mark if name == "入党时间" else name for name in HEAD]

    import_sheet(app, sheet(tmp_path, [*ROW], head=head))

    assert shown(app, PEOPLE)[0]["加入党组织日期"] == "2016-11"


def test_private_characters_of_old_cards_are_put_right_and_told_of(
    app: App, tmp_path: Path
) -> None:
    """A repair is no question: the rows go in; the list says which cells were put right."""
    first, second = (
        [*ROW],
        [2, "王\ue863", *ROW[2:4], "990100197508152125", *ROW[5:7], "15480424748"],
    )
    first[1] = "钟\ue863龙"
    second[2], second[3] = "女", "1975.08"
    plan = import_sheet(
        app, book(tmp_path / "old.xlsx", [HEAD, first, second]), create_branches=True
    )
    assert plan.counts()[NEW] == 2
    assert plan.repairs() == [
        {"sheet": "支部0", "cell": cell, "reason": "姓名：已把旧卡的私用字 U+E863 改为“䶮”。"}
        for cell in ("B2", "B3")
    ]
    assert {row["姓名"] for row in shown(app, PEOPLE)} >= {"钟䶮龙", "王䶮"}
