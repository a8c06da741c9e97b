"""Lines of a recovery sheet as they are typed: each says by itself where it has a slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from partyservice.app.accounts import LINE as KEY
from partyservice.kernel.errors import Invalid
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Kind
from partyservice.security.recovery import LINE, LINES, code_of, line_of, lines_of

ALL = range(1, LINES + 1)
_BETWEEN = " -—–·\t\u3000\u2028\n"


@dataclass(frozen=True, slots=True)
class CodeLine(Kind):
    """One line, by its number from 1."""

    number: int
    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> str:
        line_of(self.number, text)
        return text


def line_fields(numbers: Sequence[int]) -> tuple[Field, ...]:
    """Return the fields for lines of a sheet."""
    return tuple(
        Field(
            key=f"{KEY}{number}",
            label=f"第 {number} 行",
            kind=CodeLine(number),
            needed=True,
            hint="10 个字符，空格不用输",
        )
        for number in numbers
    )


def line_hints(texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return how far each line is: right, wrong, or how many characters it has."""
    return {key: _hint(number, texts[key]) for number, key in _keys(texts)}


def spread(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return all lines, where the whole code was pasted or scanned into one of them."""
    for _number, key in _keys(texts):
        if len(_bare(texts[key])) == LINES * LINE:
            try:
                lines = lines_of(code_of(_bare(texts[key])))
            except Invalid:
                bare = _bare(texts[key])
                lines = tuple(bare[at : at + LINE] for at in range(0, len(bare), LINE))
            return {each: lines[number - 1] for number, each in _keys(texts)}
    return {}


def typed_lines(texts: Mapping[str, str]) -> dict[int, str]:
    """Return what was typed, by the number of the line."""
    return {number: texts[key] for number, key in _keys(texts)}


def _hint(number: int, text: str) -> tuple[str, str]:
    size = len(_bare(text))
    if size < LINE:
        return "none", f"{size} / {LINE}" if size else ""
    try:
        line_of(number, text)
    except Invalid as problem:
        return "bad", problem.words
    return "ok", f"第 {number} 行没有抄错"


def _keys(texts: Mapping[str, str]) -> list[tuple[int, str]]:
    return [(number, f"{KEY}{number}") for number in ALL if f"{KEY}{number}" in texts]


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter not in _BETWEEN)
