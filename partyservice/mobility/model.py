"""Outflow and Inflow: one stay each; a person may have several over the years (domain 2.3)."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped
from typing_extensions import override

from partyservice.kernel.days import Day, PartialDay, YearMonth
from partyservice.kernel.kinds import Choice, Code, Region, Text, Whole, YesNo
from partyservice.kernel.names import PersonName
from partyservice.kernel.numbers import Phone
from partyservice.kernel.partial import Partial
from partyservice.organisations.model import BRANCH_HEADINGS, INTERVAL
from partyservice.storage.record import Record, column, link, once


class Away(enum.Enum):
    """Where a stay away stands (domain 3.3)."""

    REGISTERED = "已登记"
    AWAY = "在外"
    HOSTED = "流入地已接纳"
    HARD = "联系困难"
    LOST = "失联"
    RETURNED = "已返回"
    TRANSFERRED = "已转出"
    MOVED = "再流动"


AWAY_NOW = (Away.AWAY, Away.HOSTED, Away.HARD, Away.LOST)
OVER = (Away.RETURNED, Away.TRANSFERRED, Away.MOVED)


class Here(enum.Enum):
    """Where the stay of somebody who came to us stands (domain 3.4)."""

    REPORTED = "已报到"
    VERIFIED = "已核实"
    ENROLLED = "已纳入管理"
    UNVERIFIED = "未能核实"
    LEFT = "已离开"
    TRANSFERRED = "已转入"
    LOST = "失去联系"


HERE_NOW = (Here.REPORTED, Here.VERIFIED, Here.ENROLLED)


class Outflow(Record):
    """One stay of a member away from their branch."""

    __tablename__ = "outflow"
    title = "流出"
    single = "person_id"
    heading = "流动经历"
    lasts = ("left_on", "ended_on")

    reg_no: Mapped[str | None] = column("登记编号", Text(20), width=16, once=True, default=None)
    person_id: Mapped[int] = link("党员", "person.name")
    member_id: Mapped[int | None] = link("在册", "member.id", default=None)
    branch_id: Mapped[int] = link(
        "所在党支部",
        "organisation.full_name",
        or_named="organisation.short_name",
        width=26,
        also=BRANCH_HEADINGS,
    )
    left_on: Mapped[Partial | None] = column(
        "流出时间",
        PartialDay(),
        needed=True,
        owed=True,
        also=("外出时间", "流出日期", "外出日期"),
        default=None,
    )
    place: Mapped[str | None] = column(
        "流出地",
        Region(),
        width=24,
        owed=True,
        rest="place_detail",
        also=("外出地点", "流出地点", "流向", "外出流向", "去向", "现居住地"),
        default=None,
    )
    place_detail: Mapped[str | None] = column("流出地详址", Text(200), width=20, default=None)
    scope: Mapped[str | None] = column("流动范围", Code("scope"), default=None)
    reason: Mapped[str | None] = column(
        "流动原因", Code("mobile_reason"), owed=True, also=("流出原因", "外出原因"), default=None
    )
    destination_kind: Mapped[str | None] = column(
        "流向单位类别",
        Code("destination_kind"),
        width=16,
        also=("外出流向(单位类别)",),
        default=None,
    )
    former_occupation: Mapped[str | None] = column(
        "原职业", Code("former_occupation"), width=16, default=None
    )
    expected_until: Mapped[Partial | None] = column("预计返回", PartialDay(), default=None)
    pattern: Mapped[str | None] = column("流动类型", Code("mobile_pattern"), default=None)
    reported_on: Mapped[date | None] = column("报告日期", Day(), default=None)
    has_card: Mapped[bool | None] = column(
        "持活动证", YesNo(), owed=True, also=("是否持证", "是否持《活动证》"), default=None
    )
    card_no: Mapped[str | None] = column(
        "活动证号", Text(20), also=("流动党员活动证号", "证号"), default=None
    )
    card_issued_on: Mapped[date | None] = column("发证日期", Day(), default=None)
    origin_liaison: Mapped[str | None] = column(
        "支部联系人", PersonName(), owed=True, also=("联系人",), default=None
    )
    origin_phone: Mapped[str | None] = column(
        "支部联系电话", Phone(), also=("支部电话", "联系人电话"), default=None
    )
    host_org: Mapped[str | None] = column("流入地党组织", Text(200), width=24, default=None)
    host_liaison: Mapped[str | None] = column("流入地联系人", PersonName(), default=None)
    host_phone: Mapped[str | None] = column("流入地电话", Phone(), default=None)
    contact_interval: Mapped[int] = column(
        "联系间隔（天）", Whole(1, 400), width=8, default=INTERVAL
    )
    joins_activities: Mapped[bool | None] = column("在流入地参加活动", YesNo(), default=None)
    dues_place: Mapped[str | None] = column("交纳党费地", Code("dues_place"), default=None)
    state: Mapped[Away] = column("状态", Choice(Away), width=10, default=Away.AWAY)
    lost_since: Mapped[str | None] = column("失联起始年月", YearMonth(), default=None)
    ended_on: Mapped[Partial | None] = column(
        "结束时间", PartialDay(), also=("返回时间",), default=None
    )
    end_reason: Mapped[str | None] = column("结束原因", Code("end_reason"), default=None)
    note: Mapped[str | None] = column("备注", Text(500), width=20, default=None)

    __table_args__ = (once("outflow", "reg_no"), Index(None, "state", "branch_id"))

    @override
    @classmethod
    def matters(cls) -> Any:
        return cls.state.not_in(OVER)


class Inflow(Record):
    """One stay here of a person whose membership is elsewhere."""

    __tablename__ = "inflow"
    title = "流入"
    heading = "流动经历"
    lasts = ("arrived_on", "ended_on")

    reg_no: Mapped[str | None] = column("登记编号", Text(20), width=16, once=True, default=None)
    person_id: Mapped[int] = link("党员", "person.name")
    host_branch_id: Mapped[int | None] = link(
        "编入支部",
        "organisation.full_name",
        or_named="organisation.short_name",
        width=22,
        also=("编入党支部", "接收支部", "纳入管理支部"),
        default=None,
    )
    category: Mapped[str | None] = column(
        "人员类别", Code("category"), width=10, also=("党员类别",), default=None
    )
    joined_on: Mapped[Partial | None] = column(
        "入党时间", PartialDay(), owed=True, also=("加入党组织日期", "入党日期"), default=None
    )
    origin_org: Mapped[str | None] = column(
        "组织关系所在党组织",
        Text(200),
        width=30,
        owed=True,
        also=("原党组织", "正式组织关系所在党组织", "流出地党组织"),
        default=None,
    )
    origin_liaison: Mapped[str | None] = column("原组织联系人", PersonName(), default=None)
    origin_phone: Mapped[str | None] = column("原组织电话", Phone(), default=None)
    came_from: Mapped[str | None] = column(
        "流入前所在地",
        Region(),
        width=22,
        owed=True,
        rest="came_from_detail",
        also=("流入前所在省市", "流出地", "来自"),
        default=None,
    )
    came_from_detail: Mapped[str | None] = column("流入前详址", Text(200), default=None)
    arrived_on: Mapped[Partial | None] = column(
        "流入时间",
        PartialDay(),
        needed=True,
        owed=True,
        also=("流入日期", "到达时间", "来时间"),
        default=None,
    )
    reason: Mapped[str | None] = column(
        "流入原因", Code("mobile_reason"), owed=True, also=("流动原因",), default=None
    )
    scope: Mapped[str | None] = column("流动范围", Code("scope"), default=None)
    lives_at: Mapped[str | None] = column(
        "现单位/住址", Text(200), width=28, also=("现住址", "现单位", "现单位住址"), default=None
    )
    proof: Mapped[str | None] = column("凭证", Code("proof"), default=None)
    has_card: Mapped[bool | None] = column("持活动证", YesNo(), also=("是否持证",), default=None)
    card_no: Mapped[str | None] = column("活动证号", Text(20), default=None)
    reported_on: Mapped[date | None] = column("报到日期", Day(), default=None)
    verified_on: Mapped[date | None] = column("核实日期", Day(), default=None)
    verified_with: Mapped[str | None] = column("核实对象", Text(60), width=16, default=None)
    contact_interval: Mapped[int] = column(
        "联系间隔（天）", Whole(1, 400), width=8, default=INTERVAL
    )
    dues_place: Mapped[str | None] = column("交纳党费地", Code("dues_place"), default=None)
    state: Mapped[Here] = column("状态", Choice(Here), width=10, default=Here.REPORTED)
    ended_on: Mapped[Partial | None] = column(
        "结束时间", PartialDay(), also=("离开时间",), default=None
    )
    end_reason: Mapped[str | None] = column("结束原因", Code("end_reason"), default=None)
    note: Mapped[str | None] = column("备注", Text(500), width=20, default=None)

    __table_args__ = (once("inflow", "reg_no"), Index(None, "state", "host_branch_id"))

    @override
    @classmethod
    def matters(cls) -> Any:
        return cls.state.in_(HERE_NOW)
