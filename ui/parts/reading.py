"""Reading: a list is read beside the window; what was asked before is not heard any more."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from partyservice.app.app import FIRST
from ui.parts.desk import Desk
from ui.parts.job import Job
from ui.parts.screen import Screen
from ui.parts.tokens import WAIT_UNSAID

if TYPE_CHECKING:
    from partyservice.storage.listing import Row, Wanted

_FEW = 200  # rows of which it is asked whether the filters still let them through


class Reading(QObject):
    """The first rows come at once where an index leads to them, the vector of all after."""

    first = Signal(object)  # rows
    whole = Signal(object)  # the keys of all rows, in order
    waiting = Signal()  # it takes so long that it should be said
    counted = Signal(object)  # how many there are without any filter
    done = Signal(object)  # keys of rows that the filters no longer let through

    def __init__(
        self, desk: Desk, screen: Screen, columns: Callable[[], tuple[str, ...]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tree = screen.tree  # key of the link to the row above, where the list is a tree
        self._desk, self._listing, self._columns = desk, screen.listing, columns
        self._first: Job | None = None
        self._whole: Job | None = None
        self._turn = 0  # which reading it is

    @property
    def busy(self) -> bool:
        """Say whether the whole vector is still to come."""
        return self._first is not None or self._whole is not None

    def read(self, wanted: Wanted, *, quick: bool) -> None:
        """Read the rows of `wanted`; with `quick` the first before the others."""
        for job in (self._first, self._whole):
            if job:
                job.cancel()
        self._first = self._whole = None
        tree = self._tree if not wanted.text else ""
        few = partial(self._desk.app.first, self._listing, wanted)
        if quick and not tree:  # a tree's first rows are not those of the list
            show = partial(self._show_first, wanted)
            self._first = self._desk.jobs.start(self, "rows", few, show, self._fail)
        else:
            self._read_whole(wanted, tree)
        self._turn += 1
        QTimer.singleShot(WAIT_UNSAID, self, partial(self._say, self._turn))

    def _read_whole(self, wanted: Wanted, tree: str = "") -> None:
        app, jobs, told = self._desk.app, self._desk.jobs, (self._show_whole, self._fail)
        if tree:
            family = partial(app.family, self._listing, wanted, tree)
            self._whole = jobs.start(self, "lists", family, *told)
        else:  # stopped on the way when something else is asked for: it would hinder that
            every = partial(app.ids, self._listing, wanted)
            self._whole = jobs.start_long(self, "lists", every, *told)

    def fetch(self, ids: Sequence[int]) -> Sequence[Row]:
        """Return a few rows at once."""
        return self._desk.app.window(self._listing, ids, self._columns())

    def ask(self, ids: Sequence[int], done: Callable[[Sequence[Row]], object]) -> None:
        """Read a few rows; `done` hears them, or none where they could not be read."""
        work = partial(self._desk.app.window, self._listing, ids, self._columns())
        self._desk.jobs.start(self, "rows", work, done, partial(self._missed, done))

    def facts(self, record_id: int, keys: Iterable[str]) -> dict[str, str]:
        """Return texts of the columns `keys` of a row, whether they are shown or not."""
        wanted = tuple(dict.fromkeys(keys))
        found = self._desk.app.window(self._listing, [record_id], wanted)
        fields = self._listing.shown_fields(wanted)
        return {f.key: f.show(v) for row in found for f, v in zip(fields, row[1:], strict=True)}

    def count(self) -> None:
        """Count all rows."""
        work = partial(self._desk.app.count, self._listing, self._desk.app.wanted())
        self._desk.jobs.start(self, "lists", work, self.counted.emit)

    def ask_done(self, ids: Iterable[int], wanted: Wanted) -> None:
        """Find out which of `ids` the filters no longer let through."""
        known = list(ids)[:_FEW]
        work = partial(self._desk.app.lists.still, self._listing, wanted, known)
        tell = partial(self._tell_done, frozenset(known))
        self._desk.jobs.start(self, "rows", work, tell)

    def _show_first(self, wanted: Wanted, rows: Sequence[Row]) -> None:
        """Show the first rows; the others are read after, not beside: two threads hinder both."""
        job = self._first
        self.first.emit(rows)
        if job is not self._first:
            return  # something else was asked for meanwhile
        self._first = None
        if len(rows) < FIRST:
            self._show_whole(array("q", [row[0] for row in rows]))
        else:
            self._read_whole(wanted)

    def _show_whole(self, ids: Any) -> None:
        self._whole = None
        self.whole.emit(ids)

    def _fail(self, error: Exception) -> None:
        self._first = self._whole = None
        self._desk.broke.emit(error)

    def _missed(self, done: Callable[[Sequence[Row]], object], error: Exception) -> None:
        done(())
        self._desk.broke.emit(error)

    def _tell_done(self, asked: frozenset[int], still: set[int]) -> None:
        self.done.emit(asked - still)

    def _say(self, turn: int) -> None:
        if self.busy and turn == self._turn:
            self.waiting.emit()
