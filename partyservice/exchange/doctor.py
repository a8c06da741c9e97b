"""Doctor: a clean workbook of a messy one; what was repaired in it, and what is left to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from partyservice.exchange.books import BORDERED, Book, Page, book_at, set_up
from partyservice.exchange.heading import names_of, understood
from partyservice.exchange.lines import Line, addressed
from partyservice.exchange.planning import REPORT, Part
from partyservice.exchange.review import Review
from partyservice.exchange.sheets import Cell, Row
from partyservice.exchange.trouble import shown
from partyservice.exchange.writing import BAD, HEADING, TITLE
from partyservice.kernel.errors import Problem
from partyservice.kernel.fields import Field
from partyservice.storage.record import key_of

DOUBTED = BORDERED.but(bg_color="#FFF2CC")
LETTER, LEAST, MOST = 2.0, 8.0, 40.0  # widths: of a Chinese letter, of a column
NAMED = 12  # rows that a line of the report names
NOT_TAKEN = "不导入："  # before the heading of a column that was not to be taken
COLUMNS = ("工作表", "栏目", "行", "原来", "现在", "说明")
WIDTHS = (16, 16, 24, 30, 30, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """How many people, repaired cells, dropped rows and cells left to mend there are."""

    people: int
    repaired: int
    dropped: int
    left: int


@dataclass(slots=True)
class _Report:
    """What was done: (sheet, label, before, after) to the rows, in the order met."""

    repaired: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)
    left: list[tuple[str, str, int, str, str]] = field(default_factory=list)

    def repair(self, sheet: str, label: str, row: int, before: str, after: str) -> None:
        """Note that a cell says the same in other words, or was mended by hand."""
        self.repaired.setdefault((sheet, label, before, after), []).append(row)


def clean(review: Review, path: Path) -> Cleaned:
    """Write the lists of `review`, just judged, to `path`; nothing is imported.

    The heading once, a row a person, every value as the program writes it and as a text. What
    could not be understood stays as it was, marked, with the reason. The last sheet tells all.
    `path` is replaced whole or not at all; raise Refused if it cannot be written.
    """
    report, plan = _Report(), review.plan
    with book_at(path, sample=plan.sample) as book:
        for part in plan.parts:
            _write_part(book, part, review, report)
        _write_report(book, review, report)
    return Cleaned(
        people=sum(1 for _ in plan.lines),
        repaired=sum(map(len, report.repaired.values())),
        dropped=len(plan.skipped),
        left=len(report.left),
    )


def _write_part(book: Book, part: Part, review: Review, report: _Report) -> None:
    rows = next(s.rows for s in review.sheets if s.name == part.reader.sheet)
    lines = list(_read_anew(part, review, rows))
    columns = _columns(part, [values for _, _, values in lines])
    page = book.page(part.reader.sheet or "名单")
    heads = [words for words, _, _ in columns]
    texts = [
        [_text(line.cells, values, *column[1:]) for column in columns] for line, _, values in lines
    ]
    set_up(page, range(1), [_width(place, [heads, *texts[:50]]) for place in range(len(heads))])
    page.line(heads, lambda _column: HEADING)
    for (line, raw, values), clean_row in zip(lines, texts, strict=True):
        _write_row(page, part, line, (columns, raw, values, clean_row), report)


_Column = tuple[str, int | None, Field | None]  # heading, place in the sheet, field


def _read_anew(
    part: Part, review: Review, rows: Sequence[Row]
) -> Iterator[tuple[Line, Row, dict[str, str]]]:
    """Give each line, its row as it was, and its values as the program writes them."""
    fields = {known.key: known for known in part.reader.fields}
    branch = key_of(review.plan.intake.branch)
    for line in part.lines:
        raw = rows[line.row]
        anew = part.reader.line(line.row, raw, review.corrections.texts.get((line.sheet, line.row)))
        values = {key: fields[key].typed(value) for key, value in anew.typed.items()}
        if line.branch:
            values.setdefault(branch, line.branch)
        yield (
            replace(line, cells=anew.cells),
            raw,
            {key: text for key, text in values.items() if text},
        )


def _columns(part: Part, rows: Sequence[dict[str, str]]) -> list[_Column]:
    """Return the columns of the sheet, and one for each field that had none of its own."""
    heading, fields = part.reader.heading, {known.key: known for known in part.reader.fields}
    names = names_of(part.reader.fields)
    places: dict[int, tuple[str, Field | None]] = {
        place: (f"{NOT_TAKEN}{words}" if understood(words, names) else words, None)
        for place, words in heading.unknown.items()
    }
    places |= {place: (fields[key].label, fields[key]) for key, place in heading.columns.items()}
    found: list[_Column] = [
        (*places[place][:1], place, places[place][1]) for place in sorted(places)
    ]
    told = {key for row in rows for key in row}
    more = [fields[key] for key in fields if key in told and key not in heading.columns]
    return [*found, *((known.label, None, known) for known in more)]


def _text(cells: Row, values: dict[str, str], place: int | None, known: Field | None) -> Cell:
    """Return what the clean cell holds; the cell as it was or was typed if not understood."""
    if known is None:
        return shown(cells[place]) if place is not None else ""
    if known.key in values:
        return values[known.key]
    return cells[place] if place is not None else ""


def _write_row(
    page: Page,
    part: Part,
    line: Line,
    told: tuple[Sequence[_Column], Row, dict[str, str], Sequence[Cell]],
    report: _Report,
) -> None:
    columns, raw, values, row = told
    problems = _problems(part, line, columns)
    cells: list[Cell] = []
    for at, ((label, place, known), cell) in enumerate(zip(columns, row, strict=True)):
        before = shown(raw[place]) if place is not None else ""
        blank = known is not None and known.key not in values and at not in problems
        after = "" if blank else shown(cell)  # 无 and — are blanks
        if at in problems:
            report.left.append((line.sheet, label, line.row, before, problems[at].words))
            page.remark(at, problems[at].words)
        elif before != after and place is not None and before:
            report.repair(line.sheet, label, line.row, before, after)
        cells.append(cell if at in problems and known and known.key not in values else after)
    doubted = {
        at for at, problem in problems.items() if columns[at][2] and _said(columns[at], values)
    }
    page.line(
        cells,
        lambda at: (DOUBTED if at in doubted else BAD) if at in problems else BORDERED,
    )


def _said(column: _Column, values: dict[str, str]) -> bool:
    return column[2] is not None and column[2].key in values


def _problems(part: Part, line: Line, columns: Sequence[_Column]) -> dict[int, Problem]:
    """Return the first problem of each column."""
    keys = {known.key: at for at, (_, _, known) in enumerate(columns) if known}
    name = keys[part.reader.person]
    found: dict[int, Problem] = {}
    for _, problem in addressed(part.reader, line):
        found.setdefault(keys.get(problem.field, name), problem)
    return found


def _write_report(book: Book, review: Review, report: _Report) -> None:
    page = book.page(REPORT)
    set_up(page, range(1, 2), WIDTHS)
    page.banner(REPORT, len(COLUMNS), TITLE)
    page.line(COLUMNS, lambda _column: HEADING)
    for line in _told(review, report):
        page.line(line, lambda _column: BORDERED)


def _told(review: Review, report: _Report) -> Iterator[Sequence[str]]:
    """Give what is left to mend, what was repaired, what was dropped, and what was not used."""
    for sheet, label, row, before, words in report.left:
        yield sheet, label, f"{row + 1}", before, "", f"请改：{words}"
    for (sheet, label, before, after), rows in report.repaired.items():
        yield sheet, label, _rows(rows), before, after, "已改"
    for skipped in review.plan.skipped:
        yield skipped.sheet, "", f"{skipped.row + 1}", skipped.text[:80], "", "不是人员，已去掉"
    for name, words in review.plan.passed_over.items():
        yield name, "", "", "", "", words


def _rows(rows: Sequence[int]) -> str:
    shown_rows = "、".join(str(row + 1) for row in rows[:NAMED])
    return shown_rows + (f" 等 {len(rows)} 行" if len(rows) > NAMED else "")


def _width(place: int, rows: Sequence[Sequence[Cell]]) -> float:
    longest = max(len(str(row[place] or "")) for row in rows)
    return min(MOST, max(LEAST, longest * LETTER))
