"""Papers: the rolls of a month, looked at, printed and saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partyservice.app.given import Given
from partyservice.kernel.partial import Month

if TYPE_CHECKING:
    from partyservice.printing.sheet import Sheet

PRINT = "rosters.print"


class Papers(Given):
    """What leaves the office whole is in the journal before it leaves."""

    def rolls(self) -> list[tuple[str, str]]:
        """Return the names and titles of the rolls that may be made."""
        from partyservice.rosters.rolls import ROLLS

        return [(roll.name, roll.title) for roll in ROLLS.values()]

    def preview(self, name: str, month: date) -> bytes:
        """Return the roll `name` of a month as PDF, its numbers masked as on the screen."""
        from partyservice.printing.roster import draw

        with self.store.read() as session:
            return draw(self._sheet(session, name, month, masked=True))

    def pdf(self, name: str, month: date) -> bytes:
        """Return the roll `name` of a month as PDF, whole; one entry in the journal.

        Raise Refused if it cannot be printed.
        """
        from partyservice.printing.roster import draw

        with self.store.read() as session:
            made = draw(self._sheet(session, name, month))
        self._note(name, month)
        return made

    def save(self, name: str, month: date, path: Path) -> None:
        """Write the roll `name` of a month to `path`, a .pdf or .xlsx, whole or not at all.

        The journal has it before the file is there: no copy is unknown to it.
        """
        from partyservice.exchange.rosters import write_roster
        from partyservice.kernel.files import replaced_whole

        if path.suffix.lower() == ".pdf":
            made = self.pdf(name, month)
            with replaced_whole(path) as file:
                file.write(made)
            return
        self.may(PRINT)
        self._note(name, month)
        with self.store.read() as session:
            write_roster(self._sheet(session, name, month), path)

    def _sheet(self, session: Any, name: str, month: date, *, masked: bool = False) -> Sheet:
        from partyservice.printing.roll import Occasion
        from partyservice.rosters.rolls import ROLLS

        self.may(PRINT)
        occasion = Occasion(
            month=Month.of(month),
            today=self.clock.today(),
            office=self.office,
            by=self.by.name,
            at=self.clock.now(),
            sample=self.sample,
            masked=masked,
        )
        return ROLLS[name].sheet(session, occasion, {})

    def _note(self, name: str, month: date) -> None:
        from partyservice.storage.journal import note

        with self.store.write(self.by) as session:
            note(session, "roster", 0, {"roster": name, "month": f"{month:%Y-%m}"})
