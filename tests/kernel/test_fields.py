from __future__ import annotations

import pytest

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Text, YesNo
from partyservice.kernel.numbers import IdNumber

NUMBER = Field(key="person.id_number", label="公民身份证号", kind=IdNumber(), mask=True)


def test_a_sentence_names_its_field() -> None:
    with pytest.raises(Invalid) as told:
        NUMBER.parse("123")

    assert told.value.words.startswith("公民身份证号：")
    assert told.value.field == "person.id_number"


def test_a_doubt_keeps_the_value_a_yes_would_store() -> None:
    with pytest.raises(Doubt) as asked:
        NUMBER.read("990100750815212")

    assert (asked.value.value, asked.value.field) == ("990100197508152125", "person.id_number")


def test_an_empty_box_is_nothing_unless_it_is_needed() -> None:
    assert Field(label="备注", kind=Text()).parse("  ") is None
    assert Field(label="流动", kind=YesNo(), default=False).parse("") is False
    with pytest.raises(Invalid, match="不能空"):
        Field(label="姓名", kind=Text(), needed=True).parse("  ")


@pytest.mark.parametrize("text", ["\x00", "\ue000", "\u200b", "\ud83d"])
def test_letters_that_nobody_sees_are_nothing(text: str) -> None:
    assert not Field(label="备注", kind=Text()).parse(text)
    with pytest.raises(Invalid, match="不能空"):
        Field(label="名称", kind=Text(), needed=True).parse(text)


def test_a_masked_field_is_shown_masked_and_typed_whole() -> None:
    assert NUMBER.show("990100197508152125") == "990100********2125"
    assert NUMBER.typed("990100197508152125") == "990100197508152125"
