"""Behind: the list of those whom a number counts, as a screen of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.parts.screen import Screen

if TYPE_CHECKING:
    from partyservice.storage.listing import Listing


def screen_of(listing: Listing, words: str) -> Screen:
    """Return the screen that lists exactly the rows of `listing`."""
    from partyservice.members.drafts import MEMBER  # noqa: PLC0415 - loads SQLAlchemy
    from partyservice.members.model import Member  # noqa: PLC0415
    from partyservice.mobility.drafts import ARRIVING, LEAVING, STAY_AWAY, STAY_HERE  # noqa: PLC0415  # noqa: PLC0415
    from partyservice.mobility.model import Outflow  # noqa: PLC0415

    about = ("person.sex", "person.born")
    if listing.about is Member:
        return Screen(title=f"党员　{words}", listing=listing, edits=MEMBER, about=about, slow=True)
    away = listing.about is Outflow
    return Screen(
        title=f"{'流出党员' if away else '流入党员'}　{words}",
        listing=listing,
        edits=STAY_AWAY if away else STAY_HERE,
        shows=LEAVING if away else ARRIVING,
        about=about,
        slow=True,
    )
