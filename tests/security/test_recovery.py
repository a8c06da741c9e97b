"""The code on paper: every slip of one character, and every swap, is caught and its line named."""

from __future__ import annotations

import random

import pytest

from partyservice.kernel.errors import Invalid
from partyservice.security.recovery import ALPHABET, LINE, code_of, line_of, lines_of, new_code

CODES = (bytes(20), b"\xff" * 20, random.Random(5).randbytes(20))


def bare(line: str) -> str:
    return line.replace(" ", "")


def taken(number: int, line: str) -> bool:
    """Whether it is, or is refused without naming its line."""
    try:
        line_of(number, line)
    except Invalid as problem:
        return f"第 {number} 行" not in problem.words
    return True


def test_what_is_printed_is_read_back_however_it_is_typed() -> None:
    for code in (*CODES, new_code()):
        lines = lines_of(code)
        assert [len(group) for line in lines for group in line.split()] == [5] * 8
        for typed in (
            "\n".join(lines), "".join(lines), "-".join(lines).lower(), "\n\n".join(lines) + "\n",
            "\n".join(lines).replace("1", "l").replace("0", "o"), "\r\n".join(lines),
            "\n".join(lines).replace("1", "I").replace("0", "O"),
        ):  # fmt: skip
            assert code_of(typed) == code


@pytest.mark.parametrize("code", CODES)
def test_every_single_wrong_character_is_caught(code: bytes) -> None:
    for number, line in enumerate(map(bare, lines_of(code)), 1):
        assert taken(number, line)
        for at in range(LINE):
            for letter in set(ALPHABET) - {line[at]}:
                assert not taken(number, line[:at] + letter + line[at + 1 :])


@pytest.mark.parametrize("code", CODES)
def test_every_swap_of_neighbours_and_of_lines_is_caught(code: bytes) -> None:
    lines = [bare(line) for line in lines_of(code)]
    for number, line in enumerate(lines, 1):
        for at in range(LINE - 1):
            swapped = line[:at] + line[at + 1] + line[at] + line[at + 2 :]
            assert swapped == line or not taken(number, swapped)
        assert not any(taken(other, line) for other in {1, 2, 3, 4} - {number})


def test_a_check_that_does_not_know_the_line_would_miss_swapped_lines() -> None:
    """The control: the same line is good in its own place only."""
    lines = lines_of(CODES[2])

    with pytest.raises(Invalid, match="第 2 行"):
        code_of("\n".join((lines[0], lines[2], lines[1], lines[3])))


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "4 行"), ("0\n0\n0\n0", "第 1 行应有 10 个字符"), ("U" * 40, "“U”"), ("0" * 39, "4 行")],
)
def test_what_is_no_code_is_said(typed: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        code_of(typed)
