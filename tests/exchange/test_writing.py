"""Writing: texts stay texts, held rows can be read again, a file is whole or not there."""

from __future__ import annotations

import gc
import re
import resource
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from partyservice.exchange.reading import read_sheets
from partyservice.exchange.sheets import Cell, Merged
from partyservice.exchange.writing import Held, Part, Returned, Section, write_returned, write_table
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Cancelled

HALF_PAST_EIGHT = datetime(1985, 3, 12, 8, 30)  # noqa: DTZ001 - a sheet knows no zone
HEADING = ("姓名", "身份证号")


def part(*rows: tuple[str, ...] | Section, name: str = "东风村") -> Part:
    return Part(
        name=name,
        title=["流出党员花名册", "2026年10月"],
        heading=HEADING,
        widths=[10, 22.5],
        rows=rows,
        foot=["上月 1 人，新增 1 人"],
    )


def inside(path: Path, member: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(path) as packed:
        return packed.read(member).decode()


def fills(path: Path) -> dict[str, str]:
    """Return the colour of every coloured cell of the first sheet, by its address."""
    styles = inside(path, "xl/styles.xml")
    colours = [
        found[1] if (found := re.search(r'fgColor rgb="FF(\w+)"', fill)) else ""
        for fill in re.findall(r"<fill>.*?</fill>", styles)
    ]
    looks = re.findall(r'<xf [^>]*fillId="(\d+)"', styles.split("<cellXfs")[1])
    cells = re.findall(r'<c r="(\w+)" s="(\d+)"', inside(path))
    return {
        at: colours[int(looks[int(look)])] for at, look in cells if colours[int(looks[int(look)])]
    }


def test_a_roster_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "花名册.xlsx"

    write_table(
        path, [part(Section("第一党小组 1 人"), ("张三", "990100197309261337"), ("李四", ""))]
    )

    (sheet,) = read_sheets(path)
    assert sheet.name == "东风村"
    assert sheet.rows == [
        ("流出党员花名册", ""),
        ("2026年10月", ""),
        HEADING,
        ("第一党小组 1 人", ""),
        ("张三", "990100197309261337"),
        ("李四", ""),
        ("上月 1 人，新增 1 人", ""),
    ]
    assert Merged(3, 0, 3, 1) in sheet.merged


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+8613812345678", "-2", "@SUM(A1)", "{=1}", "http://a.b", "007", "990100197309261337",
     "\t=1", "1e5", "<b>&amp;", "袁䶮𠮷", "第一行\n第二行", " 空格 ", "_x0041_"],
)  # fmt: skip
def test_a_text_stays_the_text_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"

    write_table(path, [part((text, "x"))])
    write_returned(tmp_path / "b.xlsx", [returned(Held([text], ["缺日期"]))])

    assert read_sheets(path)[0].rows[3][0] == text
    assert read_sheets(tmp_path / "b.xlsx")[0].rows[1][0] == text
    assert not re.search(r"<f>|<hyperlink|<v>", inside(path))


