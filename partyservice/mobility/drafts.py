"""What is asked when somebody leaves, arrives, is lost, or comes back."""

from __future__ import annotations

import dataclasses

from partyservice.members.model import Member, Person
from partyservice.mobility import rules
from partyservice.mobility.commands import (
    arrive,
    begin,
    come_back,
    depart,
    find_again,
    leave,
    lose,
    move_again,
    report,
    set_out,
)
from partyservice.mobility.model import Inflow, Outflow
from partyservice.mobility.queries import find_inflows, find_outflow_rows, find_outflows
from partyservice.storage.draft import Draft
from partyservice.storage.shown import Of

EDIT = "mobility.edit"

_WHO_LEAVES = (
    Of(Outflow.person_id, Person.name),
    Of(Outflow.person_id, Person.id_number),
    Of(Outflow.person_id, Person.sex),
    Of(Outflow.person_id, Person.born),
    Of(Outflow.person_id, Person.mobile_phone),
    Outflow.branch_id,
)
_STAY = (
    Outflow.left_on,
    Outflow.place,
    Outflow.place_detail,
    Outflow.reason,
    Outflow.scope,
    Outflow.destination_kind,
    Outflow.former_occupation,
    Outflow.pattern,
    Outflow.expected_until,
    Outflow.reported_on,
    Outflow.has_card,
    Outflow.card_no,
    Outflow.card_issued_on,
    Outflow.origin_liaison,
    Outflow.origin_phone,
    Outflow.host_org,
    Outflow.host_liaison,
    Outflow.host_phone,
    Outflow.contact_interval,
    Outflow.joins_activities,
    Outflow.dues_place,
    Outflow.note,
)
LEAVING = Draft(
    about=Outflow,
    fields=(*_WHO_LEAVES, *_STAY),
    rules=(*rules.ABOUT_PERSON, *rules.OUTFLOW),
    take=leave,
    find=find_outflows,
    right=EDIT,
)
REPORTING = dataclasses.replace(LEAVING, take=report)
STAY_AWAY = Draft(about=Outflow, fields=_STAY, rules=rules.OUTFLOW, take=begin, right=EDIT)
LEAVING_ROW = Draft(
    about=Outflow,
    fields=(
        *_WHO_LEAVES,
        Of(Outflow.person_id, Person.ethnic),
        Of(Outflow.person_id, Person.education),
        Of(Outflow.person_id, Person.landline),
        Of(Outflow.person_id, Person.address),
        Of(Outflow.member_id, Member.category),
        Of(Outflow.member_id, Member.joined_on),
        Of(Outflow.member_id, Member.full_on),
        Of(Outflow.member_id, Member.job),
        *_STAY,
        Outflow.ended_on,
    ),
    rules=(*rules.ABOUT_PERSON, *rules.OUTFLOW, *rules.ENDING),
    take=begin,
    find=find_outflow_rows,
    right=EDIT,
)
DEPARTED = Draft(
    about=Outflow,
    fields=(Outflow.left_on,),
    must=(Outflow.left_on,),
    rules=rules.OUTFLOW,
    take=set_out,
    right=EDIT,
)
HOSTED = Draft(
    about=Outflow,
    fields=(Outflow.host_org, Outflow.host_liaison, Outflow.host_phone),
    must=(Outflow.host_org,),
    right=EDIT,
)
LOST = Draft(
    about=Outflow,
    fields=(Outflow.lost_since, Outflow.note),
    must=(Outflow.lost_since,),
    rules=rules.LOSING,
    take=lose,
    right=EDIT,
)
FOUND = Draft(about=Outflow, fields=(Outflow.note,), take=find_again, right=EDIT)
RETURNED = Draft(
    about=Outflow,
    fields=(Outflow.ended_on, Outflow.note),
    must=(Outflow.ended_on,),
    rules=rules.ENDING,
    take=come_back,
    right=EDIT,
)
MOVED = Draft(
    about=Outflow,
    fields=(Outflow.left_on, Outflow.place, Outflow.place_detail, Outflow.reason),
    must=(Outflow.left_on, Outflow.place),
    rules=rules.OUTFLOW,
    take=move_again,
    right=EDIT,
)

_WHO_ARRIVES = (
    Of(Inflow.person_id, Person.name),
    Of(Inflow.person_id, Person.id_number),
    Of(Inflow.person_id, Person.sex),
    Of(Inflow.person_id, Person.ethnic),
    Of(Inflow.person_id, Person.born),
    Of(Inflow.person_id, Person.education),
    Of(Inflow.person_id, Person.mobile_phone),
)
_STAY_HERE = (
    Inflow.category,
    Inflow.joined_on,
    Inflow.origin_org,
    Inflow.origin_liaison,
    Inflow.origin_phone,
    Inflow.came_from,
    Inflow.came_from_detail,
    Inflow.arrived_on,
    Inflow.reason,
    Inflow.scope,
    Inflow.lives_at,
    Inflow.proof,
    Inflow.has_card,
    Inflow.card_no,
    Inflow.reported_on,
    Inflow.contact_interval,
    Inflow.dues_place,
    Inflow.note,
)
ARRIVING = Draft(
    about=Inflow,
    fields=(*_WHO_ARRIVES, *_STAY_HERE),
    rules=(*rules.ABOUT_PERSON, *rules.INFLOW),
    take=arrive,
    find=find_inflows,
    right=EDIT,
)
STAY_HERE = Draft(about=Inflow, fields=_STAY_HERE, rules=rules.INFLOW, take=arrive, right=EDIT)
ARRIVING_ROW = Draft(
    about=Inflow,
    fields=(*_WHO_ARRIVES, *_STAY_HERE, Inflow.host_branch_id, Inflow.ended_on),
    rules=(*rules.ABOUT_PERSON, *rules.INFLOW, *rules.LEAVING),
    take=arrive,
    find=find_inflows,
    right=EDIT,
)
VERIFIED = Draft(
    about=Inflow,
    fields=(Inflow.verified_on, Inflow.verified_with),
    must=(Inflow.verified_on, Inflow.verified_with),
    rules=rules.VERIFYING,
    right=EDIT,
)
UNVERIFIED = Draft(about=Inflow, fields=(Inflow.note,), must=(Inflow.note,), right=EDIT)
ENROLLED = Draft(
    about=Inflow,
    fields=(Inflow.host_branch_id,),
    must=(Inflow.host_branch_id,),
    right=EDIT,
)
LEFT = Draft(
    about=Inflow,
    fields=(Inflow.ended_on, Inflow.note),
    must=(Inflow.ended_on,),
    rules=rules.LEAVING,
    take=depart,
    right=EDIT,
)
