"""Settings: organisations as tree and list, code tables, days off, and the office itself."""

from __future__ import annotations

from partyservice.desk.listing import ORGANISATION_TREE
from partyservice.organisations.drafts import OFFICE, ORGANISATION
from partyservice.organisations.flow import EXISTENCE
from partyservice.organisations.listing import OFFICE_ROW, ORGANISATIONS
from partyservice.security.drafts import ROLES, SHOWN
from partyservice.security.flow import ACCOUNTS_IN_USE
from partyservice.security.listing import ACCOUNTS
from partyservice.settings.drafts import DAY, DAY_SHOWN, ROW, ROW_SHOWN
from partyservice.settings.flow import DAYS_ENTERED, IN_USE, NOTICED
from partyservice.settings.listing import CODES, DAYS
from ui.parts.grouping import Section
from ui.parts.screen import Screen
from ui.parts.tabs import Tab

_ORGANISATION = (
    Section("名称与隶属", "organisation.full_name"),
    Section("代码", "organisation.org_code"),
    Section("所在单位", "organisation.host_unit_situation"),
    Section("联系", "organisation.secretary_name"),
    Section("接转", "organisation.may_receive"),
)
_DISSOLVED = {"organisation.existence": {"已撤销": "none"}}

SCREENS = (
    Screen(
        title="党组织",
        listing=ORGANISATIONS,
        edits=ORGANISATION,
        flows=(EXISTENCE,),
        unit="个",
        searched="名称、拼音首字母",
        about=("organisation.org_type",),
        sections=_ORGANISATION,
        marks=_DISSOLVED,
    ),
    Screen(
        title="组织树",
        listing=ORGANISATION_TREE,
        edits=ORGANISATION,
        flows=(EXISTENCE,),
        unit="个",
        searched="名称、拼音首字母",
        about=("organisation.org_type",),
        least=("organisation.phone", "organisation.secretary_name", "organisation.existence"),
        sections=_ORGANISATION,
        marks=_DISSOLVED,
        tree="organisation.parent_id",
    ),
    Screen(
        title="代码表",
        listing=CODES,
        edits=ROW,
        shows=ROW_SHOWN,
        flows=(IN_USE,),
        unit="行",
        searched="名称、代码、拼音首字母",
        about=("code_entry.table_name",),
        missing="本中心在这里还没有自己的代码。按 Ctrl+N 可以给没有规定死的表加一行。",
        least=("code_entry.valid_from", "code_entry.valid_to"),
        marks={"code_entry.state": {"已停用": "none"}, "derived.来源": {"本中心": "info"}},
    ),
    Screen(
        title="节假日",
        listing=DAYS,
        edits=DAY,
        shows=DAY_SHOWN,
        flows=(NOTICED, DAYS_ENTERED),
        unit="天",
        searched="日期、名称",
        about=("derived.星期", "holiday.sort"),
        missing="这一年的放假安排还没有录入。国务院公布后按 Ctrl+N，把通知整段粘贴进来。",
        marks={"holiday.sort": {"班": "warn"}, "derived.来源": {"本中心": "info"}},
    ),
    Screen(
        title="本中心",
        listing=OFFICE_ROW,
        edits=OFFICE,
        alone=True,
        sections=(
            Section("中心", "office.name"),
            Section("日期与提醒", "office.roster_day"),
        ),
    ),
    Screen(
        title="账户",
        listing=ACCOUNTS,
        edits=ROLES,
        shows=SHOWN,
        flows=(ACCOUNTS_IN_USE,),
        unit="个",
        searched="姓名",
        about=("derived.密码", "account.state"),
        least=("account.committee_leader", "account.auditor"),
        sections=(
            Section("姓名", "account.name"),
            Section("办理", "account.clerk"),
            Section("管理", "account.system_admin"),
            Section("状态", "account.state"),
        ),
        marks={"account.state": {"已停用": "none"}, "derived.密码": {"首次密码": "warn"}},
    ),
)
PAGES = (
    Tab("数据安全", "ui.screens.safety"),
    Tab("权限", "ui.screens.rights"),
    Tab("日志", "ui.screens.journal", "journal.see"),
)
