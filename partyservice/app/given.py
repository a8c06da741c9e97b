"""Given: what every part of the App works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused

if TYPE_CHECKING:
    from partyservice.storage.store import Store

Part = TypeVar("Part", bound="Given")


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

    def may(self, right: str) -> None:
        """Raise Refused unless whoever is signed in holds `right`."""
        if right not in self.by.rights:
            raise Refused(f"{self.by.name}没有这项权限，什么也没有改。请由有权限的人员办理。")
