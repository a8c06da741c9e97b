"""Lock: whether whoever sits here is who signed in."""

from __future__ import annotations

from contextlib import suppress

from partyservice.app.given import Given
from partyservice.kernel.errors import Refused


class Lock(Given):
    """Nothing is opened anew: the password alone is asked."""

    def open(self, password: str) -> None:
        """Raise Refused unless it is the password of the account signed in; takes a moment."""
        from partyservice.security.accounts import unlock
        from partyservice.security.keysfile import alone

        with alone(self.store.folder):
            unlock(self.store.folder, self.by.name, password)
        with suppress(Refused):  # a full disk keeps nobody from what is on it
            self.note({"unlocked": self.by.name})
