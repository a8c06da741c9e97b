"""Mobility: ours who are away, and others' who are here."""

from __future__ import annotations

from partyservice.desk.listing import STAYS_AWAY, STAYS_HERE
from partyservice.mobility.drafts import ARRIVING, LEAVING, STAY_AWAY, STAY_HERE
from partyservice.mobility.flow import INFLOW, OUTFLOW
from ui.parts.grouping import Section
from ui.parts.screen import Screen

SCREENS = (
    Screen(
        title="流出党员",
        listing=STAYS_AWAY,
        edits=STAY_AWAY,
        shows=LEAVING,
        flows=(OUTFLOW,),
        seeks=True,
        fills=True,
        follows="member",
        about=("person.sex", "person.born", "organisation.full_name"),
        least=(
            "derived.待补",
            "outflow.ended_on",
            "outflow.reason",
            "person.sex",
            "person.mobile_phone",
            "person.born",
        ),
        sections=(
            Section("党员", "person.name"),
            Section("流出", "outflow.left_on"),
            Section("活动证", "outflow.has_card"),
            Section("联系", "outflow.origin_liaison"),
            Section("其他", "outflow.contact_interval"),
        ),
        marks={
            "outflow.state": {
                "联系困难": "warn*",
                "失联": "bad*",
                "已登记": "none*",
                "流入地已接纳": "ok*",
            }
        },
    ),
    Screen(
        title="流入党员",
        listing=STAYS_HERE,
        edits=STAY_HERE,
        shows=ARRIVING,
        flows=(INFLOW,),
        seeks=True,
        fills=True,
        about=("person.sex", "person.born"),
        least=(
            "derived.待补",
            "inflow.ended_on",
            "inflow.reason",
            "person.sex",
            "person.mobile_phone",
            "person.born",
        ),
        sections=(
            Section("党员", "person.name"),
            Section("组织关系", "inflow.category"),
            Section("流入", "inflow.came_from"),
            Section("活动证与联系", "inflow.proof"),
        ),
        marks={
            "inflow.state": {
                "已报到": "warn*",
                "已核实": "warn*",
                "未能核实": "bad*",
                "失去联系": "bad*",
            }
        },
    ),
)
