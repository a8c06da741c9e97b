"""Desk: what every page is given: the App, the threads beside the window, and the news."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from partyservice.kernel.kinds import Ref, Region
from partyservice.kernel.regions import spellings
from ui.parts.job import Done, Jobs, sentence_of
from ui.parts.looks import Looks
from ui.parts.parked import Parked

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.kernel.kinds import Kind
    from partyservice.storage.draft import Draft
    from partyservice.storage.listing import Listing


class Desk(QObject):
    """Lives as long as the window of one signed-in clerk."""

    changed = Signal(object)  # class of record to keys; never Signal(int), which cuts them
    said = Signal(str)  # a sentence that needs no answer, for the toast
    done = Signal(str)  # the same of something that was written, and perhaps may be undone
    refused = Signal(str)  # a sentence about what may not be done
    broke = Signal(object)  # an exception that is a bug
    over = Signal(object)  # a Page to lie over the one shown
    place_wanted = Signal(str)  # digit of a place of the rail
    restore_wanted = Signal()  # the window shall close the office and go to its backups
    backed = Signal()  # what is known of the backups is new
    person_wanted = Signal(object)  # key of a person whose page somebody wants to see

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.app, self.jobs = app, Jobs(self)
        self.parked = Parked(app, self.jobs, self)
        self.parked.refused.connect(self.refused)
        self._looks = Looks(app, self.jobs, self.fail, self)
        self.jobs.failed.connect(self.fail)
        app.store.tables.speak()  # so that this thread shows the office's own words
        self.jobs.start(self, "lists", spellings, lambda _known: None)  # 0.1 s, before it is typed
        app.store.listeners.append(self._hear)

    def close(self) -> None:
        """End the threads and hear no more news."""
        self.parked.gather()
        self.jobs.stop()
        self.parked.write_out()
        if self._hear in self.app.store.listeners:  # closed once already
            self.app.store.listeners.remove(self._hear)

    def fail(self, error: Exception, refuse: Callable[[str], object] | None = None) -> None:
        """Have what may not be done told by `refuse`, usually over the page; the rest is a bug."""
        if words := sentence_of(error):
            (refuse or self.refused.emit)(words)
        else:
            self.broke.emit(error)

    def whole(self, draft: Draft, record_id: int, keys: Sequence[str], done: Done) -> None:
        """Give the whole texts of masked fields to `done`; one entry in the journal."""
        self._looks.ask(draft, record_id, keys, done)

    def labels(self, kind: Kind, text: str) -> list[str]:
        """Return the words a value of `kind` may be, for what was typed, perhaps shortly."""
        if isinstance(kind, Ref | Region):
            return [str(label) for _, label in self.app.choices(kind, text)]
        today = self.app.clock.today()
        words = None if text else kind.offers(today)
        return list(kind.meant(text, today) if words is None else words)

    def candidates(self, draft: Draft, texts: Mapping[str, str]) -> Sequence[Sequence[Any]]:
        """Return who on the books may be the one being typed."""
        return self.app.candidates(draft, texts)

    def filters(self, listing: Listing) -> list[tuple[str, str, str]]:
        """Return key, label and usual case of each filter."""
        known = zip(listing.choices, listing.filters, strict=True)
        return [(*named, getattr(each, "usual", "")) for named, each in known]

    def filter_choices(self, listing: Listing, key: str, text: str) -> list[tuple[Any, str]]:
        """Return what a filter may be set to, as (value, label)."""
        from partyservice.storage.listing import Cases  # noqa: PLC0415 - loads SQLAlchemy
        from partyservice.storage.record import field_of  # noqa: PLC0415

        for (known, _), each in zip(listing.choices, listing.filters, strict=True):
            if known == key and isinstance(each, Cases):
                return [(name, name) for name in each.cases if text in name]
            if known == key:
                kind = field_of(each).kind
                found = self.app.choices(kind, text)
                if isinstance(kind, Ref | Region):
                    return found
                meant = kind.meant(text, self.app.clock.today()) if text else ()
                return [choice for choice in found if text in choice[1] or choice[1] in meant]
        return []

    def _hear(self, touched: Mapping[type[Any], frozenset[int]]) -> None:
        self.changed.emit(touched)
