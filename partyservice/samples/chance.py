"""Chance: what is drawn from, and that the same seed gives the same sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import repeat
from random import Random

from partyservice.kernel.codes import FOLDER

Pick = Callable[[Sequence[str]], str]


def stream(seed: int) -> Random:
    """Return a stream of chance for one kind of sample."""
    return Random(seed)  # noqa: S311 - nothing secret is made of it


def picker(chance: Random) -> Pick:
    """Return a function that picks one of several texts; three times as fast as `choice`."""
    draw = chance.random

    def pick(texts: Sequence[str]) -> str:
        return texts[int(draw() * len(texts))]

    return pick


def words(name: str) -> tuple[str, ...]:
    """Return the words called `name` in words.txt, each as often as its number says."""
    return _all_words()[name]


@cache
def _all_words() -> dict[str, tuple[str, ...]]:
    lines = (FOLDER / "samples" / "words.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(" = ") for line in lines if line and line[0] != "#")
    return {name: tuple(_repeated(text)) for name, _, text in pairs}


def _repeated(text: str) -> Iterator[str]:
    for part in text.split():
        word, _, times = part.partition(":")
        yield from repeat(word, int(times or 1))
