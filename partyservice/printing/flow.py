"""Flow: items laid on pages one under the other; what belongs together stays together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from partyservice.printing.paper import Drawing

Draw = Callable[[Drawing, float], None]  # draws with its upper edge at y mm


class Item(NamedTuple):
    """Something as wide as the table: the operators of a row, or else `draw`."""

    height: float  # mm
    operators: str = ""
    draw: Draw | None = None
    boxed: bool = True  # has lines around it
    keeps: bool = False  # stays with the item before
    leads: bool = False  # stays with the item after


class Flow:
    """Items are `put` one by one; each full page is given to `page`."""

    def __init__(self, page: Callable[[list[Item]], None]) -> None:
        self._page = page
        self._items: list[Item] = []
        self._room = self._used = 0.0

    def begin(self, room: float) -> None:
        """End the page, if one is begun; the next ones have `room` mm for items."""
        self.end()
        self._room = room

    def put(self, item: Item) -> None:
        """Put an item on this page, or on the next one with those that belong to it."""
        if self._used + item.height > self._room + 0.01:
            self._break_before(item)
        self._items.append(item)
        self._used += item.height

    def end(self) -> None:
        """Give what stands on the last page."""
        if self._items:
            self._page(self._items)
        self._items, self._used = [], 0.0

    def _break_before(self, item: Item) -> None:
        """End the page; items that must stay with this one go over to the next."""
        at, keeps = len(self._items), item.keeps
        while at and (keeps or self._items[at - 1].leads):
            at -= 1
            keeps = self._items[at].keeps
        at = at or len(self._items)  # together they fill more than a page
        moved = self._items[at:]
        self._items = self._items[:at]
        self.end()
        self._items = moved
        self._used = sum(each.height for each in moved)
