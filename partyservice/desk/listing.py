"""The lists of the desk that look over the borders of one context: who owes what."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, literal_column, or_, select
from sqlalchemy.orm import aliased

from partyservice.kernel.kinds import Text, Whole
from partyservice.members.listing import MEMBERS, ON_ROLL, OWED
from partyservice.members.model import Member, Person
from partyservice.mobility.listing import AWAY, HERE
from partyservice.mobility.model import AWAY_NOW, Inflow, Outflow
from partyservice.organisations.listing import ORGANISATIONS
from partyservice.organisations.model import Organisation
from partyservice.storage.listing import Cases, Listing
from partyservice.storage.record import Record, described
from partyservice.storage.shown import Of, alias_of, derived

Owed = tuple[str, Any]  # what is owed, and the condition under which it is
YEAR_ONLY = 4  # characters of a day of which only the year is known


def owed_of(record: type[Record], alias: Any) -> Iterable[Owed]:
    """Return what the fields of `record` declare as owed."""
    for field in described(record):
        name = field.key.split(".")[1]
        if field.owed:
            missing = getattr(alias, name).is_(None)
            yield (
                field.label,
                (
                    and_(missing, getattr(alias, field.unless).is_(None))
                    if field.unless
                    else missing
                ),
            )


_person = alias_of(Member.person_id, Person)
_stay = exists().where(
    Outflow.member_id == Member.id,
    Outflow.state.in_(AWAY_NOW),
    Outflow.void_reason.is_(None),
)
MEMBER_OWES = (
    *owed_of(Person, _person),
    *owed_of(Member, Member),
    *OWED,
    ("流出登记", and_(Member.is_mobile, ~_stay)),
)
OUTFLOW_OWES = (
    *owed_of(Outflow, Outflow),
    ("流出月份", func.length(Outflow.left_on) == YEAR_ONLY),
)
INFLOW_OWES = (
    *owed_of(Person, alias_of(Inflow.person_id, Person)),
    *owed_of(Inflow, Inflow),
    ("流入月份", func.length(Inflow.arrived_on) == YEAR_ONLY),
)


def with_owed(
    listing: Listing, owed: tuple[Owed, ...], among: Any, links: tuple[Of, ...]
) -> Listing:
    """Return `listing` with a column 待补 and a case that lists only who owes something."""
    text: Any = literal("")
    for label, condition in owed:
        text = text + case((condition, label + " "), else_="")
    column = derived("待补", Text(), func.trim(text), width=20, links=links)
    owes = and_(among, or_(*(condition for _, condition in owed)))
    filters = tuple(
        dataclasses.replace(known, cases={**known.cases, "待补": owes})
        if isinstance(known, Cases)
        else known
        for known in listing.filters
    )
    return dataclasses.replace(listing, columns=(*listing.columns, column), filters=filters)


def _on_roll_below() -> Any:
    """Return how many members are on the roll of an organisation and of all below it."""
    top: Any = select(literal_column("organisation.id").label("id"))  # of the row that is listed
    below = top.cte("below", recursive=True, nesting=True)
    lower = aliased(Organisation)
    below = below.union(select(lower.id).join(below, lower.parent_id == below.c.id))
    each = (  # counted once for all rows, not at every level above a branch
        select(Member.branch_id, func.count().label("members"))
        .where(ON_ROLL, Member.void_reason.is_(None))
        .group_by(Member.branch_id)
        .cte("each")
        .prefix_with("MATERIALIZED")
    )
    members = func.coalesce(func.sum(each.c.members), 0)
    return (
        select(members)
        .select_from(below)
        .join(each, each.c.branch_id == below.c.id)
        .scalar_subquery()
    )


_OF_PERSON = (Of(Member.person_id, Person.name),)
PEOPLE = with_owed(MEMBERS, MEMBER_OWES, ON_ROLL, _OF_PERSON)
STAYS_AWAY = with_owed(AWAY, OUTFLOW_OWES, Outflow.state.in_(AWAY_NOW), ())
STAYS_HERE = with_owed(
    HERE, INFLOW_OWES, Inflow.ended_on.is_(None), (Of(Inflow.person_id, Person.name),)
)

ORGANISATION_TREE = dataclasses.replace(
    ORGANISATIONS,
    columns=(
        Organisation.full_name,
        Organisation.org_type,
        derived("在册党员", Whole(), _on_roll_below(), width=8),
        Organisation.secretary_name,
        Organisation.phone,
        Organisation.existence,
    ),
    besides=(Member,),
)
