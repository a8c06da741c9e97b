"""Imports: what a spreadsheet would bring, working on it, and bringing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.app.given import Given
from partyservice.app.room import enough_for_import

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partyservice.exchange.doctor import Cleaned
    from partyservice.exchange.intake import Intake
    from partyservice.exchange.planning import Asked, Plan
    from partyservice.exchange.review import Review
    from partyservice.exchange.trouble import Checked
    from partyservice.kernel.progress import Progress

IMPORT = "exchange.import"
TRIES = 5  # times an import is planned again because somebody else wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import; `returned` is the workbook of what was held back, if there is."""

    new: int
    updated: int
    unchanged: int
    held: int
    returned: Path | None


class Imports(Given):
    """A plan is made without writing, and carried out in one transaction."""

    def plan(self, path: Path, asked: Asked, progress: Progress | None = None) -> Plan:
        """Return what importing `path` would do; nothing is written."""
        from partyservice.exchange.judging import plan

        with self._judging() as session:
            return plan(session, path, asked, progress)

    def carry_out(self, plan: Plan, name: str, progress: Progress | None = None) -> None:
        """Write what `plan` says, in one transaction."""
        from partyservice.exchange.importing import carry_out

        self._may_import()
        enough_for_import(self.store.folder)
        with self.store.write(self.by, f"导入 {name}", rights=(IMPORT,)) as session:
            carry_out(session, plan, progress)

    def _may_import(self) -> None:
        self.may(IMPORT)
        self.may_see()

    @contextmanager
    def _judging(self) -> Iterator[Session]:
        self._may_import()
        with self.read() as session:
            yield session

    # a file that somebody works on before it goes in

    def open(
        self,
        path: Path,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Review:
        """Read a file once; raise Refused if it cannot be read."""
        from partyservice.exchange.invented import refuse_invented
        from partyservice.exchange.reading import read_sheets
        from partyservice.exchange.review import Review

        self._may_import()
        enough_for_import(self.store.folder)
        sheets = read_sheets(path, cancelled=cancelled, progress=progress)
        for sheet in sheets:
            refuse_invented(sheet, sheet.rows, sample=self.sample)
        return Review(sheets)

    def kinds(self) -> Sequence[Intake]:
        """Return the kinds of list there are, the most usual first."""
        from partyservice.exchange.intake import INTAKES

        return list(INTAKES.values())[::-1]

    def judge(self, review: Review, progress: Progress | None = None) -> Checked:
        """Plan all of it; raise Refused, at the field of what must be said first."""
        with self._judging() as session:
            return review.judge(session, progress)

    def mend(self, review: Review, rows: Iterable[tuple[str, int]], key: str, text: str) -> Checked:
        """Take `text` for the cells of the field `key` in `rows`."""
        with self._judging() as session:
            return review.mend(session, rows, key, text)

    def answer(self, review: Review, at: tuple[str, int], key: str, reason: str) -> Checked:
        """Let a row in that was asked about, with the reason."""
        with self._judging() as session:
            return review.answer(session, at, key, reason)

    def leave(self, review: Review, at: tuple[str, int]) -> Checked:
        """Let a row stay out, or in again."""
        with self._judging() as session:
            return review.leave(session, at)

    def undo(self, review: Review) -> Checked:
        """Take back what was said last."""
        with self._judging() as session:
            return review.undo(session)

    def bring(
        self,
        review: Review,
        name: str,
        returned: Path | None = None,
        progress: Progress | None = None,
    ) -> Imported:
        """Write what `review` says; what is held back goes to `returned`, before anything else.

        Planned again, with all that was said, where somebody else wrote in between.
        """
        from partyservice.exchange.importing import Stale, return_held
        from partyservice.exchange.planning import HELD

        left = TRIES
        while True:
            counts = review.plan.counts()
            fresh = returned is not None and not returned.exists()
            there = returned is not None and return_held(review.plan, returned)
            try:
                self.carry_out(review.plan, name, progress)
                break
            except BaseException as error:
                if there and fresh and returned is not None:
                    returned.unlink(missing_ok=True)  # nothing was imported: nothing goes back
                self.judge(review)  # what was written is taken back: the lines are needed again
                left -= 1
                if not isinstance(error, Stale) or not left:
                    raise
        held = sum(counts[state] for state in HELD)
        return Imported(
            new=counts["new"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            held=held,
            returned=returned if there else None,
        )

    def clean(self, review: Review, path: Path, progress: Progress | None = None) -> Cleaned:
        """Write the lists of `review` as a clean workbook; nothing is imported."""
        from partyservice.exchange.doctor import clean

        self.judge(review, progress)
        return clean(review, path)
