"""Catalogue: what a custom roster may show, be filtered and be grouped by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Choice, Code, Ref, Whole, YesNo
from partyservice.members.listing import BY_NAME, MEMBERS, STATE
from partyservice.members.model import Member, Person
from partyservice.mobility.listing import AWAY_ROLL, HERE_ROLL
from partyservice.mobility.model import Inflow, Outflow
from partyservice.organisations.model import Organisation
from partyservice.rosters.layout import About
from partyservice.storage.listing import Listing
from partyservice.storage.record import Attribute, attribute_of, described
from partyservice.storage.shown import TODAY, Of, Shown, derived, described_as, sql_of, years

_BORN, _FULL_ON = Of(Member.person_id, Person.born), Member.full_on
_PERSON = (
    *(Person.name, Person.sex, Person.ethnic, Person.born, Person.education, Person.degree),
    *(Person.id_number, Person.mobile_phone, Person.landline, Person.address),
    *(Person.native_place, Person.work_unit, Person.work_began_on, Person.is_rural_worker),
    *(Person.new_social_stratum, Person.is_volunteer, Person.skills, Person.remark),
)
_OF_MEMBER = (
    *(Member.category, Member.joined_on, Member.full_on, Member.job, Member.party_post),
    *(Member.hardship, Member.dues_until),
)
_GROUPING = (Code, Choice, YesNo)


@dataclass(frozen=True)
class Catalogue:
    """`columns` may be shown, over `listing`; `by_name` orders as names are read."""

    listing: Listing
    branch: Attribute
    columns: tuple[Shown, ...]
    by_name: Of

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The descriptions of the columns, by key."""
        return {described_as(column).key: described_as(column) for column in self.columns}

    @cached_property
    def shown(self) -> dict[str, Shown]:
        """The columns, by key."""
        return {described_as(column).key: column for column in self.columns}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The keys of columns of few values."""
        branch = self.fields["organisation.full_name"].key
        few = (key for key, field in self.fields.items() if isinstance(field.kind, _GROUPING))
        return (branch, *few)

    @cached_property
    def filters(self) -> tuple[Attribute, ...]:
        """What a roster may be narrowed to: the branch and the record's own few-valued fields."""
        fields = described(self.listing.about)
        own = (field.key for field in fields if isinstance(field.kind, _GROUPING))
        return (self.branch, *map(attribute_of, own))

    def sorting(self, key: str) -> Shown | None:
        """Return what rows are ordered by when they are sorted by the column `key`."""
        return self.by_name if key == "person.name" else self.shown.get(key)


def _of(link: Attribute, attributes: Iterable[Attribute]) -> tuple[Of, ...]:
    return tuple(Of(link, attribute) for attribute in attributes)


def _own(record: type[Member | Outflow | Inflow]) -> tuple[Attribute, ...]:
    fields = (field for field in described(record) if not isinstance(field.kind, Ref))
    return tuple(attribute_of(field.key) for field in fields)


CATALOGUES = {
    About.MEMBERS: Catalogue(
        listing=MEMBERS,
        branch=Member.branch_id,
        by_name=BY_NAME,
        columns=(
            *_of(Member.person_id, _PERSON),
            derived("年龄", Whole(0, 150), years(sql_of(_BORN), TODAY), width=4, links=(_BORN,)),
            derived("党龄", Whole(0, 150), years(_FULL_ON, TODAY), width=4),
            Of(Member.branch_id, Organisation.full_name, label="所在党支部"),
            STATE,
            *_own(Member),
        ),
    ),
    About.AWAY: Catalogue(
        listing=AWAY_ROLL,
        branch=Outflow.branch_id,
        by_name=Of(Outflow.person_id, Person.name_order),
        columns=(
            *_of(Outflow.person_id, _PERSON),
            Of(Outflow.branch_id, Organisation.full_name, label="所在党支部"),
            *_of(Outflow.member_id, _OF_MEMBER),
            *_own(Outflow),
        ),
    ),
    About.HERE: Catalogue(
        listing=HERE_ROLL,
        branch=Inflow.host_branch_id,
        by_name=Of(Inflow.person_id, Person.name_order),
        columns=(
            *_of(Inflow.person_id, _PERSON),
            Of(Inflow.host_branch_id, Organisation.full_name, label="编入支部"),
            *_own(Inflow),
        ),
    ),
}
