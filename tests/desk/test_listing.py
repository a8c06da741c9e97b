"""Every case of every list counts, searches and lists the same rows."""

from __future__ import annotations

import warnings

import pytest

from partyservice.app import App
from partyservice.desk.listing import ORGANISATION_TREE, PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.storage.listing import Cases, Listing
from tests.builders import inflow, outflow, somebody

LISTS = (PEOPLE, STAYS_AWAY, STAYS_HERE, ORGANISATION_TREE)
CASES = [
    (listing, known.key, case)
    for listing in LISTS
    for known in listing.filters
    if isinstance(known, Cases)
    for case in known.cases
]


@pytest.fixture
def busy(app: App) -> App:
    """Two people who may be one, one of whom nothing is owed, one who owes nearly everything."""
    sure = {"person.name": "两个人"}
    somebody(app, "李同名", person__born="1980-02")
    somebody(app, "李同名", sure, person__born="1980-02", person__sex="女")
    somebody(app, "李少事", person__born="1970-01", person__education="", person__address="")
    somebody(app, "白无事", person__id_number="990100198912271497")
    outflow(app, "李少事", "2025")
    inflow(app, "李来客", "2026")
    return app


@pytest.mark.parametrize(("listing", "key", "case"), CASES, ids=lambda each: str(each)[:12])
def test_a_case_is_the_same_listed_counted_and_searched(
    busy: App, listing: Listing, key: str, case: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of SQLAlchemy, about tables that are not joined
        wanted = busy.wanted(where={key: case})
        ids = list(busy.ids(listing, wanted))
        searched = busy.wanted("李", {key: case})
        found = set(busy.ids(listing, searched))

        assert busy.count(listing, wanted) == len(ids)
        assert [row[0] for row in busy.first(listing, wanted)] == ids
        assert busy.count(listing, searched) == len(found)
        whole = {row[0] for row in busy.window(listing, ids) if any("李" in str(c) for c in row)}
        assert found == whole


def test_only_those_who_may_be_one_are_found_twice(busy: App) -> None:
    wanted = busy.wanted(where={"member.state": "可能重复"})

    assert busy.count(PEOPLE, wanted) == 2
    assert busy.count(PEOPLE, busy.wanted("白", {"member.state": "可能重复"})) == 0
