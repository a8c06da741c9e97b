"""Tasks: what an office does all day, each by keys alone, from the page where the clerk would be.

Each ends by looking at what is stored. They are driven by the tests on the sample office, and by
the benchmarks on a large one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from python_calamine import CalamineWorkbook

from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.kernel.idnumber import check_digit
from partyservice.kernel.readings import readings_of_name
from partyservice.members.drafts import MEMBER
from partyservice.mobility.drafts import ARRIVING, LEAVING, RETURNED
from partyservice.organisations.drafts import ORGANISATION
from partyservice.organisations.listing import ORGANISATIONS
from tests.builders import SHEETS
from tests.ui.clerk import Clerk
from ui.parts import saving
from ui.parts.importing.choose import HABIT

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.storage.listing import Listing

MEMBERS, MOBILITY, ROSTERS, SETTINGS = "3", "4", "8", "0"  # digits of the rail
PHONE = "15480001234"
STRANGER, NEW_MEMBER, NEW_BRANCH = "欧阳若兰", "闻人语迟", "青石镇新桥村党支部"
VILLAGE = next(path for path in SHEETS.iterdir() if path.name.startswith("05"))
MENDED, TAKEN_IN = "990200199505072765", 57  # a number of VILLAGE put right, and its good rows
_NEAR = 4  # rows to go down at most, and characters of a name


@dataclass(frozen=True, slots=True)
class Task:
    """`most` keys it may take; `do` asserts what is stored."""

    title: str
    most: int
    do: Callable[[Clerk], None]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A row of a list, found by the initials of the name, `place` rows below the first."""

    key: int
    name: str
    initials: str
    place: int


def find(clerk: Clerk) -> None:
    clerk.sit_at(MEMBERS)
    who = somebody(clerk.app, PEOPLE)

    search(clerk, who)
    clerk.press("Return")
    clerk.see("经历和办理记录")

    top = clerk.frame.top()
    assert top is not None
    assert top.seen == ("person", clerk.app.people.of(PEOPLE, who.key))


def correct_phone(clerk: Clerk) -> None:
    clerk.sit_at(MEMBERS)
    who = somebody(clerk.app, PEOPLE)

    search(clerk, who)
    clerk.press("F2", "Ctrl+PgDown", "Ctrl+PgDown")
    clerk.type(PHONE)
    clerk.press("Ctrl+S")
    clerk.see("已保存")

    whole = clerk.app.unmasked(MEMBER, who.key, "person.mobile_phone")
    assert whole == {"person.mobile_phone": PHONE}


def new_member(clerk: Clerk) -> None:
    clerk.sit_at(MEMBERS)

    clerk.press("Ctrl+N")
    clerk.type(NEW_MEMBER)
    clerk.press("Return")
    clerk.type(number("19910203"))
    clerk.press("Return", "Return")  # the sex follows from the number, and so does the birth
    clerk.type("汉")
    clerk.press("Tab", "Tab", "Tab")  # the education is not known
    clerk.type(branch(clerk.app))
    clerk.press("Return", "Tab", "Space", "Tab")
    clerk.type("20190701")
    clerk.press("Ctrl+S")
    clerk.see("已新增党员")

    stored = last(clerk.app, PEOPLE, NEW_MEMBER)
    kept = clerk.app.load(MEMBER, stored)
    assert kept["person.sex"] == "女"
    assert kept["person.born"] == "1991-02-03"
    assert kept["member.category"] == "正式党员"


def leave(clerk: Clerk) -> None:
    clerk.sit_at(MOBILITY)
    who = somebody(clerk.app, PEOPLE, STAYS_AWAY)

    clerk.press("Alt+W")
    clerk.type(who.name)
    clerk.see("选他")
    clerk.press("Alt+1")
    clerk.type("20261120")
    clerk.press("Tab")
    clerk.type("昆山")
    clerk.press("Return", "Ctrl+S")
    clerk.see("已登记流出")

    kept = clerk.app.load(LEAVING, last(clerk.app, STAYS_AWAY, who.name))
    assert kept["outflow.left_on"] == "2026-11-20"
    assert kept["outflow.place"].endswith("昆山市")


def come_back(clerk: Clerk) -> None:
    clerk.sit_at(MOBILITY)
    who = somebody(clerk.app, STAYS_AWAY)

    search(clerk, who)
    clerk.press("Alt+B")
    clerk.type("20261120")
    clerk.press("Ctrl+S")
    clerk.see("已返回")

    assert clerk.app.load(RETURNED, who.key)["outflow.ended_on"] == "2026-11-20"


def arrive(clerk: Clerk) -> None:
    clerk.sit_at(MOBILITY)

    clerk.press("Ctrl+PgDown", "Alt+D")
    clerk.type(STRANGER)
    clerk.press("Return")
    clerk.type(number("19880808"))
    clerk.press("Ctrl+PgDown", "Ctrl+PgDown")
    clerk.type("昆山")
    clerk.press("Return", "Tab", "Tab")
    clerk.type("20261101")
    clerk.press("Ctrl+S")
    clerk.see("已报到")

    kept = clerk.app.load(ARRIVING, last(clerk.app, STAYS_HERE, STRANGER))
    assert kept["inflow.arrived_on"] == "2026-11-01"
    assert kept["inflow.came_from"].endswith("昆山市")


