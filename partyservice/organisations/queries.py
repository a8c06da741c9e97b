"""Questions about organisations that another record must answer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.organisations.model import Office, Organisation


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
