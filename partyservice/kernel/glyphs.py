"""Glyphs: a character nobody can type, found by its parts, its strokes or how a part is read.

The table is resources/strokes.txt, made by scripts/make_strokes.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from partyservice.kernel.codes import FOLDER
from partyservice.kernel.kinds import plain
from partyservice.kernel.readings import readings_of

MOST = 60  # candidates offered
_SHARED = 600  # a part that more characters have says nothing about one of them
_TOKEN = re.compile(r"(\d{1,2})画?|([a-z]+)|([^\x00-\x7f])")
_STROKES = re.compile(r"[画劃畫笔]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: how many strokes it has, its radical, and the ways it is taken apart."""

    character: str
    strokes: int
    radical: str
    ways: tuple[str, ...] = ()


def glyph(character: str) -> Glyph | None:
    """Return what is known about `character`."""
    return _table().glyphs.get(character)


def found(described: str) -> list[Glyph]:
    """Return the characters that are `described` so: 木 玉, 12画, long tian; the likeliest first.

    A Chinese character stands for a part; where nothing has it, for any character that shares a
    part with it. Letters are the reading of a part or of the character itself.
    """
    parts, readings, counts = _tokens(described)
    if not parts and not readings and not counts:
        return []
    having = [_with_part(part, parts.count(part)) for part in dict.fromkeys(parts)]
    having += [_read_so(reading) for reading in readings]
    known = _table().glyphs
    left = _common(having) if having else frozenset(known)
    if left <= set(parts) and parts:
        having = [*map(_like, dict.fromkeys(parts)), *map(_read_so, readings)]
        left = _common(having) or left
    chosen = [known[c] for c in left if (not counts or known[c].strokes in counts)]
    chosen.sort(key=lambda each: _rank(each, parts))
    return chosen[:MOST]


@dataclass(frozen=True, slots=True)
class _Table:
    glyphs: dict[str, Glyph]
    with_part: dict[str, str]  # a part to the characters that have it, one step up
    read_so: dict[str, str]  # pinyin to characters, parts among them


@cache
def _table() -> _Table:
    glyphs: dict[str, Glyph] = {}
    above: dict[str, list[str]] = {}
    for line in (FOLDER / "strokes.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        count, radical, *entries = line.split(" ")
        strokes = int(count)
        for entry in entries:
            character, _, ways = entry.partition(":")
            made = Glyph(character, strokes, radical, tuple(ways.split("/")) if ways else ())
            glyphs[character] = made
            for part in {radical, *ways}:
                above.setdefault(part, []).append(character)
    read: dict[str, list[str]] = {}
    for character in glyphs:
        for reading in readings_of(character):
            read.setdefault(reading, []).append(character)
    joined = ({key: "".join(many) for key, many in each.items()} for each in (above, read))
    return _Table(glyphs, *joined)


def _tokens(described: str) -> tuple[list[str], list[str], set[int]]:
    parts: list[str] = []
    readings: list[str] = []
    counts: set[int] = set()
    for number, letters, character in _TOKEN.findall(plain(described).lower()):
        if number:
            counts.add(int(number))
        elif letters:
            readings.append(letters)
        elif character.isalpha() and not _STROKES.fullmatch(character):
            parts.append(character)
    return parts, readings, counts


def _common(many: Iterable[frozenset[str]]) -> frozenset[str]:
    first, *others = many
    return first.intersection(*others)


@cache
def _with_part(part: str, times: int = 1) -> frozenset[str]:
    """Return the characters that have `part`, however deep; `times` of it side by side."""
    above = _table().with_part
    if times > 1:
        known = _table().glyphs
        return frozenset(
            c for c in above.get(part, "") if any(w.count(part) >= times for w in known[c].ways)
        )
    seen, coming = {part}, [part]
    while coming:
        for character in above.get(coming.pop(), ""):
            if character not in seen:
                seen.add(character)
                coming.append(character)
    return frozenset(seen & _table().glyphs.keys())


def _read_so(reading: str) -> frozenset[str]:
    """Return the characters that are read so, and those that have one of these as a part."""
    above, read = _table().with_part, _table().read_so.get(reading, "")
    return frozenset(read).union(*(above.get(character, "") for character in read))


def _like(character: str) -> frozenset[str]:
    """Return the characters that share a part with `character` that not too many have."""
    made, above = glyph(character), _table().with_part
    parts: Sequence[str] = "".join(made.ways) if made else ""
    telling = [part for part in parts if len(above.get(part, "")) <= _SHARED]
    return frozenset().union(*(above.get(part, "") for part in telling))


def _rank(each: Glyph, parts: Sequence[str]) -> tuple[bool, bool, bool, int, str]:
    """Order by: exactly these parts, these among them, in the common planes, fewer strokes."""
    wanted = sorted(parts)
    exact = any(sorted(way) == wanted for way in each.ways)
    direct = any(set(wanted) <= set(way) for way in each.ways)
    return not exact, not direct, not readings_of(each.character), each.strokes, each.character
