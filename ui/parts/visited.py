"""Visited: the people and pages seen lately, to walk back and forth through them."""

from __future__ import annotations

Seen = tuple[str, object]  # the kind of page, and the key it is made again from
MOST = 20


class Visited:
    """As in a browser: what is seen anew after a walk back drops what lay ahead."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._seen: list[Seen] = []
        self._at = -1

    def see(self, kind: str, key: object) -> None:
        """Remember a page that is now shown."""
        if self._seen and self._seen[self._at] == (kind, key):
            return
        self._seen = [*self._seen[: self._at + 1], (kind, key)][-self._most :]
        self._at = len(self._seen) - 1

    def walk(self, step: int) -> Seen | None:
        """Go back (-1) or forth (1) and return what was seen there; None at either end."""
        if not 0 <= self._at + step < len(self._seen):
            return None
        self._at += step
        return self._seen[self._at]
