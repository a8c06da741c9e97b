"""Stays: ours away, and others' here; as the desk lists them and as the rosters print them."""

from __future__ import annotations

import dataclasses

from partyservice.members.model import Person
from partyservice.mobility.model import AWAY_NOW, HERE_NOW, OVER, Away, Here, Inflow, Outflow
from partyservice.organisations.model import Organisation
from partyservice.storage.listing import Cases, Listing
from partyservice.storage.shown import Of

AWAY = Listing(
    about=Outflow,
    columns=(
        Of(Outflow.person_id, Person.name),
        Of(Outflow.person_id, Person.sex),
        Of(Outflow.person_id, Person.born),
        Of(Outflow.branch_id, Organisation.full_name, label="所在党支部"),
        Outflow.left_on,
        Outflow.place,
        Of(Outflow.person_id, Person.mobile_phone),
        Outflow.state,
        Outflow.reason,
        Outflow.ended_on,
    ),
    order=(Of(Outflow.branch_id, Organisation.full_name), Outflow.left_on),
    search=Outflow.person_id,
    filters=(
        Cases(
            key="outflow.standing",
            label="范围",
            cases={
                "在外": Outflow.state.in_(AWAY_NOW),
                "失联": Outflow.state == Away.LOST,
                "已登记": Outflow.state == Away.REGISTERED,
                "已结束": Outflow.state.in_(OVER),
            },
            usual="在外",
        ),
        Outflow.branch_id,
        Outflow.reason,
    ),
    during=(Outflow.left_on, Outflow.ended_on),
)
HERE = Listing(
    about=Inflow,
    columns=(
        Of(Inflow.person_id, Person.name),
        Of(Inflow.person_id, Person.sex),
        Of(Inflow.person_id, Person.born),
        Inflow.origin_org,
        Inflow.arrived_on,
        Of(Inflow.host_branch_id, Organisation.full_name, label="编入支部"),
        Of(Inflow.person_id, Person.mobile_phone),
        Inflow.state,
        Inflow.reason,
        Inflow.ended_on,
    ),
    order=(Inflow.arrived_on,),
    search=Inflow.person_id,
    filters=(
        Cases(
            key="inflow.standing",
            label="范围",
            cases={
                "在此": Inflow.state.in_(HERE_NOW),
                "待编入": Inflow.state.in_((Here.REPORTED, Here.VERIFIED)),
                "已结束": Inflow.state.not_in(HERE_NOW),
            },
            usual="在此",
        ),
        Inflow.host_branch_id,
        Inflow.reason,
    ),
    during=(Inflow.arrived_on, Inflow.ended_on),
)
# a roll brings its own columns
AWAY_ROLL = dataclasses.replace(AWAY, where=Outflow.state != Away.REGISTERED)
HERE_ROLL = dataclasses.replace(
    HERE,
    order=(Of(Inflow.host_branch_id, Organisation.full_name), Inflow.arrived_on),
    where=Inflow.state != Here.UNVERIFIED,
)
