"""Journal: whether all is as it was written, who did what on a day, and the page of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.app.given import IMPERSONAL, Given

if TYPE_CHECKING:
    from partyservice.kernel.progress import Progress
    from partyservice.printing.daypage import Day
    from partyservice.safety.checking import Known
    from partyservice.safety.findings import Report
    from partyservice.storage.auditing import Only, Page

SEE = "journal.see"


class Journal(Given):
    """Nothing here tells of a person: records are named by their kind and key."""

    def check(self, known: Known | None = None, progress: Progress | None = None) -> Report:
        """Return what is found in the whole office, part by part; seconds in a large one."""
        from partyservice.safety.checking import check

        return check(self.store, self.clock, known, progress)

    def contradicted(self) -> Sequence[str]:
        """Return what others saw of the journal and it contradicts; quick, asked at opening."""
        from partyservice.storage.anchors import contradictions

        with self.read(IMPERSONAL) as session:
            found = contradictions(session.connection(), self.store.anchors)
        return [each.words for each in found]

    def page(self, only: Only, before: int | None = None, most: int = 100) -> Page:
        """Return entries without values and names, newest first; raise Refused if not allowed."""
        from partyservice.storage.auditing import page

        self.may(SEE)
        with self.read(IMPERSONAL) as session:
            return page(session, only, before, most)

    def accounts_and_kinds(self) -> tuple[Sequence[str], Sequence[tuple[str, str]]]:
        """Return who may have made an entry, and tables and titles of what it may be about."""
        from partyservice.security.keysfile import load
        from partyservice.storage.record import Record

        kinds = {m.class_.__tablename__: m.class_.title for m in Record.registry.mappers}
        titled = sorted((title, table) for table, title in kinds.items() if title)
        names = [door.name for door in load(self.store.folder).doors]
        return names, [(table, title) for title, table in titled]

    def day(self, day: date) -> Day:
        """Return what was done on a day, counted by kind and by account."""
        from partyservice.printing.daypage import Day
        from partyservice.storage.anchors import newest
        from partyservice.storage.auditing import counted

        with self.read(IMPERSONAL) as session:
            kinds, accounts = counted(session, day)
            last = newest(session.connection())
        return Day(
            office=self.office,
            day=day,
            by=self.by.name,
            at=self.clock.now().astimezone(),
            kinds=kinds,
            accounts=accounts,
            newest=last.seq if last else 0,
            seen_at=last.at if last else "",
            anchor=last.paper if last else "",
            sample=self.sample,
        )

    def day_page(self, day: date) -> bytes:
        """Return the page of a day as PDF, to be signed and kept; one entry in the journal.

        Raise Refused if nothing was ever written.
        """
        from partyservice.printing.daypage import draw_day

        self.note({"day_page": day.isoformat()})
        return draw_day(self.day(day))

    def save_day_page(self, day: date, path: Path) -> None:
        """Write the page of a day to `path`, whole or not at all."""
        from partyservice.kernel.files import replaced_whole

        made = self.day_page(day)
        with replaced_whole(path) as file:
            file.write(made)
