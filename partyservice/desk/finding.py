"""Finding: one search over people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from partyservice.kernel.errors import Refused
from partyservice.kernel.kinds import plain
from partyservice.members.listing import STATE
from partyservice.members.model import Member, Person, Standing
from partyservice.members.queries import LINK
from partyservice.mobility.model import Inflow
from partyservice.organisations.model import Organisation
from partyservice.storage.listing import CAP, Listing, Row, Wanted
from partyservice.storage.record import Attribute, field_of, owner

SHOWN = 50  # hits
KEY_DIGITS = 20  # more than a key of 63 bits has


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, as it may be seen by everybody."""

    id: int
    kind: str
    name: str
    sex: str = ""
    born: str = ""
    branch: str = ""
    id_number: str = ""
    phone: str = ""
    state: str = ""

    def line(self) -> str:
        """Return it as a line of text."""
        parts = (
            self.name,
            self.sex,
            self.born,
            self.branch,
            self.id_number,
            self.phone,
            self.state,
        )
        return "  ".join(part for part in (self.kind, *parts) if part)


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits, how many there are (up to the cap), and whether there are more."""

    hits: list[Hit]
    count: int
    more: bool


PEOPLE = Listing(
    about=Person,
    columns=(Person.name, Person.sex, Person.born, Person.id_number, Person.mobile_phone),
    order=(Person.name_order,),
)
ORGANISATIONS = Listing(
    about=Organisation,
    columns=(Organisation.full_name,),
    order=(Organisation.full_name,),
)


def find(session: Session, wanted: Wanted) -> Found:
    """Return what `wanted.text` finds: people first, then organisations; 50 and the count."""
    people, organisations = (
        listing.found(session, wanted, CAP + 1) for listing in (PEOPLE, ORGANISATIONS)
    )
    rows = PEOPLE.window(session, people[:SHOWN], wanted.today)
    standing = _standing(session, [row[0] for row in rows])
    hits = [_person(row, standing) for row in rows]
    more = ORGANISATIONS.window(session, organisations[: SHOWN - len(hits)], wanted.today)
    hits += [Hit(row[0], Organisation.title, row[1]) for row in more]
    count = len(people) + len(organisations)
    return Found(hits, min(count, CAP), count > CAP)


def meant(session: Session, text: str) -> tuple[int, str]:
    """Return key and name of the one person that `text` is: an ID number, a key, or a name.

    Raise Refused if there is none, or if several have the name.
    """
    bare = plain(text)
    in_force = select(Person.id, Person.name).where(Person.void_reason.is_(None))
    asked = [in_force.where(Person.id_number == bare.upper())]
    if bare.isdigit() and len(bare) < KEY_DIGITS:
        asked.append(select(Person.id, Person.name).where(Person.id == int(bare)))
    asked.append(in_force.where(Person.name == bare))
    for wanted in asked:
        found = session.execute(wanted.limit(2)).all()
        if len(found) > 1:
            raise Refused(
                f"有几个人叫“{bare[:20]}”。没有列出，数据没有改动，请用身份证号，"
                "或先查找再用找到的编号。"
            )
        if found:
            return int(found[0][0]), str(found[0][1])
    raise Refused("没有这个人。什么也没有改，请核对号码、编号或姓名，或先查找。")


def _person(row: Row, standing: dict[int, tuple[str, str, str]]) -> Hit:
    key = int(row[0])
    _, sex, born, number, phone = (
        field.show(value) for field, value in zip(PEOPLE.fields, row[1:], strict=True)
    )
    kind, branch, state = standing.get(key, (Person.title, "", ""))
    return Hit(key, kind, str(row[1]), sex, born[:7], branch, number, phone, state)


def _joined(branch: Attribute, state: Any) -> Any:
    """Return the statement of (person, branch, state), put together once."""
    record = owner(branch)
    person: Attribute = getattr(record, LINK)
    return (
        select(person, Organisation.full_name, state)
        .join(Organisation, Organisation.id == branch, isouter=True)
        .where(person.in_(bindparam("people", expanding=True)), record.void_reason.is_(None))
        .order_by(record.id)
    )


_GUESTS = _joined(Inflow.host_branch_id, Inflow.state)
_MEMBERS = _joined(Member.branch_id, STATE.sql)


def _standing(session: Session, people: list[int]) -> dict[int, tuple[str, str, str]]:
    """Return as what each of `people` is known: kind, branch, state; a member before a guest."""
    found: dict[int, tuple[str, str, str]] = {}
    if not people:
        return found
    here, connection = field_of(Inflow.state), session.connection()
    for key, branch, state in connection.execute(_GUESTS, {"people": people}):
        found[key] = (Inflow.title, branch or "", here.show(state))
    for key, branch, state in connection.execute(_MEMBERS, {"people": people}):
        if key not in found or state != Standing.ENDED.value:
            found[key] = (Member.title, branch or "", state)
    return found
