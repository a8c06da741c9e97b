"""Cards from recorded and from invented streams: a card, or a sentence; never anything else."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyservice.devices.card import LAYOUT, card_of
from partyservice.devices.frame import MOST, TEXT, framed, text_of
from partyservice.devices.reader import (
    VARIABLE,
    FileReader,
    ProgramReader,
    read_card,
    reader_of,
)
from partyservice.kernel.errors import Refused
from scripts.make_card_streams import PHOTOGRAPH, STREAMS
from scripts.make_card_streams import text_of as written

STREAMS_FOLDER = Path(__file__).parent / "streams"
GOOD = written({})
REFUSED = {
    "empty": "没有回答",
    "noise": "没有回答",
    "no_card": "读卡器上没有证件",
    "short": "不完整",
    "long": "不完整",
    "flipped": "在路上有差错",
    "wrong_lengths": "254 字节",
    "bad_surrogate": "读坏了",
    "control": "读坏了",
    "wrong_check": "校验不符",
    "no_such_day": "有效期没有这一天",
    "foreigner": "外国人",
}


def recorded(name: str) -> FileReader:
    return FileReader(STREAMS_FOLDER / f"{name}.bin")


def test_the_layout_is_256_bytes() -> None:
    assert sum(width for _, width in LAYOUT) == TEXT == len(GOOD)


def test_a_card_as_it_is_usual() -> None:
    card = read_card(recorded("usual"))
    assert card.texts() == {
        "name": "何建军",
        "id_number": "990100198503070570"[:17] + card.number[17],
        "sex": "男",
        "ethnic": "汉族",
        "born": "1985-03-07",
        "address": "江苏省苏州市昆山市示例镇东风村 3 组 12 号",
    }
    assert (card.issuer, card.valid_from, card.valid_until) == (
        "昆山市公安局",
        date(2020, 1, 1),
        date(2040, 1, 1),
    )
    assert card.notes == ()


@pytest.mark.parametrize("name", ["noise_before", "trailing_nulls"])
def test_what_lies_round_an_answer_does_no_harm(name: str) -> None:
    assert read_card(recorded(name)) == read_card(recorded("usual"))


@pytest.mark.parametrize(
    ("name", "whose", "note"),
    [
        ("for_good", "欧阳静", ""),
        ("rare", "王䶮𬍛", ""),
        ("with_dots", "阿依古丽·买买提", ""),
        ("old_private", "王䶮", "U+E863 改为“䶮”"),
        ("unknown_private", "王\ue001", "U+E001"),
        ("unknown_people", "何建军", "民族代码是 88"),
        ("not_the_number", "何建军", "不一致"),
        ("permit", "何建军", ""),
    ],
)
def test_cards_that_are_not_usual(name: str, whose: str, note: str) -> None:
    card = read_card(recorded(name))
    assert card.name == whose
    assert note in " ".join(card.notes)
    assert bool(card.notes) == bool(note)


def test_for_good_has_no_end_and_one_that_has_run_out_is_told_of() -> None:
    today = date(2026, 11, 24)
    assert read_card(recorded("for_good")).valid_until is None
    assert "已于 2020-01-01 到期" in read_card(recorded("run_out")).looked_at(today)[0]
    assert read_card(recorded("usual")).looked_at(today) == ()


@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_a_broken_stream_is_a_sentence_in_three_parts(name: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        read_card(recorded(name))
    assert "什么也没有填入。" in caught.value.words
    assert "手工填写" in caught.value.words


def test_every_recording_is_spoken_of_here() -> None:
    assert {file.stem for file in STREAMS_FOLDER.glob("*.bin")} == (
        {*STREAMS, *REFUSED, "noise_before", "trailing_nulls"}
    )


@given(st.binary(max_size=MOST + 300))
def test_noise_gives_a_sentence(stream: bytes) -> None:
    with pytest.raises(Refused):
        card_of(text_of(stream))


@given(st.binary(min_size=TEXT, max_size=TEXT), st.binary(max_size=1100))
def test_a_sound_frame_round_noise_gives_a_sentence(text: bytes, photograph: bytes) -> None:
    with pytest.raises(Refused):
        card_of(text_of(framed(text, photograph)))


@given(st.integers(0, TEXT - 1), st.integers(0, 255))
def test_one_byte_changed_gives_a_card_or_a_sentence(place: int, byte: int) -> None:
    text = GOOD[:place] + bytes([byte]) + GOOD[place + 1 :]
    with suppress(Refused):
        assert card_of(text).number == card_of(GOOD).number


@given(st.data())
def test_a_frame_that_is_cut_gives_a_sentence(data: st.DataObject) -> None:
    whole = framed(GOOD, PHOTOGRAPH)
    end = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(Refused):
        text_of(whole[:end])


def test_a_reader_with_fingerprints_sends_a_third_length() -> None:
    plain = framed(GOOD, PHOTOGRAPH)
    payload = b"\x01\x00\x04\x00\x00\x10" + GOOD + PHOTOGRAPH + bytes(16)
    body = (len(payload) + 4).to_bytes(2, "big") + b"\x00\x00\x90" + payload
    check = 0
    for byte in body:
        check ^= byte
    assert text_of(plain[:5] + body + bytes([check])) == GOOD


def test_the_environment_names_the_reader(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有设置读卡器"):
        reader_of({})
    assert reader_of({VARIABLE: str(tmp_path / "a.bin")}) == FileReader(tmp_path / "a.bin")
    assert reader_of({VARIABLE: "exec:/opt/reader"}) == ProgramReader(Path("/opt/reader"))
    with pytest.raises(Refused, match="没有接上"):
        FileReader(tmp_path / "missing").read()
    with pytest.raises(Refused, match="没有接上"):
        FileReader(tmp_path).read()


@pytest.mark.skipif(sys.platform == "win32", reason="the helper is a shell script here")
def test_a_helper_program_may_answer_hang_or_crash(tmp_path: Path) -> None:
    def helper(lines: str) -> ProgramReader:
        program = tmp_path / "helper"
        program.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
        program.chmod(0o755)
        return ProgramReader(program)

    whole = helper(f"cat '{STREAMS_FOLDER / 'usual.bin'}'")
    assert read_card(whole).name == "何建军"
    with pytest.raises(Refused, match="没有回答"):
        read_card(helper("exec tail -f /dev/null"), patience=0.1)
    with pytest.raises(Refused, match="没有回答"):
        read_card(helper("exec cat /dev/zero"))
    with pytest.raises(Refused, match="中途停了"):
        read_card(helper("kill -SEGV $$"))
    with pytest.raises(Refused, match="没有启动"):
        read_card(ProgramReader(tmp_path / "missing"))
