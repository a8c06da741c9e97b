"""Refusals: the sentence for each reason why a file is not read."""

from __future__ import annotations

from pathlib import Path

from partyservice.exchange.frames import Unreadable
from partyservice.kernel.errors import Refused
from partyservice.kernel.files import shown_name

SAFE = "没有读入任何内容，档案没有改动。"
_RESAVE = "请用 WPS 表格或 Excel 打开它，另存为“Excel 工作簿（.xlsx）”，再选另存的文件。"
_TRIM = "请在 WPS 表格或 Excel 中删去远处多余的行列，或把表格分成几个文件，保存后再选一次。"

# what happened, and what to do now; SAFE stands between
SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("找不到文件“{file}”。", "请检查它是否改了名、移走了，U 盘是否插好，再选一次。"),
    "denied": (
        "没有权限打开“{file}”，或者它正被别的程序占用。",
        "请关闭打开它的程序，或把它复制到桌面，再选一次。",
    ),
    "folder": ("“{file}”不是一个文件。", "请选一个表格文件（.xlsx、.xls 或 .csv）。"),
    "broken": (
        "读取“{file}”时存放它的磁盘或 U 盘出了故障。",
        "请把文件复制到本机的磁盘，再选复制的文件。",
    ),
    "empty": ("“{file}”是空文件。", "请检查是否拿错了文件，或请对方重新发送。"),
    "size": ("“{file}”超过 {most} MB，不像一份名册。", _TRIM),
    "bomb": (
        "“{file}”解开后异常庞大，不像一份名册。",
        "请不要使用它，请对方用 WPS 表格或 Excel 另存一份再发送。",
    ),
    "memory": (
        "表格“{file}”太大，或者在很远的位置有零星内容，没有读完。",
        "请在 WPS 表格或 Excel 中按 Ctrl+End 看最后一格在哪里，删去多余的行列后保存，再选一次。",
    ),
    "time": ("表格“{file}”太大或太复杂，读了很久没有读完。", _TRIM),
    "far": ("表格“{file}”{sheet}在 {cell} 还有内容，超出了能读的范围。", _TRIM),
    "sheets": ("“{file}”的工作表超过 {most} 个。", "请把它分成几个文件，再逐个导入。"),
    "password": (
        "“{file}”有密码，打不开。",
        "请用 WPS 表格或 Excel 打开它，去掉密码后另存，再选另存的文件。",
    ),
    "web": ("“{file}”其实是一个网页，只是名字像表格。", _RESAVE),
    "xml": ("“{file}”其实是一个 XML 文件，只是名字像表格。", _RESAVE),
    "other": (
        "“{file}”不是表格，是{what}。",
        "请选一个表格文件（.xlsx、.xls 或 .csv）；若内容是表格，请在原来的程序里另存为 .xlsx。",
    ),
    "damaged": (
        "“{file}”不完整或已损坏，读不出来。",
        "请用 WPS 表格或 Excel 打开它另存一份再选；若也打不开，请对方重新发送。",
    ),
    "encoding": ("“{file}”的文字编码混乱或不完整，读出来会是乱码。", _RESAVE),
    "quotes": ("“{file}”第 {record} 条记录的引号不成对，后面的内容分不开。", _RESAVE),
    "nothing": (
        "“{file}”里没有内容；隐藏的工作表不读。",
        "请检查是否拿错了文件；要用的工作表若是隐藏的，请取消隐藏并保存，再选一次。",
    ),
    "stopped": (
        "读取“{file}”的程序中途停了，没有读完；不一定是表格的问题。",
        "请再选一次；若仍不行，请另存为 .xlsx 再选，并告诉维护人员。",
    ),
    "unstarted": (
        "电脑资源不够，没能开始读取“{file}”。",
        "请关闭一些别的程序，再选一次；若仍不行，请重新启动电脑。",
    ),
}


def refusal(path: Path, problem: Unreadable) -> Refused:
    """Return the refusal of `path` in words; a reason nobody foresaw counts as damaged."""
    happened, now = SENTENCES.get(problem.kind, SENTENCES["damaged"])
    details: dict[str, str | int] = dict.fromkeys(("what", "sheet", "cell", "record", "most"), "")
    details |= problem.details
    sheet = details["sheet"]
    details["sheet"] = f"的工作表“{shown_name(Path(str(sheet)))}”" if sheet else ""
    return Refused(happened.format(file=shown_name(path), **details) + SAFE + now)
