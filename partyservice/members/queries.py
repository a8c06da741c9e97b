"""Which person on file somebody is: by ID number, else by name, sex, month of birth and branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from partyservice.kernel.errors import Doubt, Problem
from partyservice.kernel.partial import Partial
from partyservice.members.model import Member, Person, Standing
from partyservice.organisations.model import Organisation
from partyservice.storage.lookup import is_empty, some
from partyservice.storage.record import Attribute, key_of
from partyservice.storage.search import hits
from partyservice.storage.typed import Typed

NAME, ID_NUMBER = key_of(Person.name), key_of(Person.id_number)
SEX, BORN = key_of(Person.sex), key_of(Person.born)
_LEAST_LETTERS = 2  # of a name typed as pinyin: one letter would find half the roll
LINK = "person_id"  # under which every record about a person holds them


@dataclass(slots=True)
class Known:
    """A person on file, as far as it takes to tell them from others."""

    id: int
    name: str
    sex: str | None
    month: str
    id_number: str | None
    branches: set[int] = field(default_factory=set)


def who(typed: Typed, branch: Attribute) -> Hashable | None:
    """Return what tells a person without an ID number from others; None without a name."""
    name = typed.get(NAME)
    if not name:
        return None
    return name, typed.get(SEX), month_of(typed.get(BORN)), typed.get(key_of(branch))


def member_of(ids: Sequence[int]) -> Any:
    """Return the selection of (person, branch) of those `ids` that are on the roll."""
    return select(Member.person_id, Member.branch_id).where(
        Member.person_id.in_(ids), Member.void_reason.is_(None)
    )


Belongs = Callable[[Sequence[int]], Any]  # keys of people to the selection of (person, branch)


def find_people(
    session: Session, rows: Sequence[Typed], branch: Attribute, belongs: Belongs = member_of
) -> None:
    """Put the key of the person on file into `links` of each row that is one.

    `branch` says where the sheet puts them, `belongs` where those on file are. A known ID number
    with another name, and a row that may be several people, get a Doubt.
    """
    if is_empty(session, Person):
        return
    numbered = _by_number(session, {row[ID_NUMBER] for row in rows if row.get(ID_NUMBER)})
    rest = []
    for row in rows:
        if LINK in row.links:
            continue  # whoever typed it has said who it is
        number = row.get(ID_NUMBER)
        person = numbered.get(number) if number else None
        if person is None:
            rest.append(row)
            continue
        row.links[LINK] = person.id
        if row.get(NAME) and person.name != row[NAME]:
            words = f"公民身份证号：这个号码在册的姓名是{person.name}，请核对是不是同一个人。"
            row.problems.append(Doubt(words, ID_NUMBER))
    _find_by_name(session, rest, branch, belongs)


def _find_by_name(
    session: Session, rows: Sequence[Typed], branch: Attribute, belongs: Belongs
) -> None:
    # a row is looked for among the people of one name only, so equal names cost little
    named = _by_name(session, {row[NAME] for row in rows if row.get(NAME)}, belongs)
    for row in rows:
        same = [person for person in named.get(row.get(NAME, ""), ()) if _is(row, person, branch)]
        if len(same) > 1:
            words = f"姓名：在册有 {len(same)} 位同名同性别同出生年月同支部的人，请补上身份证号。"
            row.problems.append(Doubt(words, NAME))
        elif same:
            row.links[LINK] = same[0].id


def _is(row: Typed, person: Known, branch: Attribute) -> bool:
    if row.get(ID_NUMBER) and person.id_number:
        return False  # the numbers differ, or the person would have been found by it
    where = row.get(key_of(branch))
    same_branch = where in person.branches or (where is None and not person.branches)
    return person.sex == row.get(SEX) and person.month == month_of(row.get(BORN)) and same_branch


def month_of(born: Partial | None) -> str:
    """Return the month of birth, the year if only that is known; empty if nothing is."""
    return (born.month or born.iso) if born else ""


def _by_number(session: Session, numbers: Iterable[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for few in some(numbers):
        for person in _known(session, Person.id_number.in_(few)):
            found[str(person.id_number)] = person
    return found


def _by_name(session: Session, names: Iterable[str], belongs: Belongs) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = defaultdict(list)
    for few in some(names):
        people = {person.id: person for person in _known(session, Person.name.in_(few))}
        for person in people.values():
            found[person.name].append(person)
        for ids in some(people):
            for key, branch_id in session.execute(belongs(ids)):
                people[key].branches.add(branch_id)
    return found


def _known(session: Session, condition: Any) -> list[Known]:
    wanted = select(Person.id, Person.name, Person.sex, Person.born, Person.id_number).where(
        condition, Person.void_reason.is_(None)
    )
    return [
        Known(key, name, sex, month_of(born), number)
        for key, name, sex, born, number in session.execute(wanted)
    ]


def memberships(session: Session, people: Iterable[int]) -> dict[int, int]:
    """Return the key of the latest spell on the roll of each of `people` who has one."""
    found: dict[int, int] = {}
    for few in some(people):
        wanted = (
            select(Member.person_id, Member.id)
            .where(Member.person_id.in_(few), Member.void_reason.is_(None))
            .order_by(Member.standing != Standing.ENDED, Member.id)
        )
        found.update(session.execute(wanted).all())
    return found


def find_members(session: Session, rows: Sequence[Typed]) -> None:
    """Mark which person, and which spell on the roll, each row already is."""
    find_people(session, rows, Member.branch_id)
    found = memberships(session, {row.links[LINK] for row in rows if row.links})
    for row in rows:
        row.found = found.get(row.links.get(LINK, 0))


def find_member_rows(session: Session, rows: Sequence[Typed]) -> None:
    """Do as `find_members`; a row that says another standing than the roll gets a Doubt.

    Who left the roll, was suspended or restored, is a step with its reason and day, not a cell.
    """
    find_members(session, rows)
    standings = dict[int, Standing]()
    for few in some({row.found for row in rows if row.found}):
        wanted = select(Member.id, Member.standing).where(Member.id.in_(few))
        standings.update(session.execute(wanted).all())
    for row in rows:
        now = standings.get(row.found or 0, Standing.ON_ROLL)
        said = row.get_of(Member.standing) or (Standing.ON_ROLL if row.found else None)
        if row.found and said != now:
            words = f"党籍状态：在册记录是“{now.value}”，请在党员页按步骤办理。"
            key = key_of(Member.standing if row.get_of(Member.standing) else Person.name)
            row.problems.append(Doubt(words, key))


def candidates(
    session: Session, typed: Typed, most: int = 8, *, shortly: bool = False
) -> list[tuple[Any, ...]]:
    """Return people on file who may be the one typed: same number, name or telephone.

    Each as (id, name, sex, born, ID number, branch, phone), the surest first. While somebody
    types, a name may stand there `shortly`: as pinyin or initials.
    """
    asked = (Person.id_number, Person.mobile_phone, Person.name)
    same = [attribute == typed.get_of(attribute) for attribute in asked if typed.get_of(attribute)]
    name = typed.get_of(Person.name) or ""
    if shortly and name.isascii() and len(name) >= _LEAST_LETTERS:
        found = hits(session, Person, name).subquery()
        same.append(Person.id.in_(select(found.c.id)))
    if not same:
        return []
    wanted = (
        select(
            Person.id,
            Person.name,
            Person.sex,
            Person.born,
            Person.id_number,
            Organisation.full_name,
            Person.mobile_phone,
        )
        .join(Member, Member.person_id == Person.id, isouter=True)
        .join(Organisation, Organisation.id == Member.branch_id, isouter=True)
        .where(or_(*same), Person.void_reason.is_(None))
        .order_by(*(condition.desc() for condition in same), Person.id)
        .limit(most)
    )
    return [tuple(row) for row in session.execute(wanted)]


def unsaid(session: Session, typed: Typed) -> Problem | None:
    """Return a Doubt if somebody new may be a person on file, but too little is said to tell."""
    for _, name, sex, born, number, branch, _phone in candidates(session, typed):
        month = month_of(born)
        told = (
            (sex, typed.get(SEX)),
            (month, month_of(typed.get(BORN))),
            (number, typed.get(ID_NUMBER)),
        )
        if name != typed.get(NAME) or any(ours and given and ours != given for ours, given in told):
            continue
        known = (sex, month) == (
            typed.get(SEX),
            month_of(typed.get(BORN)),
        ) and branch in typed.values()
        if not (known or (number and number == typed.get(ID_NUMBER))):
            return Doubt("姓名：库里已有同名的人。同一人请从右边选，不是请写明依据。", NAME)
    return None
