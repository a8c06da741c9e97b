from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.kernel.errors import Invalid
from partyservice.kernel.partial import Month, Partial, later, read_cell, read_text, whole_years

WAYS = {
    "2026-03-01": ("2026-03-01", "2026.3.1", "2026/3/1", "2026年3月1日", "20260301", "2026-3-1"),
    "1985-03": ("1985.03", "1985.3", "1985-03", "1985/3", "1985年3月", "198503", "85年3月"),
    "2005-10": ("05年10月", "2005.10", "2005 年 10 月"),
    "1985": ("1985", "1985年", "85年"),
    "2020-07-24": ("2020-07-24 00:00:00", "2020-07-24T00:00:00"),
}


@pytest.mark.parametrize(("iso", "text"), [(i, t) for i, ways in WAYS.items() for t in ways])
def test_a_day_is_read_however_an_office_writes_it(iso: str, text: str) -> None:
    assert read_text(text).iso == iso


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        (
            datetime(2020, 7, 24, 9, 30),  # noqa: DTZ001 - a cell has no zone
            "2020-07-24",
        ),
        (date(2020, 7, 24), "2020-07-24"),
        (44036.0, "2020-07-24"),
        (1985.0, "1985"),
        (198507.0, "1985-07"),
        (19850712.0, "1985-07-12"),
        (1985.07, "1985-07"),
        (1985.11, "1985-11"),
        (1985.2, "1985-02"),
    ],
)
def test_a_cell_is_read_as_the_day_it_shows(cell: object, iso: str) -> None:
    assert read_cell(cell).iso == iso


def test_a_number_that_may_be_january_or_october_is_not_guessed() -> None:
    with pytest.raises(Invalid, match="分不清"):
        read_cell(1985.1)


@pytest.mark.parametrize(
    "text", ["不详", "2026-02-30", "2026.13", "19853", "1850.1", "3026-01-01", "三月", "2026-3-1-1"]
)
def test_what_is_no_day_is_said_so(text: str) -> None:
    with pytest.raises(Invalid):
        read_text(text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_comes_back_from_its_text(day: date) -> None:
    assert read_text(Partial.of(day).iso).earliest == day == read_text(f"{day:%Y%m%d}").latest


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from((4, 7, 10)))
def test_a_vaguer_day_agrees_and_holds_the_day(day: date, known: int) -> None:
    vague = Partial(day.isoformat()[:known])

    assert vague.agrees(Partial.of(day))
    assert vague.earliest <= day <= vague.latest


def test_a_month_sorts_before_its_days() -> None:
    assert Partial("2026-09-30") < Partial("2026-10") < Partial("2026-10-01")


def test_a_leap_day_becomes_the_last_of_february() -> None:
    assert later(date(1988, 2, 29), 18) == date(2006, 2, 28)
    assert later(date(1988, 2, 29), 4) == date(1992, 2, 29)


def test_years_are_full_on_the_birthday() -> None:
    assert whole_years(date(2000, 5, 2), date(2018, 5, 1)) == 17
    assert whole_years(date(2000, 5, 2), date(2018, 5, 2)) == 18


def test_the_month_after_december_is_january() -> None:
    month = Month.parse("2026年12月")

    assert (month.next.iso, month.last) == ("2027-01", date(2026, 12, 31))
    assert month.words == "2026年12月"
