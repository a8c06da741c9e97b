"""What is typed together about members."""

from __future__ import annotations

import dataclasses

from partyservice.members import rules
from partyservice.members.commands import register, restore, suspend
from partyservice.members.model import Member, Person
from partyservice.members.queries import find_member_rows, find_members
from partyservice.storage.draft import Draft
from partyservice.storage.shown import Of

EDIT = "members.edit"
DECIDE = "members.decide"

ABOUT_PERSON = (
    Of(Member.person_id, Person.name),
    Of(Member.person_id, Person.id_number),
    Of(Member.person_id, Person.sex),
    Of(Member.person_id, Person.ethnic),
    Of(Member.person_id, Person.born),
    Of(Member.person_id, Person.education),
)
MEMBER = Draft(
    about=Member,
    fields=(
        *ABOUT_PERSON,
        Member.branch_id,
        Member.category,
        Member.joined_on,
        Member.full_on,
        Member.job,
        Of(Member.person_id, Person.mobile_phone),
        Of(Member.person_id, Person.landline),
        Of(Member.person_id, Person.address),
        Member.is_lost,
        Member.lost_since,
        Member.is_mobile,
        Member.place,
        Member.place_detail,
        Member.party_post,
        Member.probation_until,
        Member.hardship,
        Member.dues_standard,
        Member.dues_until,
        Member.entry_reason,
        Member.entry_date,
        Of(Member.person_id, Person.reading),
        Of(Member.person_id, Person.id_kind),
        Of(Member.person_id, Person.ethnic_other),
        Of(Member.person_id, Person.degree),
        Of(Member.person_id, Person.native_place),
        Of(Member.person_id, Person.work_unit),
        Of(Member.person_id, Person.work_began_on),
        Of(Member.person_id, Person.is_rural_worker),
        Of(Member.person_id, Person.new_social_stratum),
        Of(Member.person_id, Person.is_volunteer),
        Of(Member.person_id, Person.skills),
        Of(Member.person_id, Person.remark),
    ),
    rules=(*rules.PERSON, *rules.MEMBER),
    take=register,
    find=find_members,
    right=EDIT,
)
MEMBER_ROW = dataclasses.replace(
    MEMBER, fields=(*MEMBER.fields, Member.standing), find=find_member_rows
)
SUSPEND = Draft(
    about=Member,
    fields=(Member.exit_date, Member.exit_doc),
    rules=rules.LEAVING,
    must=(Member.exit_date, Member.exit_doc),
    take=suspend,
    right=DECIDE,
)
RESTORE = Draft(
    about=Member,
    fields=(Member.entry_date,),
    rules=rules.MEMBER,
    must=(Member.entry_date,),
    take=restore,
    right=DECIDE,
)
LEAVE = Draft(
    about=Member,
    fields=(Member.exit_reason, Member.exit_date, Member.exit_doc),
    rules=rules.LEAVING,
    must=(Member.exit_reason, Member.exit_date),
    right=DECIDE,
)
REMOVE = Draft(about=Member, fields=(Member.exit_doc,), must=(Member.exit_doc,), right=DECIDE)
