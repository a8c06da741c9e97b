from __future__ import annotations

import enum
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.kernel.days import Day, PartialDay, YearMonth
from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.kinds import Choice, Code, Kind, Money, Region, Text, Whole, YesNo
from partyservice.kernel.names import PersonName, Reading, Title
from partyservice.kernel.numbers import IdNumber, Phone
from partyservice.kernel.partial import Partial


class Weather(enum.Enum):
    """A choice for the tests."""

    SUNNY = "晴"


GOOD: list[tuple[Kind, object, Any]] = [
    (Text(), " 东风村 ", "东风村"),
    (Text(), "两\n行", "两 行"),
    (Title(), "青石镇 东风村党支部", "青石镇东风村党支部"),
    (PersonName(), "张　三", "张三"),
    (PersonName(), "张 三", "张三"),
    (PersonName(), "买买提•艾合买提", "买买提·艾合买提"),
    (PersonName(), "买买提.艾合买提", "买买提·艾合买提"),
    (PersonName(), "阿依古丽・买买提", "阿依古丽·买买提"),
    (PersonName(), "朴𬱖", "朴𬱖"),
    (PersonName(), "John Smith", "John Smith"),
    (IdNumber(), "99010019850307058x", "99010019850307058X"),
    (IdNumber(), "９９０１００１９７５０８１５２１２５", "990100197508152125"),
    (IdNumber(), " 990100 19750815 2125", "990100197508152125"),
    (Phone("mobile"), 15480424747.0, "15480424747"),
    (Phone("mobile"), "+86 154-8042-4747", "15480424747"),
    (Phone("landline"), "0512-58080003", "0512-58080003"),
    (Phone("landline"), "0512 58080003", "051258080003"),
    (Phone("mobile"), "8615480424747", "15480424747"),
    (IdNumber(), "\u200e990100197508152125", "990100197508152125"),
    (PersonName(), "刘〇", "刘〇"),
    (PersonName(), "བསྟན་འཛིན".replace("་", ""), "བསྟནའཛིན"),
    (Phone(), "12371", "12371"),
    (PartialDay(), "85年3月", Partial("1985-03")),
    (YearMonth(), "2026.10", "2026-10"),
    (Whole(), 3.0, 3),
    (Money(), "1,200.5元", Decimal("1200.50")),
    (YesNo(), "√", True),
    (YesNo(), 0.0, False),
    (YesNo(), "否", False),
    (Code("ethnic"), "汉", "01"),
    (Code("education"), "大专", "31"),
    (Code("category"), "预备", "2"),
    (Region(), "四川省成都市武侯区", "510107"),
    (Choice(Weather), "晴", Weather.SUNNY),
    (Reading(), " Shàn".replace("à", "a") + " Xiong", "shan xiong"),
]
BAD: list[tuple[Kind, object]] = [
    (Text(3), "四个汉字"),
    (PersonName(), "张3"),
    (PersonName(), "·"),
    (PersonName(), "张三=cmd"),
    (PersonName(), "·" + "长" * 101),
    (IdNumber(), 9.93100194501044e17),
    (IdNumber(), "9.931E+17"),
    (IdNumber(), "990100197508152124"),
    (IdNumber(), "99010019750815212"),
    (IdNumber(), "99010019750815****"),
    (IdNumber(), "990100197502302120"),
    (IdNumber(), "٩٩٠١٠٠١٩٧٥٠٨١٥٢١٢٥"),
    (Phone("mobile"), "1234"),
    (Phone("landline"), "58080003"),
    (Day(), "2026.03"),
    (YearMonth(), "2026"),
    (Whole(1, 400), "401"),
    (Whole(), "三"),
    (Money(), "很多"),
    (Money(), "-1"),
    (YesNo(), "也许"),
    (Code("ethnic"), "火星族"),
    (Region(), "朝阳区"),
    (Choice(Weather), "雨"),
    (Reading(), "山"),
]


@pytest.mark.parametrize(("kind", "given_", "value"), GOOD)
def test_a_value_is_read_from_what_offices_write(kind: Kind, given_: object, value: Any) -> None:
    assert kind.read(given_) == value


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, _, value in GOOD])
def test_a_value_comes_back_from_what_is_shown(kind: Kind, value: Any) -> None:
    assert kind.parse(kind.show(value)) == value


@pytest.mark.parametrize(("kind", "given_"), BAD)
def test_what_cannot_be_is_said_in_a_sentence(kind: Kind, given_: object) -> None:
    with pytest.raises(Invalid) as told:
        kind.read(given_)

    assert told.value.words.endswith("。")


def test_an_old_number_is_offered_with_18_places() -> None:
    with pytest.raises(Doubt) as asked:
        IdNumber().parse("990100750815212")

    assert asked.value.value == "990100197508152125"


def test_a_private_character_of_an_old_card_is_asked_about() -> None:
    with pytest.raises(Doubt):
        PersonName().parse("王\ue123")


def test_a_name_is_never_normalised() -> None:
    assert PersonName().parse("\uf9dc") == "\uf9dc"  # a compatibility ideograph stays itself


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=4))
def test_every_end_of_a_name_finds_it(name: str) -> None:
    keys = set(PersonName().keys(name))

    assert {name[start:] for start in range(len(name))} <= keys


def test_numbers_are_masked_as_the_law_of_the_desk_says() -> None:
    assert IdNumber().mask("99010019750815212X") == "990100********212X"
    assert Phone("mobile").mask("13812345678") == "138****5678"
    assert "****" in Phone("landline").mask("0512-58080003")


@pytest.mark.parametrize(
    ("text", "mine", "rest"),
    [
        ("17734998250/0512-58080003", "17734998250", "0512-58080003"),
        ("0512-58080003、17734998250", "17734998250", "0512-58080003"),
        ("0512-58080003", "", "0512-58080003"),
        ("17734998250", "17734998250", ""),
        ("13800000000 13900000000", "13800000000", "13900000000"),
        ("123", "123", ""),
        ("139 1234 5678", "139 1234 5678", ""),
        ("+86 139 1234 5678", "+86 139 1234 5678", ""),
        ("13912345678/13912345679", "13912345678", "13912345679"),
    ],
)
def test_two_phones_in_a_cell_go_to_two_fields(text: str, mine: str, rest: str) -> None:
    assert Phone("mobile").divide(text) == (mine, rest)


def test_what_follows_the_county_goes_to_the_detail() -> None:
    divided = Region().divide("四川省成都市武侯区人民路1号")

    assert divided == ("四川省成都市武侯区", "人民路1号")


def test_a_vaguer_value_tells_nothing_new() -> None:
    day = PartialDay()

    assert day.same(Partial("1985-03-12"), Partial("1985-03"))
    assert not day.same(Partial("1985-03"), Partial("1985-03-12"))
    assert Code("education", grouped=True).same("14", "10")
    assert not Code("education", grouped=True).same("14", "20")


def test_a_branch_is_found_by_the_readings_of_what_tells_it_from_the_others() -> None:
    keys = Title().keys("青石镇东风村党支部")

    for typed in ("qsz", "qingshi", "dfc", "dongfengcun", "东风", "dangzhibu"):
        assert any(key.startswith(typed) for key in keys), typed
