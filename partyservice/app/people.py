"""People: the page of one person, and what was done about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partyservice.app.given import Given

if TYPE_CHECKING:
    from partyservice.desk.finding import Found
    from partyservice.desk.happenings import History
    from partyservice.desk.person import About
    from partyservice.storage.draft import Draft
    from partyservice.storage.listing import Listing, Wanted


class People(Given):
    """Everything is masked; whole numbers are asked for by `App.unmasked`."""

    @property
    def draft(self) -> Draft:
        """The fields of a person alone."""
        from partyservice.desk.person import PERSONAL

        return PERSONAL

    def find(self, wanted: Wanted) -> Found:
        """Return the first people and organisations that `wanted.text` finds, and the count."""
        from partyservice.desk.finding import find

        with self.read() as session:
            return find(session, wanted)

    def about(self, person_id: int) -> About | None:
        """Return everything about a person; None if there is no such person."""
        from partyservice.desk.person import about

        with self.read() as session:
            return about(session, person_id, self.clock.today())

    def history(self, person_id: int, before: int | None = None, most: int = 50) -> History:
        """Return what was done about a person, newest first, `most` entries below `before`."""
        from partyservice.desk.happenings import history

        with self.read() as session:
            return history(session, person_id, before, most)

    def lists(self, listing: Listing) -> bool:
        """Say whether the rows of `listing` are people, or records about one."""
        from partyservice.desk.person import link_of
        from partyservice.members.model import Person

        return listing.about is Person or link_of(listing.about) is not None

    def of(self, listing: Listing, record_id: int) -> int | None:
        """Return the key of the person in a row of `listing`."""
        from partyservice.desk.person import person_of

        with self.read() as session:
            return person_of(session, listing.about, record_id)
