"""Initials: whether letters typed without an input method mean a label, by pinyin or initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from partyservice.kernel.readings import readings_of_name

_LETTERS = re.compile(r"[a-z]{1,40}")
_BRACKETS = re.compile("[（(].*?[)）]|[、，/·]")


def letters_of(text: str) -> str:
    """Return what of `text` may be pinyin or initials; nothing if it is anything else."""
    bare = text.strip().lower()
    return bare if _LETTERS.fullmatch(bare) else ""


def meant_by(letters: str, words: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the labels that `letters` spell: those spelt whole, else those that begin so.

    `words` are the labels with all that each is called, the label itself among it.
    """
    ways = {label: frozenset().union(*map(spelt, called)) for label, called in words.items()}
    begun = [label for label, ways in ways.items() if any(w.startswith(letters) for w in ways)]
    return [label for label in begun if letters in ways[label]] or begun


@lru_cache(maxsize=1 << 13)
def spelt(label: str) -> frozenset[str]:
    """Return pinyin and initials of `label` in each of its readings, brackets left out."""
    return frozenset(w for way in readings_of_name(_BRACKETS.sub("", label)) for w in way)
