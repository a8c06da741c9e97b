"""The national sheet goes out and comes in again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from partyservice.app import App, open_office
from partyservice.exchange.planning import NEW, QUERIED, REFUSED, UNCHANGED, UPDATED, Asked
from partyservice.kernel.errors import Refused
from partyservice.offices import Founding, create
from partyservice.samples.loading import sample
from tests.builders import (
    CLOCK,
    COMMITTEE,
    NAME,
    PASSWORD,
    SHEETS,
    USER,
    member,
    new_office,
    somebody,
    with_branches,
)

MONTH = date(2026, 11, 1)
HEADING = [
    *("序号", "姓名", "所在党支部", "公民身份证号", "性别", "民族", "出生日期", "学历", "人员类别"),
    *(
        "加入党组织日期",
        "转为正式党员日期",
        "工作岗位",
        "手机号",
        "固定电话",
        "家庭住址",
        "党籍状态",
    ),
    *("是否为失联党员", "失去联系日期", "是否为流动党员", "外出流向"),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[App]:
    sample(tmp_path / "a", PASSWORD, members=120, seed=5, clock=CLOCK)
    app = open_office(tmp_path / "a", "", PASSWORD, CLOCK)
    yield app
    app.close()


def rows_of(path: Path) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(path)
    (name,) = book.sheet_names
    return book.get_sheet_by_name(name).to_python()


def exported(app: App, folder: Path) -> Path:
    app.papers.save("summary", MONTH, folder / "汇总表.xlsx")
    return folder / "汇总表.xlsx"


def test_it_has_the_heading_of_the_national_sheet(office: App, tmp_path: Path) -> None:
    national = rows_of(SHEETS / "01_党员基本信息汇总表.xlsx")

    ours = rows_of(exported(office, tmp_path))

    assert ours[3] == national[3] == HEADING
    assert ours[0][0] == national[0][0]
    assert ours[1][0].startswith("填报单位(盖章):")
    assert ours[2][0] == national[2][0]
    assert ours[4][0] == 1.0
    assert ours[-1][0].startswith("填表人")
    assert {type(row[6]) for row in ours[4:-1]} <= {date, str}
    assert all(isinstance(row[12], str) for row in ours[4:-1])


def test_coming_in_where_it_went_out_it_changes_nothing(office: App, tmp_path: Path) -> None:
    path = exported(office, tmp_path)

    counts = office.imports.plan(path, Asked()).counts()

    assert counts[UNCHANGED] == len(rows_of(path)) - 5 > 100
    assert counts[NEW] == counts[UPDATED] == counts[QUERIED] == counts[REFUSED] == 0


def test_an_empty_office_gets_the_same_people(office: App, tmp_path: Path) -> None:
    path = exported(office, tmp_path)
    told = Founding(name=NAME, committee=COMMITTEE, user=USER, password=PASSWORD, sample=True)
    create(tmp_path / "b", told, CLOCK)
    empty = open_office(tmp_path / "b", "", PASSWORD, CLOCK)

    plan = empty.imports.plan(path, Asked(create_branches=True))
    empty.imports.carry_out(plan, path.name)
    again = exported(empty, tmp_path / "b")

    asked_about = [problem["cell"] for problem in plan.problems(QUERIED)]
    assert not plan.problems(REFUSED)
    assert asked_about == ["G10"]  # born on another day than the number says: asked again here
    sent = [row[1:] for number, row in enumerate(rows_of(path)[4:-1], 5) if number != 10]
    assert [row[1:] for row in rows_of(again)[4:-1]] == sent
    empty.close()


def test_what_is_known_to_the_month_and_what_is_owed_come_back(tmp_path: Path) -> None:
    app = with_branches(new_office(tmp_path / "c"))
    member(app, member__is_lost="是", member__lost_since="2024-05")
    somebody(
        app,
        "阿依古丽·买买提",
        person__born="1971-03",
        person__landline="0512-57001234",
        member__joined_on="1995",
        member__full_on="1996",
        member__is_mobile="是",
        member__place="江苏省苏州市昆山市",
        member__place_detail="玉山镇前进路1号",
    )
    path = exported(app, tmp_path)
    by_name = {row[1]: row for row in rows_of(path)[4:-1]}

    counts = app.imports.plan(path, Asked()).counts()

    assert counts[UNCHANGED] == 2
    assert by_name["阿依古丽·买买提"][6] == "1971-03"
    assert by_name["阿依古丽·买买提"][19] == "江苏省苏州市昆山市玉山镇前进路1号"
    assert by_name["钟庆龙"][17] == "2024-05"
    app.close()


def test_without_the_right_to_whole_numbers_it_does_not_leave(office: App, tmp_path: Path) -> None:
    rights = office.by.rights - {"members.unmask"}
    office.papers.by = dataclasses.replace(office.by, rights=rights)

    with pytest.raises(Refused):
        exported(office, tmp_path)

    assert not list(tmp_path.glob("*.xlsx"))
