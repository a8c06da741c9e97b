"""Arrangement and Marked: what a clerk has set in a list, without a window."""

from __future__ import annotations

from array import array

from partyservice.desk.listing import PEOPLE
from ui.parts.arrangement import NARROWEST, Arrangement
from ui.parts.marked import Marked

USUAL = [field.key for field in PEOPLE.fields]


def arranged() -> Arrangement:
    return Arrangement(PEOPLE.known, USUAL)


def test_the_name_stays_first_and_shown() -> None:
    made = arranged()
    made.toggle(USUAL[0])
    made.move(USUAL[0], 1)
    made.move(USUAL[1], -1)

    assert made.keys == USUAL
    assert not made.own
    assert made.wanted() == ()


def test_columns_come_go_and_move_and_are_restored() -> None:
    made = arranged()
    made.toggle("person.ethnic")
    made.toggle(USUAL[1])
    for _ in range(3):
        made.move("person.ethnic", -1)
    made.widen("person.ethnic", 1)

    assert made.wanted() == tuple(made.keys)
    assert made.keys[-4:] == ["person.ethnic", *USUAL[-3:]]
    assert made.widths == {"person.ethnic": NARROWEST}
    assert [field.key for field in made.all_fields()][: len(made.keys)] == made.keys
    assert {field.key for field in made.all_fields()} == {field.key for field in PEOPLE.known}

    made.restore()
    assert made.keys == USUAL
    assert not made.widths


def test_what_was_kept_is_taken_but_for_fields_no_longer_known() -> None:
    made, again = arranged(), arranged()
    made.toggle("person.ethnic")
    made.sort("person.born")
    made.sort("person.born")
    kept = made.kept()
    kept["keys"].insert(3, "person.shoes")
    kept["widths"]["person.shoes"] = 80

    again.take(kept, [made.order, made.down])

    assert again.keys == made.keys
    assert again.widths == {}
    assert (again.order, again.down) == ("person.born", True)
    again.sort("person.born")
    assert again.order == ""
    again.take(None, ["person.shoes", True])
    assert again.order == ""


def test_marks_are_kept_without_reading_a_row() -> None:
    ids, marked = array("q", range(100, 100_100)), Marked()
    marked.turn(105)
    marked.put(ids[10:13], on=True)
    assert list(marked.of(ids)) == [105, 110, 111, 112]

    marked.mark_all()
    marked.turn(105)
    assert 105 not in marked
    assert marked.count(len(ids)) == len(ids) - 1 == len(marked.of(ids))

    marked.clear()
    marked.put([1, 100], on=True)
    marked.keep(ids)
    assert marked.count(len(ids)) == 1
    marked.clear()
    assert not marked.any()
