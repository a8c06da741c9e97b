"""Parked: all that was typed and not saved, here and in the desk's file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from partyservice.kernel.unsaved import Unsaved
from ui.parts.job import Jobs, sentence_of

if TYPE_CHECKING:
    from partyservice.app import App

_LANE = "drafts"  # its own, so that a draft does not wait for an import


class Parked(QObject):
    """What is open in an editor is kept too, but lies in no list.

    The file is written beside the window, one thing at a time, so that the last one holds.
    """

    changed = Signal()  # more or less lies here
    refused = Signal(str)  # the disk does not take it
    gathered = Signal()  # whoever holds something typed should keep it now

    def __init__(self, app: App, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self._known: dict[int, Unsaved] = {}
        self._open: set[int] = set()
        self._due: dict[int, Unsaved | None] = {}  # what is not in the file yet; None: to be gone
        self._failing = False

    def load(self, done: Callable[[int], object]) -> None:
        """Read what was left the last time, and tell how many there are."""
        self._jobs.start(self, _LANE, self._app.kept.unsaved, partial(self._loaded, done))

    def lying(self) -> list[Unsaved]:
        """Return what is open nowhere, the newest first."""
        rest = (each for each in self._known.values() if each.id not in self._open)
        return sorted(rest, key=lambda each: each.at, reverse=True)

    def of(self, place: str, record_id: int) -> Unsaved | None:
        """Return what was typed in `place` about a record."""
        same = (u for u in self.lying() if (u.place, u.record_id) == (place, record_id))
        return next(same, None)

    def take_up(self, number: int) -> None:
        """An editor holds it now."""
        if number not in self._open:
            self._open.add(number)
            self.changed.emit()

    def lay_down(self, number: int) -> None:
        """No editor holds it any more."""
        self._open.discard(number)
        self.changed.emit()

    def keep(self, unsaved: Unsaved) -> None:
        """Keep it, in place of what it was before."""
        self._known[unsaved.id] = unsaved
        self._put(unsaved.id, unsaved)

    def forget(self, number: int) -> None:
        """Keep it no longer: it was saved, or dropped."""
        self._open.discard(number)
        if self._known.pop(number, None) is not None:
            self._put(number, None)

    def gather(self) -> None:
        """Have everything that is typed just now kept, whatever happens next."""
        self.gathered.emit()

    def secure(self) -> int:
        """Have everything in the file now; return how much there is. Raise Refused if it fails."""
        self.gather()
        self.write_out()
        return len(self._known)

    def write_out(self) -> None:
        """Write what is not in the file yet; called beside the window, and when it closes."""
        while self._due:
            number, unsaved = self._due.popitem()
            if unsaved is None:
                self._app.kept.forget(number)
            else:
                self._app.kept.keep(unsaved)

    def _put(self, number: int, unsaved: Unsaved | None) -> None:
        self._due[number] = unsaved
        self._jobs.start(self, _LANE, self.write_out, self._written, self._failed)
        self.changed.emit()

    def _loaded(self, done: Callable[[int], object], found: list[Unsaved]) -> None:
        self._known = {each.id: each for each in found} | self._known
        if self._app.kept.mended:
            self.refused.emit(self._app.kept.mended)
        self.changed.emit()
        done(len(found))

    def _written(self, _nothing: object) -> None:
        self._failing = False

    def _failed(self, error: Exception) -> None:
        if not self._failing:  # once, not every two seconds
            self.refused.emit(sentence_of(error))
        self._failing = True
