"""Questions about organisations that another record must answer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.organisations.model import BRANCHES, Existence, Office, Organisation
from partyservice.storage.search import hits, terms

OFFERED = 50  # branches at once


def ancestors(session: Session, organisation_id: int) -> list[int]:
    """Return the keys of the organisations above, nearest first; stops where a circle closes."""
    above: list[int] = []
    key: int | None = organisation_id
    while key is not None:
        key = session.scalar(select(Organisation.parent_id).where(Organisation.id == key))
        if key is None or key in above:
            break
        above.append(key)
    return above


def office(session: Session) -> Office:
    """Return the settings of this office."""
    return session.scalars(select(Office)).one()


def branches(session: Session, text: str) -> list[tuple[int, str]]:
    """Return keys and names of our branches that `text` may mean, the first few by name."""
    wanted = select(Organisation.id, Organisation.full_name).where(
        Organisation.void_reason.is_(None),
        Organisation.is_ours,
        Organisation.org_type.in_(BRANCHES),
        Organisation.existence == Existence.IN_FORCE,
    )
    if terms(text):
        found = hits(session, Organisation, text).subquery()
        wanted = wanted.where(Organisation.id.in_(select(found.c.id)))
    named = wanted.order_by(Organisation.full_name).limit(OFFERED)
    return [(key, name) for key, name in session.execute(named)]
