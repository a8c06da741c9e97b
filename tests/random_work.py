"""Random work at the desk, for tests of what holds whatever clerks do in any order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from hypothesis import strategies as st
from sqlalchemy import select

from partyservice.app import App
from partyservice.kernel.errors import Refused, Unsettled
from partyservice.members.drafts import MEMBER
from partyservice.members.model import Member
from partyservice.mobility.drafts import STAY_AWAY, STAY_HERE
from partyservice.mobility.flow import INFLOW, OUTFLOW
from partyservice.mobility.model import Inflow, Outflow
from partyservice.organisations.drafts import ORGANISATION
from partyservice.organisations.model import Organisation
from partyservice.storage.record import Record
from tests.builders import change, inflow, outflow, somebody, take

NAMES = ("赵一", "钱二", "孙三", "李四", "周五")
DAYS = ("2026-01-05", "2026-03-08", "2026-06-01", "2026-09-30", "2026-11-02")
NUMBERS = ("990100198912271497", "990100198912271497", "", "", "")  # one for two: often taken
Act = tuple[int, int, int, int]  # which account, what, about which record, with which value
ACTS = st.tuples(*(st.integers(0, most) for most in (1, 13, 9, 4)))


def ids(app: App, kind: type[Record]) -> list[int]:
    with app.store.read() as session:
        in_force = select(kind.id).where(kind.void_reason.is_(None))
        return list(session.scalars(in_force.order_by(kind.id)))


def act(app: App, what: int, which: int, value: int) -> None:
    """Do one thing; what the program refuses is not done."""
    with suppress(Refused, Unsettled):
        _DEEDS[what % len(_DEEDS)](app, which, value)


def _one(app: App, kind: type[Record], which: int) -> int:
    found = ids(app, kind)
    if not found:
        raise Refused("没有可以改的记录。")
    return found[-1 - which % len(found)]


def _member(app: App, which: int, value: int) -> None:
    somebody(app, NAMES[value] + NAMES[which % 5][0], person__born=f"19{60 + which}-02-01")


def _corrected(app: App, which: int, value: int) -> None:
    phone = f"1548042474{value}"
    change(app, MEMBER, _one(app, Member, which), person__mobile_phone=phone)


def _numbered(app: App, which: int, value: int) -> None:
    texts = {"person__id_number": NUMBERS[value], "person__born": "1989-12-27"}
    change(app, MEMBER, _one(app, Member, which), **texts)


def _placed(app: App, which: int, value: int) -> None:
    key = _one(app, Member, which)
    change(app, MEMBER, key, member__job="", person__address=f"东风村{value}组")


def _left(app: App, which: int, value: int) -> None:
    outflow(app, NAMES[value], DAYS[which % 5])


def _member_left(app: App, which: int, value: int) -> None:
    name = app.load(MEMBER, _one(app, Member, which))["person.name"]
    outflow(app, name, DAYS[value])


def _arrived(app: App, which: int, value: int) -> None:
    inflow(app, NAMES[value], DAYS[which % 5])


def _noted(app: App, which: int, value: int) -> None:
    change(app, STAY_AWAY, _one(app, Outflow, which), outflow__note=f"备注{value}")


def _noted_here(app: App, which: int, value: int) -> None:
    change(app, STAY_HERE, _one(app, Inflow, which), inflow__note=f"备注{value}")


def _renamed(app: App, which: int, value: int) -> None:
    change(app, ORGANISATION, _one(app, Organisation, which), organisation__remark=f"备注{value}")


def _step(name: str, **texts: str) -> Callable[[App, int, int], None]:
    flow, kind = (INFLOW, Inflow) if "inflow" in str(texts) else (OUTFLOW, Outflow)

    def done(app: App, which: int, value: int) -> None:
        given = {key.replace("__", "."): text or DAYS[value] for key, text in texts.items()}
        take(app, flow, name, _one(app, kind, which), given)

    return done


_DEEDS: Sequence[Callable[[App, int, int], None]] = (
    _member,
    _corrected,
    _numbered,
    _placed,
    _left,
    _member_left,
    _arrived,
    _noted,
    _noted_here,
    _renamed,
    _step("return", outflow__ended_on=""),
    _step("move_again", outflow__left_on="", outflow__place="江苏省苏州市昆山市"),
    _step("mark_lost", outflow__lost_since="2026-10"),
    _step("verify", inflow__verified_on="", inflow__verified_with="张三"),
)


def in_force(app: App, without: Collection[int] = ()) -> dict[int, str]:
    """Return every record in force, but those `without`, as one line each, by key."""
    kinds: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    found: dict[int, str] = {}
    with app.store.read() as session:
        for kind in kinds:
            columns = [c for c in kind.__table__.columns if c.name != "version"]
            wanted = select(*columns).where(kind.__table__.c.void_reason.is_(None))
            for row in session.connection().execute(wanted):
                found[row.id] = f"{kind.__tablename__}{tuple(row)!r}"
    return {key: line for key, line in found.items() if key not in without}


def digest(app: App, without: Collection[int] = ()) -> str:
    """Return one number for all records in force, but those `without`."""
    lines = sorted(in_force(app, without).values())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
