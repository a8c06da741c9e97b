"""What may be done with stays."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from partyservice.kernel.errors import Refused
from partyservice.members.model import Member, Person
from partyservice.members.queries import LINK
from partyservice.members.rules import category_of
from partyservice.mobility.model import HERE_NOW, OVER, Away, Here, Inflow, Outflow
from partyservice.mobility.queries import home, open_outflow
from partyservice.mobility.rules import scope_between, with_card
from partyservice.storage.draft import Draft, put
from partyservice.storage.numbers import numbered
from partyservice.storage.typed import R, Typed, write

BACK, MOVED_ON, OTHER = "1", "3", "6"  # end_reason


def leave(session: Session, draft: Draft, typed: Typed, outflow: Outflow | None) -> Outflow:
    """Begin a stay away, or correct one; somebody not on the roll is put there by it.

    Raise Refused if they are away already.
    """
    if outflow is None:
        _not_away(session, typed)
    return begin(session, draft, typed, outflow)


def report(session: Session, _draft: Draft, typed: Typed, outflow: Outflow | None) -> Outflow:
    """Note that somebody is going to leave: on the roll they are here until they have left.

    Raise Refused if they are away already.
    """
    _not_away(session, typed)
    values = typed.of(Outflow) | {"state": Away.REGISTERED}
    return _written(session, typed, outflow, values)


def begin(session: Session, _draft: Draft, typed: Typed, outflow: Outflow | None) -> Outflow:
    """Write a stay away with its person and their place on the roll, as a sheet tells it.

    A stay that is new or was still open, and of which the end is told, is over.
    """
    values = typed.of(Outflow)
    if values.get("ended_on") and (outflow is None or outflow.state not in OVER):
        values |= {"state": Away.RETURNED, "end_reason": BACK}
    return _written(session, typed, outflow, values)


def _written(
    session: Session, typed: Typed, outflow: Outflow | None, values: dict[str, Any]
) -> Outflow:
    values = with_card(_with_scope(session, values, "place", outflow))
    person = _linked(session, Person, _key(typed, LINK, outflow), typed.of(Person))
    on_roll, key = typed.of(Member), _key(typed, "member_id", outflow)
    if outflow is None:
        values |= {"reg_no": numbered(session, "LC", session.info["clock"].today())}
        on_roll |= {"is_mobile": True} if "state" not in values else {}
    elif values.get("state") == Away.RETURNED and not open_outflow(session, person.id, outflow.id):
        on_roll |= _HERE_AGAIN
    if key is None:
        branch = values.get("branch_id") or (outflow and outflow.branch_id)
        on_roll |= {"person_id": person.id, "branch_id": branch, "category": category_of(on_roll)}
    member = _linked(session, Member, key, on_roll)
    return write(
        session, Outflow, outflow, values | {"person_id": person.id, "member_id": member.id}
    )


def set_out(session: Session, draft: Draft, typed: Typed, outflow: Outflow) -> Outflow:
    """Note that somebody whose leaving was announced has left."""
    put(session, draft, typed, outflow)
    _on_roll(session, outflow, is_mobile=True)
    return outflow


def come_back(session: Session, draft: Draft, typed: Typed, outflow: Outflow) -> Outflow:
    """End a stay: the member is here again."""
    return _end(session, draft, typed, outflow, BACK)


def move_again(session: Session, _draft: Draft, typed: Typed, outflow: Outflow) -> Outflow:
    """End a stay where the next begins, and begin the next."""
    values = typed.of(Outflow)
    kept = {name: getattr(outflow, name) for name in _CARRIED}
    kept |= {"reg_no": numbered(session, "LC", session.info["clock"].today()), "state": Away.AWAY}
    kept["scope"] = scope_between(home(session), values.get("place"))
    write(session, Outflow, None, kept | values)
    outflow.ended_on, outflow.end_reason = values["left_on"], MOVED_ON
    return outflow


def lose(session: Session, draft: Draft, typed: Typed, outflow: Outflow) -> Outflow:
    """Note that contact is lost, with the stay and on the roll."""
    put(session, draft, typed, outflow)
    _on_roll(session, outflow, is_lost=True, lost_since=outflow.lost_since)
    return outflow


def find_again(session: Session, draft: Draft, typed: Typed, outflow: Outflow) -> Outflow:
    """Note that somebody is in contact again."""
    put(session, draft, typed, outflow)
    outflow.lost_since = None
    _on_roll(session, outflow, is_lost=False, lost_since=None)
    return outflow


def arrive(session: Session, _draft: Draft, typed: Typed, inflow: Inflow | None) -> Inflow:
    """Begin a stay here, or correct one; the person is known by it, with no membership of ours."""
    if inflow is None:
        _not_known(typed)
    values = with_card(_with_scope(session, typed.of(Inflow), "came_from", inflow))
    person = _linked(session, Person, _key(typed, LINK, inflow), typed.of(Person))
    values["person_id"] = person.id
    if inflow is None:
        values["reg_no"] = numbered(session, "LR", session.info["clock"].today())
    if values.get("host_branch_id") and (inflow is None or inflow.state == Here.REPORTED):
        values["state"] = Here.ENROLLED
    if values.get("ended_on") and (inflow is None or inflow.state in HERE_NOW):
        values |= {"state": Here.LEFT, "end_reason": OTHER}
    return write(session, Inflow, inflow, values)


def depart(session: Session, draft: Draft, typed: Typed, inflow: Inflow) -> Inflow:
    """End a stay here."""
    put(session, draft, typed, inflow)
    inflow.end_reason = inflow.end_reason or OTHER
    return inflow


_HERE_AGAIN = {"is_mobile": False, "is_lost": False, "lost_since": None}
_CARRIED = (
    "person_id",
    "member_id",
    "branch_id",
    "reason",
    "former_occupation",
    "has_card",
    "card_no",
    "card_issued_on",
    "origin_liaison",
    "origin_phone",
    "contact_interval",
)


def _end(session: Session, draft: Draft, typed: Typed, outflow: Outflow, reason: str) -> Outflow:
    put(session, draft, typed, outflow)
    outflow.end_reason = reason
    _on_roll(session, outflow, **_HERE_AGAIN)
    return outflow


def _not_known(typed: Typed) -> None:
    """Raise Refused if a stay from that day is on file: only what is new of it would be told."""
    if typed.found:
        name = typed.get_of(Person.name) or "这个人"
        raise Refused(f"{name}从这一天起的流动已经登记过，没有重复登记。请打开那一条修改。")


def _not_away(session: Session, typed: Typed) -> None:
    known = typed.links.get(LINK)
    if known and open_outflow(session, known):
        name = typed.get_of(Person.name) or "这个人"  # a name on file is not told anew
        raise Refused(f"{name}已有一条在外的流动记录，没有重复登记。请打开那一条办理。")
    _not_known(typed)


def _with_scope(
    session: Session, values: dict[str, Any], place: str, stay: Outflow | Inflow | None
) -> dict[str, Any]:
    """Return `values` with the scope of a place that is new, unless the scope was typed anew."""
    if place not in values or values[place] == getattr(stay, place, None):
        return values
    if values.get("scope") not in (None, stay and stay.scope):
        return values
    return values | {"scope": scope_between(home(session), values[place])}


def _on_roll(session: Session, outflow: Outflow, **values: Any) -> None:
    if outflow.member_id is not None:
        write(session, Member, session.get_one(Member, outflow.member_id), values)


def _key(typed: Typed, link: str, stay: Outflow | Inflow | None) -> int | None:
    """Return the key of the record under `link`: what was found, else what the stay holds."""
    found: int | None = getattr(stay, link) if stay else None
    return typed.links.get(link) or found


def _linked(session: Session, kind: type[R], key: int | None, values: dict[str, Any]) -> R:
    return write(session, kind, session.get_one(kind, key) if key else None, values)
