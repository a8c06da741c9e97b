from __future__ import annotations

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from partyservice.app import App
from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.members.drafts import MEMBER
from partyservice.organisations.model import Organisation
from partyservice.security.accounts import sign_in
from partyservice.storage.engine import PRAGMAS, connect
from partyservice.storage.store import News, Store
from tests.builders import BRANCHES, CLOCK, PASSWORD, change, member


@pytest.mark.parametrize("name", PRAGMAS)
def test_every_connection_has_the_settings_that_survive_a_power_cut(app: App, name: str) -> None:
    with app.store.read() as reader, app.store.write(app.by) as writer:
        found = [s.scalar(text(f"PRAGMA {name}")) for s in (reader, writer)]

    assert found == [PRAGMAS[name]] * 2


def test_a_setting_that_was_not_taken_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="auto_vacuum"):
        connect(tmp_path / "a.db", b"k" * 32, auto_vacuum=7)


def test_a_reader_cannot_write(app: App) -> None:
    with pytest.raises(Refused), app.store.read() as session:
        session.execute(text("DELETE FROM search_key"))


def test_what_raises_leaves_nothing(app: App) -> None:
    def half() -> None:
        with app.store.write(app.by) as session:
            session.add(Organisation(full_name="青石镇新河村党支部"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()

    assert app.choices(MEMBER.refs[0].kind, "新河") == []


def test_listeners_hear_what_a_commit_touched(app: App) -> None:
    heard: list[News] = []
    app.store.listeners.append(heard.append)

    key = member(app)

    (news,) = heard
    touched = {record.__tablename__: ids for record, ids in news.items()}
    assert touched["member"] == {key}
    assert len(touched["person"]) == 1


def test_nobody_hears_of_what_was_not_written(app: App) -> None:
    heard: list[News] = []
    app.store.listeners.append(heard.append)

    with app.store.write(app.by):
        pass

    assert heard == []


def test_two_windows_of_one_office_never_give_the_same_key(app: App, tmp_path: Path) -> None:
    key, by = sign_in(tmp_path / "office", "", PASSWORD)
    other = Store(tmp_path / "office" / "office.db", key, CLOCK)
    for number in range(3):
        for store in (app.store, other):
            with store.write(by) as session:
                session.add(Organisation(full_name=f"第{number}党支部{id(store)}"))
    other.close()

    with app.store.read() as session:
        keys = session.execute(text("SELECT id FROM organisation")).scalars().all()
    assert len(keys) == len(set(keys)) == 6 + len(BRANCHES) + 1


def test_a_bulk_statement_that_would_pass_the_journal_by_is_refused(app: App) -> None:
    with pytest.raises(RuntimeError, match="journal"), app.store.write(app.by) as session:
        session.execute(update(Organisation).values(short_name="甲"))


def test_an_editor_over_stale_texts_is_refused_and_nothing_is_lost(app: App) -> None:
    key = member(app)
    seen = app.load(MEMBER, key)
    change(app, MEMBER, key, person__address="新河村1号")

    with pytest.raises(Refused, match="别人刚改过"):
        app.save(MEMBER, seen | {"person.address": "别处"}, key, {}, seen)

    assert app.load(MEMBER, key)["person.address"] == "新河村1号"


def test_no_plain_text_lies_in_the_folder(app: App, tmp_path: Path) -> None:
    member(app)

    for path in (tmp_path / "office").iterdir():
        if (path.is_file() and path.suffix in (".db", ".json")) or "-wal" in path.name:
            content = path.read_bytes()
            assert "钟庆龙".encode() not in content
            assert b"990100198912271497" not in content


@pytest.mark.usefixtures("app")
def test_a_wrong_key_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(sqlcipher.DatabaseError):
        connect(tmp_path / "office" / "office.db", b"x" * 32)


def test_the_write_ahead_log_is_empty_after_a_save(app: App, tmp_path: Path) -> None:
    member(app)

    assert (tmp_path / "office" / "office.db-wal").stat().st_size == 0


def test_a_log_that_is_not_emptied_is_no_failed_save(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[News] = []
    app.store.listeners.append(heard.append)

    class Cleaner:
        def connect(self) -> None:
            raise OperationalError("PRAGMA", None, Exception("disk I/O error"))

    with monkeypatch.context() as patched:
        patched.setattr(app.store, "_cleaner", Cleaner())
        key = member(app)

    assert len(heard) == 1
    assert app.load(MEMBER, key)["person.name"] == "钟庆龙"


def test_a_missing_right_is_refused_before_anything_is_read(app: App) -> None:
    app.by = Actor("李某")

    with pytest.raises(Refused, match="权限"):
        member(app)
