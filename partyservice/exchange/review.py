"""Review: a file read once, and all that somebody says about it until it is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from partyservice.exchange.corrections import NEW_BRANCH, At, Corrections, answerable
from partyservice.exchange.heading import SEARCHED, choose
from partyservice.exchange.judging import judge, judge_lines, kin, place
from partyservice.exchange.lines import Line
from partyservice.exchange.planning import Asked, Part, Plan, read, taken_columns
from partyservice.exchange.sheets import Row, Sheet
from partyservice.exchange.trouble import Checked, Column, checked, columns
from partyservice.kernel.collecting import uncollected
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Progress, Quiet
from partyservice.organisations.queries import office
from partyservice.storage.journal import head
from partyservice.storage.record import key_of


@dataclass(slots=True)
class Review:
    """Each change judges again what hangs on it; a store written since, everything."""

    sheets: Sequence[Sheet]
    asked: Asked = field(default_factory=Asked)
    corrections: Corrections = field(default_factory=Corrections)
    _plan: Plan | None = None
    _before: list[tuple[Corrections, list[At]]] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        """What is planned so far; raise Refused before anything is."""
        if self._plan is None:
            raise Refused("还没有核对，什么也没有写入。请先核对再导入。")
        return self._plan

    def kind(self) -> str:
        """Return which kind of list it is; raise Refused if that must be said."""
        tops = [sheet.rows[:SEARCHED] for sheet in self.sheets]
        return choose(tops, self.asked.kind).name

    def columns(self) -> list[Column]:
        """Return the columns, and what each is taken for; none if the kind must be said."""
        return columns(self.sheets, self.kind(), self.asked.taken)

    def judge(self, session: Session, progress: Progress | None = None) -> Checked:
        """Plan all of it anew; raise Refused if the file does not show what it is."""
        told = progress or Quiet()
        self._forget_moved()
        with uncollected():
            sample = office(session).sample
            made = read(self.sheets, self.asked, told, self.corrections, sample=sample)
            judge(session, made, self.asked, self.corrections, told)
        self._plan = made
        return self.checked()

    def mend(self, session: Session, rows: Iterable[At], key: str, text: str) -> Checked:
        """Take `text` for the cells of the field `key` in `rows`."""
        rows = list(rows)
        self._remember(rows)
        for at in rows:
            self.corrections.mend(at, key, text)
        return self._again(session, rows, set())

    def answer(self, session: Session, at: At, key: str, reason: str) -> Checked:
        """Let a row in that was asked about; a new branch is made for all rows that name it."""
        self._remember([at])
        line = self._lines([at])[0]
        asked = [p for p in line.problems if p.field == key and answerable(p)]
        made = {line.branch} if any(p.rule == NEW_BRANCH for p in asked) else set()
        self.corrections.answer(at, key, reason, (p.words for p in asked))
        self.corrections.branches |= made
        return self._again(session, [at], made)

    def leave(self, session: Session, at: At) -> Checked:
        """Let a row stay out, or in again."""
        self._remember([at])
        self.corrections.left ^= {at}
        return self._again(session, [at], set())

    def undo(self, session: Session) -> Checked:
        """Take back what was said last."""
        if not self._before:
            return self.checked()
        made = self.corrections.branches
        self.corrections, rows = self._before.pop()
        return self._again(session, rows, made ^ self.corrections.branches)

    def alike(self, at: At, key: str) -> list[At]:
        """Return the rows, that one included, that have the same problem with the same cell."""
        part, line = self._part(at[0]), self._lines([at])[0]
        column = part.reader.column(key)
        cell = line.cells[column] if line.cells else None
        return [
            (other.sheet, other.row)
            for other in part.lines
            if any(p.field == key for p in other.problems)
            and other.cells
            and other.cells[column] == cell
        ]

    def checked(self) -> Checked:
        """Return what is to be seen of the plan; it stays as it is when the plan goes on."""
        return checked(self.plan, self.corrections, undoable=bool(self._before))

    def _forget_moved(self) -> None:
        """Drop what was said about cells that are taken for another field, or none, by now."""
        for part in self._plan.parts if self._plan else ():
            rows = next(each.rows for each in self.sheets if each.name == part.reader.sheet)
            before, now = part.reader.heading.columns, taken_columns(rows, self.asked, self.kind())
            moved = [key for key in {*before, *now} if before.get(key) != now.get(key)]
            for said in (self.corrections, *(said for said, _ in self._before)) if moved else ():
                said.forget(part.reader.sheet, moved)

    def _remember(self, rows: list[At]) -> None:
        self._before.append((self.corrections.copied(), rows))

    def _again(self, session: Session, rows: Sequence[At], made: set[str]) -> Checked:
        """Judge again what hangs on `rows`; `made` are branches whose making changed."""
        if head(session) != self.plan.state:
            return self.judge(session)
        with uncollected():
            before, reread = self._lines(rows), self._reread(rows)
            place(session, self.plan, reread, self.asked, self.corrections)
            named = made | self._unknown(before) ^ self._unknown(reread)
            hanging = kin(self.plan, [*before, *reread], named)
            lines = self._reread([(line.sheet, line.row) for line in hanging])
            judge_lines(session, self.plan, lines, self.asked, self.corrections)
        return self.checked()

    def _unknown(self, lines: Iterable[Line]) -> set[str]:
        """Return the names of branches that are not on file: how many rows name them matters."""
        key = key_of(self.plan.intake.branch)
        return {line.branch for line in lines if (line.typed.get(key) or 0) <= 0} - {""}

    def _reread(self, rows: Iterable[At]) -> list[Line]:
        """Put the lines of `rows` anew, as the file and the corrections have them."""
        wanted, made = set(rows), list[Line]()
        cells: Mapping[str, Sequence[Row]] = {sheet.name: sheet.rows for sheet in self.sheets}
        for part in self.plan.parts:
            for number, line in enumerate(part.lines):
                at = (line.sheet, line.row)
                if at in wanted:
                    texts = self.corrections.texts.get(at)
                    anew = part.reader.line(line.row, cells[line.sheet][line.row], texts)
                    part.lines[number] = anew
                    made.append(anew)
        return made

    def _lines(self, rows: Iterable[At]) -> list[Line]:
        wanted = set(rows)
        return [line for line in self.plan.lines if (line.sheet, line.row) in wanted]

    def _part(self, sheet: str) -> Part:
        return next(part for part in self.plan.parts if part.reader.sheet == sheet)
