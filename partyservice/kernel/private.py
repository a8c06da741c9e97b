"""Private characters of old cards and sheets: 80 that are known are put right, others are named.

GBK had 80 characters that Unicode lacked, so they were kept in its private use area
(U+E815 to U+E864). All 80 have a place of their own now; 䶮 is the best known of them.
"""

from __future__ import annotations

import re

_FIRST = 0xE815
_NOW = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌"
    "龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
REPAIRS = {chr(_FIRST + place): now for place, now in enumerate(_NOW)}
_REPAIRS = str.maketrans(REPAIRS)
_KNOWN = re.compile("[\ue815-\ue864]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def repaired(text: str) -> str:
    """Return `text` with every private character that is known put right."""
    return text.translate(_REPAIRS) if _KNOWN.search(text) else text


def told(text: str) -> str:
    """Return the sentence that says which characters of `text` are put right; "" if none are."""
    found = dict.fromkeys(_KNOWN.findall(text))
    if not found:
        return ""
    pairs = "、".join(f"{code_point(c)} 改为“{REPAIRS[c]}”" for c in found)
    return f"已把旧卡的私用字 {pairs}。"


def unknown(text: str) -> str:
    """Return the code points of the private characters of `text` that nobody knows; "" if none."""
    found = dict.fromkeys(_PRIVATE.findall(repaired(text)))
    return "、".join(map(code_point, found))


def code_point(character: str) -> str:
    """Return how a character is named where it cannot be drawn: U+E863."""
    return f"U+{ord(character):04X}"
