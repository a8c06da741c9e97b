from __future__ import annotations

import pytest

from partyservice.kernel.errors import Invalid
from partyservice.security.passwords import Password, goodness


@pytest.mark.parametrize("text", ["", "1234567", "12345678", "87654321", "aaaaaaaa", "ababcaba"])
def test_a_short_or_guessed_password_is_not_taken(text: str) -> None:
    with pytest.raises(Invalid):
        Password().parse(text)
    assert goodness(text)[0] != "ok"


@pytest.mark.parametrize(
    ("text", "tone", "words"),
    [
        ("qing", "none", "4 / 8 位"),
        ("20261124", "warn", "偏弱"),
        ("qingshi26", "ok", "可以用：9 位"),
        ("qing-shi-2026", "ok", "足够强：13 位"),
        ("青石镇的老槐树下2026", "ok", "足够强：12 位"),
    ],
)
def test_how_good_a_password_is(text: str, tone: str, words: str) -> None:
    told, said = goodness(text)

    assert told == tone
    assert words in said
