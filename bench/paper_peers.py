"""The same monthly roster, drawn by ours, by its floor, and by the peers: `DRAWN` names them.

Each draws the 16 columns of F05 on A4 across: title, header row on each page, grid, wrapped
cells, page x of y, and the fonts of resources/fonts. Each peer is used in its fastest form.
"""

# ruff: noqa: PLC0415  # a process imports only the peer that it measures

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from html import escape
from itertools import islice
from operator import getitem
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "resources" / "fonts"
BODY, RARE, BOLD = (
    FONTS / f"{name}.ttf"
    for name in ("NotoSerifSC-Regular", "PartyServiceKai-Regular", "NotoSansSC-Bold")
)
TITLE = "青石镇党员服务中心流出党员花名册"
COLUMNS = (
    ("序号", 9), ("姓名", 18), ("性别", 9), ("民族", 12), ("出生年月", 16), ("学历", 14),
    ("党员类别", 12), ("入党时间", 18), ("所在党支部", 28), ("原职业", 18), ("流出时间", 17),
    ("流出地", 30), ("外出流向", 18), ("联系电话", 24), ("活动证号", 14), ("本月联系", 16),
)  # fmt: skip
MIDDLE = {0, 2, 3, 4, 6, 7, 10, 13}  # columns that ours and the floor set in the middle
MM = 72 / 25.4
WIDTHS = [width * MM for _, width in COLUMNS]
LEFT, TOP, ROW, EACH = 12 * MM, 39.5 * MM, 8 * MM, 19  # in points; rows a page
WIDE, HIGH = 297 * MM, 210 * MM

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂芝玉梅红建国华文辉力海波宁凯玲雪琴云莲"
_RARE = "㛃䶮𬱖𫖯𬭎𣲗𠅤𪻐𬍛𰻝喆堃犇赟璟翀昇"
_UYGHUR = ("阿卜杜热合曼", "买买提伊明", "古丽娜尔", "艾合买提", "努尔比亚", "玉素甫江", "巴哈尔")
_PLACES = (
    "广东省东莞市长安镇", "北京市海淀区中关村街道", "上海市浦东新区张江镇", "江苏省苏州市工业园区",
    "内蒙古自治区呼和浩特市清水河县", "四川省成都市武侯区", "新疆维吾尔自治区喀什地区",
)  # fmt: skip
_BRANCHES = [f"{name}{kind}党支部" for name in ("东风", "红旗", "青石", "贺家山", "老牛湾")
             for kind in ("村", "社区", "村第二联合")]  # fmt: skip


def people(count: int) -> Iterator[tuple[str, ...]]:
    """Give the rows of a roster: invented people, the same each time; one name in 20 is rare."""
    pick = random.Random(202611).choice
    months = [f"{year}.{month:02}" for year in range(1950, 2008) for month in range(1, 13)]
    for number in range(1, count + 1):
        folk = pick(("汉族", "汉族", "汉族", "回族", "满族", "蒙古族", "维吾尔族"))
        name = pick(_SURNAMES) + pick(_GIVEN) + pick(_GIVEN)
        if folk == "维吾尔族":
            name = f"{pick(_UYGHUR)}·{pick(_UYGHUR)}"
        elif number % 20 == 0:
            name = name[:2] + pick(_RARE)
        yield (
            f"{number}{pick(('', '', '', '▲', '▼'))}",
            name,
            pick("男女"),
            folk,
            pick(months),
            pick(("小学", "初中", "高中", "中专", "大专", "大学本科")),
            pick(("正式党员", "预备党员")),
            pick(months),
            pick(_BRANCHES),
            pick(("农民", "个体工商户", "")),
            f"2026.{number % 10 + 1:02}",
            pick(_PLACES),
            pick(("务工经商", "随子女居住", "求学")),
            f"13{number * 7919 % 10**9:09}",
            f"{number:06}",
            pick(("", "5日 电话", "12日 微信")),
        )


def ours(count: int, out: Path) -> None:
    """Draw with partyservice.printing."""
    from partyservice.printing.roster import write
    from partyservice.printing.sheet import Column, Section, Sheet

    columns = [
        Column(label=label, width=width, align="centre" if place in MIDDLE else "left")
        for place, (label, width) in enumerate(COLUMNS)
    ]
    section = Section(rows=people(count), count=count, foot=[f"合计 {count} 人"])
    with out.open("wb") as file:
        write(Sheet(code="F05", title=TITLE, columns=columns, sections=[section]), file)


