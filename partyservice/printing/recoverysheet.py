"""RecoverySheet: the recovery code on a sheet of paper, with a QR code, for a sealed envelope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reportlab.graphics.barcode import qrencoder

from partyservice.printing.paper import Drawing, Paper
from partyservice.printing.typesetting import MM, Style

A4_UPRIGHT = (210.0, 297.0)  # mm
SIDE, TOP = 16.0, 20.0  # mm
_RIGHT = A4_UPRIGHT[0] - SIDE
_CODE_TOP, _LINE = 88.0, 15.5  # mm: first line of the code, from line to line
_CELL, _CELL_HIGH, _GROUP_GAP, _NUMBERED = 10.6, 11.5, 5.0, 9.0  # mm
_QR = 46.0  # mm
_LEADING = 6.2  # mm from line to line of the body
_ROWS = ("封存", "启封", "启封", "启封")
_REGISTER = (
    ("", 16.0),
    ("日期", 28.0),
    ("经办人签字", 34.0),
    ("见证人签字", 34.0),
    ("事由、存放处", 66.0),
)
_ROW = 9.0  # mm of the register
_DASH, _GAP = 2.0, 1.5  # mm
_WHAT = (
    (
        "做什么用",
        "忘记密码、经办人离开或账户丢失时，凭这张纸可以重新设密码，数据不会丢。它不是日常登录用的。",
    ),
    (
        "怎样用",
        "登录页选“用恢复单”，逐行照抄下面四行，空格和大小写不计；抄错一个字，程序会说是哪一行。"
        "没有字母 I、L、O、U：圈是数字 0，竖是数字 1。用过一次即作废，要重新打印一张。",
    ),
    (
        "怎样保管",
        "装入信封密封，骑缝签字，存放在保险柜或党委办公室，不要和电脑、备份放在一起，不要拍照。"
        "谁拿到这张纸和数据，谁就能打开全部档案。打印了新的一张，旧的当场销毁。",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """What stands on it; `lines` are the lines of the code, in groups."""

    office: str
    number: int
    made: date
    lines: Sequence[str]
    sample: bool = False


def drawn(sheet: RecoverySheet) -> bytes:
    """Return the sheet as a PDF of one page; raise Refused if a character has no glyph."""
    paper = Paper(f"恢复单 第 {sheet.number} 号", A4_UPRIGHT, "恢复单", sample=sheet.sample)
    drawing = paper.drawing()
    _head(paper, drawing, sheet)
    _code(paper, drawing, sheet.lines)
    y = _CODE_TOP + _LINE * len(sheet.lines) + 4
    _register(paper, drawing, y)
    _label(paper, drawing, sheet)
    return paper.as_one_page(drawing)


def _head(paper: Paper, drawing: Drawing, sheet: RecoverySheet) -> None:
    big, bold = paper.style(24, heading=True), paper.style(10.5, heading=True)
    body = paper.style(10.5)
    drawing.text(SIDE, TOP + 6, "恢复单", big)
    drawing.text(_RIGHT, TOP + 1, f"第 {sheet.number} 号", bold, "right")
    drawing.text(
        _RIGHT,
        TOP + 7,
        f"{sheet.made:%Y}年{sheet.made.month}月{sheet.made.day}日打印",
        body,
        "right",
    )
    for y, name, style in _names(paper, sheet.office):
        drawing.text(SIDE + 32, y, name, style)
    drawing.fill(SIDE, TOP + 11, _RIGHT - SIDE, 0.7, 0)
    y = TOP + 20
    for heading, words in _WHAT:
        drawing.text(SIDE, y, heading, bold)
        for line in body.wrap(words, (_RIGHT - SIDE - 24) * MM):
            drawing.text(SIDE + 24, y, line, body)
            y += _LEADING
        y += 1.4


def _names(paper: Paper, office: str) -> Iterator[tuple[float, str, Style]]:
    """Give the lines of the name of the office: one, or if it is long two small ones."""
    room, usual, small = (_RIGHT - SIDE - 72) * MM, paper.style(13), paper.style(9)
    if usual.width(office) <= room:
        yield TOP + 6, office, usual
        return
    for place, line in enumerate(small.wrap(office, room)):
        yield TOP + 2 + 4.4 * place, line, small


def _code(paper: Paper, drawing: Drawing, lines: Sequence[str]) -> None:
    """Draw each character in the middle of a cell, so that none is taken for another's part."""
    large, small = paper.style(21, heading=True), paper.style(10.5, heading=True)
    for number, line in enumerate(lines, 1):
        y = _CODE_TOP + _LINE * (number - 1)
        drawing.text(SIDE + 2, y + 7.6, str(number), small)
        for x, group in _groups(line):
            drawing.fill(x, y, _CELL * len(group), _CELL_HIGH, 0.945)
            edges = [x + _CELL * place for place in range(len(group) + 1)]
            drawing.grid(edges, (y, y + _CELL_HIGH))
            _put(drawing, x, y + 8.5, group, large)
    _qr(drawing, "".join(lines).replace(" ", ""))