def test_a_roster_prints_on_a4_landscape_with_its_heading_on_each_page(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    write_table(path, [part(("张三", "1"))])

    sheet = inside(path)
    assert 'paperSize="9" orientation="landscape"' in sheet.replace(' fitToHeight="0"', "")
    assert '<pageSetUpPr fitToPage="1"/>' in sheet
    assert 'ySplit="3" topLeftCell="A4"' in sheet
    assert "东风村!$3:$3" in inside(path, "xl/workbook.xml").replace("'", "")
    assert 'min="2" max="2" width="23' in sheet


def test_sheets_get_names_a_spreadsheet_takes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    names = [
        "东风村",
        "东风村",
        "a/b:c*?[1]\\",
        "",
        "'",
        "支" * 40,
        "支" * 40,
        "History",
        "x\n",
        "X_",
    ]

    write_table(path, [part(("张三", "1"), name=name) for name in names])

    written = [sheet.name for sheet in read_sheets(path)]
    assert written[:5] == ["东风村", "东风村_2", "a_b_c___1__", "表", "表_2"]
    assert written[5:7] == ["支" * 31, "支" * 29 + "_2"]
    assert len({name.casefold() for name in written}) == len(names)


def returned(
    *rows: Held, heading: tuple[tuple[Cell, ...], ...] = (("姓名", "生日"),), name: str = "东风村"
) -> Returned:
    return Returned(name=name, heading=heading, rows=rows)


def test_a_held_row_comes_back_with_each_cell_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cells: tuple[Cell, ...] = (
        "990100197309261337", 9.90100197309261e17, 1985.1, 3, True, date(1985, 3, 12),
        HALF_PAST_EIGHT, None, "", "1985年7月", date(1899, 12, 31), float("inf"),
    )  # fmt: skip
    heading = tuple(f"第{number}列" for number in range(len(cells)))

    write_returned(path, [returned(Held(cells, ["缺日期。", "性别不符"]), heading=(heading,))])

    (sheet,) = read_sheets(path)
    assert sheet.rows == [
        (*heading, "问题"),
        (
            "990100197309261337", 9.90100197309261e17, 1985.1, 3, True, date(1985, 3, 12),
            HALF_PAST_EIGHT, "", "", "1985年7月", "1899-12-31", "inf",
            "缺日期；性别不符",
        ),
    ]  # fmt: skip


def test_a_two_line_heading_comes_back_with_its_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    heading = (("名单", "", ""), ("姓名", "入党情况", ""), ("", "入党", "转正"))
    merged = [Merged(0, 0, 0, 2), Merged(1, 0, 2, 0), Merged(1, 1, 1, 2), Merged(2, 1, 4, 1)]
    overlapping = [Merged(2, 0, 2, 1), Merged(1, 1, 1, 1)]
    held = Held(("张三", "", "2001.7"), ["缺入党日期"], {1})

    write_returned(
        path,
        [Returned(name="", heading=heading, merged=[*merged, *overlapping], rows=[held])],
    )

    (sheet,) = read_sheets(path)
    assert sheet.rows == [
        ("名单", "", "", ""),
        ("姓名", "入党情况", "", ""),
        ("", "入党", "转正", "问题"),
        ("张三", "", "2001.7", "缺入党日期"),
    ]
    assert set(sheet.merged) == set(merged[:3])


def test_cells_with_a_problem_are_yellow(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    write_returned(
        path, [returned(Held(("张三", ""), ["缺日期"], [1]), Held(("李四", "x"), ["?"], [0]))]
    )

    assert [at for at, colour in fills(path).items() if colour == "FFFF00"] == ["B2", "A3"]


def test_what_was_returned_once_has_one_column_of_problems_when_returned_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    write_returned(path, [returned(Held(("张三", ""), ["缺日期"]), Held(("李四",), ["缺日期"]))])
    (once,) = read_sheets(path)

    again = [Held(row, ["日期不对"]) for row in once.rows[1:]]
    write_returned(path, [Returned(name=once.name, heading=once.rows[:1], rows=again)])

    (twice,) = read_sheets(path)
    assert twice.rows == [
        ("姓名", "生日", "问题"),
        ("张三", "", "日期不对"),
        ("李四", "", "日期不对"),
    ]


def test_each_source_sheet_gets_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    write_returned(path, [returned(Held(("张三",), ["?"]), name=name) for name in ("甲村", "乙村")])

    assert [sheet.name for sheet in read_sheets(path)] == ["甲村", "乙村"]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_roster_that_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[str, ...]]:
        yield ("张三", "1")
        raise Cancelled

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(Cancelled):
        write_table(path, [Part(name="", heading=HEADING, widths=[9, 9], rows=rows())])

    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a.xlsx"]


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(("size", "rows"), [(0, 2_000), (100, 2_000), (3_000, 2_000), (3_000, 3)])
def test_a_full_disk_is_a_sentence_and_the_old_file_stays(
    tmp_path: Path, size: int, rows: int
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    people = [(f"张{number}", str(hash(number))) for number in range(rows)]

    with disk_of(size):
        with pytest.raises(Refused) as caught:
            write_table(path, [part(*people)])
        gc.collect()  # what was half packed says nothing when it is let go
    assert "空间不够" in caught.value.words
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a.xlsx"]
