"""Arrangement: which columns a clerk sees in a list, how wide, and in what order its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from partyservice.kernel.fields import Field

NARROWEST, WIDEST, STEP = 40, 600, 12  # px of a column, and by how much a key widens it


class Arrangement:
    """The first column is the name: it is always shown, and always first."""

    def __init__(self, known: Sequence[Field], usual: Sequence[str]) -> None:
        self._known = {field.key: field for field in known}
        self._usual = list(usual)
        self.keys: list[str] = list(usual)
        self.widths: dict[str, int] = {}  # those the clerk has set
        self.order, self.down = "", False  # key of the column sorted by, and whether downwards

    @property
    def own(self) -> bool:
        """Say whether the clerk has chosen or moved columns."""
        return self.keys != self._usual

    def fields(self) -> list[Field]:
        """Return what is shown, left to right."""
        return [self._known[key] for key in self.keys]

    def all_fields(self) -> list[Field]:
        """Return what is shown, then what could be."""
        return [*self.fields(), *(f for key, f in self._known.items() if key not in self.keys)]

    def wanted(self) -> tuple[str, ...]:
        """Return the keys to read; none where it is what the listing says."""
        return tuple(self.keys) if self.own else ()

    def toggle(self, key: str) -> None:
        """Show a column, after the others; or hide it."""
        if key in self.keys[1:]:
            self.keys.remove(key)
        elif key in self._known and key not in self.keys:
            self.keys.append(key)

    def move(self, key: str, step: int) -> None:
        """Move a shown column to the left (-1) or to the right."""
        if key in self.keys[1:]:
            place = self.keys.index(key)
            self.keys.pop(place)
            self.keys.insert(max(1, place + step), key)

    def widen(self, key: str, width: int) -> None:
        """Let a column be so wide."""
        self.widths[key] = max(NARROWEST, min(width, WIDEST))

    def sort(self, key: str) -> None:
        """Sort by a column; again downwards; once more as the listing says."""
        if key != self.order:
            self.order, self.down = key, False
        elif self.down:
            self.order, self.down = "", False
        else:
            self.down = True

    def restore(self) -> None:
        """Show what the listing says, as wide as it needs."""
        self.keys, self.widths = list(self._usual), {}

    def kept(self) -> dict[str, Any]:
        """Return columns and widths as JSON can say them."""
        return {"keys": list(self.keys) if self.own else [], "widths": dict(self.widths)}

    def take(self, columns: Mapping[str, Any] | None, order: Sequence[Any] | None) -> None:
        """Take what was kept; fields that are no longer known are left out."""
        told = columns if isinstance(columns, Mapping) else {}
        keys, widths = told.get("keys"), told.get("widths")
        known = [key for key in _listed(keys) if isinstance(key, str) and key in self._known]
        if known:
            self.keys = list(dict.fromkeys([self._usual[0], *known]))
        if isinstance(widths, Mapping):
            for key, width in widths.items():
                if key in self._known and isinstance(width, int):
                    self.widen(key, width)
        if isinstance(order, Sequence) and list(map(type, order)) == [str, bool]:
            self.order, self.down = (order[0] if order[0] in self._known else ""), order[1]


def _listed(kept: object) -> list[object]:
    return kept if isinstance(kept, list) else []
