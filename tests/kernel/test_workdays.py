"""Working days, and what the yearly notice announces."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.kernel.announced import Announcement, announced
from partyservice.kernel.errors import Invalid
from partyservice.kernel.workdays import DaySort, Special, Workdays, shipped_days

CALENDAR = Workdays.of()
NOTICE = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-10-01", False),  # National Day
        ("2026-10-07", False),  # a Wednesday off for it
        ("2026-10-08", True),
        ("2026-10-10", True),  # a Saturday worked for it
        ("2026-09-20", True),  # a Sunday worked for it
        ("2026-10-11", False),
        ("2026-02-28", True),  # a Saturday worked for Spring Festival
        ("2025-01-26", True),
        ("2020-01-31", False),  # Spring Festival was made longer
        ("2004-05-07", False),
        ("2026-11-24", True),
        ("2026-11-28", False),
    ],
)
def test_days_as_the_state_council_arranged_them(day: str, working: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-03", 0, "2026-10-08"),
        ("2026-10-10", 0, "2026-10-10"),
        ("2026-11-27", 5, "2026-12-04"),
    ],
)
def test_working_days_are_added(day: str, count: int, then: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(day), count) == date.fromisoformat(then)


@given(day=st.dates(date(2005, 1, 1), date(2026, 6, 1)), count=st.integers(1, 60))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    then = CALENDAR.add_working_days(day, count)

    assert CALENDAR.is_working(then)
    assert CALENDAR.working_days(day, then) == count


def test_a_year_nobody_entered_is_said_and_goes_by_weekdays() -> None:
    assert CALENDAR.unknown(date(2026, 12, 1), date(2026, 12, 31)) == ""
    assert CALENDAR.unknown(date(2026, 12, 1), date(2027, 1, 31)).startswith(
        "2027 年的放假安排还没有录入"
    )
    assert CALENDAR.is_working(date(2027, 10, 1))


def test_the_days_of_the_office_lie_over_those_shipped() -> None:
    own = [
        Special(date(2026, 11, 24), DaySort.OFF, "镇里停电"),
        Special(date(2026, 10, 10), DaySort.OFF),
        Special(date(2027, 10, 1), DaySort.OFF, "国庆节"),
    ]
    calendar = Workdays.of(own)

    assert not calendar.is_working(date(2026, 11, 24))
    assert not calendar.is_working(date(2026, 10, 10))
    assert 2027 in calendar.years
    assert CALENDAR.is_working(date(2026, 11, 24))


def test_the_shipped_days_are_days_that_need_saying() -> None:
    for day, special in shipped_days().items():
        if special.sort is DaySort.WORK:
            assert day.weekday() >= 5, day
    assert min(CALENDAR.years) == 2004
    assert max(CALENDAR.years) == 2026


def test_the_notice_pasted_whole_says_what_is_shipped() -> None:
    for text in (NOTICE, NOTICE.replace("\n", " "), NOTICE.replace("\n", "")):
        found = {special.day: special.sort for special in announced(text, 2026)}
        known = {d: s.sort for d, s in shipped_days().items() if d.year == 2026}
        assert found == known
    names = {special.name for special in announced(NOTICE, 2026)}
    assert names == {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}


def test_days_may_be_written_one_a_line() -> None:
    lines = "2027-01-01 休 元旦\n2027-01-03 班 元旦\n12月31日放假"

    for text in (lines, lines.replace("\n", " ")):
        found = [(s.day.isoformat(), s.sort.value, s.name) for s in announced(text, 2027)]
        assert found == [
            ("2027-01-01", "休", "元旦"),
            ("2027-01-03", "班", "元旦"),
            ("2027-12-31", "休", ""),
        ]


def test_a_holiday_may_begin_in_the_year_before() -> None:
    (first, *_, last) = announced("一、元旦：2026年12月31日至2027年1月2日放假，共3天。", 2027)

    assert (first.day, last.day) == (date(2026, 12, 31), date(2027, 1, 2))


@pytest.mark.parametrize("text", ["今年不放", "2月30日放假", "1月1日至3月1日放假", "3日放假", ""])
def test_what_announces_no_day_is_said(text: str) -> None:
    with pytest.raises(Invalid, match="请"):
        announced(text, 2027)
    with pytest.raises(Invalid):
        Announcement(100).parse(text)


@given(first=st.dates(date(2027, 1, 1), date(2027, 12, 20)), more=st.integers(1, 9))
def test_a_span_is_every_day_of_it(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    text = f"{first.month}月{first.day}日至{last.month}月{last.day}日放假。"

    days = [special.day for special in announced(text, 2027)]

    assert days == [first + timedelta(days=n) for n in range(more + 1)]
