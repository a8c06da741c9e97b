"""Chain: which face of a chain has a character."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unicodedata import category

from partyservice.kernel.errors import Refused
from partyservice.printing.face import Face

FONTS = Path(__file__).parents[2] / "resources" / "fonts"

# The face of the role first, then those asked for the characters it lacks
BODY = ("NotoSerifSC-Regular", "PartyServiceKai-Regular")
HEADING = ("NotoSansSC-Bold", *BODY)

_NEVER = ("Cc", "Co", "Cs")  # control, private-use, lone surrogate


@cache
def face(name: str) -> Face:
    """Return a face of resources/fonts; a file is opened once, when it is first asked."""
    return Face(FONTS / f"{name}.ttf")


def find(code: int, chain: tuple[str, ...] = BODY) -> Face | None:
    """Return the first face that can draw a character, or None; control and private-use never."""
    if category(chr(code)) in _NEVER:
        return None
    return next((each for each in map(face, chain) if each.glyph(code)), None)


def refusal(missing: set[int]) -> Refused:
    """Return the sentence that names all the characters no face has."""
    named = "、".join(_named(code) for code in sorted(missing))
    return Refused(
        f"字体中没有{named}，没有打印。档案没有改动。请改用别的字，或先在相应的栏目中更正。"
    )


def _named(code: int) -> str:
    shown = f"“{chr(code)}”" if chr(code).isprintable() else "控制字符或自造字"
    return f"{shown}（U+{code:04X}）"