def floor(count: int, out: Path) -> None:
    """Form the same page strings by hand and compress them: no fonts, no library, no checks."""
    codes = _Codes()
    cells = [_Cells(place, codes) for place in range(len(COLUMNS))]
    rows, pages = people(count), []
    while page := list(islice(rows, EACH)):
        body = ["BT/F2 9 Tf 1 0 0 1 776.20 480.11 Tm "]
        body += ["".join(map(getitem, cells, row)) for row in page]
        body.append("ET")
        pages.append(zlib.compress("".join(body).encode("latin-1"), 6))
        stamp = f"第 {len(pages)} 页　共 {count // EACH} 页".translate(codes)
        pages.append(f"BT/F2 9 Tf 1 0 0 1 739.13 34.02 Tm({stamp})Tj ET".encode("latin-1"))
    out.write_bytes(b"".join(pages))


class _Codes(dict[int, str]):
    def __missing__(self, character: int) -> str:
        self[character] = code = chr(1 + len(self) // 200) + chr(50 + len(self) % 200)
        return code


class _Cells(dict[str, str]):
    """The operators of a column's cells, broken into lines by counting characters."""

    def __init__(self, place: int, codes: _Codes) -> None:
        super().__init__()
        self._codes, self._middle = codes, place in MIDDLE
        self._room = WIDTHS[place] - 3.4
        down = f"{-sum(WIDTHS[:-1]):.2f} {-ROW:.2f}"
        self._step = f"{WIDTHS[place - 1]:.2f} 0" if place else down

    def __missing__(self, text: str) -> str:
        each, codes = int(self._room // 9), text.translate(self._codes)
        if len(text) > each and text > "\u2000":
            first, second = codes[: 2 * each], codes[2 * each :]
            cell = f"{self._step} Td 0 5.2 Td({first})Tj 0 -10.4 Td({second})Tj 0 5.2 Td "
        elif self._middle:
            right = (self._room - len(text) * 5) / 2
            cell = f"{self._step} Td {right:.2f} 0 Td({codes})Tj {-right:.2f} 0 Td "
        else:
            cell = f"{self._step} Td({codes})Tj "
        self[text] = cell
        return cell


def typst(count: int, out: Path) -> None:
    """Draw one typst table; without tags, which would take longer and 26 MB."""
    import typst as compiler

    data, source = out.with_suffix(".json"), out.with_suffix(".typ")
    data.write_text(json.dumps(list(people(count)), ensure_ascii=False), encoding="utf-8")
    widths = ", ".join(f"{width}mm" for _, width in COLUMNS)
    labels = ", ".join(f"[{label}]" for label, _ in COLUMNS)
    source.write_text(
        f"""#set page(paper: "a4", flipped: true, margin: (x: 12mm, top: 30mm, bottom: 18mm),
  header: align(center, text(size: 18pt)[{TITLE}]), footer: context align(right)[
  第 #counter(page).display() 页 共 #counter(page).final().first() 页])
#set text(font: ("Noto Serif SC", "PartyService Kai"), size: 9pt, lang: "zh")
#set par(leading: 1.6pt)
#table(columns: ({widths}), rows: 8mm, inset: (x: 2pt, y: 0pt), stroke: .4pt, align: horizon,
  table.header({labels}), ..json("{data.name}").flatten())""",
        encoding="utf-8",
    )
    compiler.compile(
        source, output=out, font_paths=[FONTS], ignore_system_fonts=True, pdf_tags=False
    )


def longtable(count: int, out: Path) -> None:
    """Draw with reportlab's LongTable of strings that are broken beforehand."""
    from reportlab.lib import colors
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, SimpleDocTemplate

    registerFont(TTFont("body", BODY))
    data = [[label for label, _ in COLUMNS]]
    data += [list(map(_broken, row, WIDTHS)) for row in people(count)]
    style: Any = [
        ("FONT", (0, 0), (-1, -1), "body", 9, 10.4),
        ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("PADDING", (0, 0), (-1, -1), 1.7),
    ]
    document = SimpleDocTemplate(str(out), pagesize=(WIDE, HIGH), pageCompression=1)
    heights = [ROW] * (count + 1)
    document.build([LongTable(data, WIDTHS, heights, repeatRows=1, style=style)])


def _broken(text: str, width: float) -> str:
    each = max(1, int((width - 4) // 9))
    if len(text) <= each or text.isascii():
        return text
    return "\n".join(text[start : start + each] for start in range(0, len(text), each))


def fpdf2(count: int, out: Path) -> None:
    """Draw with fpdf2 cell by cell, which is four times as fast as its table."""
    from fpdf import FPDF

    pdf = FPDF(orientation="L", unit="pt", format=(HIGH, WIDE))
    pdf.set_auto_page_break(auto=False)
    for name, path in (("body", BODY), ("rare", RARE)):
        pdf.add_font(name, "", path)
    pdf.set_fallback_fonts(["rare"])
    rows = people(count)
    while page := list(islice(rows, EACH)):
        pdf.add_page()
        pdf.set_font("body", size=9)
        for down, row in enumerate([[label for label, _ in COLUMNS], *page]):
            x, y = LEFT, TOP + (down - 1) * ROW
            for text, width in zip(row, WIDTHS, strict=True):
                pdf.rect(x, y, width, ROW)
                for line, part in enumerate(_broken(text, width).split("\n")):
                    pdf.set_xy(x, y + 10.4 * line)
                    pdf.cell(width, 10.4, part)
                x += width
    pdf.output(str(out))


def weasyprint(count: int, out: Path) -> None:
    """Draw an HTML table with WeasyPrint."""
    from weasyprint import HTML

    faces = f'@font-face{{font-family:B;src:url("{BODY.as_uri()}")}}'
    faces += f'@font-face{{font-family:R;src:url("{RARE.as_uri()}")}}'
    css = f"""{faces}@page{{size:297mm 210mm;margin:30mm 12mm 18mm;@top-center{{content:"{TITLE}"}}
    @bottom-right{{content:"第 "counter(page)" 页 共 "counter(pages)" 页"}}}}
    body{{font:9pt/10.4pt B,R}}table{{border-collapse:collapse;table-layout:fixed;width:273mm}}
    td,th{{border:.4pt solid;padding:0 2pt;height:8mm;overflow-wrap:anywhere}}"""
    columns = "".join(f'<col style="width:{width}mm">' for _, width in COLUMNS)
    labels = "".join(f"<th>{label}" for label, _ in COLUMNS)
    rows = "".join("<tr><td>" + "<td>".join(map(escape, row)) for row in people(count))
    HTML(
        string=f"<style>{css}</style><table>{columns}<thead><tr>{labels}<tbody>{rows}</table>"
    ).write_pdf(out)


def libreoffice(count: int, out: Path) -> None:
    """Let LibreOffice make a PDF of the workbook."""
    from xlsxwriter import Workbook

    path = out.with_suffix(".xlsx")
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        cell = book.add_format(
            {
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "font_size": 9,
                "font_name": "Noto Serif SC",
            }
        )
        for place, (label, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width / 2)
            sheet.write_string(0, place, label, cell)
        for down, row in enumerate(people(count), 1):
            sheet.set_row(down, ROW)
            for place, text in enumerate(row):
                sheet.write_string(down, place, text, cell)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&C{TITLE}")
        sheet.set_footer("&R第 &P 页 共 &N 页")
    (out.parent / "fonts").symlink_to(FONTS)  # fontconfig looks into this folder of XDG_DATA_HOME
    options = [f"-env:UserInstallation={(out.parent / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        ["soffice", *options, "--convert-to", "pdf", "--outdir", str(out.parent), str(path)],
        env=os.environ | {"XDG_DATA_HOME": str(out.parent)},
        check=True,
        capture_output=True,
    )


DRAWN: dict[str, Callable[[int, Path], None]] = {
    "ours": ours,
    "floor": floor,
    "typst": typst,
    "reportlab LongTable": longtable,
    "fpdf2": fpdf2,
    "WeasyPrint": weasyprint,
    "LibreOffice": libreoffice,
}


def installed(name: str) -> bool:
    """Tell whether a peer can be measured here."""
    from importlib.util import find_spec

    if name == "LibreOffice":
        return shutil.which("soffice") is not None
    modules = {"typst": "typst", "fpdf2": "fpdf", "WeasyPrint": "weasyprint"}
    return find_spec(modules.get(name, "reportlab")) is not None
