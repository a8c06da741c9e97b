"""The 80 private characters of old cards, each put right; the others are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.kernel.errors import Doubt
from partyservice.kernel.kinds import Text
from partyservice.kernel.names import PersonName, Title
from partyservice.kernel.private import REPAIRS, repaired, told, unknown

# GBK kept its private characters in rows FE50 to FEA0, in the order of their code points
ROWS = [bytes([0xFE, low]) for low in (*range(0x50, 0x7F), *range(0x80, 0xA1))]


def test_there_are_eighty_and_the_codec_agrees_about_those_it_knows() -> None:
    assert len(REPAIRS) == len(ROWS) == 80
    read = [row.decode("gb18030") for row in ROWS]
    known = [(old, now) for old, now in zip(REPAIRS, read, strict=True) if now != old]
    assert len(known) == 66
    assert all(REPAIRS[old] == now for old, now in known)


@pytest.mark.parametrize(
    ("old", "now"), [("\ue863", "䶮"), ("\ue81e", "龴"), ("\ue83b", "𢦏"), ("\ue864", "龻")]
)
def test_a_known_one_is_put_right_in_names_and_texts(old: str, now: str) -> None:
    assert PersonName().parse(f"王{old}") == f"王{now}"
    assert Text().parse(f"{old}村 3 号") == f"{now}村 3 号"
    assert Title().parse(f"{old}村党支部") == f"{now}村党支部"


def test_it_is_said_what_was_put_right() -> None:
    text, words = PersonName().mended("王\ue863")
    assert text == "王䶮"
    assert words == "已把旧卡的私用字 U+E863 改为“䶮”。"
    assert PersonName().mended("王䶮") == ("王䶮", "")


def test_an_unknown_one_is_a_doubt_that_names_it() -> None:
    with pytest.raises(Doubt, match=r"U\+E001、U\+F0000") as caught:
        PersonName().parse("王\ue001\U000f0000\ue863")
    assert caught.value.value == "王\ue001\U000f0000䶮"


@given(st.text())
def test_nothing_else_is_touched(text: str) -> None:
    kept = [c for c in text if c not in REPAIRS]
    assert [c for c in repaired(text) if c not in REPAIRS.values()] == [
        c for c in kept if c not in REPAIRS.values()
    ]
    assert len(repaired(text)) == len(text)
    assert bool(told(text)) == any(c in REPAIRS for c in text)
    assert not unknown(repaired(text)) or any(
        "\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" for c in repaired(text)
    )
