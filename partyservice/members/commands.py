"""What may be done with members."""

from __future__ import annotations

from sqlalchemy.orm import Session

from partyservice.kernel.errors import Refused
from partyservice.members.model import Member, Person, Standing
from partyservice.members.rules import category_of
from partyservice.storage.draft import Draft, put
from partyservice.storage.record import Record, key_of
from partyservice.storage.typed import Typed, write

SUSPENDED = "11"  # exit_reason
RESTORED = "51"  # entry_reason


def register(session: Session, draft: Draft, typed: Typed, member: Member | None) -> Record:
    """Put somebody on the roll, or correct what stands there; a known person is known again.

    Raise Refused if a new member already stands on the roll.
    """
    if member is None:
        if typed.found:
            name = typed.get_of(Person.name) or "这个人"  # a name on file is not told anew
            raise Refused(f"{name}已经在册，没有重复登记。请打开原记录修改。")
        if typed.get_of(Member.category) is None:
            typed[key_of(Member.category)] = category_of(typed.of(Member))
    return put(session, draft, typed, member)


def suspend(session: Session, draft: Draft, typed: Typed, member: Member) -> Member:
    """Suspend a membership; the member leaves the roll on the day of the decision."""
    put(session, draft, typed, member)
    member.exit_reason = SUSPENDED
    return member


def restore(session: Session, _draft: Draft, typed: Typed, member: Member) -> Member:
    """Put a suspended member on the roll again, as a new spell from the day of the decision.

    The old spell ends: neither is it restored twice, nor are they removed by it.
    """
    kept = {name: getattr(member, name) for name in _CARRIED}
    values = kept | typed.of(Member) | {"entry_reason": RESTORED, "standing": Standing.ON_ROLL}
    member.standing = Standing.ENDED
    return write(session, Member, None, values)


_CARRIED = (
    "person_id",
    "branch_id",
    "category",
    "joined_on",
    "full_on",
    "job",
    "party_post",
    "hardship",
    "dues_standard",
    "dues_until",
)
