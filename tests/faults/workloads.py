"""Workloads: a day at the desk, operation by operation, through the App.

As a program it does them one after the other and tells the recorder when the desk would be told
that something is saved; beside it writes what the office then says, for whoever checks a cut.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import text
from sqlalchemy.orm import Session

from partyservice.app import App, open_office
from partyservice.exchange import importing
from partyservice.kernel.unsaved import Unsaved
from partyservice.machine import Machine
from partyservice.members.drafts import MEMBER
from partyservice.mobility.flow import OUTFLOW
from partyservice.organisations.drafts import OFFICE
from partyservice.settings.flow import IN_USE
from partyservice.storage import engine
from partyservice.storage.journal import write_out
from partyservice.storage.store import Store
from tests.builders import (
    BRANCHES,
    CLOCK,
    PASSWORD,
    change,
    import_sheet,
    new_office,
    outflow,
    somebody,
    take,
    with_branches,
)
from tests.exchange.builders import book
from tests.faults.nothing_lost import (
    MACHINE,
    OFFICE_FOLDER,
    SETTINGS,
    State,
    before_sign_in,
    state_of,
)

HEADINGS = (
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "学历",
    "党支部",
    "人员类别",
    "入党日期",
    "转正日期",
)


@dataclass
class Day:
    """An office that is open, this computer, and the sheets to be imported."""

    app: App
    machine: Machine
    sheets: Path
    person: int = 0  # registered last, as member
    last: int = 0  # the stay that was registered last
    draft: int = 0

    @classmethod
    def begun(cls, folder: Path) -> Day:
        """Open the office below `folder`."""
        app = open_office(folder / OFFICE_FOLDER, "", PASSWORD, CLOCK)
        return cls(app, Machine(folder / MACHINE / SETTINGS), folder.with_name("sheets"))

    def register(self, name: str) -> None:
        self.person = somebody(self.app, name)

    def correct(self, skills: str) -> None:
        change(self.app, MEMBER, self.person, person__skills=skills)

    def leave(self, name: str) -> None:
        self.last = outflow(self.app, name, "2026-10-08")

    def follow(self, org: str) -> None:
        texts = {"outflow.host_org": org, "outflow.host_liaison": "李梅"}
        take(self.app, OUTFLOW, "host_confirm", self.last, texts)

    def come_back(self, day: str) -> None:
        take(self.app, OUTFLOW, "return", self.last, {"outflow.ended_on": day})

    def bring(self, sheet: str) -> None:
        import_sheet(self.app, self.sheets / sheet)

    def name_code(self, code: str) -> None:
        known = {"table_name": "流动原因", "code": code, "label": f"原因{code}"}
        take(self.app, IN_USE, "add", None, {f"code_entry.{k}": v for k, v in known.items()})

    def set_office(self, days: str) -> None:
        change(self.app, OFFICE, self.app.settings.office_id(), office__letter_warning=days)

    def set_machine(self, printer: str) -> None:
        self.machine.keep_printer("roster", printer)

    def remember(self, name: str) -> None:
        self.machine.remember(self.sheets / name, name, CLOCK.now())

    def type_in(self, words: str) -> None:
        """Keep what is half typed; the same form again until it is dropped."""
        self.draft = self.draft or hash_of(words)
        typed = Unsaved(
            id=self.draft, at=CLOCK.now(), place="members", title="登记", texts={"name": words}
        )
        self.app.kept.keep(typed)

    def drop(self, _words: str) -> None:
        self.app.kept.forget(self.draft)
        self.draft = 0

    def close(self) -> None:
        self.app.close()


Operation = tuple[Callable[[Day, str], None], str]
PEOPLE: Sequence[Operation] = (
    (Day.register, "张一"),
    (Day.correct, "书法"),
    (Day.register, "王三"),
)
STAYS: Sequence[Operation] = (
    (Day.leave, "赵四"),
    (Day.follow, "昆山市玉山镇党委"),
    (Day.leave, "钱五"),
    (Day.come_back, "2026-11-20"),
    (Day.leave, "孙六"),
)
IMPORT: Sequence[Operation] = ((Day.bring, "few.xlsx"),)
OFFICE_SETTINGS: Sequence[Operation] = (
    (Day.name_code, "91"),
    (Day.set_office, "7"),
    (Day.name_code, "92"),
)
COMPUTER: Sequence[Operation] = (
    (Day.set_machine, "HP-1020"),
    (Day.remember, "青石镇"),
    (Day.set_machine, "EPSON"),
)
DRAFTS: Sequence[Operation] = (
    (Day.type_in, "周七"),
    (Day.type_in, "周七 15480424747"),
    (Day.drop, ""),
    (Day.type_in, "吴八"),
)
WORKLOADS = {
    "people": PEOPLE,
    "stays": STAYS,
    "import": IMPORT,
    "office settings": OFFICE_SETTINGS,
    "computer": COMPUTER,
    "drafts": DRAFTS,
}
DAILY = tuple(each for operations in WORKLOADS.values() for each in operations)
LARGE: Sequence[Operation] = ((Day.bring, "many.xlsx"),)


def hash_of(words: str) -> int:
    return sum(words.encode()) + 1


def found(folder: Path) -> None:
    """Make the office on which all workloads begin, and the sheets they import."""
    app = with_branches(new_office(folder / OFFICE_FOLDER, region="320583"))
    somebody(app, "郑九")
    app.kept.habit("columns")
    app.close()
    Machine(folder / MACHINE / SETTINGS).keep_scale(100)
    sheets = folder.with_name("sheets")
    sheets.mkdir()
    for name, rows in (("few.xlsx", 8), ("many.xlsx", 500)):
        book(sheets / name, [HEADINGS, *(row(n) for n in range(rows))])


def row(number: int) -> tuple[str, ...]:
    digits = "零一二三四五六七八九"
    name = "冯" + "".join(digits[int(d)] for d in f"{number:03d}")
    day = f"19{50 + number % 50}-0{1 + number % 9}-1{number % 10}"
    branch = BRANCHES[number % len(BRANCHES)]
    return (name, "男", "汉族", day, "高中", branch, "正式党员", "2016-11-15", "2017-11-15")


def record(folder: Path, operations: Sequence[Operation]) -> list[State]:
    """Do `operations`, every second one while somebody reads; return what was true after each."""
    told = ctypes.CDLL(None).recorder_mark
    _, office = before_sign_in(folder)
    day = Day.begun(folder)
    told(b"saved")
    begun = state_of(day.app, day.machine)
    states = [replace(begun, office=office), begun]
    for number, (operation, words) in enumerate(operations):
        with ExitStack() as reading:
            if number % 2:
                session = reading.enter_context(day.app.store.read())
                session.execute(text("SELECT count(*) FROM person"))
            operation(day, words)
            told(b"saved")
        states.append(state_of(day.app, day.machine))
    day.close()
    return states


def without_checkpoint(_store: Store) -> None:
    """Stand for a reader that never ends."""


def in_pieces(session: Session) -> None:
    """Write out what an import has so far, and commit it: the fault that F2 is to find."""
    write_out(session)
    session.connection().exec_driver_sql("COMMIT")
    session.connection().exec_driver_sql("BEGIN IMMEDIATE")


def main() -> None:
    """Record a day; what it says afterwards is printed."""
    given = argparse.ArgumentParser()
    given.add_argument("folder", type=Path)
    given.add_argument("which", choices=("daily", "large"))
    given.add_argument("--synchronous", type=int, default=2)
    given.add_argument("--in-pieces", action="store_true")
    options = given.parse_args()
    pragmas = engine.PRAGMAS | {"synchronous": options.synchronous}
    with ExitStack() as changed:
        changed.enter_context(patch.object(engine, "PRAGMAS", pragmas))
        if options.synchronous != 2:  # the control: a checkpoint would sync all the same
            changed.enter_context(patch.object(Store, "checkpoint", without_checkpoint))
        if options.in_pieces:
            changed.enter_context(patch.object(importing, "FLUSH", 50))
            changed.enter_context(patch.object(importing, "write_out", in_pieces))
        states = record(options.folder, DAILY if options.which == "daily" else LARGE)
    sys.stdout.write(json.dumps([asdict(state) for state in states]))


if __name__ == "__main__":
    main()
