"""Passwords: what a new one must be, and how good it is; nothing here keeps one.

What is easily guessed counts little of a password's length: words of the block list, names, digits
of an ID number, a telephone or a day, keys that lie side by side.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from partyservice.kernel.errors import Invalid, Refused
from partyservice.kernel.initials import spelt
from partyservice.kernel.kinds import Kind

BLOCKED = Path(__file__).parents[2] / "resources" / "passwords.txt"
LEAST, LEAST_HAN, LEAST_WORDS = 12, 8, 5  # characters, Chinese characters, words of a phrase
LONGEST = 200  # characters
FEW = 5  # different characters
OWN = 8  # characters that are left when each easily guessed part counts as PART
PART = 2
GOOD = 14  # characters, counted so
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # of a password made up: nothing that looks alike
HINT = "12 位以上，或 8 个汉字以上"
_CHUNK, _LONGEST_CHUNK = 3, 20
_KEYBOARD = (
    "0123456789" * 2, "9876543210" * 2, "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiop", "poiuytrewq", "asdfghjkl", "lkjhgfdsa", "zxcvbnm", "mnbvcxz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm",
)  # fmt: skip
_NUMBERS = re.compile(
    r"\d{17}[\dx]"  # of an ID card
    r"|1[3-9]\d{9}"  # of a telephone
    r"|(?:19|20)\d\d[-./年]?(?:1[0-2]|0?[1-9])[-./月]?(?:3[01]|[12]\d|0?[1-9])日?"
    r"|(?:19|20)\d\d年?"
)
_SAME = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("@$!|", "asil")


@dataclass(frozen=True, slots=True)
class Password(Kind):
    """A new password; it is taken as it was typed."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> str:
        if words := weakness(text):
            raise Invalid(words)
        return text


def checked(text: str, about: Iterable[str]) -> str:
    """Return the new password `text`; raise Refused if it is weak, or names what it is `about`."""
    if words := weakness(text, about):
        raise Refused(f"密码{words}什么也没有改，请换一个密码。")
    return text


def weakness(text: str, about: Iterable[str] = ()) -> str:
    """Return what is wrong with a new password; nothing if it is good enough.

    `about` are the names of the account and the office: none may stand in it.
    """
    if not _long_enough(text):
        return (
            f"至少 {LEAST} 位，或 {LEAST_HAN} 个汉字，或 {LEAST_WORDS} 个词的一句话，"
            f"这里有 {len(text)} 位。"
        )
    if len(text) > LONGEST:
        return f"最多 {LONGEST} 位，这里有 {len(text)} 位。"
    if any(name in _plain(text) for each in about for name in _names(each)):
        return "里不要有姓名或中心的名称，太容易猜到。"
    if _own(text) < OWN:
        return "太容易猜到，不要用常见的词、连续的键、日期或号码。"
    return ""


def goodness(text: str) -> tuple[str, str]:
    """Return tone and words for how good a password is so far."""
    if not _long_enough(text):
        return "none", f"{len(text)} / {LEAST} 位"
    if weakness(text):
        return "warn", "太容易猜到"
    size = f"{len(text)} 位"
    if _own(text) >= GOOD or _han(text) >= LEAST_HAN:
        return "ok", f"足够强：{size}"
    return "ok", f"可以用：{size}，再长一些更好"


def _long_enough(text: str) -> bool:
    return len(text) >= LEAST or _han(text) >= LEAST_HAN or _words(text) >= LEAST_WORDS


def _han(text: str) -> int:
    return sum("\u3400" <= letter <= "\u9fff" for letter in text)


def _words(text: str) -> int:
    return len({word for word in text.split() if len(word) > 1 or _han(word)})


def _own(text: str) -> int:
    """Return how many characters of `text` are its own; an easily guessed part counts as PART."""
    plain = _plain(text)
    if len(set(plain)) < FEW:
        return 0
    own, at = 0, 0
    while at < len(plain):
        size = _guessed(plain, at)
        own += PART if size > 1 else 1
        at += size
    return own


def _guessed(plain: str, at: int) -> int:
    """Return how long the easily guessed part is that begins at `at`; 1 if none does."""
    matches = (pattern.match(plain, at) for pattern in (_NUMBERS, _SAME))
    longest = max((len(match[0]) for match in matches if match), default=1)
    for size in range(min(_LONGEST_CHUNK, len(plain) - at), max(_CHUNK - 1, longest), -1):
        chunk = plain[at : at + size]
        if chunk in blocked() or any(chunk in run for run in _KEYBOARD):
            return size
    return longest


def made_up() -> str:
    """Return a password that nobody chose: 59 random bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LEAST))


@cache
def blocked() -> frozenset[str]:
    """Return the words that everybody tries first."""
    lines = BLOCKED.read_text("utf-8").splitlines()
    return frozenset(_plain(line) for line in lines if not line.startswith("# "))


def _names(name: str) -> Iterable[str]:
    """Give `name` and its pinyin, where they are long enough to tell anything."""
    bare = "".join(name.split()).lower()
    if len(bare) > 1:
        yield bare
        yield from (way for way in spelt(bare) if len(way) > max(_CHUNK, len(bare)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().translate(_LEET)
