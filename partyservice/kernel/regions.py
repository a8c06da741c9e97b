"""Regions: which province, city or county of GB/T 2260 a freely written place begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from partyservice.kernel.codes import shipped
from partyservice.kernel.initials import letters_of, spelt

SEPARATORS = frozenset(" \t\u3000-—/／\\,，、.。·>＞|:：;；")
# headings of the published list, which sheets copy, and the country before the province
_FILLERS = ("市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县级行政区划")
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_COUNTRY = ("中华人民共和国", "中国")
# a short name with these behind it is part of another word: 北京路, 中山大学
_OTHER_WORD = re.compile(
    r"[东西南北中一二三四五]*[路街道巷弄里村镇乡]|大[道街厦桥]|.{0,4}(大学|学院)|[医银]."
)
_SUFFIX = re.compile(r"(特别行政区|地区|林区|新区|矿区|特区|[省市县区旗盟])$")
_SELF_GOVERNED = re.compile(r"自治([区州县旗])$")


@lru_cache(maxsize=20_000)
def split(text: str) -> tuple[str | None, str]:
    """Return the code of the longest known place `text` begins with, and the rest of it.

    The code is None, and the rest the whole text, if no place is known or two bear the name; a
    short name (江苏苏州) counts unless it is part of another word (北京路).
    """
    code, at = "", _after(text, 0, _COUNTRY)
    while found := _match(text, at, code):
        code, at = found[0], _after(text, found[1], _FILLERS)
        if code in _MUNICIPALITIES:
            at = _after(text, at, (name(code), *_FILLERS))  # 上海市上海市浦东新区
    return (code, text[at:]) if code else (None, text)


def found(text: str, most: int) -> list[tuple[str, str]]:
    """Return code and name of the first places that `text` typed at the desk may mean."""
    return [(code, name(code)) for code in meant(text)[:most]]


def meant(text: str) -> list[str]:
    """Return the codes that `text` typed at the desk may mean, the wider places first.

    It may be a code or its beginning, a name that says where it lies or not, pinyin or initials.
    """
    if text in shipped("region").labels:
        return [text]
    code, rest = split(text)
    if code and not rest:
        return [code]
    letters = letters_of(text)
    if letters:
        return _spelt_so(letters)
    labels = shipped("region").labels.items()
    within = [code for code, label in labels if text in label or code.startswith(text)]
    return sorted(within, key=level)


def _spelt_so(letters: str) -> list[str]:
    begun = [code for code, ways in spellings().items() if any(w.startswith(letters) for w in ways)]
    whole = [code for code in begun if letters in spellings()[code]]
    return sorted(whole or begun, key=level)


@cache
def spellings() -> Mapping[str, frozenset[str]]:
    """Return how each place may be spelt by letters, with 省, 市 or 县 and without."""
    found = {}
    for code in shipped("region").labels:
        own = own_name(code)
        found[code] = spelt(own) | spelt(_SUFFIX.sub("", own))
    return found


def name(code: str) -> str:
    """Return the whole path (江苏省苏州市昆山市); an unknown code itself."""
    return shipped("region").label(code)


def own_name(code: str) -> str:
    """Return the name without what it lies in; an unknown code itself."""
    return name(code).removeprefix(name(above)) if (above := _above(code)) else name(code)


def province(code: str) -> str:
    """Return the code of the province, or "" if it is unknown."""
    return _known(code[:2] + "0000")


def city(code: str) -> str:
    """Return the code of the city, or "" if there is none (北京市朝阳区, 湖北省仙桃市)."""
    return "" if code[2:4] in {"", "00"} else _known(code[:4] + "00")


def level(code: str) -> int:
    """Return 1 for a province, 2 for a city, 3 for a county."""
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def children(code: str = "") -> tuple[str, ...]:
    """Return the codes that lie directly in `code`; without one the provinces."""
    return _children().get(code, ())


def _known(code: str) -> str:
    return code if code in shipped("region").labels else ""


def _above(code: str) -> str:
    """Return the code of what `code` lies in, "" for a province."""
    if code.endswith("0000"):
        return ""
    return ("" if code.endswith("00") else city(code)) or province(code)


@cache
def _children() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in shipped("region").labels:
        found.setdefault(_above(code), []).append(code)
    return {code: tuple(codes) for code, codes in found.items()}


def _after(text: str, at: int, fillers: tuple[str, ...]) -> int:
    """Return where the next word begins."""
    while at < len(text) and text[at] in SEPARATORS:
        at += 1
    for filler in fillers:
        if text.startswith(filler, at):
            return _after(text, at + len(filler), ())
    return at


def _match(text: str, at: int, within: str) -> tuple[str, int] | None:
    """Return the place in `within` that stands at `at`, and where it ends."""
    if at >= len(text) or (within and level(within) == 3):
        return None
    for scope in (within,) if within else ("provinces", ""):
        names, longest = _names(scope)
        for end in range(min(len(text), at + longest), at + 1, -1):
            code, short = names.get(text[at:end], ("", False))
            if code and not (short and _broken(text, end, code)):
                return code, end
    return None


def _broken(text: str, end: int, code: str) -> bool:
    """Say whether the short name that ends at `end` is only the beginning of another word."""
    if end == len(text) or text[end] in SEPARATORS or _match(text, end, code):
        return False
    return level(code) == 3 or _OTHER_WORD.match(text, end) is not None


@cache
def _names(scope: str) -> tuple[Mapping[str, tuple[str, bool]], int]:
    """Return every name within `scope` that only one place bears: code, whether it is short."""
    found: dict[str, dict[str, bool]] = {}
    for code in children() if scope == "provinces" else _below(scope):
        for alias, short in _aliases(own_name(code)):
            if scope or not (len(alias) == 2 and alias.endswith("区")):  # 东区 may be anywhere
                found.setdefault(alias, {}).setdefault(code, short)
    names: dict[str, tuple[str, bool]] = {}
    for alias, codes in found.items():
        outer = [code for code in codes if not {province(code), city(code)} - {code} & set(codes)]
        if len(outer) == 1:
            names[alias] = outer[0], codes[outer[0]]
    return names, max(map(len, names), default=0)


def _below(scope: str) -> Iterator[str]:
    for code in children(scope):
        yield code
        yield from _below(code)


def _aliases(own: str) -> Iterator[tuple[str, bool]]:
    """Give the name, its forms without the peoples, and its short form."""
    yield own, False
    kind = _SELF_GOVERNED.search(own)
    base = _peoples().sub("", own) if kind else _SUFFIX.sub("", own)
    if kind and (len(base) < 2 or base == own):  # 内蒙古, 西藏: the people is part of the name
        base = own[: kind.start()]
    if len(base) < 2 or base == own or base.endswith("族"):
        return
    if kind and kind[1] != "区":
        yield base + kind[1], False  # 延边州, 琼中县
    yield base, True


@cache
def _peoples() -> re.Pattern[str]:
    """Return a pattern of the peoples named before 自治县, with 族 or (long names) without."""
    labels = [row.label for row in shipped("ethnic").rows if row.label.endswith("族")]
    bare = [label[:-1] for label in labels if len(label) > 2]
    longest_first = sorted([*labels, *bare, "各族"], key=len, reverse=True)
    return re.compile(f"({'|'.join(longest_first)})+自治[区州县旗]$")
