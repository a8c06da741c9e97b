"""What may be done with organisations."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel.errors import Invalid, Unsettled
from partyservice.organisations.model import BRANCH, BRANCHES, Office, Organisation
from partyservice.organisations.queries import ancestors
from partyservice.storage.draft import Draft, put
from partyservice.storage.holding import let_end
from partyservice.storage.record import Record, key_of
from partyservice.storage.typed import Typed


def establish(
    session: Session, draft: Draft, typed: Typed, organisation: Organisation | None
) -> Record:
    """Enter an organisation or correct one; raise Unsettled for a circle or a branch above it.

    A new branch of ours of which nothing else is said lies below the office's committee.
    """
    if organisation is None and _lies_below(typed):
        typed[key_of(Organisation.parent_id)] = session.scalar(select(Office.committee_id))
    above = typed.get_of(Organisation.parent_id)
    if above is not None:
        problem = _above(session, above, organisation)
        if problem:
            raise Unsettled([Invalid(problem, key_of(Organisation.parent_id))])
    return put(session, draft, typed, organisation)


def _lies_below(typed: Typed) -> bool:
    kind = typed.get_of(Organisation.org_type) or BRANCH
    ours = typed.get_of(Organisation.is_ours) is not False
    return ours and kind in BRANCHES and typed.get_of(Organisation.parent_id) is None


def dissolve(session: Session, draft: Draft, typed: Typed, organisation: Organisation) -> Record:
    """Dissolve an organisation; raise Refused while something that matters now hangs on it."""
    let_end(session, organisation)
    return put(session, draft, typed, organisation)


def _above(session: Session, above: int, organisation: Organisation | None) -> str:
    parent = session.get_one(Organisation, above)
    if parent.org_type in BRANCHES:
        return "支部下面不能再设党组织，请选党委或党总支。"
    if organisation and organisation.id in (above, *ancestors(session, above)):
        return "上级不能是它自己，也不能是它的下级。"
    return ""
