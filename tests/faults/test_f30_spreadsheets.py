"""F30, F31: spreadsheets that harm, or lie about their letters, are refused or read right.

Those made by hand stand in tests/exchange/test_refusals.py; here they are damaged by chance.
"""

from __future__ import annotations

import random
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from partyservice.exchange.reading import read_sheets
from partyservice.kernel.errors import Refused
from tests.exchange import hostile
from tests.exchange.builders import book
from tests.faults.table import Told

FULL = pytest.mark.full
LONGEST = 20.0  # s
MOST = 300 << 10  # KB that the window's process may grow by
Make = Callable[[Path], Path]

SHEET = f"<sheetData>{hostile.people()}</sheetData>"


def _with(name: str, data: str) -> Make:
    """A workbook with one more part, or another in its place."""

    def make(path: Path) -> Path:
        hostile.xlsx(path, SHEET)
        with zipfile.ZipFile(path) as packed:
            parts = {old: packed.read(old) for old in packed.namelist()} | {name: data.encode()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for part, content in parts.items():
                packed.writestr(part, content)
        return path

    return make


def _cells(*cells: str) -> Make:
    return lambda path: hostile.xlsx(path, f"<sheetData>{hostile.row(1, *cells)}</sheetData>")


LOOKS = "".join(f'<xf numFmtId="{n}"/>' for n in range(10_000))
STYLES = f'<styleSheet xmlns="{hostile.MAIN}"><cellXfs>{LOOKS}</cellXfs></styleSheet>'
DDE = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
OUT = '<Relationship Id="r1" Type="t" Target="file:///etc/passwd" TargetMode="External"/>'
ROWS_BACK = hostile.row(9, hostile.cell("A9", "x")) + hostile.row(1, hostile.cell("A1", "y"))
ZERO = '<row r="0"><c r="A0"><v>1</v></c></row>'
CORPUS: dict[str, Make] = {
    "styles": _with("xl/styles.xml", STYLES),
    "macros": _with("xl/vbaProject.bin", "Sub Auto_Open()"),
    "outside link": _with("xl/externalLinks/externalLink1.xml", DDE),
    "path": _with("../../evil.txt", "x"),
    "absolute": _with("/evil.txt", "x"),
    "no book": _with("xl/workbook.xml", ""),
    "no links": _with("xl/_rels/workbook.xml.rels", ""),
    "link out": _with("xl/_rels/workbook.xml.rels", f"<Relationships>{OUT}</Relationships>"),
    "dde": _cells("<c r=\"A1\"><f>cmd|'/C calc'!A0</f><v>1</v></c>"),
    "web": _cells('<c r="A1"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>x</v></c>'),
    "huge number": _cells('<c r="A1"><v>1e999</v></c>'),
    "nan": _cells('<c r="A1"><v>nan</v></c>'),
    "no such string": _cells('<c r="A1" t="s"><v>99999999</v></c>'),
    "negative string": _cells('<c r="A1" t="s"><v>-1</v></c>'),
    "no such style": _cells('<c r="A1" s="99999"><v>1</v></c>'),
    "date beyond": _cells('<c r="A1" t="d"><v>99999-99-99</v></c>'),
    "row zero": lambda path: hostile.xlsx(path, f"<sheetData>{ZERO}</sheetData>"),
    "row backwards": lambda path: hostile.xlsx(path, f"<sheetData>{ROWS_BACK}</sheetData>"),
    "merged all": lambda path: hostile.xlsx(
        path, f'{SHEET}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "merged odd": lambda path: hostile.xlsx(
        path, f'{SHEET}<mergeCells><mergeCell ref="ZZZZ:1"/></mergeCells>'
    ),
    "dimension": lambda path: hostile.xlsx(path, f'<dimension ref="A1:XFD1048576"/>{SHEET}'),
    "unclosed": lambda path: hostile.xlsx(path, "<sheetData><row><c><v>1"),
    "latin": lambda path: hostile.xlsx(
        path, SHEET, head='<?xml version="1.0" encoding="latin-1"?>'
    ),
    "utf-16": lambda path: hostile.xlsx(
        path, SHEET, head='<?xml version="1.0" encoding="utf-16"?>'
    ),
}


def outcome(path: Path) -> str:
    """Return "read", or the sentence; within the limits."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        read_sheets(path)
        told = "read"
    except Refused as refusal:
        told = refusal.words
    assert time.monotonic() - began < LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST
    return told


@pytest.mark.parametrize("make", CORPUS.values(), ids=list(CORPUS))
def test_a_workbook_made_to_harm_is_read_or_refused(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "a"
    folder.mkdir()

    told = outcome(make(folder / "名单.xlsx"))

    assert told == "read" or told.count("。") >= 2
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "名单.xlsx"]


@pytest.mark.parametrize("count", [40, pytest.param(2_000, marks=FULL)])
def test_a_workbook_damaged_by_chance_is_read_or_refused(
    tmp_path: Path, tell: Told, count: int
) -> None:
    data = hostile.xlsx(tmp_path / "a.xlsx", SHEET).read_bytes()
    draw, refused = random.Random(1), 0
    for _ in range(count):
        mutated = bytearray(data)
        for _ in range(draw.randrange(1, 6)):
            mutated[draw.randrange(len(mutated))] = draw.randrange(256)
        (tmp_path / "b.xlsx").write_bytes(mutated)
        refused += outcome(tmp_path / "b.xlsx") != "read"
    tell("F30 damaged workbooks", count, 0, f"{refused} refused; without limits: test_refusals")
    assert refused


FORMS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
ROWS = (
    ["姓名", "身份证号", "手机", "支部"],
    ["王芳", "990100198912271497", "15480424747", "青石镇东风村党支部"],
    ["单田芳", "000012345678901234", "０１２３", "青石镇机关党支部"],
    ["阿依·买买提", "99010019891227149X", "", "流动"],
)
RARE = ["𠮷野䶮", "001", "", ""]


def _texts(count: int) -> list[tuple[str, bytes, list[list[str]]]]:
    """Return files: how each is written, its bytes, and what must be read from it."""
    draw, made = random.Random(1), list[tuple[str, bytes, list[list[str]]]]()
    ends, marks = ("\n", "\r\n", "\r"), (",", "\t", ";")
    while len(made) < count:
        form, end = FORMS[len(made) % len(FORMS)], draw.choice(ends[:2])
        mark = draw.choice(marks)
        body = [draw.choice(ROWS[1:]) for _ in range(draw.randrange(1, 30))]
        rows = [ROWS[0], *body] + ([RARE] if form not in ("gbk",) and len(made) % 3 == 0 else [])
        text = end.join(mark.join(row) for row in rows)
        data = text.encode(form)
        if form in ("utf-16-le", "utf-16-be"):
            data = "\ufeff".encode(form) + data
        made.append((form, data, rows))
    return made


@pytest.mark.parametrize("count", [35, pytest.param(200, marks=FULL)])
def test_no_letter_changes_whatever_a_text_is_written_in(
    tmp_path: Path, tell: Told, count: int
) -> None:
    """Read as it was, or refused; the control takes the commonest form for granted."""
    changed, control, refused = [], 0, 0
    for form, data, rows in _texts(count):
        path = tmp_path / "a.csv"
        path.write_bytes(data)
        try:
            (sheet,) = read_sheets(path)
        except Refused:
            refused += 1
            continue
        found = [list(row) for row in sheet.rows]
        if found != rows:
            changed.append((form, found[:3]))
        control += data.decode("gbk", "replace") != data.decode(form)
    tell("F31 encodings", count, len(changed), f"taken for GBK: {control} changed")
    assert changed == []
    assert refused < count // 4
    assert control


@pytest.mark.parametrize("damage", ["mixed", "cut", "surrogate"])
def test_letters_that_cannot_be_told_are_refused(tmp_path: Path, damage: str) -> None:
    text = "\n".join(",".join(row) for row in ROWS)
    data = {
        "mixed": text.encode() + "\n李四,1,2,东风村".encode("gb18030"),
        "cut": text.encode()[:-1],
        "surrogate": b"\xff\xfe" + text.encode("utf-16-le") + b"\n\x00\x00\xd8",
    }[damage]
    (tmp_path / "a.csv").write_bytes(data)

    assert "编码" in outcome(tmp_path / "a.csv")


def test_a_number_that_a_spreadsheet_has_damaged_is_never_guessed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["身份证号"], [9.90100198912271e17], ["9.901E+17"]])

    (sheet,) = read_sheets(path)

    assert sheet.rows[1][0] == 9.90100198912271e17  # as it stands: judged where its Kind is known
    assert sheet.rows[2][0] == "9.901E+17"
