from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.printing.chain import BODY
from partyservice.printing.typesetting import NARROWEST, Fonts, Style
from tests.printing.pages import RARE

NINE = Style(Fonts(), BODY, 9)
TEXTS = st.text(st.sampled_from("王买提伊明·，。（）1234567890.- Aabc▲▼" + RARE), max_size=60)


@given(TEXTS, st.floats(20, 200))
def test_lines_hold_the_whole_text_and_fit(text: str, width: float) -> None:
    lines = NINE.wrap(text, width)

    assert "".join(lines) == text
    assert all(NINE.width(line) <= width * NARROWEST + 9 or len(line) < 4 for line in lines)


@pytest.mark.parametrize(
    ("text", "characters", "lines"),
    [
        ("王芳", 5, ["王芳"]),
        ("正式党员", 3, ["正式", "党员"]),
        ("硕士研究生", 4, ["硕士研", "究生"]),
        ("阿卜杜热合曼·买买提伊明", 5, ["阿卜杜热合", "曼·买买提", "伊明"]),
        ("甲乙丙丁戊，己", 5, ["甲乙丙丁", "戊，己"]),
        ("甲乙丙（丁）戊", 4.5, ["甲乙丙", "（丁）戊"]),
        ("电话13812345678", 7, ["电话", "13812345678"]),
        ("10000▲▼", 2.5, ["10000", "▲▼"]),
    ],
)
def test_lines_break_where_a_reader_would(text: str, characters: float, lines: list[str]) -> None:
    assert NINE.wrap(text, characters * 9 + 0.1) == lines


def test_codes_need_no_escape_in_a_pdf_string() -> None:
    style = Style(Fonts(), BODY, 9)
    characters = "".join(chr(code) for code in range(0x4E00, 0x9FA6))

    codes = characters.translate(style)

    assert len(codes) == 2 * len(characters)
    assert not set(codes) & set("()\\\r\n")
    assert len({codes[at : at + 2] for at in range(0, len(codes), 2)}) == len(characters)


def test_a_rare_character_changes_the_font_and_changes_back() -> None:
    style = Style(Fonts(), BODY, 9)

    assert "王𪻐王".translate(style).count(" Tf") == 2
    assert "王㛃王".translate(style).count(" Tf") == 0


def test_missing_characters_are_remembered() -> None:
    fonts = Fonts()

    assert "王\n\ue000".translate(Style(fonts, BODY, 9)) == "王".translate(Style(fonts, BODY, 9))
    assert fonts.missing == {0x0A, 0xE000}
