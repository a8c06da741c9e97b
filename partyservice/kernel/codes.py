"""Code tables: dated rows of resources/codes, found by code, by label or by a word sheets use.

An office may have rows of its own. They live in its `Tables`, which its Store holds; `code_table`
gives the table of the office that this thread speaks to, so that no Kind need know of offices.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parents[2] / "resources"
COLUMNS = ("code", "label", "valid_from", "valid_to", "national", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One row: national rows come from a published standard, the others are local."""

    code: str
    label: str
    valid_from: date | None = None
    valid_to: date | None = None  # the last day in force
    national: bool = False
    words: tuple[str, ...] = ()
    place: int | None = None  # of an office's own row: the how-maniest it shall be, from 1
    extra: Mapping[str, str] = field(default_factory=dict)

    def open_on(self, day: date) -> bool:
        """Say whether the row may be chosen on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The rows of one table in the order of a drop-down, and the two ways through them."""

    name: str
    rows: tuple[CodeRow, ...]
    labels: Mapping[str, str]
    words: Mapping[str, str]

    @classmethod
    def of(cls, name: str, rows: Iterable[CodeRow]) -> CodeTable:
        """Return the table of `rows`; of two rows with one code the later replaces the earlier."""
        by_code = {row.code: row for row in rows}
        labels = {code: row.label for code, row in by_code.items()}
        words = MappingProxyType(_words(by_code.values()))
        return cls(name, tuple(by_code.values()), MappingProxyType(labels), words)

    def label(self, code: str) -> str:
        """Return the label of `code`, of a row no longer in force too; an unknown code itself."""
        return self.labels.get(code, code)

    def row(self, code: str) -> CodeRow | None:
        """Return the row of `code`."""
        return next((row for row in self.rows if row.code == code), None)

    def find(self, text: str) -> str | None:
        """Return the code that `text` names by code, label or word; None if none or several."""
        code = self.words.get(text)
        return code if code is not None else self.words.get(cleaned(text))

    def open_on(self, day: date) -> tuple[CodeRow, ...]:
        """Return the rows that may be chosen on `day`."""
        return tuple(row for row in self.rows if row.open_on(day))

    def with_rows(self, extra: Iterable[CodeRow]) -> CodeTable:
        """Return the table with an office's own rows at their places; the same code replaces."""
        own = {row.code: row for row in extra}
        rows = [own.get(row.code, row) for row in self.rows]
        known = {row.code for row in rows}
        added = [row for row in own.values() if row.code not in known]
        rows += [row for row in added if row.place is None]
        placed = (row for row in added if row.place is not None)
        for row in sorted(placed, key=lambda row: row.place or 0):
            rows.insert(max(0, (row.place or 1) - 1), row)
        return CodeTable.of(self.name, rows)


@cache
def shipped(name: str) -> CodeTable:
    """Return the table `name` as it comes with the program; raise KeyError if there is none."""
    path = FOLDER / "codes" / f"{name}.csv"
    if not path.is_file():
        raise KeyError(name)
    return CodeTable.of(name, read_rows(path.read_text("utf-8-sig")))


class Tables:
    """The code tables of one office: those shipped, with its own rows among them."""

    def __init__(self) -> None:
        self._own: Mapping[str, CodeTable] = {}

    def table(self, name: str) -> CodeTable:
        """Return the table `name`; raise KeyError if there is none."""
        return self._own.get(name) or shipped(name)

    def take(self, rows: Mapping[str, Iterable[CodeRow]]) -> None:
        """Let `rows`, by the name of their table, be the office's own; all threads see it."""
        self._own = {name: shipped(name).with_rows(own) for name, own in rows.items()}

    def speak(self) -> None:
        """Let this thread speak to this office from now on, until it speaks to another."""
        _LAST.set(self)

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """Speak to this office inside; an office spoken to within another does not stay."""
        before = _NOW.set(self)
        _LAST.set(self)
        try:
            yield
        finally:
            _NOW.reset(before)


_NOW: ContextVar[Tables | None] = ContextVar("office of the open session", default=None)
_LAST: ContextVar[Tables | None] = ContextVar("office last spoken to", default=None)


def code_table(name: str) -> CodeTable:
    """Return the table `name` of the office spoken to, or as shipped; KeyError if there is none."""
    tables = _NOW.get() or _LAST.get()
    return shipped(name) if tables is None else tables.table(name)


def table_names() -> tuple[str, ...]:
    """Return the names of all shipped tables."""
    return tuple(sorted(path.stem for path in (FOLDER / "codes").glob("*.csv")))


def read_rows(text: str) -> Iterator[CodeRow]:
    """Give the rows of a file; remarks, blank lines and cells left out at the end are no matter."""
    lines = (line for line in text.splitlines() if line.strip(" ,\t") and line[0] != "#")
    for cells in csv.DictReader(lines, restval=""):
        row = {name: cell.strip() for name, cell in cells.items() if name and cell is not None}
        if row["code"]:
            yield CodeRow(
                code=row["code"],
                label=row["label"],
                valid_from=_day(row.get("valid_from")),
                valid_to=_day(row.get("valid_to")),
                national=row.get("national") == "1",
                words=tuple(word for word in row.get("words", "").split("|") if word),
                extra={name: cell for name, cell in row.items() if name not in COLUMNS},
            )


def cleaned(text: str) -> str:
    """Return `text` as words are compared: plain forms (NFKC), no blanks, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _words(rows: Iterable[CodeRow]) -> dict[str, str]:
    """Return word to code: a code beats a label, a label a word, a row in force one closed."""
    ranks: list[list[tuple[str, str]]] = [[], [], [], []]
    for row in rows:
        ranks[0].append((row.code, row.code))
        ranks[3 if row.valid_to else 1].append((row.label, row.code))
        ranks[3 if row.valid_to else 2].extend((word, row.code) for word in row.words)
    found: dict[str, str] = {}
    for rank in ranks:
        here: dict[str, set[str]] = {}
        for word, code in rank:
            here.setdefault(cleaned(word), set()).add(code)
        for word, codes in here.items():
            if word not in found:
                found[word] = codes.pop() if len(codes) == 1 else ""
    return {word: code for word, code in found.items() if word and code}