def found_branch(clerk: Clerk) -> None:
    clerk.sit_at(SETTINGS)

    clerk.press("Ctrl+N")
    clerk.type(NEW_BRANCH)
    clerk.press("Ctrl+S")
    clerk.see("已新增党组织")

    stored = last(clerk.app, ORGANISATIONS, NEW_BRANCH)
    assert clerk.app.load(ORGANISATION, stored)["organisation.org_type"] == "党支部"


def import_list(clerk: Clerk) -> None:
    clerk.sit_at(MEMBERS)
    before = clerk.app.count(PEOPLE, clerk.app.wanted())
    with TemporaryDirectory() as folder:
        shutil.copy(VILLAGE, folder)
        clerk.app.kept.keep_habit(HABIT, folder)

        clerk.press("Ctrl+I", "Return")  # the newest file
        clerk.type(branch(clerk.app))  # the sheet names none
        clerk.press("Return", "Return")
        clerk.see("不导入")
        clerk.type(MENDED)
        clerk.press("Return", "Ctrl+Return")
        clerk.see("再导入一个")

        assert list(Path(folder).glob("*退回.xlsx"))
    assert clerk.app.count(PEOPLE, clerk.app.wanted()) == before + TAKEN_IN
    found = clerk.app.ids(PEOPLE, clerk.app.wanted(MENDED))
    assert len(found) == 1


def print_roster(clerk: Clerk) -> None:
    clerk.sit_at(ROSTERS)
    page = clerk.frame.view(ROSTERS)
    page.printing.service = clerk.shop.cups
    clerk.wait(page.preview.drawn)
    before = clerk.shop.printed()

    clerk.press("F9")
    clerk.see("份数")
    clerk.press("Return")
    clerk.wait(lambda: len(clerk.shop.printed()) > len(before))

    (paper,) = (each for each in clerk.shop.printed() if each not in before)
    assert paper.startswith(b"%PDF")


def export(clerk: Clerk) -> None:
    clerk.sit_at(MEMBERS)
    down, name, members = peopled(clerk)

    clerk.press("Ctrl+L", "Tab", "Tab", "Return", *["Down"] * down, "Return")
    clerk.see(f"所在党支部 {name}")
    clerk.press("Ctrl+E")
    with saved_by(clerk) as path:
        clerk.press("Ctrl+S")
        clerk.see("已另存")
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    cells = [cell for row in rows for cell in row]
    assert cells.count(name) == members


@contextmanager
def saved_by(clerk: Clerk) -> Iterator[Path]:
    """Answer the system's own dialog with Enter; give where the file will be."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "名单.xlsx"

        def answer(*_asked: object) -> Path:
            clerk.keys += 1
            return path

        with patch.object(saving, "ask_path", answer):
            yield path


TASKS = {
    "find": Task("找到一个人，打开个人情况", 8, find),
    "correct": Task("改手机号", 20, correct_phone),
    "new": Task("新增党员", 75, new_member),
    "leave": Task("登记流出", 40, leave),
    "come back": Task("流出的人返回", 20, come_back),
    "arrive": Task("流入的人报到", 60, arrive),
    "import": Task("导入名单，改正一格", 45, import_list),
    "print": Task("打印花名册", 5, print_roster),
    "branch": Task("新增党支部", 35, found_branch),
    "export": Task("筛选并导出", 15, export),
}


def search(clerk: Clerk, who: Somebody) -> None:
    """Find somebody in the list that has the focus; the letters go to its search box."""
    clerk.type(who.initials)
    clerk.press(*["Down"] * who.place)
    clerk.see(who.name)


def somebody(app: App, listing: Listing, besides: Listing | None = None) -> Somebody:
    """Return the first row of a list who is easily found there, and is not in `besides`."""
    for row in app.window(listing, app.ids(listing, app.wanted())[:200]):
        name = row[1]
        initials = readings_of_name(name)[0][1]
        found = list(app.ids(listing, app.wanted(initials)))
        alone = len(name) <= _NEAR and app.count(PEOPLE, app.wanted(name)) == 1
        elsewhere = besides is not None and app.count(besides, app.wanted(name))
        if alone and not elsewhere and row[0] in found[:_NEAR]:
            return Somebody(row[0], name, initials, found.index(row[0]))
    raise AssertionError(f"Nobody of {listing.about.__tablename__} is easily found.")


def branch(app: App) -> str:
    """Return the initials of a branch."""
    row = app.window(ORGANISATIONS, app.ids(ORGANISATIONS, app.wanted("党支部"))[:1])[0]
    return readings_of_name(row[1])[0][1]


def peopled(clerk: Clerk) -> tuple[int, str, int]:
    """Return where among the branches of a filter the first with members stands, and how many."""
    choices = clerk.frame.desk.filter_choices(PEOPLE, "member.branch_id", "")
    for place, (key, name) in enumerate(choices, 1):
        where = {"member.branch_id": key, "member.state": "在册"}
        if members := clerk.app.count(PEOPLE, clerk.app.wanted(where=where)):
            return place, name, members
    raise AssertionError("No branch has members.")


def last(app: App, listing: Listing, name: str) -> int:
    """Return the only record of a name."""
    (record,) = app.ids(listing, app.wanted(name))
    return record


def number(born: str) -> str:
    """Return an identity number of nobody: it begins with the unassigned 99."""
    first = f"990000{born}602"
    return first + check_digit(first)
