"""Changes: every save is repeated to the places of backups while the office is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partyservice.app.given import Given

if TYPE_CHECKING:
    from partyservice.safety.following import Following, State

OWN = "backups"
PATIENT = 20.0  # s that a command of the command line waits for a stick


class Changes(Given):
    """Repeats from `follow` on until the office is closed."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._following: Following | None = None
        self._last: tuple[State, ...] = ()

    def follow(self, second: Callable[[], Path | None] | None = None) -> None:
        """Repeat every save to the folder of backups, and to where `second` says it is now."""
        from partyservice.safety.following import Following

        if self._following is None:
            own = self.store.folder / OWN
            self._following = Following(self.store, [own, second] if second else [own])

    def state(self) -> tuple[State, ...]:
        """Return how far each place is; nothing is read for it."""
        return self._following.state() if self._following else self._last

    def close(self, wait: float | None = None) -> None:
        """Finish what can be finished in `wait` seconds; `state` then says what could not."""
        from partyservice.safety.following import CLOSING

        if self._following:
            self._last = self._following.close(CLOSING if wait is None else wait)
            self._following = None
