"""Names of people and organisations, and how they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from typing_extensions import override

from partyservice.kernel import private
from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.kinds import Kind, Text, plain
from partyservice.kernel.readings import readings_of_name


@dataclass(frozen=True, slots=True)
class Title(Text):
    """The name of an organisation; found by any part of it and by its initials."""

    longest: int = 200

    @override
    def parse(self, text: str) -> str:
        return "".join(Text.parse(self, plain(text)).split())

    @override
    def keys(self, value: str) -> Sequence[str]:
        # all branches of a township begin with its name: they are told apart by what follows
        ends = (value[start:] for start in range(1, min(len(value), _LONGEST_KEY)))
        readings = {word[:_LONGEST_KEY] for end in ends for word in chain(*readings_of_name(end))}
        return [*name_keys(value), *readings]


_LONGEST_KEY = 40
_DOTS = re.compile(r"[•‧・･．∙‧●]")  # domain 2.11.1
_HAN_DOT = re.compile(r"(?<=[^\x00-\x7f])\s*[.·]\s*(?=[^\x00-\x7f])")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class PersonName(Kind):
    """A name: one kind of dot, no spaces between Chinese characters, at most 100 characters.

    Never normalised by NFKC: that would change compatibility ideographs (domain 2.11.1).
    """

    longest: ClassVar[int] = 100

    @override
    def mended(self, text: str) -> tuple[str, str]:
        return private.repaired(text), private.told(text)

    @override
    def parse(self, text: str) -> str:
        """Private characters of old cards that are known are put right, others are doubted."""
        if text.isalpha() and not text.isascii() and len(text) <= self.longest:
            return text
        name = _HAN_DOT.sub("·", _DOTS.sub("·", private.repaired(text).strip()))
        name = _HAN_GAP.sub("", " ".join(name.split()))
        if codes := private.unknown(name):
            words = f"姓名里有旧证件造的字（{codes}），别的电脑上显示不出，请重新输入这个字。"
            raise Doubt(words, value=name)
        if not any(map(str.isalpha, name)) or not all(map(_of_a_name, name)):
            raise Invalid("姓名只能用文字和间隔号“·”。")
        if len(name) > self.longest:
            raise Invalid(f"姓名最多 {self.longest} 个字。")
        return name

    @override
    def read(self, cell: object) -> str:
        return self.parse(cell if isinstance(cell, str) else str(cell))

    @override
    def keys(self, value: str) -> Sequence[str]:
        return name_keys(value)


def _of_a_name(character: str) -> bool:
    """Say whether `character` may stand in a name: a letter or its mark, 〇, a dot, a hyphen."""
    return (
        character.isalpha()
        or character in "· -'’.〇"
        or unicodedata.category(character).startswith("M")
    )


def name_keys(name: str) -> list[str]:
    """Return every end of `name`, and its pinyin and initials in every reading."""
    bare = name.replace("·", "").replace(" ", "").lower()
    most = _LONGEST_KEY
    forms = dict.fromkeys((bare, plain(bare).lower()))  # what is typed is looked for in plain form
    keys = [form[at : at + most] for form in forms for at in range(min(len(form), most))]
    for full, initials in readings_of_name(name):
        keys += (full[:most], initials[:most])
    return keys


@dataclass(frozen=True, slots=True)
class Reading(Kind):
    """How a name is read, in pinyin with a space between syllables: shan tian fang."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> str:
        reading = " ".join(plain(text).lower().replace("ü", "v").split())
        if not re.fullmatch(r"[a-z ]{1,60}", reading):
            raise Invalid("读音用拼音填写，字与字之间空一格，如 shan tian fang。")
        return reading

    @override
    def keys(self, value: str) -> Sequence[str]:
        return value.replace(" ", ""), "".join(syllable[0] for syllable in value.split())
