"""Reading: what comes out of honest files, and what is said of the others."""

from __future__ import annotations

import signal
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from partyservice.exchange.reading import PROGRAM, open_sheets, read_sheets
from partyservice.exchange.sheets import Merged
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Cancelled
from tests.exchange import hostile
from tests.exchange.builders import book, rows_of

HALF_PAST_EIGHT = datetime(1985, 3, 12, 8, 30)  # noqa: DTZ001 - a sheet knows no zone
PERSON = ("张三", "990100197309261337", "东风村党支部")


def test_cells_come_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("名单")
        for column, form in enumerate(["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm"]):
            shown = made.add_format({"num_format": form})
            sheet.write_datetime(0, column, HALF_PAST_EIGHT, shown)
        sheet.write_datetime(0, 0, date(1985, 3, 12), made.add_format({"num_format": "yyyy年m月"}))
        sheet.write_number(0, 2, 0.354166666667, made.add_format({"num_format": "hh:mm"}))
        sheet.write_number(0, 3, 1.0833333333333, made.add_format({"num_format": "[h]:mm"}))
        sheet.write_string(1, 0, " 张　三 ")
        sheet.write_number(1, 1, 1985.1)
        sheet.write_boolean(1, 2, True)  # noqa: FBT003 - the cell itself
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_string(2, 0, "=1+1")
        sheet.write_formula(2, 1, "=1+1", None, 2)
        sheet.write_number(2, 2, 990100197309261337)

    assert rows_of(path) == [
        (date(1985, 3, 12), HALF_PAST_EIGHT, "08:30", "26:00"),
        (" 张　三 ", 1985.1, True, ""),
        ("=1+1", 2.0, 9.901001973092613e17, ""),
    ]


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        form = made.add_format({"num_format": "yyyy-mm-dd"})
        made.add_worksheet().write_datetime(0, 0, date(1985, 3, 12), form)

    assert rows_of(path) == [(date(1985, 3, 12),)]


def test_a_cell_keeps_its_address_below_blank_rows_and_beside_blank_columns(tmp_path: Path) -> None:
    blank: list[list[object]] = [[] for _ in range(3_000)]
    path = book(tmp_path / "a.xlsx", [*blank, ["", "", "张三"], [], ["", "李四", ""], [""], [" "]])

    (sheet,) = read_sheets(path)

    assert sheet.rows[3_000] == ("", "", "张三")
    assert sheet.rows[3_002] == ("", "李四", "")
    assert sheet.address(3_002, 1) == "B3003"
    assert set(sheet.rows[:3_000]) == {("", "", "")}


def test_a_sheet_that_begins_far_from_its_corner_keeps_its_addresses(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[], [], ["", "", "姓名"], ["", "", "", "张三"]])

    assert rows_of(path) == [("",) * 4, ("",) * 4, ("", "", "姓名", ""), ("", "", "", "张三")]


def test_blank_rows_at_the_end_are_cut_however_many(tmp_path: Path) -> None:
    far = hostile.row(600_000, hostile.cell("A600000", ""))
    path = hostile.xlsx(tmp_path / "a.xlsx", f"<sheetData>{hostile.people(10)}{far}</sheetData>")

    assert len(rows_of(path)) == 10


def test_sheets_come_in_order_without_the_hidden_and_the_blank(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["甲"]], [["乙"]], [], [["丁"]], [[""]], hidden=[1])

    assert [(s.name, s.rows) for s in read_sheets(path)] == [
        ("支部0", [("甲",)]),
        ("支部3", [("丁",)]),
    ]


def test_a_very_hidden_sheet_is_left_out(tmp_path: Path) -> None:
    people = f"<sheetData>{hostile.people(1)}</sheetData>"
    path = hostile.xlsx(tmp_path / "a.xlsx", people, people, states={2: "veryHidden"})

    assert [sheet.name for sheet in read_sheets(path)] == ["表1"]


def test_rows_a_filter_hides_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_column(0, 0, ["姓名", "张三", "李四"])
        sheet.set_row(1, options={"hidden": True})

    assert rows_of(path) == [("姓名",), ("张三",), ("李四",)]


def test_merged_cells_of_the_heading_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "名单")
        sheet.merge_range(1, 1, 2, 1, "姓名")
        sheet.merge_range(80, 0, 81, 0, "小计")

    (read,) = read_sheets(path)

    assert set(read.merged) == {Merged(0, 0, 0, 2), Merged(1, 1, 2, 1)}
    assert read.rows[:2] == [("名单", ""), ("", "姓名")]  # a column blank all down is none


def test_an_old_xls_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = hostile.xls(tmp_path / "a.xlsx", [(0, 0, "姓名"), (1, 0, "张三"), (1, 1, 1985.07)])

    (sheet,) = read_sheets(path)

    assert (sheet.name, sheet.rows) == ("花名册", [("姓名", ""), ("张三", 1985.07)])


