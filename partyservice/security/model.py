"""Account: who may sign in, and with which roles; the way to the data key lies in keys.json."""

from __future__ import annotations

import enum

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from partyservice.kernel.kinds import Choice, Text, YesNo
from partyservice.storage.record import Record, column, kept, once

LONGEST_NAME = 20  # characters; the journal takes 40


class Standing(enum.Enum):
    """Whether an account may sign in."""

    OPEN = "在用"
    CLOSED = "已停用"


class Account(Record):
    """Somebody who signs in; a name once given is never given again: the journal knows it."""

    __tablename__ = "account"
    title = "账户"
    about_people = False  # who works here, not whom the office looks after
    firm = "账户的新增、停用和角色不能撤销。什么也没有改，请在“账户”里再办一次。"
    __table_args__ = (once("account", "name"),)

    name: Mapped[str] = column(
        "姓名", Text(LONGEST_NAME), width=10, once=True, hint="登录时用，停用后也不再给别人"
    )
    clerk: Mapped[bool] = column("窗口人员", YesNo(), width=8, default=False)
    center_head: Mapped[bool] = column("中心负责人", YesNo(), width=10, default=False)
    org_officer: Mapped[bool] = column("组织委员", YesNo(), width=8, default=False)
    committee_leader: Mapped[bool] = column("党委书记", YesNo(), width=10, default=False)
    system_admin: Mapped[bool] = column(
        "系统管理员", YesNo(), width=10, default=False, hint="备份和恢复，看不到人员"
    )
    security_admin: Mapped[bool] = column(
        "安全管理员", YesNo(), width=10, default=False, hint="管账户，看不到人员"
    )
    auditor: Mapped[bool] = column(
        "审计员", YesNo(), width=8, default=False, hint="只看日志，看不到人员"
    )
    state: Mapped[Standing] = column("状态", Choice(Standing), width=8, default=Standing.OPEN)
    must_change: Mapped[bool] = column("要改密码", YesNo(), width=8, default=False)
    closed_why: Mapped[str | None] = column("停用原因", Text(100), width=20, default=None)
    # the public half of the door in keys.json, in base64; None until a first password was set
    public: Mapped[str | None] = kept(String(44), default=None, active_history=True)


ROLE_FIELDS = (
    Account.clerk,
    Account.center_head,
    Account.org_officer,
    Account.committee_leader,
    Account.system_admin,
    Account.security_admin,
    Account.auditor,
)
ROLE_NAMES = tuple(role.key for role in ROLE_FIELDS)


def roles_of(account: Account) -> frozenset[str]:
    """Return the names of the roles `account` holds."""
    return frozenset(name for name in ROLE_NAMES if getattr(account, name))
