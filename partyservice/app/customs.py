"""Customs: the rosters an office has put together itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partyservice.app.given import Given
from partyservice.kernel.errors import Invalid, Refused

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field
    from partyservice.rosters.layout import About, Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """A custom roster: `name` among the rolls, its title, whom it lists and how."""

    id: int
    name: str
    title: str
    about: About
    layout: Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a custom roster may show, be grouped by, and be narrowed to."""

    columns: Sequence[Field]
    groups: Sequence[tuple[str, str]]  # key and label
    filters: Sequence[Field]


class Customs(Given):
    """Nothing is deleted: a roster no longer wanted is voided with a reason."""

    def known(self) -> list[Custom]:
        """Return the custom rosters in force, by name; none whose layout cannot be read."""
        from sqlalchemy import select

        from partyservice.rosters.custom import name_of
        from partyservice.rosters.layout import layout_of
        from partyservice.rosters.model import CustomRoster

        in_force = select(CustomRoster).where(CustomRoster.void_reason.is_(None))
        found = []
        with self.read() as session:
            for each in session.scalars(in_force.order_by(CustomRoster.name)):
                with suppress(Invalid):
                    found.append(
                        Custom(
                            id=each.id,
                            name=name_of(each.id),
                            title=each.name,
                            about=each.about,
                            layout=layout_of(each.layout),
                        )
                    )
        return found

    def offer(self, about: About) -> Offer:
        """Return what may be chosen."""
        from partyservice.rosters.catalogue import CATALOGUES
        from partyservice.storage.record import field_of

        known = CATALOGUES[about]
        return Offer(
            columns=tuple(known.fields.values()),
            groups=tuple((key, known.fields[key].label) for key in known.groups),
            filters=tuple(field_of(attribute) for attribute in known.filters),
        )

    def save(self, title: str, about: About, layout: Layout, over: Custom | None = None) -> int:
        """Save a roster, new or `over` what was read; raise Unsettled or Refused."""
        from partyservice.rosters.drafts import CUSTOM

        self.may_see(CUSTOM)
        with self.store.write(self.by) as session:
            typed = CUSTOM.parse(_texts(title, about, layout))
            if over is None:
                return CUSTOM.save(session, typed).id
            seen = _texts(over.title, over.about, over.layout)
            return CUSTOM.save(session, typed, over.id, seen=seen).id

    def void(self, custom: Custom, reason: str) -> None:
        """Take a roster out of use; raise Refused without a reason."""
        from partyservice.rosters.drafts import EDIT
        from partyservice.rosters.model import CustomRoster

        self.may(EDIT)
        words = " ".join(reason.split())
        if not words:
            raise Refused("还没有作废，因为没有写原因。名册还在。请写一句原因再作废。")
        with self.store.write(self.by, words, rights=(EDIT,)) as session:
            session.get_one(CustomRoster, custom.id).void_reason = words[:200]


def _texts(title: str, about: About, layout: Layout) -> dict[str, str]:
    return {
        "custom_roster.name": title,
        "custom_roster.about": about.value,
        "custom_roster.layout": layout.text(),
    }
