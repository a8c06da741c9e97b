from __future__ import annotations

import pytest

from partyservice.printing.chain import BODY, HEADING, face, find, refusal
from tests.printing.pages import COMMON, RARE


@pytest.mark.parametrize("chain", [BODY, HEADING])
def test_every_common_and_rare_character_has_a_face(chain: tuple[str, ...]) -> None:
    assert [each for each in "".join(COMMON) + RARE if find(ord(each), chain) is None] == []


def test_the_first_face_that_has_a_character_draws_it() -> None:
    assert find(ord("王")) is face("NotoSerifSC-Regular")
    assert find(ord("王"), HEADING) is face("NotoSansSC-Bold")
    assert find(ord("𪻐")) is find(ord("𰻝"), BODY) is face("PartyServiceKai-Regular")


@pytest.mark.parametrize(
    "code", [0x0A, 0x09, 0x00, 0x7F, 0xE000, 0xF8FF, 0x10FFFD, 0xD800, 0x2A700]
)
def test_control_private_and_unknown_characters_have_no_face(code: int) -> None:
    assert find(code) is None


def test_the_refusal_names_each_character_and_its_code_point() -> None:
    words = refusal({0x2A700, 0x0A, 0xE000}).words

    assert words.startswith("字体中没有")
    assert "“𪜀”（U+2A700）" in words
    assert "（U+000A）" in words
    assert "（U+E000）" in words
    assert words.encode()
