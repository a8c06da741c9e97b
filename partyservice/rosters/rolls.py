"""The rolls a clerk may print: F05, F05b and F07 (domain 4.5, 4.7).

Who is counted is told by the days of the month; what stands of them, also whether they are
mobile or lost, is what stands today, whatever month is printed. Who is suspended has a day of
leaving and is on no roll after it.
"""

from __future__ import annotations

from sqlalchemy import and_, true

from partyservice.members.listing import MEMBERS
from partyservice.members.model import FULL, PROBATIONARY, Member, Person
from partyservice.mobility.listing import AWAY_ROLL, HERE_ROLL
from partyservice.mobility.model import Inflow, Outflow
from partyservice.mobility.rules import OTHER_CITY, OTHER_PROVINCE
from partyservice.organisations.model import Organisation
from partyservice.printing.figures import Tally
from partyservice.printing.printed import Printed, hidden, month, printed
from partyservice.printing.roll import Roll
from partyservice.printing.sheet import A3_ACROSS
from partyservice.storage.record import Attribute
from partyservice.storage.shown import TODAY, Of, alias_of, years

_person = alias_of(Member.person_id, Person)
HAN = "01"  # ethnic


def _band(label: str, since: object, least: int, most: int, heading: str) -> Tally:
    """Return the tally of those `since` whom `least` to `most` full years have passed."""
    age = years(since, TODAY)
    return Tally(label=label, where=and_(age >= least, age <= most), heading=heading)


def _schooling(label: str, codes: str) -> Tally:
    """Return the tally of an education group: the first digits of its codes."""
    group = _person.education
    where = and_(group >= codes[0], group < chr(ord(codes[-1]) + 1))
    return Tally(label=label, where=where, heading="学历")


def _who(person: Attribute) -> tuple[Printed, ...]:
    """Return the columns with which every roster of stays begins; `person` is the link."""
    return (
        printed("姓名", 18, Of(person, Person.name)),
        printed("性别", 9, Of(person, Person.sex), align="centre"),
        printed("民族", 12, Of(person, Person.ethnic), align="centre"),
        printed("出生年月", 16, Of(person, Person.born), align="centre", to=month),
        printed("学历", 14, Of(person, Person.education)),
    )


def _phone(person: Attribute, width: float) -> Printed:
    numbers = (Of(person, Person.mobile_phone), Of(person, Person.landline))
    return printed("联系电话", width, *numbers, between=" ")


def _scopes(stay: type[Outflow] | type[Inflow]) -> tuple[Tally, ...]:
    return (
        Tally(label="跨省", where=stay.scope == OTHER_PROVINCE),
        Tally(label="省内跨市", where=stay.scope == OTHER_CITY),
        Tally(label="范围未定", where=stay.scope.is_(None)),
        Tally(label="持证", where=stay.has_card.is_(True)),
    )


