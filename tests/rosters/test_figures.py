"""Every number beside a roster, and the people behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from partyservice.app import App, open_office
from partyservice.app.papers import Asked
from partyservice.kernel.clock import Stopped
from partyservice.members.model import Member
from partyservice.rosters.layout import About, Chosen, Layout
from partyservice.rosters.rolls import ROLLS
from partyservice.samples.loading import sample
from tests.builders import CLOCK, PASSWORD

NOVEMBER = date(2026, 11, 1)
NAME = (Chosen(key="person.name", label="姓名", width=20),)
CUSTOM = {
    f"{about.value} {'按月' if monthly else '今天'}": (
        about,
        Layout(columns=NAME, monthly=monthly, group="organisation.full_name"),
    )
    for about in About
    for monthly in (True, False)
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Nothing is written to it."""
    folder = tmp_path_factory.mktemp("sample") / "office"
    sample(folder, PASSWORD, members=300, seed=3, clock=Stopped(CLOCK.now()))
    app = open_office(folder, "", PASSWORD, CLOCK)
    yield app
    app.close()


def a_branch(app: App) -> int:
    with app.store.read() as session:
        return int(session.query(Member.branch_id).order_by(Member.id).limit(1).scalar())


def same_everywhere(app: App, asked: Asked) -> list[int]:
    """Compare each number with the list behind it, as counted and as read; return the numbers."""
    numbers = []
    for figure in app.papers.look(asked).figures:
        listing = app.papers.behind(asked, figure.key)
        ids = app.ids(listing, app.wanted())
        assert len(ids) == len(set(ids)) == figure.number, figure.label
        assert app.count(listing, app.wanted()) == figure.number, figure.label
        assert len(app.first(listing, app.wanted())) == min(100, figure.number), figure.label
        assert len(app.window(listing, ids)) == figure.number, figure.label
        numbers.append(figure.number)
    return numbers


@pytest.mark.parametrize("month", [date(2026, 10, 1), NOVEMBER])
@pytest.mark.parametrize("name", ROLLS)
def test_behind_every_number_stand_so_many_people(office: App, name: str, month: date) -> None:
    numbers = same_everywhere(office, Asked(name=name, month=month))

    assert any(numbers)


@pytest.mark.parametrize("name", ROLLS)
def test_so_it_is_in_one_branch(office: App, name: str) -> None:
    branch = a_branch(office)

    one = same_everywhere(office, Asked(name=name, month=NOVEMBER, branch=branch))
    every = same_everywhere(office, Asked(name=name, month=NOVEMBER))

    assert all(few <= many for few, many in zip(one, every, strict=True))
    assert one != every


@pytest.mark.parametrize("layout", CUSTOM.values(), ids=CUSTOM)
def test_so_it_is_of_custom_rosters(office: App, layout: tuple[About, Layout]) -> None:
    assert any(same_everywhere(office, Asked(name="名册", month=NOVEMBER, layout=layout)))


def test_the_list_behind_a_number_is_searched_within_it(office: App) -> None:
    asked = Asked(name="members", month=NOVEMBER)
    women = next(f for f in office.papers.look(asked).figures if f.label == "女")
    listing = office.papers.behind(asked, women.key)
    name = str(office.first(listing, office.wanted())[0][1])

    found = office.ids(listing, office.wanted(name))

    assert found
    assert set(found) <= set(office.ids(listing, office.wanted()))


def test_the_first_pages_are_those_of_the_whole_and_say_so_where_they_are_all(
    office: App, tmp_path: Path
) -> None:
    asked = Asked(name="members", month=NOVEMBER)
    looked = office.papers.look(asked)
    assert not looked.whole
    assert office.papers.look(Asked(name="inflow", month=NOVEMBER)).whole

    office.papers.save_as(asked, tmp_path / "册.pdf")

    assert len((tmp_path / "册.pdf").read_bytes()) > len(looked.pdf)
