"""Readings: names are found by every reading a clerk may type, and stand in the right order."""

from __future__ import annotations

import pytest

from partyservice.kernel.readings import MOST, readings_of, readings_of_name, sort_key

RARE = "㛃䶮𬱖𫖯𬭎𣲗𠅤𪻐𬍛𰻝喆堃犇赟璟翀昇𠮷"
SURNAMES = [
    ("单", "shan"),
    ("解", "xie"),
    ("仇", "qiu"),
    ("区", "ou"),
    ("查", "zha"),
    ("曾", "zeng"),
    ("朴", "piao"),
    ("缪", "miao"),
    ("盖", "ge"),
    ("乐", "yue"),
    ("翟", "zhai"),
    ("覃", "qin"),
    ("任", "ren"),
    ("种", "chong"),
    ("折", "she"),
    ("员", "yun"),
    ("繁", "po"),
    ("召", "shao"),
    ("冼", "xian"),
    ("华", "hua"),
    ("仉", "zhang"),
    ("尉迟", "yuchi"),
    ("万俟", "moqi"),
    ("澹台", "tantai"),
    ("令狐", "linghu"),
    ("长孙", "zhangsun"),
    ("单于", "chanyu"),
]


@pytest.mark.parametrize(("surname", "reading"), SURNAMES)
def test_the_reading_of_a_surname_comes_first(surname: str, reading: str) -> None:
    assert readings_of_name(surname + "明")[0][0] == reading + "ming"


@pytest.mark.parametrize(
    ("name", "reading"),
    [("单雄", "danxiong"), ("乐明", "leming"), ("长孙明", "changsunming"), ("查明", "chaming")],
)
def test_the_other_readings_are_found_too(name: str, reading: str) -> None:
    assert reading in [full for full, _ in readings_of_name(name)]


def test_a_plain_name_has_one_reading() -> None:
    assert readings_of_name("张志强") == [("zhangzhiqiang", "zzq")]


def test_u_with_dots_is_v_and_u() -> None:
    assert [full for full, _ in readings_of_name("吕青")] == ["lvqing", "luqing"]


def test_a_dotted_name_is_read_without_surname_and_dots() -> None:
    assert readings_of_name("阿卜杜热合曼·买买提·图尔荪") == [
        ("abudurehemanmaimaitituersun", "abdrhmmmttes")
    ]


def test_latin_words_stay_and_give_their_first_letter() -> None:
    assert readings_of_name("Anna O'Brien") == [("annaobrien", "ao")]
    assert readings_of_name("José María") == [("josemaria", "jm")]
    assert readings_of_name("麦麦提Ali")[0] == ("maimaitiali", "mmta")


def test_blanks_do_not_matter() -> None:
    assert readings_of_name("张　三") == readings_of_name("张三")


def test_what_cannot_be_read_has_no_reading() -> None:
    assert readings_of_name("") == []
    assert readings_of_name("·") == []


def test_readings_are_few_and_differ() -> None:
    found = readings_of_name("曾乐行朝")

    assert len(found) == MOST
    assert len(set(found)) == MOST


@pytest.mark.parametrize("character", RARE)
def test_a_rare_character_has_a_reading(character: str) -> None:
    assert readings_of(character)
    assert sort_key("王" + character).isprintable()


def test_every_common_character_has_a_plain_reading() -> None:
    for code in range(0x4E00, 0x9FA6):
        for reading in readings_of(chr(code)):
            assert reading.isascii()
            assert reading.isalpha()


def test_names_stand_by_syllable_tone_and_character() -> None:
    names = [
        "张三",
        "章一",
        "掌二",
        "赵一",
        "李明",
        "力明",
        "连明",
        "张·三",
        "单雄",
        "Ali",
        "\ue000",
    ]

    ordered = sorted(names, key=sort_key)

    assert ordered[:3] == ["Ali", "李明", "力明"]
    assert ordered.index("连明") > ordered.index("力明")
    assert [n for n in ordered if n[0] in "张章掌赵"] == ["张三", "张·三", "章一", "掌二", "赵一"]
    assert ordered[-1] == "\ue000"
    assert sort_key("单雄").startswith("shan")
    assert sort_key("长孙明").startswith("zhang3长sun1孙")
