"""Settings: the office's own words and days, kept up with what is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partyservice.app.given import IMPERSONAL, Given

if TYPE_CHECKING:
    from partyservice.kernel.workdays import Workdays
    from partyservice.storage.store import News


class Settings(Given):
    """Read when the office is opened, and again when a commit changed them."""

    _workdays: Workdays | None = None

    def follow(self, news: News) -> None:
        """Take what a commit changed; called on the thread that wrote, before others hear."""
        from partyservice.settings.model import CodeEntry, Holiday

        if CodeEntry in news:
            self.load_words()
        if Holiday in news:
            self._workdays = None

    def load_words(self) -> None:
        """Let every box, filter, import and paper know the office's own code rows."""
        from partyservice.settings.queries import own_rows

        with self.read(IMPERSONAL) as session:
            self.store.tables.take(own_rows(session))

    def workdays(self) -> Workdays:
        """Return the calendar by which the office works."""
        from partyservice.settings.queries import workdays

        if self._workdays is None:
            with self.read(IMPERSONAL) as session:
                self._workdays = workdays(session)
        return self._workdays

    def office_id(self) -> int:
        """Return the key of the record of this office."""
        from partyservice.organisations.queries import office

        with self.read(IMPERSONAL) as session:
            return office(session).id
