from __future__ import annotations

from sqlalchemy import select

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.members.model import Person
from partyservice.storage.record import key_of
from tests.builders import BRANCHES, somebody


def test_rows_read_through_once_come_in_the_same_order(app: App) -> None:
    for name, born in (("赵四", "1980-02"), ("白一", "1991-07"), ("陈二", "1970-01")):
        somebody(app, name, person__born=born)
    somebody(app, "钱三", person__born="1960-05", member__branch_id=BRANCHES[1])

    for order in ("", key_of(Person.born)):
        for down in (False, True):
            for where in ({}, {"member.state": "在册"}, {"member.state": "可能重复"}):
                wanted = app.wanted("", where, order=order, down=down)
                with app.store.read() as session:
                    merged = PEOPLE._merged(wanted)
                    statement = PEOPLE._sorted(select(PEOPLE.about.id), wanted)
                    plain = list(session.connection().execute(statement).scalars())
                    assert (merged is None) == (where.get("member.state") == "可能重复")
                    if merged is not None:
                        assert list(session.connection().execute(merged).scalars()) == plain
                    assert list(PEOPLE.ids(session, wanted)) == plain


def test_a_filter_with_an_index_is_not_read_through(app: App) -> None:
    assert PEOPLE._merged(app.wanted("", {"member.branch_id": 1})) is None
