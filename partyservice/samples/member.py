"""Member: the words of one invented person, and what follows from a date."""

from __future__ import annotations

from datetime import date

from partyservice.kernel.idnumber import check_digit
from partyservice.samples.organisations import TOWN

Person = dict[str, str]

TODAY = date(2026, 11, 23)
# domain 2.11.3: who joined in these years was a full member at once
NO_PROBATION = (date(1969, 4, 1), date(1977, 8, 11))


def person(
    number: int, name: str, sex: str, born: date, joined: date, *, today: date = TODAY
) -> Person:
    """Return a plain member; `number` is unique and gives identity number and telephone."""
    full = _full(joined)
    birth = born.isoformat()
    return {
        "name": name,
        "sex": sex,
        "id_kind": "居民身份证",
        "id_number": id_number(number, birth, sex),
        "birth": birth,
        "ethnic": "汉族",
        "education": "普通高中毕业",
        "degree": "",
        "category": "正式党员" if full <= today else "预备党员",
        "joined": joined.isoformat(),
        "full": full.isoformat() if full <= today else "",
        "extended_until": "",
        "job": "农牧渔业生产人员",
        "work_unit": "",
        "phone": f"154{number * 7919 % 10**8:08d}",
        "landline": "",
        "address": f"{TOWN}清溪路{number % 300 + 1}号",
        "native_place": "江苏昆山",
        "status": "正常",
        "suspended_on": "",
        "lost": "否",
        "lost_since": "",
        "mobile": "否",
        "destination": "",
        "branch": "0",
        "birth_reason": "",
        "persona": "",
    }


def id_number(number: int, birth: str, sex: str) -> str:
    """Return an identity number of the unassigned region 99 that no other `number` has."""
    order = number % 500 * 2 + (1 if sex == "男" else 0)
    first17 = f"99{number // 500 % 10_000:04d}{birth.replace('-', '')}{order:03d}"
    return first17 + check_digit(first17)


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def month_before(today: date, months: int) -> str:
    """Return the month `months` before that of `today`, as 2026-04."""
    count = today.year * 12 + today.month - 1 - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def _full(joined: date) -> date:
    at_once = NO_PROBATION[0] <= joined <= NO_PROBATION[1]
    return joined if at_once else years_after(joined, 1)
