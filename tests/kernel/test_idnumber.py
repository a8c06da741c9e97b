"""The citizen's number: the handbook's vectors, and that every changed digit is noticed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.kernel.idnumber import (
    birth_of,
    check_digit,
    from_15,
    is_valid,
    region_of,
    sex_of,
)

# the first two are printed with the standard (GB 11643-1999), the others in region 99
VECTORS = [
    ("11010519491231002X", date(1949, 12, 31), "2"),
    ("440524188001010014", date(1880, 1, 1), "1"),
    ("990100200001010018", date(2000, 1, 1), "1"),
    ("990100197508152125", date(1975, 8, 15), "2"),
    ("990100198802290013", date(1988, 2, 29), "1"),
    ("99010019850307058X", date(1985, 3, 7), "2"),
]


@pytest.mark.parametrize(("number", "born", "sex"), VECTORS)
def test_the_vectors_hold(number: str, born: date, sex: str) -> None:
    assert is_valid(number)
    assert check_digit(number[:17]) == number[17]
    assert birth_of(number) == born
    assert sex_of(number) == sex
    assert region_of(number) == number[:6]


@pytest.mark.parametrize("number", [vector[0] for vector in VECTORS])
def test_every_changed_digit_is_an_error(number: str) -> None:
    for place in range(17):
        for digit in "0123456789":
            if digit != number[place]:
                assert not is_valid(number[:place] + digit + number[place + 1 :])


def test_an_old_number_is_completed() -> None:
    assert from_15("990100750815212") == "990100197508152125"
    assert birth_of("990100750815212") == date(1975, 8, 15)
    assert sex_of("990100750815212") == "2"


@pytest.mark.parametrize("number", ["", "99010075081521", "99010075081521X", "９90100750815212"])
def test_what_is_no_old_number_is_not_completed(number: str) -> None:
    with pytest.raises(ValueError, match="15 digits"):
        from_15(number)


@pytest.mark.parametrize(
    "number",
    ["", "99010020000101001", "990100200002300018", "99010020000101001x", "９90100200001010018"],
)
def test_what_is_no_number_has_no_birth_or_is_not_valid(number: str) -> None:
    assert not is_valid(number)


def test_what_is_no_number_tells_nothing() -> None:
    assert birth_of("990100200002300018") is None
    assert birth_of("abc") is None
    assert sex_of("abc") == ""


@pytest.mark.parametrize(
    "first17", ["9901002000010100", "9901002000010100123", "9901002000010100X"]
)
def test_a_check_digit_wants_17_digits(first17: str) -> None:
    with pytest.raises(ValueError, match="17 digits"):
        check_digit(first17)


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 999), st.integers(110000, 999999)
)
def test_any_number_made_is_valid(born: date, order: int, region: int) -> None:
    first17 = f"{region}{born:%Y%m%d}{order:03d}"
    number = first17 + check_digit(first17)

    assert is_valid(number)
    assert birth_of(number) == born
    assert sex_of(number) == ("1" if order % 2 else "2")
