"""Lock: whether whoever sits here is who signed in."""

from __future__ import annotations

from partyservice.app.given import Given


class Lock(Given):
    """Nothing is opened anew: the password alone is asked."""

    def open(self, password: str) -> None:
        """Raise Refused unless it is the password of the account signed in; takes a moment."""
        from partyservice.security.accounts import unlock
        from partyservice.security.keysfile import alone

        with alone(self.store.folder):
            unlock(self.store.folder, self.by.name, password)
