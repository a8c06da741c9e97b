"""People: invented members of the town's branches, the remarkable ones first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from partyservice.samples.chance import Pick, picker, stream, words
from partyservice.samples.member import TODAY, Person, person
from partyservice.samples.names import name_of
from partyservice.samples.organisations import TOWN
from partyservice.samples.personas import personas

_YEAR = 365.2425  # days
_DEGREE = {"大学本科毕业": "学士", "硕士研究生毕业": "硕士", "博士研究生毕业": "博士"}
_UNITS = {
    "公务员": "青石镇人民政府",
    "事业单位管理人员": "青石镇卫生院",
    "事业单位专业技术人员": "青石镇中心小学",
    "社区工作人员": "清溪社区居委会",
    "非公企业管理人员": "青石云帆物流有限公司",
    "非公企业专业技术人员": "青石恒新机械有限公司",
    "非公企业工勤岗": "青石恒新机械有限公司",
}


def people(count: int, seed: int = 1, today: date = TODAY, branches: int = 14) -> Iterator[Person]:
    """Give `count` members, the personas first; the same arguments give the same people.

    All values are the words of a sheet: labels, ISO dates, 是 or 否, "" for nothing; `branch` is
    the place in BRANCHES, "0" to `branches` - 1.
    """
    remarkable = personas(today, branches)
    yield from remarkable[:count]
    others = ordinary(seed, today, branches, len(remarkable))
    yield from islice(others, max(count - len(remarkable), 0))


def ordinary(seed: int, today: date, branches: int, first: int = 0) -> Iterator[Person]:
    """Give members without end; `first` is the number that makes their identity numbers differ."""
    chance = stream(seed)
    pick, draw = picker(chance), chance.random
    ages, peoples, native = words("ages"), words("peoples"), words("native")
    number = first
    while True:
        sex = "女" if draw() < 0.3 else "男"
        years = int(pick(ages)) + 5 * draw()
        born = today - timedelta(days=int(years * _YEAR))
        joined = _joined(today, born, years, draw())
        ethnic = pick(peoples)
        name = name_of(pick, draw(), ethnic, sex, born.year)
        yield _with_stay(
            person(number, name, sex, born, joined, today=today)
            | _life(pick, draw(), sex, years, born.year)
            | {
                "ethnic": ethnic,
                "branch": str(int(draw() * branches)),
                "address": _address(pick, draw(), draw()),
                "native_place": pick(native),
            },
            pick,
            draw(),
            today,
        )
        number += 1


def _joined(today: date, born: date, years: float, draw: float) -> date:
    """Return a day of joining, mostly between 20 and 35 years of age and never under 19."""
    latest = min(years, 55) - 19
    days = int((19 + latest * draw * draw * 0.98) * _YEAR) + 2
    return min(born + timedelta(days=days), today)


def _life(pick: Pick, draw: float, sex: str, years: float, year: int) -> Person:
    """Return education and work that fit the age."""
    era = next(era for era in (1985, 1970, 1950, 1900) if year >= era)
    education, job = pick(words(f"education {era}")), pick(words("jobs"))
    if years > (60 if sex == "男" else 55) and job != "农牧渔业生产人员":
        job = "退休人员"
    elif years < 23 and draw < 0.6:
        education, job = "普通高中毕业", "本科其他年级"
    return {
        "education": education,
        "degree": _DEGREE.get(education, ""),
        "job": job,
        "work_unit": _UNITS.get(job, ""),
    }


def _address(pick: Pick, house: float, door: float) -> str:
    flat = f"{int(door * 6) + 1}0{int(door * 24) % 4 + 1}室"
    return f"{TOWN}{pick(words('roads'))}{int(house * 200) + 1}号{flat}"


def _with_stay(member: Person, pick: Pick, draw: float, today: date) -> Person:
    """Return `member` who is perhaps away: 6 in a hundred, and 1 in a thousand out of contact."""
    if draw < 0.06:
        lost = draw < 0.001
        since = today - timedelta(days=220)
        if not lost or member["joined"] < since.isoformat():
            member |= {"mobile": "是", "destination": pick(words("away"))}
            member |= {"lost": "是", "lost_since": f"{since:%Y-%m}"} if lost else {}
    return member