AWAY = Roll(
    code="F05",
    name="outflow",
    title="流出党员花名册",
    listing=AWAY_ROLL,
    branch=Outflow.branch_id,
    columns=(
        *_who(Outflow.person_id),
        printed("党员类别", 12, Of(Outflow.member_id, Member.category)),
        printed("入党时间", 18, Of(Outflow.member_id, Member.joined_on), align="centre"),
        printed("所在党支部", 28, Of(Outflow.branch_id, Organisation.full_name)),
        printed("原职业", 18, Outflow.former_occupation),
        printed("流出时间", 17, Outflow.left_on, align="centre"),
        printed("流出地(省市县)", 30, Outflow.place, Outflow.place_detail),
        printed("外出流向(单位类别)", 18, Outflow.destination_kind),
        _phone(Outflow.person_id, 24),
        printed("活动证号", 14, Outflow.card_no),
        printed("本月联系(日/方式)", 16),
    ),
    tallies=_scopes(Outflow),
)
HERE = Roll(
    code="F05b",
    name="inflow",
    title="流入党员花名册",
    listing=HERE_ROLL,
    branch=Inflow.host_branch_id,
    columns=(
        *_who(Inflow.person_id),
        printed("党员类别", 12, Inflow.category),
        printed("入党时间", 18, Inflow.joined_on, align="centre"),
        printed("组织关系所在党组织", 36, Inflow.origin_org),
        printed("流入前所在省市", 22, Inflow.came_from, Inflow.came_from_detail),
        printed("流入时间", 17, Inflow.arrived_on, align="centre"),
        printed("流入原因", 16, Inflow.reason),
        printed("现单位/住址", 28, Inflow.lives_at),
        printed("编入支部", 22, Of(Inflow.host_branch_id, Organisation.full_name)),
        _phone(Inflow.person_id, 24),
    ),
    tallies=_scopes(Inflow),
)
MEMBERS_ROLL = Roll(
    code="F07",
    name="members",
    title="党员花名册",
    listing=MEMBERS,
    branch=Member.branch_id,
    section=Of(Member.branch_id, Organisation.full_name),
    columns=(
        printed("姓名", 20, Of(Member.person_id, Person.name)),
        printed("性别", 9, Of(Member.person_id, Person.sex), align="centre"),
        printed("民族", 14, Of(Member.person_id, Person.ethnic), align="centre"),
        printed("出生年月", 17, Of(Member.person_id, Person.born), align="centre", to=month),
        printed("学历", 24, Of(Member.person_id, Person.education)),
        printed("党员类别", 18, Member.category),
        printed("入党时间", 20, Member.joined_on, align="centre"),
        printed("转正时间", 20, Member.full_on, align="centre"),
        printed("党内职务", 16, Member.party_post),
        printed("工作岗位", 34, Member.job),
        _phone(Member.person_id, 26),
        printed("是否流动", 12, Member.is_mobile, align="centre"),
        printed("备注", 34, Of(Member.person_id, Person.remark)),
    ),
    tallies=(
        Tally(label="总数", where=true(), heading="党员"),
        Tally(label="正式党员", where=Member.category == FULL, heading="党员"),
        Tally(label="预备党员", where=Member.category == PROBATIONARY, heading="党员"),
        Tally(label="类别待补", where=Member.category.is_(None), heading="党员"),
        Tally(label="女", where=_person.sex == "2", heading="党员"),
        Tally(
            label="少数民族",
            where=_person.ethnic.is_not(None) & (_person.ethnic != HAN),
            heading="党员",
        ),
        # as of today
        Tally(label="流动", where=Member.is_mobile, heading="党员"),
        Tally(label="失联", where=Member.is_lost, heading="党员"),
        _band("35 岁及以下", _person.born, 0, 35, "年龄"),
        _band("36 至 45 岁", _person.born, 36, 45, "年龄"),
        _band("46 至 55 岁", _person.born, 46, 55, "年龄"),
        _band("56 至 60 岁", _person.born, 56, 60, "年龄"),
        _band("61 岁及以上", _person.born, 61, 200, "年龄"),
        Tally(label="待补", where=_person.born.is_(None), heading="年龄"),
        _schooling("研究生", "1"),
        _schooling("大学本科", "2"),
        _schooling("大学专科", "3"),
        _schooling("中专中技", "4"),
        _schooling("高中", "6"),
        _schooling("初中", "7"),
        _schooling("小学及以下", "89"),
        Tally(label="待补", where=_person.education.is_(None), heading="学历"),
        _band("10 年及以下", Member.full_on, 0, 10, "党龄"),
        _band("11 至 20 年", Member.full_on, 11, 20, "党龄"),
        _band("21 至 30 年", Member.full_on, 21, 30, "党龄"),
        _band("31 至 49 年", Member.full_on, 31, 49, "党龄"),
        _band("50 年及以上", Member.full_on, 50, 200, "党龄"),
        Tally(label="未转正或待补", where=Member.full_on.is_(None), heading="党龄"),
    ),
)
# the national sheet, in its order and words (domain 2.2, 4.7)
SUMMARY = Roll(
    code="F07",
    name="summary",
    title="党员基本信息汇总表",
    listing=MEMBERS,
    branch=Member.branch_id,
    section=Of(Member.branch_id, Organisation.full_name),
    when="month end",
    size=A3_ACROSS,
    columns=(
        printed("姓名", 18, Of(Member.person_id, Person.name)),
        printed("所在党支部", 33, Of(Member.branch_id, Organisation.full_name)),
        printed("公民身份证号", 30, Of(Member.person_id, Person.id_number), to=hidden),
        printed("性别", 9, Of(Member.person_id, Person.sex), align="centre"),
        printed("民族", 14, Of(Member.person_id, Person.ethnic), align="centre"),
        printed("出生日期", 19, Of(Member.person_id, Person.born), align="centre"),
        printed("学历", 21, Of(Member.person_id, Person.education)),
        printed("人员类别", 16, Member.category),
        printed("加入党组织日期", 19, Member.joined_on, align="centre"),
        printed("转为正式党员日期", 19, Member.full_on, align="centre"),
        printed("工作岗位", 24, Member.job),
        printed("手机号", 20, Of(Member.person_id, Person.mobile_phone)),
        printed("固定电话", 21, Of(Member.person_id, Person.landline)),
        printed("家庭住址", 40, Of(Member.person_id, Person.address)),
        printed("党籍状态", 12, Member.standing, align="centre"),
        printed("是否为失联党员", 14, Member.is_lost, align="centre"),
        printed("失去联系日期", 14, Member.lost_since, align="centre"),
        printed("是否为流动党员", 14, Member.is_mobile, align="centre"),
        printed("外出流向", 30, Member.place, Member.place_detail),
    ),
)

ROLLS = {roll.name: roll for roll in (AWAY, HERE, MEMBERS_ROLL, SUMMARY)}
