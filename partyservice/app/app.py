"""App: all that a screen or a command is given; no session and no record leaves it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partyservice.app.accounts import Accounts
from partyservice.app.backups import Backups
from partyservice.app.changes import Changes
from partyservice.app.customs import Customs
from partyservice.app.devices import Devices
from partyservice.app.diagnosis import Diagnosis
from partyservice.app.given import IMPERSONAL, Given
from partyservice.app.imports import Imports
from partyservice.app.journal import Journal
from partyservice.app.kept import Kept
from partyservice.app.lists import Lists
from partyservice.app.lock import Lock
from partyservice.app.merges import Merges
from partyservice.app.papers import Papers
from partyservice.app.people import People
from partyservice.app.room import Room
from partyservice.app.settings import Settings
from partyservice.app.times import Times
from partyservice.app.undo import Undo
from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Problem

if TYPE_CHECKING:  # the window stands before SQLAlchemy is loaded
    from partyservice.kernel.fields import Field
    from partyservice.kernel.kinds import Kind
    from partyservice.kernel.progress import Progress
    from partyservice.storage.draft import Draft, Sure
    from partyservice.storage.flow import Flow, Step
    from partyservice.storage.listing import Listing, Row, Wanted
    from partyservice.storage.store import News, Store
    from partyservice.storage.typed import Typed

UNMASK = "members.unmask"
MOST_CHOICES = 50
FIRST = 100  # rows shown before the others are read


def accounts(folder: Path) -> list[str]:
    """Return the names of the accounts of an office; no password is needed."""
    from partyservice.security.keysfile import load
    from partyservice.storage.swapping import finish

    finish(folder)
    return [door.name for door in load(folder).doors]


def open_office(
    folder: Path, user: str, password: str, clock: Clock | None = None, *, window: bool = False
) -> App:
    """Return the office in `folder`, signed in; raise Refused for the reasons of the Store.

    A `window` is refused while another one has the office open.
    """
    from partyservice.app.seat import take_seat
    from partyservice.offices import open_store
    from partyservice.organisations.queries import office

    at = clock or Clock()
    with ExitStack() as held:
        if window and (seat := take_seat(folder, user, at.now())):
            held.enter_context(seat)
        store, by = open_store(folder, user, password, at)
        held.callback(store.close)
        with store.read() as session:
            known = office(session)
        app = App(store, at, by, office=known.name, sample=known.sample)
        app.held = held.pop_all()
        return app


class App(Given):
    """Lists, drafts and steps; its parts hold what is special: papers, imports, and so on."""

    def __init__(
        self, store: Store, clock: Clock, by: Actor, *, office: str = "", sample: bool = False
    ) -> None:
        super().__init__(store, clock, by, office, sample)
        self.papers = self.part(Papers)
        self.people = self.part(People)
        self.customs = self.part(Customs)
        self.imports = self.part(Imports)
        self.kept = self.part(Kept)
        self.lock = self.part(Lock)
        self.diagnosis = self.part(Diagnosis)
        self.devices = self.part(Devices)
        self.changes = self.part(Changes)
        self.lists = self.part(Lists)
        self.backups = self.part(Backups)
        self.room = self.part(Room)
        self.times = self.part(Times)
        self.held = ExitStack()  # what is let go when the office is closed
        self.held.callback(store.close)
        self.settings = self.part(Settings)
        self.accounts = self.part(Accounts)
        self.accounts.laid_down = self.kept.laid_down
        self.journal = self.part(Journal)
        self.undo = self.part(Undo)
        self.merges = self.part(Merges)
        self.settings.load_words()
        store.listeners.append(self._follow)  # the first to hear: the others see what is new

    def close(self) -> None:
        """Let go of the office."""
        self.changes.close()
        self.diagnosis.close()
        self.kept.close()
        self.held.close()

    def _follow(self, news: News) -> None:
        from partyservice.organisations.model import Office
        from partyservice.organisations.queries import office

        self.settings.follow(news)
        by = self.accounts.follow(news)
        name = self.office
        if Office in news:
            with self.read(IMPERSONAL) as session:
                name = office(session).name
        for part in (self, *(each for each in vars(self).values() if isinstance(each, Given))):
            part.office, part.by = name, by

    # lists

    def wanted(self, text: str = "", where: Mapping[str, Any] | None = None, **more: Any) -> Wanted:
        """Return which rows somebody wants to see today."""
        from partyservice.storage.listing import Wanted

        return Wanted(today=self.clock.today(), text=text, where=where or {}, **more)

    def first(self, listing: Listing, wanted: Wanted) -> Sequence[Row]:
        """Return the first rows; fewer than FIRST are all."""
        with self.read(listing) as session:
            return listing.first(session, wanted, FIRST)

    def ids(self, listing: Listing, wanted: Wanted, progress: Progress | None = None) -> array[int]:
        """Return the keys of all rows, in order; `progress` may stop it on the way."""
        with self.read(listing, all_rows=True) as session:
            return listing.ids(session, wanted, progress)

    def family(self, listing: Listing, wanted: Wanted, link: str) -> list[Row]:
        """Return the keys of all rows, in order, each with that of the row above it."""
        from partyservice.storage.record import attribute_of

        with self.read(listing, all_rows=True) as session:
            return listing.family(session, wanted, attribute_of(link))

    def window(
        self, listing: Listing, ids: Sequence[int], columns: tuple[str, ...] = ()
    ) -> Sequence[Row]:
        """Return the rows of `ids`, of the fields `columns` only if any are named."""
        with self.read(listing) as session:
            return listing.window(session, ids, self.clock.today(), columns)

    def count(self, listing: Listing, wanted: Wanted) -> int:
        """Return how many rows there are; with a search up to one more than the cap."""
        with self.read(listing, all_rows=not wanted.text) as session:
            return listing.count(session, wanted)

    def choices(self, kind: Kind, text: str = "") -> list[tuple[Any, str]]:
        """Return what may be chosen of `kind`, as (key, label); of a Ref what `text` finds."""
        from partyservice.desk.choices import Offered, choices

        with self.read(Offered(kind)) as session:
            return choices(session, kind, text, MOST_CHOICES)

    # drafts and steps

    def load(self, draft: Draft, record_id: int) -> dict[str, str]:
        """Return what is stored as texts, by the key of their field; masked fields masked."""
        with self.read(draft) as session:
            typed = draft.load(session, record_id)
        return {field.key: _seen(field, typed[field.key]) for field in draft.known}

    def unmasked(self, draft: Draft, record_id: int, *keys: str) -> dict[str, str]:
        """Return whole values; one entry in the journal. Raise Refused without the right."""
        from partyservice.storage.journal import note

        self.may(UNMASK)
        self.may_see(draft)
        with self.store.write(self.by) as session:
            whole = draft.texts(session, record_id)
            note(session, draft.about.__tablename__, record_id, {"unmasked": list(keys)})
        return {key: whole[key] for key in keys}

    def settle(
        self,
        draft: Draft,
        texts: Mapping[str, str],
        record_id: int | None = None,
        who: int | None = None,
    ) -> Sequence[Problem]:
        """Return all that is wrong or doubtful with what is typed so far; nothing is written."""
        with self.read(draft) as session:
            typed = self._typed(session, draft, texts, record_id, who)
            return draft.judged(session, typed, record_id)

    def save(
        self,
        draft: Draft,
        texts: Mapping[str, str],
        record_id: int | None = None,
        sure: Sure | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> int:
        """Save what was typed over what was `seen`; raise Unsettled or Refused."""
        self.may_see(draft)
        with self.store.write(self.by) as session:
            typed = self._typed(session, draft, texts, record_id)
            before = None if seen is None else self._whole(session, draft, seen, record_id)
            return draft.save(session, typed, record_id, sure, before).id

    def candidates(self, draft: Draft, texts: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """Return people on file who may be the one typed: (id, name, sex, born, branch, tail)."""
        from partyservice.members.model import Person
        from partyservice.members.queries import candidates
        from partyservice.storage.record import field_of

        typed = draft.parse(texts)
        sex, born, phone = (field_of(f) for f in (Person.sex, Person.born, Person.mobile_phone))
        with self.read() as session:
            return [
                (key, name, sex.show(s), born.show(b), branch or "", phone.show(p)[-4:])
                for key, name, s, b, _number, branch, p in candidates(session, typed, shortly=True)
            ]

    def steps(self, flow: Flow, record_id: int | None) -> Sequence[Step]:
        """Return the steps open to whoever is signed in; none where they may not see the record."""
        if not self.sees(flow):
            return ()
        if record_id is None:
            return flow.open_to(None, self.by.rights)
        with self.read(flow) as session:
            record = session.get(flow.about, record_id)
        if record is None:  # the list shows another kind of record, or what is none
            return ()
        state: Any = getattr(record, flow.state.key)
        return flow.open_to(state, self.by.rights)

    def take(
        self,
        flow: Flow,
        step: Step,
        texts: Mapping[str, str],
        record_id: int | None = None,
        sure: Sure | None = None,
        who: int | None = None,
    ) -> int:
        """Take a step, about the person `who` if they are known; raise Unsettled or Refused."""
        self.may_see(flow)
        with self.store.write(self.by, step.label) as session:
            typed = self._typed(session, step.asks, texts, record_id, who)
            return flow.take(session, step.name, typed, record_id, sure).id

    def _typed(
        self,
        session: Any,
        draft: Draft,
        texts: Mapping[str, str],
        record_id: int | None,
        who: int | None = None,
    ) -> Typed:
        """Return the values of `texts`; of somebody new also whether they may be on file."""
        from partyservice.members.queries import LINK, unsaid

        typed = draft.parse(self._whole(session, draft, texts, record_id))
        if who is not None:
            typed.links[LINK] = who
        elif record_id is None and (doubt := unsaid(session, typed)):
            typed.problems.append(doubt)
        return typed

    @staticmethod
    def _whole(
        session: Any, draft: Draft, texts: Mapping[str, str], record_id: int | None
    ) -> dict[str, str]:
        """Return `texts` with what was left masked put whole again."""
        if record_id is None:
            return dict(texts)
        typed, whole = draft.load(session, record_id), dict(texts)
        for field in draft.known:
            value = typed[field.key]
            if field.mask and value is not None and texts.get(field.key) == field.show(value):
                whole[field.key] = field.typed(value)
        return whole


def _seen(field: Field, value: Any) -> str:
    return field.show(value) if field.mask else field.typed(value)
