"""Loading: an office with invented people, rich enough for every screen and roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from partyservice import samples
from partyservice.kernel.clock import Clock
from partyservice.members.model import Member, Person, Standing
from partyservice.mobility.model import Away, Here, Inflow, Outflow
from partyservice.offices import Founding, create, open_store
from partyservice.organisations.model import Existence, Organisation
from partyservice.organisations.queries import office
from partyservice.storage.journal import write_out
from partyservice.storage.numbers import numbered
from partyservice.storage.record import Record, attribute_of, field_of
from partyservice.storage.typed import R, write

NAME, COMMITTEE = "青石镇党员服务中心", "中共青石镇委员会"
FIRM = "演示数据不撤销。什么也没有改，请另建一个演示中心。"
USER, REGION = "王芳", "320583"
BLOCK = 1000  # people written between two flushes
GUESTS = 12  # one inflow for so many members
SUSPENDED, DIED = "11", "12"  # exit_reason
TRANSFERRED_IN = "71"  # entry_reason
EACH = 60  # members of whom one came and one went lately

_PERSON = {
    "name": "name",
    "sex": "sex",
    "id_number": "id_number",
    "id_kind": "id_kind",
    "birth": "born",
    "ethnic": "ethnic",
    "education": "education",
    "degree": "degree",
    "phone": "mobile_phone",
    "landline": "landline",
    "address": "address",
    "native_place": "native_place",
    "work_unit": "work_unit",
}
_MEMBER = {
    "category": "category",
    "joined": "joined_on",
    "full": "full_on",
    "job": "job",
    "lost": "is_lost",
    "lost_since": "lost_since",
    "mobile": "is_mobile",
    "destination": "place",
    "extended_until": "probation_until",
    "suspended_on": "exit_date",
}
_STAY = {
    "scope": "scope",
    "reason": "reason",
    "has_card": "has_card",
    "card_no": "card_no",
    "reported_on": "reported_on",
    "ended_on": "ended_on",
    "end_reason": "end_reason",
    "dues_place": "dues_place",
    "interval": "contact_interval",
}
_OUTFLOW = _STAY | {
    "left_on": "left_on",
    "region": "place",
    "detail": "place_detail",
    "former_occupation": "former_occupation",
    "dest_unit": "destination_kind",
    "expected_until": "expected_until",
    "pattern": "pattern",
    "lost_since": "lost_since",
    "card_issued_on": "card_issued_on",
    "host_org": "host_org",
    "host_phone": "host_phone",
    "origin_liaison": "origin_liaison",
    "origin_phone": "origin_phone",
}
_INFLOW = _STAY | {
    "arrived_on": "arrived_on",
    "region": "came_from",
    "detail": "came_from_detail",
    "origin_org": "origin_org",
    "origin_phone": "origin_phone",
    "proof": "proof",
    "category": "category",
    "joined": "joined_on",
    "address": "lives_at",
}


def sample(folder: Path, password: str, *, members: int, seed: int, clock: Clock) -> None:
    """Make a sample office in the empty `folder`; raise Refused if it is not empty."""
    told = Founding(
        name=NAME,
        committee=COMMITTEE,
        user=USER,
        password=password,
        region=REGION,
        sample=True,
    )
    create(folder, told, clock)
    store, by = open_store(folder, "", password, clock)
    with store.write(by, "演示数据", firm=FIRM) as session:
        branches = _organisations(session)
        _people(session, branches, members, seed, clock)
    store.close()


def _organisations(session: Session) -> list[int]:
    """Make the tree and the address book; return the keys of the branches with members."""
    root = session.get_one(Organisation, office(session).committee_id)
    made: list[Organisation] = []
    for place, entry in enumerate(samples.ORGANISATIONS):
        values = _organisation(entry)
        if place == 0:
            for name, value in values.items():
                setattr(root, name, value)
            made.append(root)
            continue
        above = made[int(entry["parent"])].id if entry["parent"] else None
        made.append(Organisation(**values, parent_id=above))
        session.add(made[-1])
    session.add_all(
        Organisation(**_organisation(entry), is_ours=False, may_receive=True)
        for entry in samples.OTHER_ORGANISATIONS
    )
    return [made[place].id for place in samples.BRANCHES]


def _organisation(entry: Mapping[str, str]) -> dict[str, Any]:
    names = {
        "full_name": "full_name",
        "short_name": "short_name",
        "type": "org_type",
        "mobile": "is_mobile_org",
        "unit": "unit_name",
        "unit_kind": "unit_kind",
        "secretary": "secretary_name",
        "liaison": "liaison_name",
        "phone": "phone",
        "address": "address",
        "founded": "founded_on",
        "approval": "approval_doc_no",
        "scope": "transfer_scope",
        "situation": "host_unit_situation",
    }
    return _values(Organisation, names, entry) | {"existence": Existence.IN_FORCE}


def _people(session: Session, branches: list[int], count: int, seed: int, clock: Clock) -> None:
    today = clock.today()
    known = list(samples.people(count, seed, today, len(branches)))
    made: list[tuple[int, int, int]] = []
    for place, entry in enumerate(known, 1):
        person = _added(session, Person, _values(Person, _PERSON, entry))
        values = _values(Member, _MEMBER, entry) | {"person_id": person.id}
        values["branch_id"] = branches[int(entry["branch"])]
        if entry["suspended_on"]:
            values |= {"standing": Standing.SUSPENDED, "exit_reason": SUSPENDED}
        elif not entry["persona"]:
            values |= _movement(place, today)
        member = _added(session, Member, values)
        made.append((person.id, member.id, values["branch_id"]))
        if place % BLOCK == 0:
            _write_out(session)
    _write_out(session)
    for stay in samples.outflows(known, seed, today):
        _outflow(session, stay, made[int(stay["person"])])
    for stay in samples.inflows(max(10, count // GUESTS), seed, today):
        _inflow(session, stay, branches)
    _write_out(session)


def _movement(place: int, today: date) -> dict[str, Any]:
    """Return the entry or exit of a few, so that the last months have marks on every roll."""
    day = min(today, today.replace(day=1 + place % 20)) - timedelta(days=31 * (place // EACH % 3))
    if place % EACH == 0:
        return {"entry_reason": TRANSFERRED_IN, "entry_date": day}
    if place % EACH == EACH // 2:
        return {"standing": Standing.ENDED, "exit_reason": DIED, "exit_date": day}
    return {}


def _outflow(session: Session, stay: Mapping[str, str], of: tuple[int, int, int]) -> None:
    person, member, branch = of
    values = _values(Outflow, _OUTFLOW, stay)
    values |= {"person_id": person, "member_id": member, "branch_id": branch}
    values["reg_no"] = numbered(session, "LC", values["left_on"])
    if values.get("ended_on"):
        values["state"] = Away.RETURNED
    elif values.get("lost_since"):
        values["state"] = Away.LOST
    elif values.get("host_org"):
        values["state"] = Away.HOSTED
    _added(session, Outflow, values)


def _inflow(session: Session, stay: Mapping[str, str], branches: list[int]) -> None:
    person = _added(session, Person, _values(Person, _PERSON, stay))
    values = _values(Inflow, _INFLOW, stay) | {"person_id": person.id}
    values["reg_no"] = numbered(session, "LR", values["arrived_on"])
    if stay["host_branch"]:
        values |= {"host_branch_id": branches[int(stay["host_branch"])], "state": Here.ENROLLED}
    if values.get("ended_on"):
        values["state"] = Here.LEFT
    _added(session, Inflow, values)


def _values(
    record: type[Record], names: Mapping[str, str], entry: Mapping[str, str]
) -> dict[str, Any]:
    """Return what `entry` says in words as values of `record`; what it leaves empty is left out."""
    table = record.__tablename__
    fields = {said: field_of(attribute_of(f"{table}.{name}")) for said, name in names.items()}
    values: dict[str, Any] = {}
    for said, field in fields.items():
        mine, rest = field.kind.divide(entry[said]) if field.rest else (entry[said], "")
        if mine:
            values[names[said]] = field.read(mine)
        if rest:
            values[field.rest.split(".")[1]] = rest
    return values


def _added(session: Session, kind: type[R], values: dict[str, Any]) -> R:
    return write(session, kind, None, values)


def _write_out(session: Session) -> None:
    session.flush()
    write_out(session)
