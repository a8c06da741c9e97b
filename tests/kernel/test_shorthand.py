"""Days, codes and places as they may be typed at the desk, and never in a sheet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.kernel.days import Day, PartialDay, YearMonth
from partyservice.kernel.errors import Invalid
from partyservice.kernel.kinds import Choice, Code, Kind, Region
from partyservice.kernel.shorthand import AHEAD
from partyservice.kernel.workdays import DaySort

TODAY = date(2026, 11, 24)
DAYS = [
    ("t", "2026-11-24", "2026-11-24"),
    ("Ｔ", "2026-11-24", "2026-11-24"),
    ("today", "2026-11-24", "2026-11-24"),
    ("今天", "2026-11-24", "2026-11-24"),
    ("昨天", "2026-11-23", "2026-11-23"),
    ("前天", "2026-11-22", "2026-11-22"),
    ("t-3", "2026-11-21", "2026-11-21"),
    ("t+1", "2026-11-25", "2026-11-25"),
    ("0312", "2026-03-12", "2026-03-12"),
    ("3.12", "2026-03-12", "2026-03-12"),
    ("3月12日", "2026-03-12", "2026-03-12"),
    ("1224", "2026-12-24", "2026-12-24"),
    ("1225", "2025-12-25", "2025-12-25"),
    ("0229", "2024-02-29", "2024-02-29"),
    ("20260312", "2026-03-12", "2026-03-12"),
    ("2026.3.12", "2026-03-12", "2026-03-12"),
    ("26.3.12", "2026-03-12", "2026-03-12"),
    ("85.3.12", "1985-03-12", "1985-03-12"),
    ("12.5", "2026-12-05", "2012-05"),
    ("85.3", "", "1985-03"),
    ("1985", "", "1985"),
    ("本月", "", "2026-11"),
    ("上月", "", "2026-10"),
    ("1332", "", ""),
    ("0230", "", ""),
    ("t-", "", ""),
    ("明年", "", ""),
]


@pytest.mark.parametrize(("typed", "day", "partial"), DAYS, ids=[typed for typed, _, _ in DAYS])
def test_a_day_typed_shortly_is_told_from_today(typed: str, day: str, partial: str) -> None:
    assert list(Day().meant(typed, TODAY)) == ([day] if day else [])
    assert list(PartialDay().meant(typed, TODAY)) == ([partial] if partial else [])


def test_a_month_typed_shortly() -> None:
    for typed, month in (("本月", "2026-11"), ("上月", "2026-10"), ("26.3", "2026-03")):
        assert YearMonth().meant(typed, TODAY) == [month]
    assert list(YearMonth().meant("2026", TODAY)) == []


dates = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(day=dates, today=dates)
def test_a_day_in_full_means_itself_whatever_day_it_is(day: date, today: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}"):
        assert Day().meant(text, today) == [day.isoformat()]


@given(today=dates, count=st.integers(-9999, 9999))
def test_counted_days_are_counted(today: date, count: int) -> None:
    wanted = today + timedelta(days=count)

    assert Day().meant(f"t{count:+d}", today) == [wanted.isoformat()]


@given(today=dates, back=st.integers(-AHEAD, 300))
def test_a_day_without_its_year_is_the_last_there_was_or_soon_to_come(
    today: date, back: int
) -> None:
    wanted = today - timedelta(days=back)

    (found,) = Day().meant(f"{wanted:%m%d}", today)

    assert found == wanted.isoformat()


@given(text=st.text(max_size=12))
def test_whatever_is_typed_is_a_day_that_can_be_read_or_none(text: str) -> None:
    kinds: tuple[Kind, ...] = (Day(), PartialDay(), YearMonth())
    for kind in kinds:
        for found in kind.meant(text, TODAY):
            assert kind.show(kind.parse(found)) == found


SHORT: list[tuple[Kind, str, list[str]]] = [
    (Code("ethnic"), "01", ["汉族"]),
    (Code("ethnic"), "汉", ["汉族"]),
    (Code("ethnic"), "wwe", ["维吾尔族"]),
    (Code("ethnic"), "zhuangzu", ["壮族"]),
    (Code("ethnic"), "zz", ["藏族", "壮族", "朝鲜族"]),
    (Code("education"), "bk", ["大学本科毕业"]),
    (Code("education"), "大专", ["大学专科毕业"]),
    (Code("sex"), "nv", ["女"]),
    (Code("sex"), "xx", []),
    (Choice(DaySort), "xiu", ["休"]),
    (Region(), "320583", ["江苏省苏州市昆山市"]),
    (Region(), "昆山", ["江苏省苏州市昆山市"]),
    (Region(), "江苏昆山", ["江苏省苏州市昆山市"]),
    (Region(), "kunshan", ["江苏省苏州市昆山市"]),
    (Region(), "不知道哪里", []),
]


@pytest.mark.parametrize(("kind", "typed", "meant"), SHORT, ids=[typed for _, typed, _ in SHORT])
def test_codes_and_places_typed_shortly(kind: Kind, typed: str, meant: list[str]) -> None:
    assert list(kind.meant(typed, TODAY)) == meant


def test_letters_that_spell_several_places_offer_all_the_wider_first() -> None:
    found = list(Region().meant("ks", TODAY))

    assert "江苏省苏州市昆山市" in found
    assert found[0] == "新疆维吾尔自治区喀什地区"
    assert len(found) > 2


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Day(), "t-3"),
        (Day(), "今天"),
        (Day(), "0312"),
        (PartialDay(), "85.3"),
        (YearMonth(), "本月"),
        (Code("ethnic"), "wwe"),
        (Region(), "ks"),
    ],
)
def test_a_sheet_knows_no_shorthand(kind: Kind, cell: str) -> None:
    assert kind.meant(cell, TODAY)
    with pytest.raises(Invalid):
        kind.read(cell)
