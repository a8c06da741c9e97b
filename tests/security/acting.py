"""A real office, and apps in which somebody with a few roles only is at work."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from xlsxwriter import Workbook

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.exchange.review import Review
from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Doubt, Invalid, Refused, Unsettled
from partyservice.rosters.layout import About, Chosen, Layout
from partyservice.security.accounts import sign_in
from partyservice.security.rights import rights_of
from partyservice.storage.folder import DATABASE
from partyservice.storage.store import Store
from tests.builders import (
    BRANCHES,
    CLOCK,
    NAME,
    PASSWORD,
    inflow,
    member,
    new_office,
    outflow,
    somebody,
    with_branches,
)

T = TypeVar("T")
CANARY = ("沙鸥翔", "990100198912271497", "15480424747", "1497", "东风村3组4号")
LAYOUT = Layout(columns=(Chosen(key="person.name", label="姓名", width=20),))
HEADING = ("姓名", "性别", "民族", "出生日期", "学历", "所在党支部", "人员类别", "加入党组织日期")


@dataclass
class World:
    """An office with somebody in each list; `app` is the first account's, which may do all."""

    folder: Path
    key: bytes
    app: App
    member: int
    person: int
    away: int
    here: int
    numbers: Iterator[int] = field(default_factory=itertools.count)
    reviewed: Review | None = None

    def next(self) -> int:
        """A number that was not given before."""
        return next(self.numbers)

    def path(self, ending: str) -> Path:
        return self.folder.parent / f"{self.next()}{ending}"

    def name(self) -> str:
        """A name that nobody has yet."""
        high, low = divmod(self.next(), 60)
        return f"欧阳{chr(0x6C34 + high)}{chr(0x6728 + low)}"

    def twins(self) -> tuple[int, int]:
        """Two people who are one."""
        first, second = (self.app.people.of(PEOPLE, _new(self)) for _ in range(2))
        assert first is not None
        assert second is not None
        return first, second

    def sheet(self) -> Path:
        """A list of one new member."""
        path = self.path(".xlsx")
        with Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            told = (self.name(), "男", "汉族", "1980-05", "大学本科毕业", BRANCHES[0], "正式党员")
            sheet.write_row(0, 0, HEADING)
            sheet.write_row(1, 0, (*told, "2016-11-15"))
        return path

    def review(self) -> Review:
        """A list that the first account has read and judged."""
        if self.reviewed is None:
            self.reviewed = self.app.imports.open(self.sheet())
        self.app.imports.judge(self.reviewed)
        return self.reviewed

    @contextmanager
    def acting(self, *roles: str, without: str = "") -> Iterator[App]:
        """Yield the office as somebody with `roles` has it, but for the right `without`."""
        store = Store(self.folder / DATABASE, self.key, CLOCK)
        app = App(store, CLOCK, Actor("、".join(roles), rights_of(roles) - {without}), office=NAME)
        yield app
        app.close()


def _new(at: World) -> int:
    return somebody(at.app, at.name())


def world(folder: Path) -> World:
    """Make the office."""
    app = with_branches(new_office(folder, region="320583"))
    of = member(app, person__name=CANARY[0])
    person = app.people.of(PEOPLE, of)
    assert person is not None
    app.customs.save("本所名册", About.MEMBERS, LAYOUT)
    key, _ = sign_in(folder, "", PASSWORD)
    away = outflow(app, "沙鸥飞", "2026-03", outflow__origin_phone=CANARY[2])
    return World(folder, key, app, of, person, away, inflow(app, "沙鸥落", "2026-04"))


def is_refused(refusal: Refused) -> bool:
    """Say whether a refusal is for want of a right."""
    return "没有这项权限" in refusal.words


def declared(kind: type[T]) -> list[T]:
    """All of `kind` that a module of the program declares, each once."""
    modules = [m for name, m in sys.modules.items() if name.startswith("partyservice.")]
    found = [v for m in modules for v in list(vars(m).values()) if isinstance(v, kind)]
    return list({id(each): each for each in found}.values())


def tried(act: Callable[[], object]) -> bool:
    """Do it; say whether it was allowed: what is refused or asked for other reasons was."""
    try:
        act()
    except Refused as refusal:
        return not is_refused(refusal)
    except (Unsettled, Invalid, Doubt):
        return True
    return True
