"""Merges: two records of one person become one; `App.undo` parts them again by the step."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from partyservice.app.given import Given

if TYPE_CHECKING:
    from partyservice.desk.merging import Comparison, Merged

MERGE = "people.merge"


class Merges(Given):
    """Whoever may merge may also part what somebody else has merged."""

    def compare(self, first: int, second: int) -> Comparison:
        """Return where two people differ; raise Refused if they cannot become one."""
        from partyservice.desk.merging import compare

        self.may(MERGE)
        with self.read() as session:
            return compare(session, first, second)

    def merge(self, first: int, second: int, chosen: Collection[str] = ()) -> None:
        """Let the second be the first; `chosen` are the keys of Fields taken from the second."""
        from partyservice.desk.merging import merge

        self.may(MERGE)
        self.may_see()
        with self.store.write(self.by, "合并") as session:
            merge(session, first, second, chosen)

    def merged(self, person: int) -> list[Merged]:
        """Return who was merged into a person; `App.undo.undo(step)` parts them again."""
        from partyservice.desk.merging import merged

        with self.read() as session:
            return merged(session, person)
