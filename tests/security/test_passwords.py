from __future__ import annotations

import pytest

from partyservice.kernel.errors import Invalid, Refused
from partyservice.security.passwords import BLOCKED, Password, checked, goodness, made_up, weakness

OFFICE = ("王芳", "青石镇党员服务中心")


@pytest.mark.parametrize(
    "text",
    [
        "", "lotus-kite4", "七个汉字的密码", "a b c d e", "山 水 云 月",  # too short
        "123456789012", "aaaaaaaaaaaa", "abababababab", "qwertyuiop12", "asdfghjklzxc",
        "password1234", "Passw0rd2026!", "P@ssw0rd!2026", "woaini1314520", "qq123456qq123456",
        "13812345678ab", "990100198912271497", "19891227zhang", "2026年11月24日x",
        "不忘初心牢记使命", "全心全意为人民服务",
    ],
)  # fmt: skip
def test_a_short_or_guessed_password_is_not_taken(text: str) -> None:
    with pytest.raises(Invalid):
        Password().parse(text)
    assert goodness(text)[0] != "ok"


@pytest.mark.parametrize(
    "text",
    ["lotus-kite-42", "x7kq-p2mv-w9", "老槐树下的一盏灯", "山 水 云 月 花", "dragon monkey shadow"],
)
def test_what_is_long_enough_and_nobodys_first_guess_is_taken_as_typed(text: str) -> None:
    assert Password().parse(text) == text
    assert checked(text, OFFICE) == text


@pytest.mark.parametrize(
    "text",
    ["王芳的老槐树下一盏灯", "kite-WangFang-42x", "青石镇党员服务中心2026灯", "kitewangfang-42"],
)
def test_neither_the_account_nor_the_office_stands_in_it(text: str) -> None:
    assert not weakness(text)

    with pytest.raises(Refused, match="姓名或中心的名称"):
        checked(text, OFFICE)


@pytest.mark.parametrize(
    ("text", "tone", "words"),
    [
        ("qing", "none", "4 / 12 位"),
        ("202611242026", "warn", "太容易猜到"),
        ("qing-shi-2026", "ok", "可以用：13 位"),
        ("lotus-kite-river-42", "ok", "足够强：19 位"),
        ("老槐树下的一盏灯", "ok", "足够强：8 位"),
    ],
)
def test_how_good_a_password_is(text: str, tone: str, words: str) -> None:
    told, said = goodness(text)

    assert told == tone
    assert words in said


def test_no_word_of_the_block_list_is_taken_with_a_year_behind_it() -> None:
    lines = BLOCKED.read_text("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("# ")]

    assert len(words) > 10_000
    assert [word for word in words if not weakness(f"{word}2026")] == []


def test_a_made_up_password_is_always_taken() -> None:
    assert [text for text in (made_up() for _ in range(500)) if weakness(text)] == []
