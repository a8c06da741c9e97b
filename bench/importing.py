"""Import of 100,000 rows of 20 columns into an empty office, against python-calamine reading them.

Ours is the whole command, its start and the child that reads included; of calamine's process only
the reading counts, without the start of Python.
`python -m bench.importing` prints the table; `python -m bench.importing FILE` reads FILE once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from partyservice import samples

ROWS, TIMES = 100_000, 3
RATIO, MEMORY = 12, 600  # times calamine; MiB
BRANCHES = [samples.ORGANISATIONS[place]["full_name"] for place in samples.BRANCHES]
MAIN = Path(__file__).parents[1] / "main.py"
TODAY = date(2026, 11, 24)
PASSWORD = "bench-2026"  # noqa: S105 - of an office without people
COLUMNS = {  # heading to the word of a person
    "姓名": "name",
    "所在党支部": "branch",
    "公民身份证号": "id_number",
    "性别": "sex",
    "民族": "ethnic",
    "出生日期": "birth",
    "学历": "education",
    "人员类别": "category",
    "加入党组织日期": "joined",
    "转为正式党员日期": "full",
    "工作岗位": "job",
    "手机号": "phone",
    "固定电话": "landline",
    "家庭住址": "address",
    "党籍状态": "standing",
    "是否为失联党员": "lost",
    "失去联系日期": "lost_since",
    "是否为流动党员": "mobile",
    "外出流向": "destination",
}
DATES, NUMBERS = {"birth", "joined", "full"}, {"phone"}  # as offices' sheets hold them


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "people.xlsx"
        write_book(book, ROWS)
        pairs = [(_ours(Path(folder) / f"office{n}", book), _reading(book)) for n in range(TIMES)]
    ratio = median(ours / theirs for (ours, _), theirs in pairs)
    seconds = median(ours for (ours, _), _ in pairs), median(theirs for _, theirs in pairs)
    peak = max(memory for (_, memory), _ in pairs)
    what = f"import, {ROWS:,} × {len(COLUMNS) + 1}"
    return [
        (
            what,
            f"{seconds[0]:.1f} s CPU",
            f"calamine {seconds[1]:.2f} s",
            f"{ratio:.1f} ×",
            f"≤ {RATIO} ×",
            _verdict(ratio <= RATIO),
        ),
        (f"{what}, peak", f"{peak:.0f} MiB", "—", "—", f"≤ {MEMORY} MiB", _verdict(peak <= MEMORY)),
    ]


def write_book(path: Path, rows: int, branches: Sequence[str] = BRANCHES) -> None:
    """Write a list of invented members, with real dates and telephones as numbers."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, day = book.add_worksheet("汇总表"), book.add_format({"num_format": "yyyy年mm月dd日"})
    sheet.write_row(0, 0, ["党员基本信息汇总表"])
    sheet.write_row(1, 0, ["序号", *COLUMNS])
    for number, person in enumerate(samples.people(rows, 7, TODAY, len(branches)), 1):
        words: dict[str, Any] = dict(person)
        words |= {"branch": branches[int(words["branch"])], "standing": "正常"}
        sheet.write_number(number + 1, 0, number)
        for place, name in enumerate(COLUMNS.values(), 1):
            if name in DATES and len(words[name]) == len("2026-11-24"):
                moment = datetime.combine(date.fromisoformat(words[name]), time())
                sheet.write_datetime(number + 1, place, moment, day)
            elif name in NUMBERS and words[name]:
                sheet.write_number(number + 1, place, int(words[name]))
            elif words[name]:
                sheet.write_string(number + 1, place, words[name])
    book.close()


def _ours(office: Path, book: Path) -> tuple[float, float]:
    """Import into a new office; return CPU seconds and MiB."""
    password = book.with_name("password")
    password.write_text(PASSWORD)
    given = ["--password-file", str(password)]
    names = ["--name", "青石镇党员服务中心", "--org", "中共青石镇委员会", "--user", "王芳"]
    _cost([str(MAIN), "new", str(office), *names, *given])
    command = ["--office", str(office), *given, "import", str(book), "--create-branches"]
    return _cost([str(MAIN), *command], (0, 4))  # 4: personas that raise a question are held back


def _reading(book: Path) -> float:
    """Let calamine read; return CPU seconds."""
    command = [sys.executable, "-m", "bench.importing", str(book)]
    return float(subprocess.check_output(command, cwd=MAIN.parent))


def _cost(command: Sequence[str], good: Sequence[int] = (0,)) -> tuple[float, float]:
    """Run Python with `command`; return CPU seconds, its children's too, and MiB at the peak."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=MAIN.parent, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def _read(path: str) -> float:
    start = process_time()
    for _row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass
    return process_time() - start


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(_read(sys.argv[1]))
    else:
        for line in run():
            print("  ".join(line))
