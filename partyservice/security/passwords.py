"""Passwords: what a new one must be, and how good it is; nothing here keeps one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from partyservice.kernel.errors import Invalid
from partyservice.kernel.kinds import Kind

LEAST, GOOD = 8, 12  # characters
FEW = 5  # different characters
_RUNS = ("0123456789" * 2, "9876543210" * 2, "abcdefghijklmnopqrstuvwxyz", "qwertyuiop")


@dataclass(frozen=True, slots=True)
class Password(Kind):
    """A new password; it is taken as it was typed."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> str:
        if len(text) < LEAST:
            raise Invalid(f"至少 {LEAST} 位，这里有 {len(text)} 位。")
        if _guessed(text):
            raise Invalid("太容易猜到，请不要用连续或重复的字符。")
        return text


def goodness(text: str) -> tuple[str, str]:
    """Return tone and words for how good a password is so far."""
    if len(text) < LEAST:
        return "none", f"{len(text)} / {LEAST} 位"
    if _guessed(text):
        return "warn", "太容易猜到"
    kinds = (str.isdigit, str.islower, str.isupper, lambda c: not c.isalnum(), _is_han)
    mixed = sum(any(map(kind, text)) for kind in kinds)
    size = f"{len(text)} 位"
    if len(text) >= GOOD and mixed > 1:
        return "ok", f"足够强：{size}"
    if mixed == 1:
        return "warn", f"可以用，但偏弱：{size}，只有一种字符"
    return "ok", f"可以用：{size}，{GOOD} 位以上更好"


def _guessed(text: str) -> bool:
    return len(set(text)) < FEW or any(text.lower() in run for run in _RUNS)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
