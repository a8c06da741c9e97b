"""Organisation: a committee or branch, ours or one of the address book; and the office itself."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped
from typing_extensions import override

from partyservice.kernel.days import Day
from partyservice.kernel.kinds import Choice, Code, Region, Text, Whole, YesNo
from partyservice.kernel.names import PersonName, Title
from partyservice.kernel.numbers import Phone
from partyservice.storage.record import Record, column, link

BRANCH = "631"  # org_type of an ordinary branch
BRANCHES = ("631", "632", "931", "932")  # types with nothing below: ordinary, joint, temporary
COMMITTEE = "611"
INTERVAL = 90  # days between contacts: one town's rule, once a quarter (domain S53)
# what sheets call the branch of a person
BRANCH_HEADINGS = (
    *("正式组织关系所在支部", "所在支部", "党支部", "支部", "所在党组织", "组织关系所在支部"),
    *("党支部名称", "支部名称", "所在党支部名称", "所在党组织名称", "党组织名称"),
    *("所属党支部", "所属支部", "所属党组织", "组织关系所在党支部", "正式组织关系所在党支部"),
)


class Existence(enum.Enum):
    """Whether an organisation still is."""

    IN_FORCE = "在用"
    DISSOLVED = "已撤销"


class Organisation(Record):
    """A party organisation (domain 2.1)."""

    __tablename__ = "organisation"
    letter = "o"
    title = "党组织"
    holds = "下面还有 {count} 个党组织，没有撤销。请先撤销它们，或改它们的上级。"

    full_name: Mapped[str] = column(
        "组织全称", Title(), width=28, finds=True, also=("党组织名称", "组织名称")
    )
    short_name: Mapped[str | None] = column("简称", Title(50), width=14, finds=True, default=None)
    org_type: Mapped[str] = column("组织类别", Code("org_type"), width=12, default=BRANCH)
    parent_id: Mapped[int | None] = link(
        "上级党组织", "organisation.full_name", width=24, default=None
    )
    org_code: Mapped[str | None] = column("组织代码", Text(32), default=None)
    national_code: Mapped[str | None] = column(
        "全国系统代码", Text(20), default=None, hint="公开的例子是 12 位数字"
    )
    is_ours: Mapped[bool] = column("本委所属", YesNo(), width=8, default=True)
    is_mobile_org: Mapped[bool] = column("流动党员党组织", YesNo(), width=8, default=False)
    approval_doc_no: Mapped[str | None] = column("批准文号", Text(60), default=None)
    host_unit_situation: Mapped[str | None] = column(
        "单位情况", Code("host_unit_situation"), default=None
    )
    unit_name: Mapped[str | None] = column("所在单位", Text(100), width=24, default=None)
    unit_kind: Mapped[str | None] = column("单位类别", Code("unit_kind"), default=None)
    secretary_name: Mapped[str | None] = column("书记", PersonName(), width=10, default=None)
    liaison_name: Mapped[str | None] = column("联系人", PersonName(), width=10, default=None)
    phone: Mapped[str | None] = column("电话", Phone(), width=16, finds=True, default=None)
    fax: Mapped[str | None] = column("传真", Phone(), width=16, default=None)
    address: Mapped[str | None] = column("地址", Text(200), width=30, default=None)
    postcode: Mapped[str | None] = column("邮编", Text(10), default=None)
    may_receive: Mapped[bool] = column(
        "可直接接收组织关系", YesNo(), width=10, default=False, hint="介绍信可以直接抬头给它"
    )
    transfer_scope: Mapped[str | None] = column("接转范围", Code("transfer_scope"), default=None)
    can_approve_probationary: Mapped[bool] = column(
        "有审批预备党员权限", YesNo(), width=10, default=False
    )
    founded_on: Mapped[date | None] = column("成立日期", Day(), default=None)
    existence: Mapped[Existence] = column(
        "状态", Choice(Existence), width=8, default=Existence.IN_FORCE
    )
    dissolved_on: Mapped[date | None] = column("撤销日期", Day(), default=None)
    remark: Mapped[str | None] = column("备注", Text(500), width=24, default=None)

    @override
    @classmethod
    def matters(cls) -> Any:
        return cls.existence == Existence.IN_FORCE


class Office(Record):
    """The settings of this office: one row."""

    __tablename__ = "office"
    title = "本中心"
    about_people = False
    holds = "它是本中心的所属党委，没有撤销。"

    name: Mapped[str] = column("中心名称", Title(60), width=28)
    committee_id: Mapped[int] = link("所属党委", "organisation.full_name", width=28)
    region: Mapped[str | None] = column(
        "所在地", Region(), width=24, default=None, hint="写到县，用来分清跨省和省内流动"
    )
    roster_day: Mapped[int] = column(
        "名册上报日", Whole(1, 28), width=8, default=5, hint="每月几日以前报上月的名册"
    )
    letter_warning: Mapped[int] = column(
        "介绍信提醒（天）", Whole(1, 60), width=8, default=5, hint="到期前几天开始提醒"
    )
    case_warning: Mapped[int] = column(
        "办件提醒（工作日）", Whole(0, 30), width=8, default=1, hint="到期前几个工作日开始提醒"
    )
    contact_interval: Mapped[int] = column(
        "联系间隔（天）",
        Whole(1, 400),
        width=8,
        default=INTERVAL,
        hint="流动党员至少多少天联系一次",
    )
    sample: Mapped[bool] = column("演示数据", YesNo(), default=False)
