"""The citizen's number of GB 11643-1999: what its digits say, without judging a person."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

# 2 to the power of 17, 16 … 1, modulo 11 (ISO 7064, MOD 11-2)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_digit(first17: str) -> str:
    """Return the last place of a number from the first 17; raise ValueError if they are none."""
    if len(first17) != 17 or not (first17.isascii() and first17.isdigit()):
        raise ValueError("not 17 digits")  # without the number, which is nobody's business in a log
    # place, year, day, and what tells people apart: each recurs among many numbers
    place, year = _weight(first17[:6], 0), _weight(first17[6:10], 6)
    day, last = _weight(first17[10:14], 10), _weight(first17[14:], 14)
    return _CHECKS[(place + year + day + last) % 11]


def is_valid(number: str) -> bool:
    """Say whether `number` has 18 places, a real date of birth and the right check digit.

    The region is not judged: its code may have been withdrawn since.
    """
    if len(number) != 18 or birth_of(number) is None:
        return False
    return number[17] == check_digit(number[:17])


def birth_of(number: str) -> date | None:
    """Return the date of birth in a number of 18 or 15 places; None if there is no such day."""
    if not _is_number(number):
        return None
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """Return the code of the sex in a number of 18 or 15 places: 1 man, 2 woman, "" if none."""
    if not _is_number(number):
        return ""
    return "1" if number[16 if len(number) == 18 else 14] in "13579" else "2"


def region_of(number: str) -> str:
    """Return the six digits of the place the number was first given at."""
    return number[:6]


def from_15(number: str) -> str:
    """Return the 18 places of an old number, its date unjudged; raise ValueError if it is none."""
    if len(number) != 15 or not _is_number(number):
        raise ValueError("not 15 digits")
    first17 = f"{number[:6]}19{number[6:]}"
    return first17 + check_digit(first17)


@lru_cache(maxsize=1 << 16)
def _weight(digits: str, first: int) -> int:
    return sum(int(d) * weight for d, weight in zip(digits, _WEIGHTS[first:], strict=False))


def _is_number(number: str) -> bool:
    if len(number) == 18:
        digits, last = number[:17], number[17]
        return digits.isascii() and digits.isdigit() and last in "0123456789X"
    return len(number) == 15 and number.isascii() and number.isdigit()
