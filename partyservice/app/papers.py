"""Papers: the rolls of a month, looked at, printed and saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partyservice.app.given import Given
from partyservice.kernel.collecting import uncollected
from partyservice.kernel.errors import Refused
from partyservice.kernel.partial import Month

if TYPE_CHECKING:
    from partyservice.kernel.progress import Progress
    from partyservice.printing.figures import Counted
    from partyservice.printing.roll import Occasion, Roll
    from partyservice.rosters.layout import About, Layout
    from partyservice.storage.listing import Listing

PRINT, UNMASK = "rosters.print", "members.unmask"
NUMBER = "person.id_number"
FIRST = 3  # pages shown before the rest is drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which roster: its name, the month, one branch or all, and how fields shall stand.

    `layout` is a custom roster that is not saved yet: whom it lists, and how.
    """

    name: str
    month: date
    branch: int | None = None
    forms: Mapping[str, str] | None = None  # key of a field to the name of a form
    layout: tuple[About, Layout] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The first pages of a roster, whether they are all, and its numbers.

    `forms` are the fields of it that may be written in several ways, as key and ways.
    """

    pdf: bytes
    whole: bool
    figures: Sequence[Counted]
    forms: Mapping[str, Sequence[str]]


class Papers(Given):
    """What leaves the office whole is in the journal before it leaves."""

    def rolls(self) -> list[tuple[str, str]]:
        """Return the names and titles of the rolls that every office has."""
        from partyservice.rosters.rolls import ROLLS

        return [(roll.name, roll.title) for roll in ROLLS.values()]

    def branches(self, text: str = "") -> list[tuple[int, str]]:
        """Return keys and names of our branches that `text` may mean, the first few."""
        from partyservice.organisations.queries import branches

        with self.read() as session:
            return branches(session, text)

    def look(self, asked: Asked) -> Looked:
        """Return the first pages as PDF, numbers masked as on the screen, and the figures."""
        from partyservice.printing.printed import FORMS
        from partyservice.printing.roster import draw_first
        from partyservice.storage.shown import described_as

        with uncollected(), self.read(all_rows=True) as session:
            roll, on = self._roll(session, asked), self._occasion(session, asked, masked=True)
            parts = roll.sums(session, on, asked.branch)
            pdf, whole = draw_first(roll.sheet(session, on, asked.branch, parts), FIRST)
        counted = roll.counted(parts, on)
        shown = {described_as(each).key for column in roll.columns for each in column.shown}
        forms = {key: tuple(ways) for key, ways in FORMS.items() if key in shown}
        return Looked(pdf=pdf, whole=whole, figures=counted, forms=forms)

    def preview(self, asked: Asked, progress: Progress | None = None) -> bytes:
        """Return all pages as PDF, numbers masked as on the screen."""
        from partyservice.printing.roster import draw

        with uncollected(), self.read(all_rows=True) as session:
            roll, on = self._roll(session, asked), self._occasion(session, asked, masked=True)
            return draw(roll.sheet(session, on, asked.branch), progress)

    def behind(self, asked: Asked, key: str) -> Listing:
        """Return the list of those whom the figure `key` of a roster counts."""
        with self.read() as session:
            roll, on = self._roll(session, asked), self._occasion(session, asked)
            return roll.behind(key, on, asked.branch)

    def pdf(self, name: str, month: date, branch: int | None = None) -> bytes:
        """Return the roll `name` of a month as PDF, whole; one entry in the journal.

        Raise Refused if it cannot be printed.
        """
        return self.made(Asked(name=name, month=month, branch=branch))

    def made(self, asked: Asked, progress: Progress | None = None) -> bytes:
        """Return a roster as PDF, whole; one entry in the journal."""
        from partyservice.printing.roster import draw

        with uncollected(), self.read(all_rows=True) as session:
            roll, on = self._roll(session, asked), self._occasion(session, asked)
            made = draw(roll.sheet(session, on, asked.branch), progress)
        self._note(asked)
        return made

    def save(
        self, name: str, month: date, path: Path, branch: int | None = None, **more: Any
    ) -> None:
        """Write the roll `name` of a month to `path`, a .pdf or .xlsx, whole or not at all."""
        self.save_as(Asked(name=name, month=month, branch=branch, **more), path)

    def save_as(self, asked: Asked, path: Path, progress: Progress | None = None) -> None:
        """Write a roster to `path`, a .pdf or .xlsx, whole or not at all.

        The journal has it before the file is there: no copy is unknown to it.
        """
        from partyservice.exchange.rosters import write_roster
        from partyservice.exchange.summary import write_summary
        from partyservice.kernel.files import replaced_whole
        from partyservice.rosters.rolls import SUMMARY

        if path.suffix.lower() == ".pdf":
            made = self.made(asked, progress)
            with replaced_whole(path) as file:
                file.write(made)
            return
        self.may(UNMASK if asked.name == SUMMARY.name else PRINT)
        self._note(asked)
        with uncollected(), self.read(all_rows=True) as session:
            roll, on = self._roll(session, asked), self._occasion(session, asked)
            if roll is SUMMARY:
                write_summary(roll, session, on, asked.branch, path, progress)
            else:
                write_roster(roll.sheet(session, on, asked.branch), path)

    def _roll(self, session: Any, asked: Asked) -> Roll:
        from partyservice.rosters.custom import roll_of, stored
        from partyservice.rosters.rolls import ROLLS

        self.may(PRINT)
        if asked.layout is not None:
            return roll_of("", asked.name, *asked.layout)
        roll = ROLLS.get(asked.name) or stored(session, asked.name)
        if roll is None:
            raise Refused("这份自定名册已经作废，没有排版。数据没有改动，请另选一份。")
        return roll

    def _occasion(self, session: Any, asked: Asked, *, masked: bool = False) -> Occasion:
        from partyservice.organisations.model import Organisation
        from partyservice.printing.printed import FORMS
        from partyservice.printing.roll import Occasion

        forms = {key: FORMS[key][words] for key, words in (asked.forms or {}).items()}
        if NUMBER in forms and not masked:
            self.may(UNMASK)
        branch = asked.branch and session.get(Organisation, asked.branch)
        return Occasion(
            month=Month.of(asked.month),
            today=self.clock.today(),
            office=self.office,
            by=self.by.name,
            at=self.clock.now(),
            sample=self.sample,
            masked=masked,
            branch=branch.full_name if branch else "",
            asked=forms,
        )

    def _note(self, asked: Asked) -> None:
        from partyservice.storage.journal import note

        told: dict[str, Any] = {"roster": asked.name, "month": f"{asked.month:%Y-%m}"}
        told |= {"branch": str(asked.branch)} if asked.branch else {}
        told |= {"forms": dict(asked.forms)} if asked.forms else {}
        with self.store.write(self.by) as session:
            note(session, "roster", 0, told)
