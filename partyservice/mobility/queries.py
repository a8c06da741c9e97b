"""Which stay on file a row speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from partyservice.kernel.errors import Doubt
from partyservice.members.queries import LINK, find_people, member_of, memberships
from partyservice.mobility.model import OVER, Inflow, Outflow
from partyservice.organisations.queries import office
from partyservice.storage.lookup import some
from partyservice.storage.record import Attribute, key_of, owner
from partyservice.storage.typed import Typed


def find_outflows(session: Session, rows: Sequence[Typed]) -> None:
    """Mark the person, their place on the roll and the stay that each row already is."""
    find_people(session, rows, Outflow.branch_id)
    found = memberships(session, {row.links[LINK] for row in rows if row.links})
    for row in rows:
        member = found.get(row.links.get(LINK, 0))
        if member:
            row.links["member_id"] = member
    _find_stays(session, rows, Outflow.person_id, Outflow.left_on)


def find_outflow_rows(session: Session, rows: Sequence[Typed]) -> None:
    """Do as `find_outflows`; a second stay while one is open gets a Doubt."""
    find_outflows(session, rows)
    begun, ended = key_of(Outflow.left_on), key_of(Outflow.ended_on)
    for row in rows:
        if row.found or LINK not in row.links or row.get(ended):
            continue
        key = open_outflow(session, row.links[LINK])
        if key:
            since = session.get_one(Outflow, key).left_on
            words = (
                f"流出时间：这个人从 {since.iso if since else '以前'} 起还在外，请核对是哪一次。"
            )
            row.problems.append(Doubt(words, begun))


def find_inflows(session: Session, rows: Sequence[Typed]) -> None:
    """Mark the person and the stay that each row already is."""
    find_people(session, rows, Inflow.host_branch_id, _member_or_guest)
    _find_stays(session, rows, Inflow.person_id, Inflow.arrived_on)


def _member_or_guest(ids: Sequence[int]) -> Any:
    guests = select(Inflow.person_id, Inflow.host_branch_id).where(
        Inflow.person_id.in_(ids),
        Inflow.host_branch_id.is_not(None),
        Inflow.void_reason.is_(None),
    )
    return union_all(member_of(ids), guests)


def _find_stays(
    session: Session, rows: Sequence[Typed], person: Attribute, begun: Attribute
) -> None:
    """Mark the stay of the same person that began on a day that may be the same."""
    stay: Any = owner(person)
    stays = defaultdict(list)
    for few in some({row.links[LINK] for row in rows if LINK in row.links}):
        wanted = select(person, stay.id, begun, stay.ended_on).where(
            person.in_(few), stay.void_reason.is_(None)
        )
        for person_id, key, day, ended in session.execute(wanted):
            stays[person_id].append((key, day, ended))
    for row in rows:
        day = row.get(key_of(begun))
        for key, known, ended in stays.get(row.links.get(LINK, 0), ()):
            if day.agrees(known) if day and known else ended is None:
                row.found = key


def open_outflow(session: Session, person_id: int, besides: int | None = None) -> int | None:
    """Return the key of the stay away, other than `besides`, that somebody is on or announced."""
    wanted = select(Outflow.id).where(
        Outflow.person_id == person_id,
        Outflow.state.not_in(OVER),
        Outflow.ended_on.is_(None),
        Outflow.void_reason.is_(None),
    )
    if besides is not None:
        wanted = wanted.where(Outflow.id != besides)
    return session.scalars(wanted).first()


def home(session: Session) -> str | None:
    """Return the region of this office; asked once a transaction."""
    info = session.info
    if "home" not in info:
        info["home"] = office(session).region
    region: str | None = info["home"]
    return region
