"""Rights: what each role may do, declared once; checked in the core, shown under 设置."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from partyservice.kernel.actor import PEOPLE

DESK = ("clerk", "center_head", "org_officer", "committee_leader")
ADMINISTRATION = ("system_admin", "security_admin", "auditor")
_TITLES = {
    "clerk": "窗口人员",
    "center_head": "中心负责人",
    "org_officer": "组织委员",
    "committee_leader": "党委书记",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "auditor": "审计员",
}


@dataclass(frozen=True, slots=True)
class Right:
    """One thing that may be done: what it allows, in words, and the roles that may."""

    name: str
    group: str
    words: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A duty that an account may have."""

    name: str
    title: str
    rights: frozenset[str]


_OFFICERS = ("center_head", "org_officer")
_HANDS = ("clerk", *_OFFICERS)  # who registers; a leader looks, decides and signs
_DECIDE = ("org_officer", "committee_leader")

# The desk follows domain 0.3. No administrative role stands in a line that shows a person.
MATRIX = (
    Right(PEOPLE, "人员", "查看人员、党员、流动和组织的记录", DESK),
    Right("members.edit", "人员", "登记、修改人员和党员", _HANDS),
    Right("members.unmask", "人员", "查看、导出完整的证件号和电话", _HANDS),
    Right("members.decide", "人员", "离册、停止党籍、恢复、除名", _DECIDE),
    Right("people.merge", "人员", "合并重复的人，拆回", _OFFICERS),
    Right("mobility.edit", "人员", "登记流出、流入和返回", _HANDS),
    Right("organisations.edit", "组织", "新增、修改党组织", _HANDS),
    Right("organisations.decide", "组织", "撤销党组织", _DECIDE),
    Right("rosters.print", "名册和表格", "排版、打印名册", DESK),
    Right("rosters.edit", "名册和表格", "编排、作废自定名册", _HANDS),
    Right("lists.export", "名册和表格", "导出列表", (*_HANDS, "committee_leader")),
    Right("exchange.import", "名册和表格", "导入表格", _HANDS),
    Right("settings.edit", "中心", "修改中心设置、代码、放假安排", ("center_head", "system_admin")),
    Right("accounts.edit", "中心", "新增、停用账户，任命角色", ("security_admin",)),
    Right("backup.make", "数据安全", "备份，检查数据", (*DESK, "system_admin")),
    Right("backup.restore", "数据安全", "恢复备份", ("system_admin",)),
    Right("journal.see", "数据安全", "查看全部操作记录，不含人员内容", ("auditor",)),
    Right("undo", "数据安全", "撤销自己做的上一步", (*DESK, *ADMINISTRATION)),
)
RIGHTS: dict[str, str] = {right.name: right.words for right in MATRIX}
ROLES: dict[str, Role] = {
    name: Role(name, title, frozenset(right.name for right in MATRIX if name in right.roles))
    for name, title in _TITLES.items()
}


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """Return the rights that `roles` give together; raise KeyError for a role that is none."""
    return frozenset().union(*(ROLES[role].rights for role in roles))