@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_is_read_in_every_encoding_and_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    written = [
        "流入党员登记",
        "姓名§支部§住址",
        '"袁䶮"§"东风村\n一组, 里; 外"§"2号""内"',
        "李四§镇机关",
    ]
    path = tmp_path / "a.xls"
    path.write_bytes("\r\n".join(written).replace("§", separator).encode(encoding))

    (sheet,) = read_sheets(path)

    assert sheet.name == ""
    assert sheet.rows == [
        ("流入党员登记", "", ""),
        ("姓名", "支部", "住址"),
        ("袁䶮", "东风村\n一组, 里; 外", '2号"内'),
        ("李四", "镇机关", ""),
    ]


def test_records_of_a_text_count_as_rows_blank_ones_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,备注\n\n"张\n三",="0012"\n,\n\n', encoding="utf-8")

    assert rows_of(path) == [("姓名", "备注"), ("", ""), ("张\n三", "0012")]


def test_a_text_of_one_column_is_one_column(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("姓名\n张三\n", encoding="gb18030")

    assert rows_of(path) == [("姓名",), ("张三",)]


def test_a_stream_holds_blocks_and_passes_over_what_is_not_asked_for(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [PERSON] * 4_500, [PERSON] * 3_000, [("李四",)])

    with open_sheets(path) as stream:
        sheets = iter(stream)
        first = next(sheets)
        assert [len(block) for block in first.blocks()] == [2_000, 2_000, 500]
        second = next(sheets)
        assert next(second.rows()) == PERSON
        third = next(sheets)
        assert list(third.rows()) == [("李四",)]
        assert not list(sheets)
    assert (first.name, first.height, first.width) == ("支部0", 4_500, 3)


def test_equal_texts_are_kept_once(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [PERSON] * 4_500)

    rows = rows_of(path)

    assert len({id(row[2]) for row in rows}) == 1


def test_leaving_early_ends_the_child(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[*PERSON, str(number)] for number in range(9_000)])

    with open_sheets(path) as stream:
        next(next(iter(stream)).blocks())
        child = stream._child._process
        assert child.poll() is None

    assert child.returncode is not None


def test_a_child_that_is_killed_is_a_sentence(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[*PERSON, str(number)] for number in range(9_000)])

    with open_sheets(path) as stream:
        rows = next(iter(stream)).rows()
        next(rows)
        stream._child._process.send_signal(signal.SIGKILL)
        with pytest.raises(Refused) as caught:
            list(rows)

    assert "没有读完" in caught.value.words


def test_cancelling_ends_the_child_at_once(tmp_path: Path) -> None:
    path = hostile.endless_rows(tmp_path / "a.xlsx")

    with open_sheets(path, cancelled=lambda: True) as stream, pytest.raises(Cancelled):
        next(iter(stream))

    assert stream._child._process.returncode == -signal.SIGKILL


def test_progress_is_told_and_may_stop_the_reading(tmp_path: Path) -> None:
    class Told:
        def __init__(self, enough: int) -> None:
            self.steps: list[tuple[int, int, str]] = []
            self.enough = enough

        def step(self, done: int, total: int, text: str = "") -> None:
            self.steps.append((done, total, text))
            if done >= self.enough:
                raise Cancelled

    path = book(tmp_path / "a.xlsx", [PERSON] * 4_500)
    patient, hasty = Told(9_999), Told(2_000)

    read_sheets(path, progress=patient)
    with pytest.raises(Cancelled):
        read_sheets(path, progress=hasty)

    assert patient.steps == [(done, 4_500, "支部0") for done in (2_000, 4_000, 4_500)]
    assert len(hasty.steps) == 1


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    """No spreadsheet program writes them, and one of them would be read twice."""
    sheet = f"<sheetData>{hostile.people()}</sheetData>"
    path = hostile.xlsx(tmp_path / "a.xlsx", sheet, sheet)
    with zipfile.ZipFile(path) as packed:
        book_part = packed.read("xl/workbook.xml").replace("表2".encode(), "表1".encode())
    hostile._with_part(path, "xl/workbook.xml", book_part)

    with pytest.raises(Refused, match="损坏"):
        read_sheets(path)


def test_the_child_loads_neither_database_nor_window(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["张三"]])
    asked = (
        "import sys; sys.argv[1:] = ['--read-sheet', sys.argv[1]]\n"
        "from partyservice.exchange.child import child; child(sys.argv[2:])\n"
        "print(*sys.modules, file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", asked, path], cwd=PROGRAM.parent, capture_output=True, check=True
    )

    loaded = {name.split(".")[0] for name in done.stderr.decode().split()}
    assert "python_calamine" in loaded
    assert not loaded & {"sqlalchemy", "PySide6", "pandas", "reportlab", "xlsxwriter", "openpyxl"}
