"""The declared listings: what one says of its rows, all say, for every filter and order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import select

from partyservice.app import App, open_office
from partyservice.desk.listing import ORGANISATION_TREE, PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.kernel.clock import Clock
from partyservice.kernel.progress import Cancelled
from partyservice.members.model import Member, Standing
from partyservice.mobility.listing import AWAY_ROLL, HERE_ROLL
from partyservice.organisations.listing import ORGANISATIONS
from partyservice.organisations.model import Organisation
from partyservice.samples.loading import sample
from partyservice.storage.listing import Cases, Filter, Listing, Wanted
from partyservice.storage.record import key_of
from tests.builders import PASSWORD
from ui.parts.job import Watch

LISTINGS = {
    "people": PEOPLE,
    "away": STAYS_AWAY,
    "here": STAYS_HERE,
    "organisations": ORGANISATIONS,
    "tree": ORGANISATION_TREE,
    "away by month": AWAY_ROLL,
    "here by month": HERE_ROLL,
}
FEW = 20


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("listings") / "office"
    sample(folder, PASSWORD, members=150, seed=3, clock=Clock())
    app = open_office(folder, "", PASSWORD, Clock())
    yield app
    app.close()


@pytest.mark.parametrize("name", LISTINGS)
def test_first_ids_count_and_rows_agree(office: App, name: str) -> None:
    listing = LISTINGS[name]
    everything = set(office.ids(listing, office.wanted()))
    assert everything
    asked = [*_filtered(office, listing), *_sorted(office, listing)]
    with office.store.read() as session:
        for wanted in asked:
            ids = listing.ids(session, wanted)
            assert len(set(ids)) == len(ids), wanted
            first = listing.first(session, wanted, FEW)
            assert [row[0] for row in first] == list(ids[:FEW]), wanted
            assert listing.count(session, wanted) == len(ids), wanted
            rows = list(listing.rows(session, wanted))
            assert [row[0] for row in rows] == list(ids), wanted
            assert list(map(tuple, first)) == list(map(tuple, rows[:FEW])), wanted
            if not wanted.text:
                some = list(everything)[:FEW]
                assert listing.among(session, some, wanted) == set(ids) & set(some), wanted


def test_every_branch_is_counted_in_all_above_it(office: App) -> None:
    with office.store.read() as session:
        known = session.scalars(select(Organisation)).all()
        above = {each.id: each.parent_id for each in known}
        on_roll = Member.standing == Standing.ON_ROLL
        branches = select(Member.branch_id).where(on_roll, Member.void_reason.is_(None))
        expected: Counter[int] = Counter()
        for key in session.scalars(branches):
            place: int | None = key
            while place is not None:
                expected[place] += 1
                place = above[place]
        rows = list(ORGANISATION_TREE.rows(session, office.wanted()))
    assert max(expected.values()) > max(expected[key] for key in _lowest(above))
    assert {row[0]: row[3] for row in rows} == {row[0]: expected[row[0]] for row in rows}


def _filtered(app: App, listing: Listing) -> Iterator[Wanted]:
    """Give each value of each filter, with and without a word looked for."""
    words = ("", "王", "党支部") if listing.search is None else ("", "王", "w")
    for text in words if _finds(listing) else ("",):
        yield app.wanted(text)
        for known in listing.filters:
            for where in _values(app, known):
                yield app.wanted(text, where)


def _sorted(app: App, listing: Listing) -> Iterator[Wanted]:
    for field in listing.fields:
        for down in (False, True):
            yield app.wanted(order=field.key, down=down)


def _values(app: App, known: Filter) -> Iterator[dict[str, Any]]:
    if isinstance(known, Cases):
        yield from ({known.key: case} for case in known.cases)
        return
    with app.store.read() as session:
        found = session.scalars(select(known).distinct()).all()
    yield from ({key_of(known): value} for value in found if value is not None)


def _finds(listing: Listing) -> bool:
    return listing.search is not None or bool(listing.about.letter)


def _lowest(above: Mapping[int, Any]) -> set[int]:
    return above.keys() - set(above.values())


@pytest.mark.parametrize("text", ["", "王"])
def test_reading_all_keys_can_be_stopped_on_the_way(office: App, text: str) -> None:
    watch = Watch()
    watch.stop()

    with pytest.raises(Cancelled):
        office.ids(PEOPLE, office.wanted(text), watch)
