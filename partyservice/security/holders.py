"""Holders: which accounts in use hold a right; a step that wants a second person asks."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.security.model import Account, Standing, roles_of
from partyservice.security.rights import rights_of


def holders(session: Session, right: str) -> frozenset[str]:
    """Return the names of the accounts in use that hold `right`."""
    in_use = select(Account).where(Account.state == Standing.OPEN, Account.void_reason.is_(None))
    return frozenset(
        account.name for account in session.scalars(in_use) if right in rights_of(roles_of(account))
    )
