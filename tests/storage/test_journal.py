from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from partyservice.storage.journal import JOURNAL, first_bad
from tests.builders import change, member


def entries(app: App, about: str) -> list[tuple[str, str, str | None, str]]:
    columns = (JOURNAL.c.by, JOURNAL.c.reason, JOURNAL.c.before, JOURNAL.c.after)
    wanted = select(*columns).where(JOURNAL.c.about == about).order_by(JOURNAL.c.seq)
    with app.store.read() as session:
        return list(session.execute(wanted))


def test_a_change_is_one_entry_with_before_and_after(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, person__address="新河村1号")

    *_, (by, _reason, before, after) = entries(app, "person")

    assert by == app.by.name
    assert json.loads(before or "") == {"address": "青石镇东风村3组4号"}
    assert json.loads(after) == {"address": "新河村1号"}


def test_a_save_that_changes_nothing_writes_nothing(app: App) -> None:
    key = member(app)
    count = len(entries(app, "person")) + len(entries(app, "member"))

    change(app, MEMBER, key)

    assert len(entries(app, "person")) + len(entries(app, "member")) == count


def test_the_reason_for_a_doubt_stands_in_the_entry(app: App) -> None:
    key = member(app)
    seen = app.load(MEMBER, key)
    sure = {"person.born": "以档案为准"}

    app.save(MEMBER, seen | {"person.born": "1989-12-28"}, key, sure, seen)

    assert "以档案为准" in entries(app, "person")[-1][1]


def test_keys_are_written_as_texts(app: App) -> None:
    member(app)

    after = json.loads(entries(app, "member")[0][3])

    assert isinstance(after["person_id"], str)


@pytest.mark.parametrize("statement", ["UPDATE journal SET reason = ''", "DELETE FROM journal"])
def test_the_journal_is_only_added_to(app: App, statement: str) -> None:
    member(app)

    with pytest.raises(IntegrityError, match="only added to"), app.store.write(app.by) as session:
        session.execute(text(statement))


def test_a_sound_chain_is_found_sound_and_a_changed_entry_is_named(app: App) -> None:
    member(app)
    with app.store.engine.connect() as connection:
        assert first_bad(connection) is None
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        connection.exec_driver_sql("UPDATE journal SET after = '{}' WHERE seq = 3")
        assert first_bad(connection) == 3
        connection.rollback()


def test_a_cut_out_entry_is_named(app: App) -> None:
    member(app)
    with app.store.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_no_delete")
        connection.exec_driver_sql("DELETE FROM journal WHERE seq = 2")
        assert first_bad(connection) == 2
        connection.rollback()


def test_a_look_at_a_whole_number_is_an_entry(app: App) -> None:
    key = member(app)

    whole = app.unmasked(MEMBER, key, "person.id_number", "person.mobile_phone")

    assert whole["person.id_number"] == "990100198912271497"
    looked = json.loads(entries(app, "member")[-1][3])
    assert looked == {"unmasked": ["person.id_number", "person.mobile_phone"]}
