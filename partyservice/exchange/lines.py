"""Lines: the rows of a sheet that are people, each read into a Typed by its Draft's fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partyservice.exchange.heading import Heading, bare
from partyservice.exchange.sheets import Row, address
from partyservice.kernel import private
from partyservice.kernel.errors import Doubt, Invalid, Problem
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import cell_text
from partyservice.storage.typed import Typed, take_in

TOTALS = re.compile(r".{0,4}[合小总共累]计([\d::共人].*)?")
TOLD = re.compile(r"必填|选填|填写|格式|示例|例如|如[::]|下拉|不填")
FOOTERS = re.compile(
    r"(填表|审核|制表|负责|经办|填报|报出|联系)[人时日单].{0,2}[::].*|(说明|注|备注|日期)[::].*"
    r"|.{0,10}(签字|签名|盖章|签章)\)?[::].*"
)
MAYBE = re.compile("[计::人]")
NOTHING = frozenset(
    {"无", "—", "-", "--", "/", "——", "无。", "待补", "暂无"}
)  # a cell that is filled with nothing
LOOKED_AT = 4  # columns at the left in which totals and signatures stand
TWO = 2  # cells that make a row a person, or a heading once more
LONGEST_ALONE = 8  # characters of a name that stands alone in its row
INSTRUCTIONS = 3  # rows below the heading that may instruct
CACHED = 20_000  # distinct cells of a column that are remembered


@dataclass(slots=True)
class Line:
    """One row of a sheet, as the draft understood it; `cells` are kept while it may be held."""

    sheet: str
    row: int
    cells: Row
    typed: Typed
    problems: list[Problem] = field(default_factory=list)
    state: str = ""  # new, updated, unchanged, refused, queried
    repairs: tuple[tuple[str, str], ...] = ()  # key of a field, and what was put right in it
    again: bool = False  # whether a line before it may be the same person
    branch: str = ""  # the name of the branch it tells
    reasons: tuple[str, ...] = ()  # why what was asked about is right


@dataclass(slots=True)
class Skipped:
    """A row that is nobody: a total, a remark, a signature."""

    sheet: str
    row: int
    text: str


@dataclass(slots=True)
class Reader:
    """Reads the rows below one heading."""

    sheet: str
    heading: Heading
    fields: Sequence[Field]
    person: str
    heads: Sequence[Row]  # the rows of the heading
    _columns: list[tuple[Field, str, int, dict[Any, Any]]] = field(init=False)
    _places: list[int] = field(init=False)
    _named: int = field(init=False)
    _words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._columns = [
            (f, f.key, self.heading.columns[f.key], {})
            for f in self.fields
            if f.key in self.heading.columns
        ]

        self._places = [place for _, _, place, _ in self._columns]
        self._named = self.heading.columns[self.person]
        self._words = frozenset(bare(cell) for row in self.heads for cell in row if cell)

    def read(self, number: int, cells: Row) -> Line | Skipped | None:
        """Return row `number` as a line, or as nobody; None if it is blank."""
        if not any(cells):
            return None
        if self._is_nobody(number, cells):
            return Skipped(
                self.sheet, number, " ".join(str(c) for c in cells if c not in ("", None))
            )
        return self.line(number, cells)

    def line(self, number: int, cells: Row, texts: Mapping[str, str] | None = None) -> Line:
        """Return a row that is somebody; `texts` were typed instead of cells, by their field."""
        if not texts:
            return Line(self.sheet, number, cells, self._typed(cells), repairs=self._repairs(cells))
        cells = self._mended(cells, texts)
        typed = self._typed(cells)
        for known in self.fields:
            if known.key in texts and known.key not in self.heading.columns:
                take_in(typed, known, texts[known.key], known.read)
        return Line(self.sheet, number, cells, typed, repairs=self._repairs(cells))

    def _typed(self, cells: Row) -> Typed:
        typed, rests = Typed(), list[tuple[Field, str]]()
        for known, key, place, seen in self._columns:
            cell = cells[place]
            value = seen.get(cell)
            if value is not None:  # most columns say a few things again and again
                typed[key] = value
            elif cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
                if known.needed:
                    typed.problems.append(known.empty())
            else:
                self._take(typed, known, cell, seen, rests)
        for known, rest in rests:
            self._hand_over(typed, known, rest)
        return typed

    def _repairs(self, cells: Row) -> tuple[tuple[str, str], ...]:
        """Return what is put right in a row without asking, by the key of its field."""
        if not private.told("".join([cell for cell in cells if isinstance(cell, str)])):
            return ()
        texts = ((known, cell_text(cells[place])) for known, _, place, _ in self._columns)
        told = ((known, known.kind.mended(text)[1]) for known, text in texts)
        return tuple((known.key, f"{known.label}：{words}") for known, words in told if words)

    def column(self, key: str) -> int:
        """Return the column in which a problem with the field `key` is to be seen."""
        columns = self.heading.columns
        return columns.get(key, columns[self.person])

    def address(self, number: int, key: str) -> str:
        """Return the bare address of the cell of the field `key` in row `number`."""
        return address(number, self.column(key))

    def _mended(self, cells: Row, texts: Mapping[str, str]) -> Row:
        row = list(cells)
        for key, text in texts.items():
            if key in self.heading.columns:
                row[self.heading.columns[key]] = text
        return tuple(row)

    def _is_nobody(self, number: int, cells: Row) -> bool:
        """Say whether a row is a total, a signature, an instruction or the heading once more."""
        for cell in cells[:LOOKED_AT]:
            if isinstance(cell, str) and MAYBE.search(cell):
                word = bare(cell)
                if TOTALS.fullmatch(word) or FOOTERS.fullmatch(word):
                    return True
        if self._is_heading(cells) or self._instructs(number, cells):
            return True
        filled = [place for place in self._places if cells[place] not in ("", None)]
        return len(filled) < TWO and not (filled == [self._named] and self._is_named(cells))

    def _is_heading(self, cells: Row) -> bool:
        """Say whether a row repeats one of the rows of the heading."""
        name = cells[self._named]
        if name not in ("", None) and bare(name) not in self._words:
            return False
        texts = [cell for cell in cells if isinstance(cell, str) and cell]
        return len(texts) >= TWO and all(bare(text) in self._words for text in texts)

    def _is_named(self, cells: Row) -> bool:
        """Say whether a name alone is somebody: it has a running number, or the list has none."""
        serial = None if self.heading.serial is None else cells[self.heading.serial]
        numbered = self.heading.serial is None or str(serial).strip().rstrip(".0").isdigit()
        name = str(cells[self._named]).strip()
        return numbered and len(name) <= LONGEST_ALONE and ":" not in name and "：" not in name

    def _instructs(self, number: int, cells: Row) -> bool:
        if number > self.heading.bottom + INSTRUCTIONS:
            return False
        texts = [cell for cell in cells if isinstance(cell, str) and cell]
        return len(texts) > 1 and sum(bool(TOLD.search(text)) for text in texts) * 2 > len(texts)

    def _take(
        self,
        typed: Typed,
        known: Field,
        cell: Any,
        seen: dict[Any, Any],
        rests: list[tuple[Field, str]],
    ) -> None:
        cached = isinstance(cell, str | date)  # a number may be equal to another kind of cell
        if known.rest:
            mine, rest = known.kind.divide(cell_text(cell))
            if rest:
                rests.append((known, rest))
                cell, cached = mine, False
        if cell == "":
            return
        try:
            value = known.kind.read(cell.strip() if isinstance(cell, str) else cell)
        except (Invalid, Doubt):
            if known.needed or cell_text(cell) not in NOTHING:
                take_in(typed, known, cell, known.read)  # once more, for the words
            return
        typed[known.key] = value
        if cached and len(seen) < CACHED:
            seen[cell] = value

    def _hand_over(self, typed: Typed, known: Field, rest: str) -> None:
        """Give the field that takes the rest of a cell its part, unless it has something else."""
        other = next(f for f in self.fields if f.key == known.rest)
        try:
            value = other.kind.parse(rest)
        except (Invalid, Doubt) as problem:
            typed.problems.append(type(problem)(f"{known.label}:{problem.words}", known.key))
            return
        if typed.setdefault(other.key, value) != value:
            words = f"{known.label}：这一格里有几项，{other.label}一栏又有另外的，请分开填写。"
            typed.problems.append(Doubt(words, known.key))


def addressed(reader: Reader, line: Line) -> Iterator[tuple[str, Problem]]:
    """Give the cell of every problem of `line`, each cell once: the first thing wrong with it."""
    told: set[str] = set()
    for problem in line.problems:
        cell = reader.address(line.row, problem.field)
        if cell not in told:
            told.add(cell)
            yield cell, problem
