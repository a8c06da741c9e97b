"""App: all that a screen or a command is given; no session and no record leaves it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Problem, Refused
from partyservice.kernel.partial import Month

if TYPE_CHECKING:  # the window stands before SQLAlchemy is loaded
    from datetime import date

    from partyservice.exchange.planning import Asked, Plan
    from partyservice.kernel.fields import Field
    from partyservice.kernel.kinds import Kind
    from partyservice.kernel.progress import Progress
    from partyservice.printing.sheet import Sheet
    from partyservice.storage.draft import Draft, Sure
    from partyservice.storage.flow import Flow, Step
    from partyservice.storage.listing import Listing, Row, Wanted
    from partyservice.storage.store import Store
    from partyservice.storage.typed import Typed

UNMASK = "members.unmask"
PRINT = "rosters.print"
IMPORT = "exchange.import"
MOST_CHOICES = 50


def accounts(folder: Path) -> list[str]:
    """Return the names of the accounts of an office; no password is needed."""
    from partyservice.security.accounts import accounts as known

    return [account.name for account in known(folder)]


def open_office(folder: Path, user: str, password: str, clock: Clock | None = None) -> App:
    """Return the office in `folder`, signed in; raise Refused for the reasons of the Store."""
    from partyservice.offices import open_store
    from partyservice.organisations.queries import office

    at = clock or Clock()
    store, by = open_store(folder, user, password, at)
    with store.read() as session:
        known = office(session)
        return App(store, at, by, office=known.name, sample=known.sample)


class App:
    """The store, the clock, the office and who is signed in."""

    def __init__(
        self, store: Store, clock: Clock, by: Actor, *, office: str = "", sample: bool = False
    ) -> None:
        self.store, self.clock, self.by = store, clock, by
        self.office, self.sample = office, sample

    def close(self) -> None:
        """Let go of the office."""
        self.store.close()

    # lists

    def wanted(self, text: str = "", where: Mapping[str, Any] | None = None, **more: Any) -> Wanted:
        """Return which rows somebody wants to see today."""
        from partyservice.storage.listing import Wanted

        return Wanted(today=self.clock.today(), text=text, where=where or {}, **more)

    def first(self, listing: Listing, wanted: Wanted) -> Sequence[Row]:
        """Return the first rows."""
        with self.store.read() as session:
            return listing.first(session, wanted)

    def ids(self, listing: Listing, wanted: Wanted) -> array[int]:
        """Return the keys of all rows, in order."""
        with self.store.read(all_rows=True) as session:
            return listing.ids(session, wanted)

    def window(self, listing: Listing, ids: Sequence[int]) -> Sequence[Row]:
        """Return the rows of `ids`."""
        with self.store.read() as session:
            return listing.window(session, ids, self.clock.today())

    def count(self, listing: Listing, wanted: Wanted) -> int:
        """Return how many rows there are; with a search up to one more than the cap."""
        with self.store.read(all_rows=not wanted.text) as session:
            return listing.count(session, wanted)

    def choices(self, kind: Kind, text: str = "") -> list[tuple[Any, str]]:
        """Return what may be chosen of `kind`, as (key, label); of a Ref what `text` finds."""
        from partyservice.desk.choices import choices

        with self.store.read() as session:
            return choices(session, kind, text, MOST_CHOICES)

    # drafts and steps

    def load(self, draft: Draft, record_id: int) -> dict[str, str]:
        """Return what is stored as texts, by the key of their field; masked fields masked."""
        with self.store.read() as session:
            typed = draft.load(session, record_id)
        return {field.key: _seen(field, typed[field.key]) for field in draft.known}

    def unmasked(self, draft: Draft, record_id: int, *keys: str) -> dict[str, str]:
        """Return whole values; one entry in the journal. Raise Refused without the right."""
        from partyservice.storage.journal import note

        self._may(UNMASK)
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
        with self.store.read() as session:
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
        with self.store.read() as session:
            return [
                (key, name, sex.show(s), born.show(b), branch or "", phone.show(p)[-4:])
                for key, name, s, b, _number, branch, p in candidates(session, typed)
            ]

    def steps(self, flow: Flow, record_id: int | None) -> Sequence[Step]:
        """Return the steps open to whoever is signed in."""
        if record_id is None:
            return flow.open_to(None, self.by.rights)
        with self.store.read() as session:
            state: Any = getattr(session.get_one(flow.about, record_id), flow.state.key)
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
        with self.store.write(self.by, step.label) as session:
            typed = self._typed(session, step.asks, texts, record_id, who)
            return flow.take(session, step.name, typed, record_id, sure).id

    # paper and sheets

    def rolls(self) -> list[tuple[str, str]]:
        """Return the names and titles of the rolls that may be made."""
        from partyservice.rosters.rolls import ROLLS

        return [(roll.name, roll.title) for roll in ROLLS.values()]

    def preview(self, name: str, month: date) -> bytes:
        """Return the roll `name` of a month as PDF, its numbers masked as on the screen."""
        from partyservice.printing.roster import draw

        with self.store.read() as session:
            return draw(self._sheet(session, name, month, masked=True))

    def paper(self, name: str, month: date) -> bytes:
        """Return the roll `name` of a month as PDF, whole; one entry in the journal.

        Raise Refused if it cannot be printed.
        """
        from partyservice.printing.roster import draw

        with self.store.read() as session:
            made = draw(self._sheet(session, name, month))
        self._note_print(name, month)
        return made

    def roster(self, name: str, month: date, path: Path) -> None:
        """Write the roll `name` of a month to `path`, a .pdf or .xlsx, whole or not at all.

        The journal has it before the file is there: no copy is unknown to it.
        """
        from partyservice.exchange.rosters import write_roster
        from partyservice.kernel.files import replaced_whole

        if path.suffix.lower() == ".pdf":
            made = self.paper(name, month)
            with replaced_whole(path) as file:
                file.write(made)
            return
        self._may(PRINT)
        self._note_print(name, month)
        with self.store.read() as session:
            write_roster(self._sheet(session, name, month), path)

    def plan(self, path: Path, asked: Asked, progress: Progress | None = None) -> Plan:
        """Return what importing `path` would do; nothing is written."""
        from partyservice.exchange.planning import plan

        self._may(IMPORT)
        with self.store.read() as session:
            return plan(session, path, asked, progress)

    def carry_out(self, plan: Plan, name: str, progress: Progress | None = None) -> None:
        """Write what `plan` says, in one transaction."""
        from partyservice.exchange.importing import carry_out

        with self.store.write(self.by, f"导入 {name}") as session:
            carry_out(session, plan, progress)

    def _sheet(self, session: Any, name: str, month: date, *, masked: bool = False) -> Sheet:
        from partyservice.printing.roll import Occasion
        from partyservice.rosters.rolls import ROLLS

        self._may(PRINT)
        occasion = Occasion(
            month=Month.of(month),
            today=self.clock.today(),
            office=self.office,
            by=self.by.name,
            at=self.clock.now(),
            sample=self.sample,
            masked=masked,
        )
        return ROLLS[name].sheet(session, occasion, {})

    def _note_print(self, name: str, month: date) -> None:
        from partyservice.storage.journal import note

        with self.store.write(self.by) as session:
            note(session, "roster", 0, {"roster": name, "month": f"{month:%Y-%m}"})

    def _may(self, right: str) -> None:
        if right not in self.by.rights:
            raise Refused(f"{self.by.name}没有这项权限，什么也没有改。请由有权限的人员办理。")

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
