"""Behind: the list of those whom a number counts, as a screen of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from partyservice.app.papers import Asked
from ui.parts.desk import Desk
from ui.parts.over import ListOver
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


def open_behind(desk: Desk, page: QWidget, asked: Asked, key: str, words: str) -> None:
    """Lay the list of those whom the figure `key` counts over `page`."""

    def show(listing: Listing) -> None:
        desk.over.emit(ListOver(screen_of(listing, words), desk))

    desk.jobs.start(page, "lists", partial(desk.app.papers.behind, asked, key), show)
