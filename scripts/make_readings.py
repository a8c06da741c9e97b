"""Write resources/readings.txt: character to pinyin, so that pypinyin is not needed at run time.

Run in an environment of its own, never in the program's:

    pip install pypinyin==0.55.0 pypinyin-dict==0.9.0
    python scripts/make_readings.py

The usual reading is that of Unihan's kMandarin for the 8,105 characters of the national list, else
pypinyin's first. Further readings are those of 通用规范汉字字典 (2013); of the other dictionaries
none, for their old and rare readings would only bury a search. Both packages bear the MIT licence,
their data come from Unihan (Unicode licence). Readings of surnames are kept by hand, in
resources/surname_readings.csv.

A line is a syllable with its tone (ü as v, 0 for none) and all characters read so; the lines below
"also" hold further readings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

TARGET = Path(__file__).parents[1] / "resources" / "readings.txt"
HEAD = """\
# Readings of characters. Made by scripts/make_readings.py from pypinyin 0.55.0 and
# pypinyin-dict 0.9.0 (MIT; data of Unihan, Unicode licence). Do not edit.
"""
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def main() -> None:
    """Write the file and say how many readings it has."""
    every: Mapping[int, str] = import_module("pypinyin.pinyin_dict").pinyin_dict
    data = "pypinyin_dict.pinyin_data."
    usual: Mapping[int, str] = import_module(data + "kmandarin_8105").pinyin_dict
    listed: Mapping[int, str] = import_module(data + "ktghz2013").pinyin_dict
    first: dict[str, str] = {}
    also: dict[str, list[str]] = {}
    for code in sorted(every.keys() | usual.keys() | listed.keys()):
        texts = [usual.get(code, ""), every.get(code, "") if code not in usual else ""]
        readings = _plain(texts[:1] if texts[0] else texts[1:])
        if readings:
            first[chr(code)] = readings[0]
            also[chr(code)] = _others(readings[0], _plain([listed.get(code, "")]))
    TARGET.write_text(HEAD + _lines(first, also), "utf-8")
    print(f"{len(first)} characters, {sum(map(len, also.values()))} further readings")


def toned(syllable: str) -> str:
    """Return a syllable as it is written in the file: lǚ as lv3; "" if it cannot be."""
    letters, tone = "", "0"
    for part in unicodedata.normalize("NFD", syllable.replace("ü", "v").replace("ɡ", "g")):
        if part in TONES:
            tone = TONES[part]
        elif part == "\u0308":  # a mark over ü comes as u, two dots, mark
            letters = letters[:-1] + "v"
        elif not unicodedata.combining(part):
            letters += part
    return letters + tone if letters.isascii() and letters.isalpha() else ""


def _plain(texts: Iterable[str]) -> list[str]:
    readings = (toned(reading.strip()) for text in texts for reading in text.split(","))
    return [reading for reading in readings if reading]


def _others(first: str, readings: list[str]) -> list[str]:
    """Return the readings that differ from `first` and one another in more than the tone."""
    found = {first[:-1]: first}
    for reading in readings:
        found.setdefault(reading[:-1], reading)
    return [reading for reading in found.values() if reading != first]


def _lines(first: Mapping[str, str], also: Mapping[str, list[str]]) -> str:
    return (
        _grouped((reading, c) for c, reading in first.items())
        + "also\n"
        + _grouped((reading, c) for c, readings in also.items() for reading in readings)
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> str:
    lines: dict[str, str] = {}
    for reading, character in pairs:
        lines[reading] = lines.get(reading, "") + character
    return "".join(f"{reading} {lines[reading]}\n" for reading in sorted(lines))


if __name__ == "__main__":
    main()
