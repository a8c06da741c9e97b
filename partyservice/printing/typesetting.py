"""Typesetting: texts turned into the codes of fonts, measured and broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from partyservice.printing.chain import face, find
from partyservice.printing.face import Face

MM = 72 / 25.4  # points
NARROWEST = 4 / 3  # how much too wide digits and letters may be before they are broken

_NOT_FIRST = frozenset("，。、；：！？）》〉】〕」』”’…·%‰℃,.;:!?)]}")  # not at a line's start
_NOT_LAST = frozenset("（《〈【〔「『“‘([{")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]*").fullmatch  # as wide as high
_SAFE = bytes(set(range(256)) - set(b"()\\\r\n")).decode("latin-1")  # need no escape in a string


class Font:
    """A face as one document uses it: a two-character code for each character, in order of use."""

    def __init__(self, face: Face, name: str) -> None:
        self.face, self.name = face, name
        self.codes: dict[int, str] = {}
        self._unused = (high + low for high in _SAFE for low in _SAFE)
        next(self._unused)  # code 0 is the sign for a missing glyph

    def code(self, character: int) -> str:
        """Return the code of a character that the face has."""
        if character not in self.codes:
            self.codes[character] = next(self._unused)
        return self.codes[character]


class Fonts:
    """The fonts of one document, and the characters that it wanted and no face has."""

    def __init__(self) -> None:
        self.used: dict[str, Font] = {}
        self.missing: set[int] = set()
        self._names = (f"F{number}" for number in count(1))

    def of(self, face: Face) -> Font:
        """Return the font of a face."""
        if face.name not in self.used:
            self.used[face.name] = Font(face, next(self._names))
        return self.used[face.name]


class Style(dict[int, str]):
    """One size of type along a chain of faces: `text.translate(style)` gives the codes.

    The code of a character from a later face ends the string, changes the font and changes back,
    so that whoever draws needs to know nothing of it.
    """

    def __init__(self, fonts: Fonts, chain: tuple[str, ...], points: float) -> None:
        super().__init__()
        self.points = points
        self._fonts, self._chain = fonts, chain
        self._first = face(chain[0])
        self._widths = _Widths(chain, points)

    def __missing__(self, character: int) -> str:
        found = find(character, self._chain)
        if found is None:
            self._fonts.missing.add(character)
            self[character] = ""
        elif found is self._first:
            self[character] = self._fonts.of(found).code(character)
        else:
            font = self._fonts.of(found)
            change = f")Tj/{font.name} {self.points:g} Tf({font.code(character)})Tj{self.start}("
            self[character] = change
        return self[character]

    @property
    def start(self) -> str:
        """Return the operator that chooses the first face; text in this style follows it."""
        return f"/{self._fonts.of(self._first).name} {self.points:g} Tf"

    def width(self, text: str) -> float:
        """Return the width of a text in points."""
        return sum(map(self._widths.__getitem__, text))

    def wrap(self, text: str, width: float) -> list[str]:
        """Return the lines of a text that are at most `width` points wide.

        Digits and letters stay together, up to a third wider than a line: whoever draws sets
        them narrower then.
        """
        if len(text) * self.points <= width or self.width(text) <= width:
            return [text]
        if _IDEOGRAPHS(text):
            each = max(1, int(width // self.points))
            if len(text) % each == 1 and each > 2:  # no character alone on the last line
                each = -(-len(text) // -(-len(text) // each))
            return [text[start : start + each] for start in range(0, len(text), each)]
        if max(text) < "\u2e80" and self.width(text) <= width * NARROWEST:
            return [text]
        lines, line, used = [], "", 0.0
        for word in self._words(text, width):
            wide = self.width(word)
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + word, used + wide
        return [*lines, line]

    def _words(self, text: str, width: float) -> Iterator[str]:
        """Give what must not be broken: a character, or letters and digits, with their stops."""
        word = ""
        for character in text:
            if word and not _joined(word[-1], character):
                yield from self._pieces(word, width)
                word = ""
            word += character
        yield from self._pieces(word, width)

    def _pieces(self, word: str, width: float) -> Iterator[str]:
        if self.width(word) <= width * NARROWEST:
            yield word
            return
        piece = ""
        for character in word:
            if piece and self.width(piece + character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece


class _Widths(dict[str, float]):
    def __init__(self, chain: tuple[str, ...], points: float) -> None:
        super().__init__()
        self._chain, self._points = chain, points

    def __missing__(self, character: str) -> float:
        found = find(ord(character), self._chain)
        wide = found.width(found.glyph(ord(character))) if found else 0.0
        self[character] = wide * self._points / 1000
        return self[character]


def _joined(before: str, after: str) -> bool:
    """Tell that no line may end between two characters."""
    if after in _NOT_FIRST or before in _NOT_LAST:
        return True
    return before < "\u2000" > after and before != " " != after
