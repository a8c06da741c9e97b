"""Members: the roll of every branch."""

from __future__ import annotations

from partyservice.desk.listing import PEOPLE
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from ui.parts.grouping import Section
from ui.parts.screen import Screen

SCREENS = (
    Screen(
        title="党员",
        listing=PEOPLE,
        edits=MEMBER,
        flows=(MEMBERSHIP,),
        seeks=True,
        about=("person.sex", "person.born"),
        least=(
            "derived.待补",
            "member.joined_on",
            "person.id_number",
            "person.sex",
            "person.mobile_phone",
        ),
        sections=(
            Section("基本", "person.name"),
            Section("党籍", "member.branch_id"),
            Section("联系", "person.mobile_phone"),
            Section("流动与失联", "member.is_lost"),
            Section("职务与党费", "member.party_post"),
            Section("其他", "person.reading"),
        ),
        marks={
            "member.category": {"预备党员": "warn"},
            "derived.状态": {
                "失联": "bad*",
                "停止党籍": "none*",
                "已终止": "none*",
            },
        },
    ),
)
