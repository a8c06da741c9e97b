from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from partyservice.app import App
from partyservice.desk.listing import PEOPLE, STAYS_HERE
from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.members.model import Member, Person
from partyservice.mobility.model import Inflow, Outflow
from partyservice.storage.record import Record
from tests.builders import BRANCHES, CLOCK, change, inflow, outflow, somebody
from tests.random_work import ACTS, Act, act, digest, ids, in_force

NAMED, DAY = "零一二三四五六七八九", "2026-03-01"
NUMBER, PHONE = "person.id_number", "person.mobile_phone"


def pair(app: App) -> tuple[int, int]:
    """A member, and a guest whose name was misspelt, of whom other things are known."""
    known = app.people.of(PEOPLE, somebody(app, "何建军", person__mobile_phone="15480424747"))
    told = {"person__id_number": "990100198912271497", "person__ethnic": "回族"}
    stay = inflow(app, "何建君", "2026-03-01", person__sex="男", **told)
    guest = app.people.of(STAYS_HERE, stay)
    assert known is not None
    assert guest is not None
    return known, guest


def everything(app: App) -> dict[int, dict[str, Any]]:
    """Every record, also those out of force, by key and column."""
    kinds: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    found: dict[int, dict[str, Any]] = {}
    with app.store.read() as session:
        for kind in kinds:
            columns = [c for c in kind.__table__.columns if c.name not in ("id", "version")]
            for row in session.connection().execute(select(kind.__table__.c.id, *columns)):
                found[row.id] = dict(row._mapping)
    return found


def test_a_comparison_says_where_two_people_differ(app: App) -> None:
    known, guest = pair(app)

    found = app.merges.compare(known, guest)

    by = {each.key: each for each in found.differences}
    assert (found.first, found.second, found.moving) == ("何建军", "何建君", {"流入": 1})
    assert by[NUMBER].fills
    assert by[NUMBER].second.endswith("1497")
    assert "990100198912271497" not in by[NUMBER].second
    assert (by["person.ethnic"].first, by["person.ethnic"].second) == ("汉族", "回族")
    assert not by["person.ethnic"].fills


def test_everything_about_the_second_goes_to_the_first(app: App) -> None:
    known, guest = pair(app)

    app.merges.merge(known, guest, [NUMBER])

    rows = everything(app)
    (stay,) = ids(app, Inflow)
    assert rows[stay]["person_id"] == known
    assert rows[known]["id_number"] == "990100198912271497"
    assert rows[known]["mobile_phone"] == "15480424747"
    assert rows[guest]["void_reason"] == "并入 何建军"
    assert ids(app, Person) == [known]


def test_two_places_on_the_roll_become_one(app: App) -> None:
    first = somebody(app, "何建军", member__job="")
    second = somebody(
        app,
        "何建军",
        {"person.name": "不同的人"},
        person__born="1980-02-01",
        member__branch_id=BRANCHES[1],
        member__joined_on="2006-11-15",
        member__full_on="2007-11-15",
    )
    stay = outflow(
        app, "何建军", "2026-03-01", person__born="1980-02-01", outflow__branch_id=BRANCHES[1]
    )
    before = digest(app)
    kept, given = (app.people.of(PEOPLE, key) or 0 for key in (first, second))

    assert app.merges.compare(kept, given).doubled == ("党员",)
    app.merges.merge(kept, given)

    rows = everything(app)
    assert ids(app, Member) == [first]
    assert rows[stay]["member_id"] == first
    assert rows[first]["job"] == rows[second]["job"], "what only the other knew is kept"
    app.undo.undo()
    assert digest(app) == before


def test_a_merge_is_undone_later_by_whoever_may(app: App) -> None:
    known, guest = pair(app)
    before = digest(app)
    app.merges.merge(known, guest, [NUMBER])
    (merge,) = app.merges.merged(known)
    other = App(app.store, CLOCK, Actor("李强", app.by.rights))
    without = App(app.store, CLOCK, Actor("赵敏", app.by.rights - {"people.merge"}))

    assert (merge.name, merge.by) == ("何建君", "王芳")
    with pytest.raises(Refused, match="没有这项权限"):
        without.merges.merge(known, guest)
    with pytest.raises(Refused, match="权限"):
        without.undo.undo(merge.step)
    other.undo.undo(merge.step)

    assert digest(app) == before
    assert app.merges.merged(known) == []


def test_what_came_since_stays_with_the_first(app: App) -> None:
    known, guest = pair(app)
    app.merges.merge(known, guest, ["person.ethnic"])
    (merge,) = app.merges.merged(known)
    change(app, app.people.draft, known, person__ethnic="满族")
    with app.store.write(app.by) as session:
        branch = session.scalars(select(Member.branch_id)).one()
        made = Outflow(person_id=known, branch_id=branch)
        session.add(made)

    done = app.undo.undo(merge.step)

    rows = everything(app)
    assert rows[made.id]["person_id"] == known
    assert rows[known]["ethnic"] == "11"
    assert rows[guest]["void_reason"] is None
    assert rows[guest]["ethnic"] == "03"
    assert "民族" in done.left[0].why


def test_what_cannot_be_merged_is_refused(app: App) -> None:
    known, guest = pair(app)

    with pytest.raises(Refused, match="并入自己"):
        app.merges.compare(known, known)
    with pytest.raises(Refused, match="没有这个人"):
        app.merges.compare(known, 7)
    app.merges.merge(known, guest)
    with pytest.raises(Refused, match="已经作废"):
        app.merges.merge(known, guest)


def test_the_page_of_the_first_tells_of_it(app: App) -> None:
    known, guest = pair(app)
    app.merges.merge(known, guest)

    told = [each.what for each in app.people.history(known).happenings]
    about = app.people.about(guest)

    assert "合并了另一个人" in told
    assert about is not None
    assert about.void == "并入 何建军"


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.lists(ACTS, max_size=5),
    after=st.lists(ACTS, max_size=6),
    which=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    chosen=st.sets(st.sampled_from([NUMBER, PHONE, "person.name", "person.born", "person.sex"])),
)
def test_parted_again_both_are_as_they_were_but_for_what_was_done_since(
    app: App, before: list[Act], after: list[Act], which: tuple[int, int], chosen: set[str]
) -> None:
    for _ in range(2):  # of names that nobody has yet, in whatever state the office is
        inflow(app, "何" + "".join(NAMED[int(digit)] for digit in str(len(everything(app)))), DAY)
    for _, *deed in before:
        act(app, *deed)
    people = ids(app, Person)
    first = people[which[0] % len(people)]
    second = [key for key in people if key != first][which[1] % (len(people) - 1)]
    start, force = everything(app), in_force(app)
    app.merges.merge(first, second, chosen)
    (merge, *_) = app.merges.merged(first)
    joined = everything(app)
    for _, *deed in after:
        act(app, *deed)
    worked = everything(app)

    done = app.undo.undo(merge.step)

    parted = everything(app)
    assert parted.keys() == worked.keys(), "nothing is lost"
    assert force.keys() <= in_force(app).keys(), "whoever was in force is again"
    event(f"{done.left_count} left")
    left = {line.id for line in done.left}
    for key, now in parted.items():
        for name, value in now.items():
            if key not in start or worked[key][name] != joined[key][name]:
                assert value == worked[key][name], "what was done since stays"
            elif key not in left:
                assert value == start[key][name], "what was not touched is as it was"
