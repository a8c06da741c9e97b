"""Heading: where the columns of a sheet are named, and which field each of them fills."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from partyservice.exchange.intake import INTAKES, Intake
from partyservice.exchange.sheets import Row, letters
from partyservice.kernel.errors import Refused
from partyservice.kernel.fields import Field

SEARCHED = 40  # rows at the top of a sheet among which its heading is looked for
LEAST = 2  # fields that a heading must name besides the name of the person
SERIAL = ("序号", "编号", "no", "no.")
PROBLEMS = "问题"  # the column a returned workbook adds
KIND_UNSAID = "kind"  # the field of the refusal: somebody must say what list it is


@dataclass(frozen=True, slots=True)
class Heading:
    """The rows up to `bottom` are the heading; `columns` are key of a field to its column.

    `unknown` are the named columns that no field takes; `marks` are what every column is called by
    whoever says what it is: its words, numbered if they recur, or its letter.
    """

    bottom: int
    columns: Mapping[str, int]
    unknown: Mapping[int, str]
    serial: int | None = None  # the column of running numbers
    marks: Mapping[int, str] = field(default_factory=dict)

    def retaken(self, taken: Mapping[str, str]) -> Heading:
        """Return the heading with columns taken for another field, or for none, by their mark."""
        columns, unknown = dict(self.columns), dict(self.unknown)
        for place, mark in self.marks.items():
            if mark not in taken:
                continue
            freed = {p: k for k, p in columns.items() if p == place or k == taken[mark]}
            for other, key in freed.items():
                del columns[key]
                unknown[other] = self.marks[other]
            if taken[mark]:
                columns[taken[mark]] = place
                unknown.pop(place, None)
        return replace(self, columns=columns, unknown=unknown)

    @property
    def known_share(self) -> float:
        """The share of the named columns that are understood."""
        return len(self.columns) / max(1, len(self.columns) + len(self.unknown))


def bare(cell: object) -> str:
    """Return the words of a heading cell: no blanks, no stars, plain letters."""
    text = "".join(unicodedata.normalize("NFKC", str(cell or "")).split())
    return re.sub(r"^[^\w(【〔\[]+|[^\w)】〕\]]+$", "", text).lower()


def names_of(fields: Sequence[Field]) -> dict[str, str]:
    """Return every heading by which a field is known, to its key; a label beats a synonym."""
    also = {bare(name): field.key for field in reversed(fields) for name in field.also}
    return also | {bare(field.label): field.key for field in reversed(fields)}


def find(rows: Sequence[Row], fields: Sequence[Field], person: str) -> Heading | None:
    """Return the heading of a sheet whose first rows are `rows`; None if it has none.

    `person` is the key of the field without which it is no list of people.
    """
    names, best, most = names_of(fields), None, LEAST
    for place in range(min(len(rows), SEARCHED)):
        for found in _read(rows, place, names):
            if person in found.columns and len(found.columns) > most:
                best, most = found, len(found.columns)
    return best


def choose(tops: Iterable[Sequence[Row]], asked: str) -> Intake:
    """Return the kind of list that the first rows of the sheets show, or that is `asked` for.

    Raise Refused if they show none.
    """
    if asked:
        return INTAKES[asked]
    for rows in tops:
        for intake in INTAKES.values():
            found = find(rows, intake.draft.known, "person.name")
            if found and intake.told_by(found.columns) and found.known_share >= 0.5:
                return intake
    kinds = "、".join(f"{intake.title}（{intake.name}）" for intake in INTAKES.values())
    words = f"看不出这是哪一种名单。什么也没有写入。请检查表头，或用 --as 说明是{kinds}。"
    raise Refused(words, KIND_UNSAID)


def _read(rows: Sequence[Row], place: int, names: Mapping[str, str]) -> Iterable[Heading]:
    """Give the heading that begins in row `place`, alone and together with the row below."""
    upper = [bare(cell) for cell in rows[place]]
    yield _named(place, [[text] for text in upper], names)
    if place + 1 < len(rows):
        lower = [bare(cell) for cell in rows[place + 1]]
        if any(text in names for text in lower):
            over = _spread(upper, lower)
            both = zip(upper, lower, over, strict=True)
            yield _named(
                place + 1, [[low, up, ov + low] if low else [up] for up, low, ov in both], names
            )


def _spread(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return for each column what stands over it: a merged head is written once, at the left."""
    spread, last = [], ""
    for up, low in zip(upper, lower, strict=True):
        last = up or (last if low else "")
        spread.append(last)
    return spread


def _named(bottom: int, texts: Sequence[Sequence[str]], names: Mapping[str, str]) -> Heading:
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    serial: int | None = None
    for place, candidates in enumerate(texts):
        spoken = [text for text in candidates if text]
        if spoken and spoken[0] in SERIAL:
            serial = place
        if not spoken or spoken[0] in SERIAL or spoken[0] == PROBLEMS:
            continue
        key = next(filter(None, (understood(text, names) for text in spoken)), None)
        if key is None or key in columns:
            unknown[place] = spoken[0]
        else:
            columns[key] = place
    return Heading(bottom, columns, unknown, serial, _marks(texts, serial))


def _marks(texts: Sequence[Sequence[str]], serial: int | None) -> dict[int, str]:
    """Return what each column is called, the running numbers and the problems left out."""
    marks: dict[int, str] = {}
    met: Counter[str] = Counter()
    for place, candidates in enumerate(texts):
        words = next(filter(None, candidates), "") or f"{letters(place)} 列"
        met[words] += 1
        if place != serial and words != PROBLEMS:
            marks[place] = words if met[words] == 1 else f"{words} {met[words]}"
    return marks


def understood(text: str, names: Mapping[str, str]) -> str | None:
    """Return the key of the field that a heading, made bare, is known to name."""
    return names.get(text) or names.get(re.sub(r"[(\[【〔].*?[)\]】〕]", "", text).strip("*:"))
