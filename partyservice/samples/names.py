"""Names: invented ones, by people, sex and the time they were given."""

from __future__ import annotations

from partyservice.samples.chance import Pick, words

DOTTED = frozenset({"维吾尔族", "哈萨克族"})


def name_of(pick: Pick, draw: float, people: str, sex: str, year: int) -> str:
    """Return a name for somebody born in `year`; `draw` (0 to 1) decides on what is unusual."""
    if people in DOTTED:
        return f"{pick(words(f'{people} {sex}'))}·{pick(words(f'{people} 男'))}"
    if people == "藏族":
        return pick(words("藏族 first")) + pick(words(f"藏族 {sex}"))
    if people == "蒙古族" and draw > 0.4:
        return pick(words(f"蒙古族 {sex}"))
    return _han(pick, draw, sex, year)


def _han(pick: Pick, draw: float, sex: str, year: int) -> str:
    surname = pick(words("compound" if draw < 0.003 else "surnames"))
    if draw > 0.997:
        return surname + pick(words("rare"))
    if draw > 0.85:
        return surname + pick(words(f"single {sex}"))
    era = "1900" if year < 1960 else "1960" if year < 1985 else "1985"
    return surname + pick(words(f"first {sex} {era}")) + pick(words(f"second {sex} {era}"))
