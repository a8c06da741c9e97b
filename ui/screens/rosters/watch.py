"""Watch: stops a long drawing that nobody waits for any more."""

from __future__ import annotations

from partyservice.kernel.progress import Cancelled


class Watch:
    """Asked by the drawing at each page."""

    def __init__(self) -> None:
        self.unwanted = False

    def step(self, _done: int, _total: int, _text: str = "") -> None:
        """Go on, unless nobody waits."""
        if self.unwanted:
            raise Cancelled
