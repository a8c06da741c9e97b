"""The roll."""

from __future__ import annotations

from sqlalchemy import and_, case, exists, func, or_
from sqlalchemy.orm import aliased

from partyservice.kernel.kinds import Text
from partyservice.members.model import FULL, Member, Person, Standing
from partyservice.organisations.model import Organisation
from partyservice.storage.listing import Cases, Listing
from partyservice.storage.shown import Of, alias_of, derived

_person = alias_of(Member.person_id, Person)
_other = aliased(Person)

BY_NAME = Of(Member.person_id, Person.name_order)
ON_ROLL = Member.standing == Standing.ON_ROLL
STATE = derived(
    "状态",
    Text(),
    case(
        (
            Member.standing != Standing.ON_ROLL,
            case(
                (Member.standing == Standing.SUSPENDED, Standing.SUSPENDED.value),
                else_=Standing.ENDED.value,
            ),
        ),
        (Member.is_lost, "失联"),
        (Member.is_mobile, "流动"),
        else_="在册",
    ),
    width=10,
)
TWICE = exists().where(
    _other.name == _person.name,
    _other.id != _person.id,
    _other.void_reason.is_(None),
    or_(
        func.substr(_other.born, 1, 7) == func.substr(_person.born, 1, 7),
        _other.mobile_phone == _person.mobile_phone,
    ),
)
STANDING = Cases(
    key="member.state",
    label="状态",
    cases={
        "在册": ON_ROLL,
        "流动": and_(ON_ROLL, Member.is_mobile),
        "失联": and_(ON_ROLL, Member.is_lost),
        "停止党籍": Member.standing == Standing.SUSPENDED,
        "已离册": Member.standing == Standing.ENDED,
        "可能重复": and_(ON_ROLL, TWICE),
    },
    usual="在册",
)
MEMBERS = Listing(
    about=Member,
    columns=(
        Of(Member.person_id, Person.name),
        Of(Member.person_id, Person.sex),
        Of(Member.person_id, Person.born),
        Of(Member.branch_id, Organisation.full_name, label="所在党支部"),
        Member.category,
        Of(Member.person_id, Person.mobile_phone),
        STATE,
        Of(Member.person_id, Person.id_number),
        Member.joined_on,
    ),
    order=(BY_NAME,),
    search=Member.person_id,
    filters=(STANDING, Member.branch_id, Member.category),
    during=(Member.entry_date, Member.exit_date),
)
OWED = (
    ("转正日期", and_(Member.category == FULL, Member.full_on.is_(None))),
    ("失联年月", and_(Member.is_lost, Member.lost_since.is_(None))),
)
