"""Code tables: the shipped files are well-formed, and everyday words find their code."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from partyservice.kernel.codes import (
    COLUMNS,
    FOLDER,
    CodeRow,
    CodeTable,
    cleaned,
    code_table,
    read_rows,
    table_names,
)

WORDS = [
    ("sex", "男", "1"),
    ("sex", "F", "2"),
    ("sex", "f", "2"),
    ("sex", "１", "1"),
    ("ethnic", "汉", "01"),
    ("ethnic", "汉 族", "01"),
    ("ethnic", "1", "01"),
    ("ethnic", "维吾尔", "05"),
    ("ethnic", "土", "30"),
    ("ethnic", "土家", "15"),
    ("ethnic", "高山族", "23"),
    ("ethnic", "其他", "97"),
    ("ethnic", "穿青人", "9701"),
    ("education", "研究生", "10"),
    ("education", "博士", "11"),
    ("education", "硕士", "14"),
    ("education", "本科", "21"),
    ("education", "大学", "21"),
    ("education", "大学本科", "21"),
    ("education", "大专", "31"),
    ("education", "中专", "41"),
    ("education", "职高", "44"),
    ("education", "技校", "47"),
    ("education", "高中", "61"),
    ("education", "初中", "71"),
    ("education", "小学", "81"),
    ("category", "预备", "2"),
    ("job", "退休", "42"),
    ("job", "农民", "111"),
    ("job", "公务员", "0111"),
    ("org_type", "支部", "631"),
    ("org_type", "党总支", "621"),
    ("membership_status", "正常", "1"),
    ("mobile_reason", "外出务工", "1"),
    ("scope", "省内跨市(地)流动", "2"),
    ("scope", "省内跨市（地）流动", "2"),
    ("end_reason", "返乡", "1"),
    ("proof", "仅口头说明", "5"),
    ("transfer_scope", "全国", "nation"),
    ("transfer_scope", "NATION", "nation"),
    ("region", "江苏省苏州市昆山市", "320583"),
]


@pytest.mark.parametrize(("table", "word", "code"), WORDS)
def test_a_word_of_a_sheet_finds_its_code(table: str, word: str, code: str) -> None:
    assert code_table(table).find(word) == code


@pytest.mark.parametrize("word", ["", "  ", "没有这个词", "族"])
def test_an_unknown_word_finds_nothing(word: str) -> None:
    assert code_table("ethnic").find(word) is None


@pytest.mark.parametrize("name", table_names())
def test_a_shipped_file_is_strictly_well_formed(name: str) -> None:
    text = (FOLDER / "codes" / f"{name}.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    head, *rows = csv.reader(lines)

    assert text.startswith("# ")
    assert tuple(head[: len(COLUMNS)]) == COLUMNS
    assert all(len(row) == len(head) for row in rows)
    assert all(cell == cell.strip() for row in rows for cell in row)
    assert all(row[4] in {"0", "1"} for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert len({row[1] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", table_names())
def test_every_word_of_a_shipped_file_names_one_code_only(name: str) -> None:
    table = code_table(name)
    for row in table.rows:
        assert table.find(row.code) == row.code
        assert table.find(row.label) == row.code
        for word in row.words:
            assert table.find(word) == row.code, word


def test_the_peoples_are_all_there() -> None:
    codes = [row.code for row in code_table("ethnic").rows if row.national]

    assert codes == [f"{n:02d}" for n in range(1, 57)] + ["97", "98"]


def test_the_divisions_are_all_there() -> None:
    codes = code_table("region").labels

    assert sum(code.endswith("0000") for code in codes) == 34
    assert {"330114", "659012", "510107", "710000"} <= codes.keys()


def test_reasons_say_in_which_line_of_the_report_they_count() -> None:
    lines = {row.extra["line"] for row in code_table("entry_reason").rows}
    gone = {row.extra["line"] for row in code_table("exit_reason").rows}

    assert lines == {"3", "5", "7"}
    assert gone == {"10", "11", "12", "13"}


def test_a_missing_table_is_named() -> None:
    with pytest.raises(KeyError, match="no_such_table"):
        code_table("no_such_table")


def test_remarks_blank_lines_and_missing_cells_do_no_harm() -> None:
    text = (
        "\n# remark\ncode,label,valid_from,valid_to,national,words\n\n 1 , 男 ,,,1,M|\n2,女\n,,\n"
    )

    rows = list(read_rows(text))

    assert [(row.code, row.label, row.national, row.words) for row in rows] == [
        ("1", "男", True, ("M",)),
        ("2", "女", False, ()),
    ]


def test_a_closed_row_is_still_shown_but_no_longer_offered() -> None:
    old = CodeRow(code="1", label="旧称", valid_to=date(2019, 12, 31))
    new = CodeRow(code="2", label="新称", valid_from=date(2020, 1, 1), words=("旧称",))
    table = CodeTable.of("t", [old, new])

    assert table.open_on(date(2019, 12, 31)) == (old,)
    assert table.open_on(date(2020, 1, 1)) == (new,)
    assert table.label("1") == "旧称"
    assert table.find("旧称") == "2"


def test_a_word_of_two_rows_names_neither() -> None:
    one, two = (CodeRow(code=code, label=code * 2, words=("同",)) for code in "12")

    assert CodeTable.of("t", [one, two]).find("同") is None


def test_an_office_adds_and_replaces_rows() -> None:
    table = code_table("sex").with_rows(
        [CodeRow(code="3", label="其他"), CodeRow(code="2", label="女性党员")]
    )

    assert table.find("其他") == "3"
    assert table.label("2") == "女性党员"
    assert table.row("2") is not None
    assert code_table("sex").find("其他") is None


def test_an_unknown_code_is_its_own_label() -> None:
    assert code_table("sex").label("7") == "7"
    assert code_table("sex").row("7") is None


def test_cleaning_is_blind_to_width_case_and_blanks() -> None:
    assert cleaned(" Ａ b　（c） ") == "ab(c)"
