"""Histories: days at the desk made up by chance, with everything that an office stores."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import select

from partyservice.app import App
from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused, Unsettled
from partyservice.members.drafts import MEMBER
from partyservice.members.model import Person
from partyservice.mobility.flow import OUTFLOW
from partyservice.settings.flow import IN_USE
from partyservice.storage.engine import connect
from partyservice.storage.numbers import numbered
from partyservice.storage.search import KEYS
from partyservice.storage.store import Store
from tests.builders import (
    BRANCHES,
    CLOCK,
    change,
    inflow,
    new_office,
    outflow,
    somebody,
    take,
    with_branches,
)
from tests.faults.digest import digest

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈单曾", "伟芳娜敏静丽强磊洋艳勇军杰娟涛超明霞平刚"
JOBS = ("公务员", "农民", "学生")


@dataclass(frozen=True, slots=True)
class Template:
    """An office to begin from, and what opens it without a password."""

    folder: Path
    key: bytes
    by: Actor


def template(folder: Path) -> Template:
    app = with_branches(new_office(folder))
    made = Template(folder, app.store._key, app.by)
    app.close()
    return made


def opened(folder: Path, of: Template) -> App:
    """The office at `folder`, a copy of the template if it is not there yet."""
    if not folder.exists():
        shutil.copytree(of.folder, folder)
    return App(Store(folder / "office.db", of.key, CLOCK), CLOCK, of.by)


def copied(app: App, path: Path) -> None:
    """Copy the database as a backup does."""
    connection = connect(app.store.folder / "office.db", app.store._key)
    connection.execute("VACUUM INTO ?", (str(path),))
    connection.close()


@dataclass(frozen=True, slots=True)
class Everything:
    """All that an office is compared by: records, counters, journal, search keys, keys used."""

    digest: str
    search: tuple[tuple[str, int], ...]
    carried: tuple[tuple[object, ...], ...]


def everything(store: Store) -> Everything:
    with store.read() as session:
        connection = session.connection()
        keys = connection.execute(select(KEYS.c.k, KEYS.c.id).order_by(KEYS.c.k, KEYS.c.id))
        carried = connection.exec_driver_sql("SELECT bits, used FROM incarnation").all()
        return Everything(
            digest(connection),
            tuple((k, key) for k, key in keys),
            tuple(tuple(row) for row in carried),
        )


@contextmanager
def stored(path: Path, key: bytes) -> Iterator[Store]:
    store = Store(path, key, CLOCK)
    yield store
    store.close()


@dataclass
class Day:
    """Does one deed after another in `app`; the same `chance` does the same."""

    app: App
    chance: Random
    done: int = 0
    people: list[int] = field(default_factory=list)
    away: list[int] = field(default_factory=list)

    def live(self, deeds: int) -> None:
        for _ in range(deeds):
            deed = self.chance.choice(DEEDS)
            with suppress(Refused, Unsettled):
                deed(self)
                self.done += 1

    def register(self) -> None:
        texts = {"person__born": self._day(), "member__branch_id": self.chance.choice(BRANCHES)}
        self.people.append(somebody(self.app, self._name(), None, **texts))

    def correct(self) -> None:
        if self.people:
            texts = {
                "person__name": self._name(),
                "person__address": self.chance.choice(("", "青石镇 ' \" 号", "东风村3组")),
                "person__mobile_phone": f"15{self.chance.randrange(10**9):09}",
                "member__job": self.chance.choice(JOBS),
            }
            some = dict(self.chance.sample(sorted(texts.items()), 2))
            change(self.app, MEMBER, self.chance.choice(self.people), **some)

    def leave(self) -> None:
        self.away.append(outflow(self.app, self._name(), "2026-03", person__born=self._day()))

    def come_back(self) -> None:
        if self.away:
            key = self.away.pop()
            take(self.app, OUTFLOW, "return", key, {"outflow.ended_on": "2026-10-09"})

    def arrive(self) -> None:
        inflow(self.app, self._name(), "2026-09-01", person__born=self._day())

    def add_code(self) -> None:
        number = str(self.chance.randrange(30, 99))
        texts = {"table_name": "流动原因", "code": number, "label": f"原因{number}"}
        take(self.app, IN_USE, "add", None, {f"code_entry.{k}": v for k, v in texts.items()})

    def look(self) -> None:
        if self.people:
            who = self.chance.choice(self.people)
            self.app.unmasked(MEMBER, who, "person.mobile_phone")

    def exchange_numbers(self) -> None:
        """Two people had each other's number: put right in one transaction."""
        with self.app.store.write(self.app.by, "更正") as session:
            two = select(Person).where(Person.void_reason.is_(None)).order_by(Person.id).limit(2)
            found = session.scalars(two).all()
            if len(found) < 2:
                return
            first, second = found
            one = first.id_number or "99010019891227" + f"{self.chance.randrange(10000):04}"
            other = second.id_number or "99010019880102" + f"{self.chance.randrange(10000):04}"
            first.id_number = second.id_number = None
            session.flush()
            first.id_number, second.id_number = other, one

    def void(self) -> None:
        with self.app.store.write(self.app.by, "登记错了") as session:
            last = select(Person).where(Person.void_reason.is_(None)).order_by(Person.id.desc())
            for person in session.scalars(last.limit(1)):
                person.void_reason = "重复登记"

    def number(self) -> None:
        """Give two numbers under one series, and one change that goes with them."""
        with self.app.store.write(self.app.by, "编号") as session:
            words = [numbered(session, "LC", CLOCK.today()) for _ in range(2)]
            for person in session.scalars(select(Person).order_by(Person.id).limit(1)):
                person.address = "、".join(words)

    def _name(self) -> str:
        return self.chance.choice(SURNAMES) + "".join(self.chance.sample(GIVEN, 2))

    def _day(self) -> str:
        return f"{self.chance.randrange(1940, 2005)}-{self.chance.randrange(1, 13):02}-15"


DEEDS = (
    Day.register, Day.register, Day.register, Day.correct, Day.correct, Day.leave, Day.come_back,
    Day.arrive, Day.add_code, Day.look, Day.exchange_numbers, Day.void, Day.number,
)  # fmt: skip
