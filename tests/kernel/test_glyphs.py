"""Characters found by what one can say about them."""

from __future__ import annotations

import csv
import time

import pytest

from partyservice.kernel.codes import FOLDER
from partyservice.kernel.glyphs import MOST, found, glyph


@pytest.mark.parametrize(
    ("described", "character"),
    [
        ("龙天", "䶮"),
        ("龙 天", "䶮"),
        ("long tian", "䶮"),
        ("方 方 土", "堃"),
        ("明空", "曌"),
        ("火火火", "焱"),
        ("土口 6画", "𠮷"),
        ("王乐", "𬍛"),
        ("女 丰 刀", "㛃"),
        ("干 干 火", "烎"),
        ("林+王 12画", "琳"),
        ("９画 龙", "䶮"),  # full-width, as an input method leaves it
    ],
)
def test_it_stands_among_the_first(described: str, character: str) -> None:
    assert character in [each.character for each in found(described)][:10]


def test_exactly_these_parts_come_before_more_of_them() -> None:
    assert found("玉 玉")[0].character in "珏玨"
    assert found("木木木")[0].character == "森"


def test_a_known_character_leads_to_those_that_share_a_part() -> None:
    assert "斓" in [each.character for each in found("澜")]
    assert "琳" in [each.character for each in found("淋")]


def test_strokes_alone_and_nothing() -> None:
    twelve = found("12画")
    assert len(twelve) == MOST
    assert {each.strokes for each in twelve} == {12}
    assert found("") == found("？！") == []
    assert found("99画") == found("qqq") == []


def test_what_is_known_about_one() -> None:
    known = glyph("䶮")
    assert known
    assert (known.strokes, known.radical, known.ways) == (9, "龙", ("龙天",))
    assert glyph("A") is None


def test_most_of_the_national_list_have_parts() -> None:
    """The 8,105 of the list are those of the shipped screen face; 130 are whole or unknown."""
    common = (FOLDER.parent / "tests/printing/common_characters.txt").read_text("utf-8")
    characters = [c for c in common if "\u3400" <= c <= "\u9fff" or c >= "\U00020000"]
    parted = [c for c in characters if (known := glyph(c)) and known.ways]
    assert all(glyph(c) for c in characters)
    assert len(parted) / len(characters) > 0.98


def test_a_search_does_not_keep_the_window_waiting() -> None:
    found("木")  # the table is read once, beside the window
    for described in ("水", "口 木", "12画", "shi", "人人"):
        start = time.process_time()
        found(described)
        assert time.process_time() - start < 0.05


def test_every_surname_kept_by_hand_can_be_found() -> None:
    lines = (FOLDER / "surname_readings.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if line[:1] not in {"", "#"})
    single = [row["text"] for row in rows if row["place"] == "surname" and len(row["text"]) == 1]
    assert single
    assert all(glyph(surname) for surname in single)
