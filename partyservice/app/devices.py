"""Devices: whose card lies on the reader, and whom a scanned number means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partyservice.app.given import Given

if TYPE_CHECKING:
    from partyservice.devices.card import IdCard


class Devices(Given):
    """Reading waits for a device: call it beside the window."""

    def card(self) -> IdCard:
        """Return the card on the reader; raise Refused with what to do."""
        from partyservice.devices.reader import read_card

        self.may_see()
        return read_card()

    def holders(self, number: str) -> list[int]:
        """Return the keys of people whose number, or the end of it, is `number`; at most two."""
        from partyservice.desk.finding import PEOPLE
        from partyservice.storage.listing import Wanted

        wanted = Wanted(today=self.clock.today(), text=number)
        with self.read() as session:
            return list(PEOPLE.found(session, wanted, 2))
