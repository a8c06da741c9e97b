"""Settings: the organisations, ours and those of the address book."""

from __future__ import annotations

from partyservice.organisations.drafts import ORGANISATION
from partyservice.organisations.flow import EXISTENCE
from partyservice.organisations.listing import ORGANISATIONS
from ui.parts.form import Section
from ui.parts.screen import Screen

SCREENS = (
    Screen(
        title="党组织",
        listing=ORGANISATIONS,
        edits=ORGANISATION,
        flows=(EXISTENCE,),
        unit="个",
        searched="名称、拼音首字母",
        about=("organisation.org_type",),
        sections=(
            Section("名称与隶属", "organisation.full_name"),
            Section("代码", "organisation.org_code"),
            Section("所在单位", "organisation.host_unit_situation"),
            Section("联系", "organisation.secretary_name"),
            Section("接转", "organisation.may_receive"),
        ),
        marks={"organisation.existence": {"已撤销": "none"}},
    ),
)