def _put(drawing: Drawing, x: float, y: float, group: str, style: Style) -> None:
    for place, letter in enumerate(group):
        drawing.text(x + _CELL * (place + 0.5), y, letter, style, "centre")


def _groups(line: str) -> Iterator[tuple[float, str]]:
    """Give each group of a line with its left edge."""
    x = SIDE + _NUMBERED
    for group in line.split():
        yield x, group
        x += _CELL * len(group) + _GROUP_GAP


def _qr(drawing: Drawing, text: str) -> None:
    """Draw the code once more, for a scanner."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = _QR / len(code.modules)
    left, top = _RIGHT - _QR, _CODE_TOP + (_LINE * 3 + _CELL_HIGH - _QR) / 2
    for row, modules in enumerate(code.modules):
        column = 0
        for dark, run in groupby(map(bool, modules)):
            count = len(list(run))
            if dark:
                # a hair more than its height, so that no printer leaves a line between rows
                drawing.fill(left + column * size, top + row * size, count * size, size + 0.02, 0)
            column += count


def _register(paper: Paper, drawing: Drawing, y: float) -> None:
    """Draw the lines in which sealing and each opening are signed."""
    bold, body = paper.style(10.5, heading=True), paper.style(9)
    drawing.text(SIDE, y + 6, "登记", bold)
    top = y + 9
    xs = [SIDE]
    for label, width in _REGISTER:
        drawing.text(xs[-1] + width / 2, top + 5.8, label, body, "centre")
        xs.append(xs[-1] + width)
    for number, row in enumerate(_ROWS, 1):
        drawing.text(SIDE + _REGISTER[0][1] / 2, top + _ROW * number + 5.8, row, body, "centre")
    drawing.grid(xs, [top + _ROW * number for number in range(len(_ROWS) + 2)])


def _label(paper: Paper, drawing: Drawing, sheet: RecoverySheet) -> None:
    """Draw what is cut off and stuck on the envelope."""
    top, bold = 238.0, paper.style(15, heading=True)
    small = paper.style(9)
    dashes = int((A4_UPRIGHT[0]) / (_DASH + _GAP))
    starts = [place * (_DASH + _GAP) for place in range(dashes)]
    drawing.lines((x, top - 6, x + _DASH, top - 6) for x in starts)
    drawing.text(_RIGHT, top - 2, "沿虚线剪下，贴在信封上", small, "right")
    drawing.grid((SIDE, _RIGHT), (top, top + 40))
    name = paper.style(12 if len(sheet.office) <= 36 else 8)
    drawing.text(A4_UPRIGHT[0] / 2, top + 11, sheet.office, name, "centre")
    drawing.text(A4_UPRIGHT[0] / 2, top + 20, f"数据恢复单　第 {sheet.number} 号", bold, "centre")
    signed = "封存日期＿＿＿＿＿＿　　封存人＿＿＿＿＿＿　　监封人＿＿＿＿＿＿"
    drawing.text(A4_UPRIGHT[0] / 2, top + 29.5, signed, paper.style(10.5), "centre")
    drawing.text(
        A4_UPRIGHT[0] / 2,
        top + 36,
        "未经党委负责人批准不得启封；启封须两人在场并登记",
        small,
        "centre",
    )
