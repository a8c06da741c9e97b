"""Personas: the members every trial must meet (domain 8)."""

from __future__ import annotations

from datetime import date, timedelta

from partyservice.samples.member import Person, month_before, person, years_after

PERSONAS = (
    "uyghur",  # two dots and more than 20 characters
    "rare",  # characters of extension B and beyond
    "compound",  # compound surname with a reading of its own
    "polyphone",  # surname that dictionaries read otherwise
    "joined_1971",  # no probation
    "due",  # probation ends in a week
    "extended",  # probation extended by a year
    "birth_differs",  # the personnel file differs from the identity number
    "abroad",  # away abroad, met every half-year
    "lost",  # out of contact for seven months
    "suspended",  # two years and a day ago
    "twin_a",
    "twin_b",  # same name, same branch
    "oldest",  # 101 years
    "landline",  # no mobile telephone
    "leap",  # born on 29 February
)


def personas(today: date, branches: int = 14) -> list[Person]:
    """Return one member for each of PERSONAS, in that order, spread over the branches."""
    made = _by_name() | _by_birth(today) | _by_dates(today) | _by_stay(today)
    members = []
    for place, persona in enumerate(PERSONAS):
        values = dict(made[persona])
        name, sex = values.pop("name"), values.pop("sex")
        born, joined = date.fromisoformat(values.pop("born")), date.fromisoformat(values.pop("on"))
        member = person(place, name, sex, born, joined, today=today) | values
        member |= {"persona": persona, "branch": str(place % branches)}
        members.append(member)
    members[PERSONAS.index("twin_b")]["branch"] = members[PERSONAS.index("twin_a")]["branch"]
    return members


def _by_name() -> dict[str, Person]:
    twin = {"name": "陈秀兰", "sex": "女", "job": "退休人员"}
    return {
        "uyghur": {
            "name": "阿卜杜热合曼江·麦麦提图尔荪·阿力木江尼亚孜",
            "sex": "男",
            "born": "1985-03-07",
            "on": "2009-05-04",
            "ethnic": "维吾尔族",
            "education": "大学本科毕业",
            "job": "个体工商户从业人员",
        },
        "rare": {"name": "周𠮷𬍛", "sex": "男", "born": "1978-09-15", "on": "2003-06-20"},
        "compound": {"name": "尉迟文澜", "sex": "女", "born": "1990-01-31", "on": "2014-07-01"},
        "polyphone": {"name": "单乐行", "sex": "男", "born": "1982-12-12", "on": "2006-11-08"},
        "twin_a": twin | {"born": "1951-04-02", "on": "1980-07-01"},
        "twin_b": twin | {"born": "1958-10-19", "on": "1985-06-30"},
    }


def _by_birth(today: date) -> dict[str, Person]:
    return {
        "landline": {
            "name": "顾桂芝",
            "sex": "女",
            "born": "1944-08-08",
            "on": "1966-03-12",
            "phone": "",
            "landline": "0512-05773016",
        },
        "birth_differs": {
            "name": "田德全",
            "sex": "男",
            "born": "1956-12-28",
            "on": "1984-12-03",
            "birth": "1955-12-28",
            "birth_reason": "以干部档案记载为准",
        },
        "oldest": {
            "name": "沈素娥",
            "sex": "女",
            "born": years_after(today - timedelta(days=40), -101).isoformat(),
            "on": "1949-09-20",
            "education": "小学毕业",
            "job": "离休干部",
        },
        "leap": {"name": "范汉岭", "sex": "男", "born": "1988-02-29", "on": "2012-02-29"},
    }


def _by_dates(today: date) -> dict[str, Person]:
    due = years_after(today + timedelta(days=7), -1)
    extended = years_after(today - timedelta(days=120), -1)
    suspended = years_after(today, -2) - timedelta(days=1)
    return {
        "joined_1971": {
            "name": "石长顺",
            "sex": "男",
            "born": "1948-05-05",
            "on": "1971-07-01",
            "job": "退休人员",
        },
        "due": {"name": "叶思睿", "sex": "男", "born": "1999-06-18", "on": due.isoformat()},
        "extended": {
            "name": "丁可妍",
            "sex": "女",
            "born": "1997-11-02",
            "on": extended.isoformat(),
            "category": "预备党员",
            "full": "",
            "extended_until": years_after(extended, 2).isoformat(),
        },
        "suspended": {
            "name": "龚卫炜",
            "sex": "男",
            "born": "1976-07-23",
            "on": "2001-07-01",
            "status": "停止党籍",
            "suspended_on": suspended.isoformat(),
            "lost": "是",
            "lost_since": month_before(suspended, 7),
        },
    }


def _by_stay(today: date) -> dict[str, Person]:
    return {
        "abroad": {
            "name": "江书恒",
            "sex": "男",
            "born": "1996-02-14",
            "on": "2018-05-18",
            "education": "硕士研究生毕业",
            "degree": "硕士",
            "job": "研究生",
            "mobile": "是",
            "destination": "德国慕尼黑市",
        },
        "lost": {
            "name": "万向茂",
            "sex": "男",
            "born": "1981-10-10",
            "on": "2005-12-01",
            "job": "外出务工经商人员",
            "mobile": "是",
            "destination": "广东省东莞市",
            "lost": "是",
            "lost_since": month_before(today, 7),
        },
    }
