"""Marked: the rows a clerk has marked, to do one thing with several; all of a million at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Marked(QObject):
    """Keys that are marked; or all, but for some. No row is read for it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = False
        self._some: set[int] = set()  # marked; where all are, those that are not

    def __contains__(self, key: int | None) -> bool:
        return (key in self._some) is not self._all

    def any(self) -> bool:
        """Say whether a row is marked."""
        return self._all or bool(self._some)

    def count(self, total: int) -> int:
        """Return how many of `total` rows are marked."""
        return total - len(self._some) if self._all else len(self._some)

    def of(self, ids: array[int]) -> array[int]:
        """Return the keys marked among `ids`, in their order."""
        some = self._some
        if self._all:
            return array("q", [key for key in ids if key not in some]) if some else ids
        return array("q", [key for key in ids if key in some])

    def turn(self, key: int | None) -> None:
        """Mark a row; or no longer."""
        if key is not None:
            self._some ^= {key}
            self.changed.emit()

    def put(self, keys: Iterable[int], *, on: bool) -> None:
        """Mark several rows, or none of them."""
        if on is self._all:
            self._some.difference_update(keys)
        else:
            self._some.update(keys)
        self.changed.emit()

    def mark_all(self) -> None:
        """Mark every row there is."""
        self._all, self._some = True, set()
        self.changed.emit()

    def clear(self) -> None:
        """Mark none."""
        if self.any():
            self._all, self._some = False, set()
            self.changed.emit()

    def keep(self, ids: array[int]) -> None:
        """Forget those that are no longer among `ids`."""
        if self._some:
            self._some.intersection_update(ids)
            self.changed.emit()
