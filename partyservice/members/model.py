"""Person and Member: who somebody is, and one spell of theirs on the roll of a branch."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped
from typing_extensions import override

from partyservice.kernel.days import Day, PartialDay, YearMonth
from partyservice.kernel.kinds import Choice, Code, Money, Region, Text, YesNo
from partyservice.kernel.names import PersonName, Reading
from partyservice.kernel.numbers import IdNumber, Phone
from partyservice.kernel.partial import Partial
from partyservice.kernel.readings import sort_key
from partyservice.organisations.model import BRANCH_HEADINGS
from partyservice.storage.record import Record, column, kept, link, once

FULL, PROBATIONARY = "1", "2"  # category
MAN = "1"  # sex


class Standing(enum.Enum):
    """Whether somebody stands on the roll (党籍状态, domain 2.10.7)."""

    ON_ROLL = "正常"
    SUSPENDED = "停止党籍"
    ENDED = "已终止"


class Person(Record):
    """Somebody the desk knows: member, mobile member of another branch, or visitor."""

    __tablename__ = "person"
    letter = "p"
    title = "人员"

    name: Mapped[str] = column("姓名", PersonName(), width=10, finds=True, also=("党员姓名",))
    reading: Mapped[str | None] = column(
        "读音",
        Reading(),
        width=14,
        finds=True,
        default=None,
        hint="多音字读法不同时填，如 shan tian",
    )
    sex: Mapped[str | None] = column("性别", Code("sex"), width=6, owed=True, default=None)
    id_number: Mapped[str | None] = column(
        "公民身份证号",
        IdNumber(),
        width=20,
        mask=True,
        owed=True,
        once=True,
        finds=True,
        also=(
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "身份证",
            "证件号码",
            "公民身份证号码",
            "居民身份证号码",
            "居民身份证号",
            "证件号",
        ),
        default=None,
    )
    id_kind: Mapped[str | None] = column("证件类型", Code("id_kind"), default=None)
    ethnic: Mapped[str | None] = column("民族", Code("ethnic"), width=8, owed=True, default=None)
    ethnic_other: Mapped[str | None] = column(
        "其他民族", Text(20), default=None, hint="民族选“其他”时照证件填写"
    )
    born: Mapped[Partial | None] = column(
        "出生日期",
        PartialDay(),
        owed=True,
        also=("出生年月", "出生", "出生时间", "出生年月日", "生日"),
        default=None,
    )
    education: Mapped[str | None] = column(
        "学历",
        Code("education", grouped=True),
        width=14,
        owed=True,
        also=("文化程度", "最高学历"),
        default=None,
    )
    degree: Mapped[str | None] = column("学位", Code("degree"), default=None)
    mobile_phone: Mapped[str | None] = column(
        "手机号",
        Phone("mobile"),
        width=14,
        mask=True,
        owed=True,
        unless="landline",
        finds=True,
        rest="landline",
        also=(
            "手机",
            "手机号码",
            "联系电话",
            "联系方式",
            "电话",
            "本人联系电话",
            "流动党员联系电话",
            *("移动电话", "电话号码", "本人电话", "联系手机", "手机/电话"),
        ),
        default=None,
    )
    landline: Mapped[str | None] = column(
        "固定电话", Phone("landline"), width=16, mask=True, finds=True, also=("座机",), default=None
    )
    address: Mapped[str | None] = column(
        "家庭住址", Text(300), width=24, owed=True, also=("住址", "家庭地址"), default=None
    )
    native_place: Mapped[str | None] = column("籍贯", Text(60), default=None)
    work_unit: Mapped[str | None] = column(
        "工作单位", Text(100), width=20, also=("单位",), default=None
    )
    work_began_on: Mapped[Partial | None] = column(
        "参加工作时间", PartialDay(), also=("参加工作日期",), default=None
    )
    is_rural_worker: Mapped[bool] = column("农民工", YesNo(), default=False)
    new_social_stratum: Mapped[str | None] = column(
        "新社会阶层", Code("new_social_stratum"), default=None
    )
    is_volunteer: Mapped[bool] = column("志愿者", YesNo(), default=False)
    skills: Mapped[str | None] = column("特长", Text(200), default=None)
    remark: Mapped[str | None] = column("备注", Text(500), width=24, default=None)
    name_order: Mapped[str] = kept(String(200), follows=("name", sort_key), init=False)

    __table_args__ = (
        Index(None, "name"),
        Index(None, "name_order"),
        Index(None, "mobile_phone"),
        once("person", "id_number"),
    )


class Member(Record):
    """One spell of a person on the roll of one branch; who comes back gets a new one."""

    __tablename__ = "member"
    title = "党员"
    heading = "党籍经历"
    single = "person_id"
    lasts = ("entry_date", "exit_date")
    holds = "还有 {count} 名党员在这里，没有撤销。请先转走他们的组织关系。"

    person_id: Mapped[int] = link("党员", "person.name")
    branch_id: Mapped[int] = link(
        "所在党支部",
        "organisation.full_name",
        or_named="organisation.short_name",
        width=26,
        also=BRANCH_HEADINGS,
    )
    category: Mapped[str | None] = column(
        "人员类别", Code("category"), width=10, owed=True, also=("党员类别", "类别"), default=None
    )
    joined_on: Mapped[Partial | None] = column(
        "加入党组织日期",
        PartialDay(),
        owed=True,
        also=(
            "入党时间",
            "入党日期",
            "入党年月",
            "入党年月日",
            "加入党组织时间",
            "加入中国共产党时间",
        ),
        default=None,
    )
    full_on: Mapped[Partial | None] = column(
        "转为正式党员日期",
        PartialDay(),
        also=("转正时间", "转正日期", "转正年月", "转为正式党员时间"),
        default=None,
    )
    probation_until: Mapped[date | None] = column("预备期延长至", Day(), default=None)
    job: Mapped[str | None] = column(
        "工作岗位", Code("job"), width=18, owed=True, also=("岗位", "职业"), default=None
    )
    party_post: Mapped[str | None] = column("党内职务", Code("party_post"), width=10, default=None)
    standing: Mapped[Standing] = column(
        "党籍状态", Choice(Standing), width=10, default=Standing.ON_ROLL
    )
    is_lost: Mapped[bool] = column(
        "失联", YesNo(), width=6, also=("是否为失联党员", "是否失联"), default=False
    )
    lost_since: Mapped[str | None] = column(
        "失去联系年月", YearMonth(), also=("失去联系日期", "失联时间"), default=None
    )
    is_mobile: Mapped[bool] = column(
        "流动", YesNo(), width=6, also=("是否为流动党员", "是否流动", "流动党员"), default=False
    )
    place: Mapped[str | None] = column(
        "外出流向",
        Region(),
        width=20,
        rest="place_detail",
        also=("外出流向地",),
        default=None,
    )
    place_detail: Mapped[str | None] = column("流向详址", Text(200), default=None)
    hardship: Mapped[str | None] = column("困难程度", Code("hardship"), default=None)
    dues_standard: Mapped[Decimal | None] = column("党费标准", Money(), default=None)
    dues_until: Mapped[str | None] = column("党费交至", YearMonth(), default=None)
    entry_reason: Mapped[str | None] = column("入册原因", Code("entry_reason"), default=None)
    entry_date: Mapped[date | None] = column("入册日期", Day(), default=None)
    exit_reason: Mapped[str | None] = column("离册原因", Code("exit_reason"), default=None)
    exit_date: Mapped[date | None] = column("离册日期", Day(), default=None)
    exit_doc: Mapped[str | None] = column("离册依据", Text(100), default=None)

    __table_args__ = (Index(None, "standing", "branch_id"),)

    @override
    @classmethod
    def matters(cls) -> Any:
        return cls.standing != Standing.ENDED
