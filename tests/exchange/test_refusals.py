"""Refusals: files that are no spreadsheet, or would do harm, end in a sentence within limits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from partyservice.exchange.contents import format_of, reason
from partyservice.exchange.frames import Unreadable
from partyservice.exchange.reading import Limits, read_sheets
from partyservice.exchange.refusals import SAFE, SENTENCES, refusal
from partyservice.kernel.errors import Refused
from tests.exchange import hostile
from tests.exchange.builders import book, rows_of


def refused(path: Path, limits: Limits | None = None) -> str:
    """Return the sentence, having seen that it has its three parts and is one a person can use."""
    with pytest.raises(Refused) as caught:
        read_sheets(path, limits=limits or Limits())
    happened, now = caught.value.words.split(SAFE)
    assert happened.endswith("。")
    assert now.endswith("。")
    assert not set("{}\n") & set(caught.value.words)
    return happened


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "空文件"),
        (b" \r\n\r\n", "空文件"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页"),
        ("\ufeff\r\n <!DOCTYPE html><table>".encode("utf-16-le"), "网页"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         "XML"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "图片"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "图片"),
        (b"Rar!\x1a\x07\x01\0", "压缩包"),
        (b"{\\rtf1\\ansi", "文字文档"),
        (b"\x01\x02\x03\0binary", "别的程序"),
        (b"PK\x03\x04cut off", "已损坏"),
        (b"PK\x05\x06" + bytes(18), "压缩包"),
        ("姓名,支部\n张三,东风村".encode()[:-1], "编码"),
        ("姓名,支部\n".encode() * 50 + "张三\n".encode("gb18030"), "编码"),
        ("姓名,支部\n张三,\"东风村\n李四,机关".encode(), "第 2 条记录的引号"),
        (b"\xa1,\xff\xff\n", "编码"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_spreadsheet_is_called_what_it_is(
    tmp_path: Path, data: bytes, what: str
) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(data)

    assert what in refused(path)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: hostile.compound(path, "EncryptedPackage", b"x"), "有密码"),
        (lambda path: hostile.xls(path, [(0, 0, "姓名")], locked=True), "有密码"),
        (hostile.scrambled, "有密码"),
        (lambda path: hostile.compound(path, "WordDocument", b"x"), "文字文档"),
        (lambda path: hostile.compound(path, "ET", b"x"), "别的程序"),
        (lambda path: hostile.part(path, "word/document.xml"), "文字文档"),
        (lambda path: hostile.part(path, "content.xml"), "OpenDocument"),
        (lambda path: hostile.part(path, "xl/workbook.bin"), "xlsb"),
        (hostile.nested_zip, "压缩包"),
        (hostile.cut_off, "已损坏"),
        (hostile.far_cell, "很远的位置"),
        (hostile.beyond_all, "很远的位置"),
        (hostile.wide_and_high, "很远的位置"),
        (hostile.swollen, "太大"),
        (lambda path: hostile.swollen(path, 1 << 30, said=100), "已损坏"),
        (hostile.bomb, "异常庞大"),
        (hostile.entities, "已损坏"),
        (hostile.deep, "没有内容"),
        (lambda path: hostile.many_sheets(path, 300), "超过 256 个"),
        (lambda path: hostile.many_sheets(path, 300_000), "超过 256 个"),
        (lambda path: hostile.xls(path, [(0, 0, "张")], claimed=(2**32 - 1, 2**16 - 1)), "太大"),
        (lambda path: hostile.xls(path, [(0, 0, "张"), (65_535, 65_535, 1.0)]), "很远的位置"),
    ],
)
def test_a_hostile_file_ends_in_a_sentence(
    tmp_path: Path, make: Callable[[Path], Path], what: str
) -> None:
    assert what in refused(make(tmp_path / "名单.xlsx"))


def test_an_entity_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密", encoding="utf-8")

    path = hostile.outside_entity(tmp_path / "a.xlsx", tmp_path / "secret")

    assert "秘密" not in refused(path)


def test_a_cell_beyond_the_columns_is_refused_by_its_address(tmp_path: Path) -> None:
    stray = hostile.row(11, hostile.cell("XFD11", "x"))
    sheet = f"<sheetData>{hostile.people(10)}{stray}</sheetData>"
    text = tmp_path / "a.csv"
    text.write_text("张三,东风村\n张三" + "," * 300 + "x\n", encoding="utf-8")

    assert "工作表“表1”在 XFD11 还有内容" in refused(hostile.xlsx(tmp_path / "a.xlsx", sheet))
    assert "“a.csv”在 KO2 还有内容" in refused(text)


def test_blank_cells_beyond_the_columns_are_cut(tmp_path: Path) -> None:
    stray = hostile.row(11, hostile.cell("A11", "李四"), hostile.cell("XFD11", ""))
    path = hostile.xlsx(tmp_path / "a.xlsx", f"<sheetData>{hostile.people(10)}{stray}</sheetData>")

    assert [len(row) for row in rows_of(path)] == [256] * 11


def test_without_the_limit_on_memory_the_child_would_take_what_it_likes(tmp_path: Path) -> None:
    path = hostile.wide_and_high(tmp_path / "a.xlsx")

    free = refused(path, Limits(memory=4 << 30))

    assert "ALL30000" in free  # it was spread out whole, in some 950 MiB
    assert "ALL30000" not in refused(path)


def test_without_the_limit_on_time_the_child_would_go_on(tmp_path: Path) -> None:
    path = hostile.endless_rows(tmp_path / "a.xlsx")

    assert "很久" in refused(path, Limits(cpu=1))
    assert "很久" in refused(path, Limits(wall=0.2))
    assert "在 A200001 还有内容" in refused(path)


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(size=1_000), "超过 0 MB"),
        (Limits(unpacked=1_000), "异常庞大"),
        (Limits(cells=100), "太大"),
        (Limits(text=100), "太大"),
        (Limits(rows=99), "C100"),
        (Limits(columns=2), "C1"),
    ],
)
def test_each_limit_speaks(tmp_path: Path, limits: Limits, what: str) -> None:
    path = book(tmp_path / "a.xlsx", [["", "", "张三"]] * 100)

    assert what in refused(path, limits)


def test_a_path_without_a_file_is_refused(tmp_path: Path) -> None:
    assert "找不到" in refused(tmp_path / "没有.xlsx")
    assert "找不到" in refused(tmp_path / "没有" / "名单.xlsx")
    assert "找不到" in refused(Path("a\0b"))
    assert "不是一个文件" in refused(tmp_path)
    assert "不是一个文件" in refused(Path("/dev/zero"))


def test_a_file_without_leave_to_read_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["张三"]])
    path.chmod(0)

    with without_rights(), pytest.raises(PermissionError) as caught:
        format_of(path, Limits())

    assert "没有权限" in refusal(path, reason(caught.value)).words


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while, if this is root, whom no file refuses."""
    mine = os.geteuid()
    if not mine:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_a_name_with_line_breaks_cannot_break_the_sentence(tmp_path: Path) -> None:
    assert "“a□b.xlsx”" in refused(tmp_path / "a\nb.xlsx")
    assert len(refused(tmp_path / f"{'名' * 80}.xlsx")) < 100


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_reason_has_a_sentence_of_three_parts(kind: str) -> None:
    words = refusal(Path("名单.xlsx"), Unreadable(kind)).words

    assert "名单.xlsx" in words.split(SAFE)[0]
    assert not set("{}") & set(words)
