"""Given: what every part of the App works with, and the guard before everything that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from partyservice.kernel.actor import PEOPLE, Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partyservice.storage.store import Store

Part = TypeVar("Part", bound="Given")


class Shown(Protocol):
    """What says whether it shows people: a Listing, a Draft, a Flow, a kind of Record."""

    @property
    def about_people(self) -> bool:
        """Whether anything of a person may be seen by it."""


class _Said:
    """Something read that is none of these."""

    def __init__(self, *, about_people: bool) -> None:
        self.about_people = about_people


PERSONAL: Final = _Said(about_people=True)
IMPERSONAL: Final = _Said(about_people=False)  # counts, the office's own words and days


class Given:
    """The store, the clock, the office and who is signed in."""

    def __init__(
        self, store: Store, clock: Clock, by: Actor, office: str = "", sample: bool = False
    ) -> None:
        self.store, self.clock, self.by = store, clock, by
        self.office, self.sample = office, sample

    def part(self, kind: type[Part]) -> Part:
        """Return a part that is given the same."""
        return kind(self.store, self.clock, self.by, self.office, self.sample)

    def holds(self, right: str) -> bool:
        """Say whether whoever is signed in holds `right`."""
        return right in self.by.rights

    def may(self, right: str) -> None:
        """Raise Refused unless whoever is signed in holds `right`."""
        if not self.holds(right):
            from partyservice.security.rights import RIGHTS

            raise Refused(
                f"{self.by.name}没有这项权限：{RIGHTS[right]}。数据没有改动，请由有权限的人员办理。"
            )

    def sees(self, what: Shown = PERSONAL) -> bool:
        """Say whether whoever is signed in may see what `what` shows."""
        return self.holds(PEOPLE) or not what.about_people

    def may_see(self, what: Shown = PERSONAL) -> None:
        """Raise Refused where `what` shows people and whoever is signed in may not see them."""
        if not self.sees(what):
            self.may(PEOPLE)

    @contextmanager
    def read(self, what: Shown = PERSONAL, *, all_rows: bool = False) -> Iterator[Session]:
        """Yield a session that reads `what`: people, unless it is said that it shows none.

        Raise Refused where they may not be seen. No part of the App reads in another way.
        """
        self.may_see(what)
        with self.store.read(all_rows=all_rows) as session:
            yield session
