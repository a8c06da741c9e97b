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
from partyservice.mobility.flow import OUTFLOW
from partyservice.storage.journal import first_bad
from tests.builders import (
    BRANCHES,
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
    plan = empty.plan(FILES["01"], Asked(create_branches=True))

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


def test_a_stay_that_ends_while_the_next_has_begun_leaves_them_mobile(
    app: App, tmp_path: Path
) -> None:
    head = ["姓名", "性别", "出生年月", "外出时间", "返回时间", "所在支部"]
    first: list[object] = ["张伟", "男", "1980.2", "2023.5", "", BRANCHES[0]]
    second: list[object] = ["张伟", "男", "1980.2", "2025.5", "", BRANCHES[0]]
    import_sheet(app, sheet(tmp_path, first, second, head=head))

    import_sheet(app, sheet(tmp_path, [*first[:4], "2024.1", BRANCHES[0]], head=head))

    assert [r["状态"] for r in shown(app, STAYS_AWAY)] == ["已返回", "在外"]
    assert len(shown(app, PEOPLE, member__state="流动")) == 1


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
