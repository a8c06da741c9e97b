"""What the fields of a person and a member must say together (domain 2.11).

Every rule on dates speaks only if it fails for every day the dates may mean.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.partial import Partial, later, whole_years
from partyservice.members.model import FULL, MAN, PROBATIONARY, Member, Person
from partyservice.storage.rule import Rule, coming, ordered

OLDEST = 120  # years
GROWN = 18  # years; whoever applies must have completed them
NO_PROBATION = (  # joining was full membership at once: domain 2.11.3, S19
    (date(1900, 1, 1), date(1923, 6, 9)),
    (date(1928, 6, 18), date(1945, 4, 22)),
    (date(1969, 4, 1), date(1977, 8, 11)),
)
WHOLE_YEAR_SINCE = date(1956, 9, 15)  # before it probation was shorter or longer by class


def _sex_differs(_today: date, number: str, sex: str) -> bool:
    return sex in ("1", "2") and (int(number[16]) % 2 == 1) != (sex == MAN)


def _birth_differs(_today: date, number: str, born: Partial) -> bool:
    return not number[6:14].startswith(born.iso.replace("-", ""))


def _too_old(today: date, born: Partial) -> bool:
    return whole_years(born.latest, today) > OLDEST


def _not_grown(_today: date, born: Partial, joined: Partial) -> bool:
    return later(born.earliest, GROWN) > joined.latest


@lru_cache(maxsize=1 << 15)  # by text: quicker to look up than a Partial
def _probation(iso: str) -> tuple[date, date]:
    """Return the first and last day of full membership for those who joined on a day of `iso`."""
    joined = Partial(iso)
    if not _had_probation(joined):
        return joined.earliest, date.max
    return later(joined.earliest, 1), later(joined.latest, 2)


def _had_probation(joined: Partial) -> bool:
    """Say whether everybody who joined on any day `joined` may mean had a year of probation."""
    return joined.earliest >= WHOLE_YEAR_SINCE and not any(
        joined.earliest <= end and start <= joined.latest for start, end in NO_PROBATION
    )


def _full_too_soon(_today: date, joined: Partial, full: Partial) -> bool:
    return full.latest < _probation(joined.iso)[0]


def _full_too_late(_today: date, joined: Partial, full: Partial) -> bool:
    return full.earliest > _probation(joined.iso)[1]


def _probation_over_two_years(_today: date, joined: Partial, until: date) -> bool:
    return not later(joined.earliest, 1) < until <= later(joined.latest, 2)


PERSON = (
    coming(Person.born, "P01", "出生日期"),
    Rule(
        id="P02",
        at=Person.sex,
        needs=(Person.id_number, Person.sex),
        wrong=Invalid,
        words="性别与公民身份号码不符，请对照证件核对。",
        fails=_sex_differs,
    ),
    Rule(
        id="P03",
        at=Person.born,
        needs=(Person.id_number, Person.born),
        wrong=Doubt,
        words="出生日期与公民身份号码不符。以档案为准的，请写明理由。",
        fails=_birth_differs,
    ),
    Rule(
        id="P04",
        at=Person.born,
        needs=(Person.born,),
        wrong=Doubt,
        words=f"年龄超过 {OLDEST} 岁，请核对出生日期。",
        fails=_too_old,
    ),
    coming(Person.work_began_on, "P05", "参加工作时间"),
)
MEMBER = (
    coming(Member.joined_on, "M01", "入党日期"),
    Rule(
        id="M02",
        at=Member.joined_on,
        needs=(Person.born, Member.joined_on),
        wrong=Invalid,
        words=f"入党时未满 {GROWN} 周岁，请核对出生日期和入党日期。",
        fails=_not_grown,
    ),
    coming(Member.full_on, "M03", "转正日期"),
    Rule(
        id="M04",
        at=Member.full_on,
        needs=(Member.joined_on, Member.full_on),
        wrong=Invalid,
        words="转正早于入党满一年，请核对两个日期。",
        fails=_full_too_soon,
    ),
    Rule(
        id="M05",
        at=Member.full_on,
        needs=(Member.joined_on, Member.full_on),
        wrong=Doubt,
        words="转正晚于入党满两年，请核对是否延长过预备期。",
        fails=_full_too_late,
    ),
    Rule(
        id="M06",
        at=Member.full_on,
        needs=(Member.category, Member.full_on),
        wrong=Invalid,
        words="预备党员不应有转正日期，请核对人员类别。",
        fails=lambda _today, category, _full: category == PROBATIONARY,
    ),
    Rule(
        id="M07",
        at=Member.probation_until,
        needs=(Member.joined_on, Member.probation_until),
        wrong=Invalid,
        words="预备期只能延长到入党满一年之后、满两年以内。",
        fails=_probation_over_two_years,
    ),
    Rule(
        id="M08",
        at=Member.lost_since,
        needs=(Member.lost_since,),
        wrong=Invalid,
        words="失去联系年月在今天之后，请核对。",
        fails=lambda today, month: month > f"{today:%Y-%m}",
    ),
    Rule(
        id="M09",
        at=Member.dues_until,
        needs=(Member.dues_until,),
        wrong=Doubt,
        words="党费交至超过一年以后，请核对。",
        fails=lambda today, month: month > f"{today.year + 1}-{today:%m}",
    ),
    coming(Member.entry_date, "M10", "入册日期"),
    ordered("M11", Member.joined_on, Member.entry_date, "入册早于入党，请核对两个日期。"),
)
LEAVING = (
    coming(Member.exit_date, "M12", "离册日期"),
    ordered("M13", Member.entry_date, Member.exit_date, "离册早于入册，请核对两个日期。"),
)


def category_of(values: dict[str, Any]) -> str | None:
    """Return the category of a member whose sheet names none: full if a day of it is there."""
    category: str | None = values.get("category")
    return category or (FULL if values.get("full_on") else None)
