"""Long passwords: taken whole, as they were typed."""

from __future__ import annotations

import pytest

from partyservice.security.passwords import Password

LONG = "a copper kettle, two Tall ladders and 17 quiet geese behind the old mill at dawn"


@pytest.mark.parametrize("text", [LONG, LONG.upper(), f" {LONG} ", LONG[:64], LONG * 2])
def test_a_long_password_is_taken_as_it_was_typed(text: str) -> None:
    assert len(text) >= 64
    assert Password().parse(text) == text
