"""Pictures of the import wizard: every step, a usual file, the worst one, and a refusal."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ui.frame import Frame
from ui.parts.importing.choose import HABIT
from ui.parts.importing.wizard import Wizard

HEAD = ("序号", "姓名", "性别", "出生年月", "身份证号", "入党时间", "联系电话")
MORE = ("民族", "学历", "人员类别", "所在党支部", "转正时间", "工作岗位", "家庭住址", "备注")
OWN = tuple(f"本支部自己加的第 {number} 栏" for number in range(1, 16))
LONG = "买买提·阿不都热合曼·吐尔逊·艾合买提江·库尔班"
_USUAL, _WORST = "党员名单.csv", f"{'党员基本信息汇总表' * 4}.csv"
Settle = Callable[[Frame], object]


def of_importing(frame: Frame, settle: Settle) -> Iterator[tuple[str, None]]:
    """Leaves the office as it was but for the people of the usual file."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "收到的表格"
        folder.mkdir()
        _write(folder / _USUAL, [HEAD, *_usual()])
        _write(folder / _WORST, [(*HEAD, *MORE, *OWN), *_worst()])
        (folder / "拍的照片.xlsx").write_bytes(b"\x89PNG\r\n")
        frame.desk.app.kept.keep_habit(HABIT, str(folder))
        wizard = frame.view("9")
        if isinstance(wizard, Wizard):
            frame.open_digit("9")
            yield from _of_steps(frame, wizard, folder, settle)


def _of_steps(
    frame: Frame, wizard: Wizard, folder: Path, settle: Settle
) -> Iterator[tuple[str, None]]:
    wizard.start_over()
    settle(frame)
    yield "import-1-file", None
    wizard.take(folder / "拍的照片.xlsx")
    settle(frame)
    yield "import-1-refused", None
    for name, file in (("import-worst", folder / _WORST), ("import", folder / _USUAL)):
        yield from _of_file(frame, wizard, name, file, settle)
    wizard.progress.show_step(271, 418, "写入")
    wizard.show_waiting()
    yield "import-4-progress", None
    wizard.go_on()
    settle(frame)
    yield "import-5-result", None
    wizard.start_over()


def _of_file(
    frame: Frame, wizard: Wizard, name: str, file: Path, settle: Settle
) -> Iterator[tuple[str, None]]:
    wizard.take(file)
    settle(frame)
    if wizard.columns.kind_box is not None and not wizard.columns.kind:
        yield f"{name}-2-unknown", None
        wizard.columns.kind_box.buttons[0].click()
        settle(frame)
    branches = [words for words in wizard.columns.branches("") if "支部" in words]
    wizard.columns.branch_box.setText(branches[0])
    yield f"{name}-2-columns", None
    wizard.go_on()
    settle(frame)
    yield f"{name}-3-check", None
    wizard.check.turn()
    wizard.check.go(-1)
    settle(frame)
    yield f"{name}-3-troubled", None


def _usual() -> Iterator[Sequence[object]]:
    for number in range(1, 31):
        born = "1985-02-30" if number == 7 else f"19{60 + number}.{number % 12 + 1}"
        card = "9.9020019E+17" if number == 12 else ""
        phone = "58120417" if number == 20 else f"154{number:08}"
        yield number, f"演{_han(number)}", "男", born, card, "2009.6", phone


def _worst() -> Iterator[Sequence[object]]:
    for number in range(1, 61):
        name = LONG if number % 2 else "欧阳慕容"
        told = (number, name, "男", "1985-02-30", "32058219850312", "2009.6", "1380000")
        more = ("汉", "本科", "正式党员", "河东支部", "2010.6", "", "很长的地址" * 9, "")
        yield (*told, *more, *("附注内容",) * len(OWN))


def _han(number: int) -> str:
    return chr(0x4E00 + 40 + number)


def _write(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
