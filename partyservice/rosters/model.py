"""CustomRoster: a roster that an office has put together itself."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from partyservice.kernel.kinds import Choice, Text
from partyservice.rosters.layout import About, LayoutText
from partyservice.storage.record import Record, column, once


class CustomRoster(Record):
    """Its name, whom it lists, and its layout."""

    __tablename__ = "custom_roster"
    title = "自定名册"

    name: Mapped[str] = column("名册名称", Text(40), width=24, once=True)
    about: Mapped[About] = column("列哪些人", Choice(About))
    layout: Mapped[str] = column("版式", LayoutText())

    __table_args__ = (once("custom_roster", "name"),)
