"""Readings: how a name may be typed without an input method, and where it stands in a list."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, product

from partyservice.kernel.codes import FOLDER

MOST = 6  # readings of one name; a seventh would find nothing the others do not nearly
_DOTS = "·•‧・∙.．･"
_AFTER_ALL = "~"  # sorts behind every letter

# One way to read a character or a compound surname: the pinyin without tones, and its initials.
Way = tuple[str, str]


def readings_of_name(name: str) -> list[Way]:
    """Return pinyin and initials of `name` in each reading, the usual one first, at most six.

    The reading of a surname stands before the others of its character; ü is v, and in a further
    reading u. Latin words stay as they are, in small letters. Empty if nothing can be read.
    """
    table = _table()
    head, single = table.single_head, table.single
    try:
        if name[:2] in table.compounds:
            return _mixed(name)
        syllables = [head[name[0]], *[single[character] for character in name[1:]]]
    except (KeyError, IndexError):
        return _mixed(name)
    return [("".join(syllables), "".join([syllable[0] for syllable in syllables]))]


def sort_key(name: str) -> str:
    """Return what orders names when compared as plain text: syllable, tone, character."""
    table = _table()
    surname, rest = _surname(name, table)
    toned = table.toned
    parts = [toned[c] + c if c in toned else _plain_order(c) for c in rest]
    return table.head_order.get(surname, "") + "".join(parts)


def readings_of(character: str) -> tuple[str, ...]:
    """Return the readings of one character without tones, the usual one first."""
    return _table().given.get(character, ())


@dataclass(frozen=True, slots=True)
class _Table:
    given: dict[str, tuple[str, ...]]  # all readings of a character
    single: dict[str, str]  # of characters that are read in one way only
    toned: dict[str, str]  # the usual reading with its tone
    head: dict[str, tuple[str, ...]]  # all readings of a surname of one character
    single_head: dict[str, str]
    head_order: dict[str, str]  # what a surname with readings of its own is ordered by
    compounds: dict[str, tuple[Way, ...]]


@cache
def _table() -> _Table:
    given, toned = _generated()
    surnames, names = _kept("surname"), _kept("given")
    for text, ways in names.items():
        given[text] = _spelt(way[0] for way in ways)
        toned[text] = ways[0][0]
    single = {c: readings[0] for c, readings in given.items() if len(readings) == 1}
    head, single_head = dict(given), dict(single)
    compounds = {}
    for text, ways in surnames.items():
        if len(text) > 1:
            compounds[text] = tuple(_way([_spelt((s,))[0] for s in way]) for way in ways)
            continue
        head[text] = tuple(dict.fromkeys((*_spelt(w[0] for w in ways), *given.get(text, ()))))
        single_head.pop(text, None)
        if len(head[text]) == 1:
            single_head[text] = head[text][0]
    head_order = {
        text: "".join(map("".join, zip(ways[0], text, strict=True)))
        for text, ways in surnames.items()
    }
    return _Table(given, single, toned, head, single_head, head_order, compounds)


def _generated() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return all readings of each character without tones, and the usual one with its tone."""
    given: dict[str, tuple[str, ...]] = {}
    toned: dict[str, str] = {}
    text = (FOLDER / "readings.txt").read_text("utf-8")
    usual, _, further = text.partition("\nalso\n")
    for line in usual.splitlines():
        reading, _, characters = line.partition(" ")
        if reading != "#":
            given.update(dict.fromkeys(characters, _spelt((reading,))))
            toned.update(dict.fromkeys(characters, reading))
    for line in further.splitlines():
        reading, _, characters = line.partition(" ")
        for character in characters:
            given[character] = _spelt((*given[character], reading))
    return given, toned


def _kept(place: str) -> dict[str, list[list[str]]]:
    """Return the readings kept by hand for `place`: text, then a syllable a character in each."""
    lines = (FOLDER / "surname_readings.csv").read_text("utf-8").splitlines()
    return {
        row["text"]: [way.split() for way in row["readings"].split("/")]
        for row in csv.DictReader(line for line in lines if line[:1] not in {"", "#"})
        if row["place"] == place
    }


def _spelt(readings: Iterable[str]) -> tuple[str, ...]:
    """Return `readings` without tones, and behind them with u those that have ü."""
    plain = dict.fromkeys(reading.rstrip("01234") for reading in readings)
    return tuple(plain | {reading.replace("v", "u"): None for reading in plain})


def _way(syllables: Sequence[str]) -> Way:
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


def _surname(name: str, table: _Table) -> tuple[str, str]:
    """Return the surname that is read in a way of its own, or "", and the rest of the name."""
    if any(dot in name for dot in _DOTS):  # transliterated: the first character is no surname
        return "", name
    for length in (2, 1):
        if name[:length] in table.head_order:
            return name[:length], name[length:]
    return "", name


def _mixed(name: str) -> list[Way]:
    """Return the readings of a name that may be read in several ways or is not all Chinese."""
    table = _table()
    surname, rest = _surname(name, table)
    places: list[Sequence[Way]] = []
    if surname:
        places.append(_head_ways(surname, table))
    for word in _words(rest):
        readings = table.given.get(word) or ((word,) if word.isascii() else ())
        if readings:
            places.append([(reading, reading[0]) for reading in readings])
    return [_said(ways) for ways in _chosen(places)] if places else []


def _head_ways(surname: str, table: _Table) -> list[Way]:
    """Return the ways of a surname; a compound may also be one character and a given name."""
    apart = product(table.head.get(surname[0], ()), *(table.given.get(c, ()) for c in surname[1:]))
    return list(dict.fromkeys((*table.compounds.get(surname, ()), *map(_way, apart))))


def _words(text: str) -> Iterator[str]:
    """Give each Chinese character and each Latin word, without accents, in small letters."""
    word = ""
    for character in text:
        letter = _latin(character)
        word += letter
        if word and not letter and character not in "'’":
            yield word
            word = ""
        if not character.isascii() and not letter:
            yield character
    if word:
        yield word


def _latin(character: str) -> str:
    """Return the plain small letter or digit of a Latin `character`, "" of any other."""
    plain = unicodedata.normalize("NFKD", character)[:1].lower()
    return plain if plain.isascii() and plain.isalnum() else ""


def _chosen(places: Sequence[Sequence[Way]]) -> Iterator[tuple[Way, ...]]:
    """Give the usual reading, those that differ from it at one place, then the others."""
    usual = tuple(ways[0] for ways in places)
    one_differs = (
        (*usual[:place], way, *usual[place + 1 :])
        for place, ways in enumerate(places)
        for way in ways[1:]
    )
    seen: set[tuple[Way, ...]] = set()
    for ways in chain((usual,), one_differs, product(*places)):
        if ways not in seen:
            seen.add(ways)
            yield ways
        if len(seen) == MOST:
            return


def _said(ways: tuple[Way, ...]) -> Way:
    return "".join([way[0] for way in ways]), "".join([way[1] for way in ways])


def _plain_order(character: str) -> str:
    if character in _DOTS or character.isspace():
        return ""
    return _latin(character) or ("" if character.isascii() else _AFTER_ALL + character)
