"""The doctor's workbook: clean, and it comes in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.exchange.planning import NEW, Asked
from partyservice.exchange.review import Review
from partyservice.kernel.errors import Refused
from tests.builders import BRANCHES, SHEETS
from tests.exchange.builders import book

FILES = {path.name[:2]: path for path in SHEETS.iterdir() if path.suffix != ".json"}


def opened(app: App, path: Path, asked: Asked | None = None) -> Review:
    review = app.imports.open(path)
    review.asked = asked or Asked()
    return review


@pytest.mark.parametrize(
    ("number", "asked"),
    [
        ("01", Asked(create_branches=True)),
        ("02", Asked(create_branches=True)),
        ("03", Asked(create_branches=True)),
        ("05", Asked(branch=BRANCHES[1])),
    ],
)
def test_a_cleaned_workbook_says_the_same(
    app: App, tmp_path: Path, number: str, asked: Asked
) -> None:
    review, clean = opened(app, FILES[number], asked), tmp_path / "干净.xlsx"

    cleaned = app.imports.clean(review, clean)
    again = opened(app, clean, Asked(create_branches=True))
    checked = app.imports.judge(again)

    assert checked.counts == review.plan.counts()
    assert len(checked.troubles) == cleaned.left == len(review.checked().troubles)
    assert (checked.skipped, checked.passed_over) == (0, {})
    assert app.imports.clean(again, tmp_path / "再.xlsx").repaired == 0


def test_values_stand_as_the_program_writes_them(app: App, tmp_path: Path) -> None:
    full_width = "９９０１００１９８９１２２７１４９７"
    phones = "15480424747/0512-58080003"
    head = ["姓 名", "性别", "出生", "身份证号码", "支部", "入党时间", "联系方式", "备注"]
    rows: list[list[object]] = [
        ["名单"],
        [*head],
        ["张　三", "男", "85年6月", full_width, BRANCHES[0], 36526, "无", ""],
        ["李四", "女", "1985.6", 9.9020019950507e17, BRANCHES[0], "", phones, ""],
        [*head],
        ["合计", "2 人"],
    ]
    review = opened(app, book(tmp_path / "乱.xlsx", rows))

    cleaned = app.imports.clean(review, tmp_path / "干净.xlsx")

    sheet, report = app.imports.open(tmp_path / "干净.xlsx").sheets
    heads, *people = sheet.rows
    assert [dict(zip(heads, person, strict=True)) for person in people] == [
        {
            "姓名": "张三",
            "性别": "男",
            "出生日期": "1985-06",
            "公民身份证号": "990100198912271497",
            "所在党支部": BRANCHES[0],
            "加入党组织日期": "2000-01-01",
            "手机号": "",
            "固定电话": "",
            "备注": "",
        },
        {
            "姓名": "李四",
            "性别": "女",
            "出生日期": "1985-06",
            "公民身份证号": 9.9020019950507e17,
            "所在党支部": BRANCHES[0],
            "加入党组织日期": "",
            "手机号": "15480424747",
            "固定电话": "0512-58080003",
            "备注": "",
        },
    ]
    told = [row[1:4] for row in report.rows]
    assert ("姓名", "3", "张　三") in told
    assert any("末几位已丢失" in str(row[5]) for row in report.rows)
    assert cleaned.dropped == 2


def test_mended_cells_stand_in_it_and_nothing_is_imported(app: App, tmp_path: Path) -> None:
    review = opened(app, FILES["05"], Asked(branch=BRANCHES[1]))
    first = app.imports.judge(review).troubles[0]
    app.imports.mend(review, [first.at], first.key, "")

    cleaned = app.imports.clean(review, tmp_path / "干净.xlsx")

    assert (cleaned.people, cleaned.left) == (60, 3)
    assert app.imports.judge(review).counts[NEW] == 57


def test_a_place_that_cannot_be_written_is_refused(app: App, tmp_path: Path) -> None:
    review = opened(app, FILES["05"], Asked(branch=BRANCHES[1]))

    with pytest.raises(Refused, match="不存在"):
        app.imports.clean(review, tmp_path / "没有" / "干净.xlsx")


def test_a_column_that_was_not_to_be_taken_is_not_taken_from_the_clean_one_either(
    app: App, tmp_path: Path
) -> None:
    head = ["姓名", "性别", "出生年月", "所在支部", "入党时间", "手机号", "联系电话"]
    rows = [["张三", "男", "1985.6", BRANCHES[0], "很久以前", "15480424747", "15480424748"]]
    taken = {"入党时间": "", "联系电话": "person.mobile_phone"}
    path = book(tmp_path / "乱.xlsx", [head, *rows])
    review = opened(app, path, Asked(kind="members", taken=taken))
    app.imports.clean(review, tmp_path / "干净.xlsx")

    again = opened(app, tmp_path / "干净.xlsx", Asked(kind="members"))
    checked = app.imports.judge(again)

    (line,) = again.plan.lines
    assert (checked.counts[NEW], checked.troubles) == (1, [])
    assert line.typed["person.mobile_phone"] == "15480424748"
    assert again.sheets[0].rows[0][4] == "不导入：入党时间"


def test_what_was_typed_and_is_still_wrong_stands_in_it(app: App, tmp_path: Path) -> None:
    review = opened(app, FILES["05"], Asked(branch=BRANCHES[1]))
    first = app.imports.judge(review).troubles[0]
    app.imports.mend(review, [first.at], first.key, "=1+1")

    app.imports.clean(review, tmp_path / "干净.xlsx")

    sheet = app.imports.open(tmp_path / "干净.xlsx").sheets[0]
    assert "=1+1" in [cell for row in sheet.rows for cell in row]
