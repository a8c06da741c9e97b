"""People: invented members of the town's branches, the remarkable ones first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from partyservice.samples.chance import Pick, picker, stream, weighted
from partyservice.samples.member import TODAY, Person, person
from partyservice.samples.names import PEOPLES, name_of
from partyservice.samples.organisations import TOWN
from partyservice.samples.personas import personas

_YEAR = 365.2425  # days
_AGES = weighted("20:6 23:12 27:22 32:36 37:44 42:46 47:50 52:58 57:56 62:48 67:44 72:36 77:22 82:12 87:5")
_EDUCATION = (  # born before 1950, 1970, 1985, later
    weighted("小学毕业:40 初中毕业:35 普通高中毕业:13 中等专科毕业:8 大学专科毕业:4"),
    weighted("小学毕业:6 初中毕业:34 普通高中毕业:28 中等专科毕业:12 大学专科毕业:14 大学本科毕业:6"),
    weighted("初中毕业:12 普通高中毕业:16 中等专科毕业:10 技工学校毕业:4 大学专科毕业:26 大学本科毕业:28 硕士研究生毕业:4"),
    weighted("普通高中毕业:6 大学专科毕业:26 大学本科毕业:52 硕士研究生毕业:14 博士研究生毕业:2"),
)
_DEGREE = {"大学本科毕业": "学士", "硕士研究生毕业": "硕士", "博士研究生毕业": "博士"}
_JOBS = weighted(
    "公务员:8 事业单位管理人员:6 事业单位专业技术人员:14 公有企业管理人员:4 非公企业管理人员:10 非公企业专业技术人员:10 "
    "非公企业工勤岗:12 农牧渔业生产人员:22 外出务工经商人员:5 社区工作人员:5 个体工商户从业人员:4 自由职业人员:3 其他从业人员:3"
)
_UNITS = {
    "公务员": "青石镇人民政府",
    "事业单位管理人员": "青石镇卫生院",
    "事业单位专业技术人员": "青石镇中心小学",
    "社区工作人员": "清溪社区居委会",
    "非公企业管理人员": "青石云帆物流有限公司",
    "非公企业专业技术人员": "青石恒新机械有限公司",
    "非公企业工勤岗": "青石恒新机械有限公司",
}
_ROADS = tuple(["清溪路", "荷塘路", "青石大街", "竹山路", "石桥路", "望湖路", "银杏街", "北塘街", "柳堤路", "学士巷"])
_NATIVE = tuple(["江苏昆山", "江苏苏州", "江苏常熟", "江苏盐城", "安徽六安", "安徽宿州", "河南信阳", "四川南充", "湖北黄冈", "浙江湖州"])
# places members have gone to
AWAY = tuple(
    ["上海市浦东新区", "上海市闵行区", "浙江省杭州市余杭区", "广东省深圳市南山区", "北京市朝阳区", "四川省成都市武侯区", "江苏省南京市江宁区", "江苏省无锡市新吴区", "江苏省苏州市吴江区", "江苏省常州市武进区", "安徽省合肥市蜀山区"]
)


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
    number = first
    while True:
        sex = "女" if draw() < 0.3 else "男"
        years = int(pick(_AGES)) + 5 * draw()
        born = today - timedelta(days=int(years * _YEAR))
        joined = _joined(today, born, years, draw())
        ethnic = pick(PEOPLES)
        name = name_of(pick, draw(), ethnic, sex, born.year)
        yield _with_stay(
            person(number, name, sex, born, joined, today=today)
            | _life(pick, draw(), sex, years, born.year)
            | {
                "ethnic": ethnic,
                "branch": str(int(draw() * branches)),
                "address": f"{TOWN}{pick(_ROADS)}{int(draw() * 200) + 1}号{int(draw() * 6) + 1}0{int(draw() * 4) + 1}室",
                "native_place": pick(_NATIVE),
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
    education = pick(_EDUCATION[(year >= 1950) + (year >= 1970) + (year >= 1985)])
    job = pick(_JOBS)
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


def _with_stay(member: Person, pick: Pick, draw: float, today: date) -> Person:
    """Return `member` who is perhaps away: 6 in a hundred, and 1 in a thousand out of contact."""
    if draw < 0.06:
        lost = draw < 0.001
        since = today - timedelta(days=220)
        if not lost or member["joined"] < since.isoformat():
            member |= {"mobile": "是", "destination": pick(AWAY)}
            member |= {"lost": "是", "lost_since": f"{since:%Y-%m}"} if lost else {}
    return member
