"""F12: a database file that somebody made to harm us is refused, and nothing in it runs."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import text

from partyservice.app import App, open_office
from partyservice.security.accounts import sign_in
from partyservice.storage import migrate
from partyservice.storage.engine import GUARDS, connect, reading
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK, PASSWORD, member
from tests.faults.damage import TOLD, copied, fingerprint, founded, said
from tests.faults.table import Told

FULL = pytest.mark.full
LONGEST = 5.0  # s
RAN = "INSERT OR IGNORE INTO search_key VALUES ('pstolen', 1)"
HARM = {
    "a trigger": f"CREATE TRIGGER stolen AFTER INSERT ON journal BEGIN {RAN}; END",
    "a trigger of our name": "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal "
    "BEGIN SELECT 1; END",
    "a view": "CREATE VIEW stolen AS SELECT load_extension('evil.so')",
    "a view in place of a table": "CREATE VIEW setting AS SELECT randomblob(1000000000) AS id",
    "a virtual table": "CREATE VIRTUAL TABLE stolen USING fts5(name)",
}

MAKES_ROOM = {
    HARM["a trigger of our name"]: ["DROP TRIGGER journal_no_update"],
    HARM["a view in place of a table"]: ["DROP TABLE IF EXISTS setting"],
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("hostile") / "office")


def timed(folder: Path) -> str:
    began = time.monotonic()
    told = said(folder)
    assert time.monotonic() - began < LONGEST
    return told


@pytest.mark.parametrize("name", GUARDS)
def test_every_connection_trusts_no_schema(app: App, name: str) -> None:
    key, _ = sign_in(app.store.folder, "", PASSWORD)
    path = app.store.folder / DATABASE
    with app.store.read() as reader, app.store.write(app.by) as writer:
        found = [session.scalar(text(f"PRAGMA {name}")) for session in (reader, writer)]
    for opened in (connect, reading):
        with closing(opened(path, key)) as connection:
            found += connection.execute(f"PRAGMA {name}").fetchone()

    assert found == [GUARDS[name]] * 4


@pytest.mark.parametrize("harm", HARM.values(), ids=list(HARM))
def test_code_under_our_key_is_refused_before_it_runs(office: Path, place: Path, harm: str) -> None:
    with copied(office, place) as copy:
        key, _ = sign_in(copy, "", PASSWORD)
        with closing(connect(copy / DATABASE, key)) as made:
            for first in MAKES_ROOM.get(harm, ()):
                made.execute(first)
            made.execute(harm)
        whole = fingerprint(copy / DATABASE)

        told = timed(copy)

        assert "不是本程序写的内容" in told
        assert fingerprint(copy / DATABASE) == whole


def test_without_the_look_the_trigger_would_run(office: Path, place: Path, tell: Told) -> None:
    with copied(office, place) as copy:
        key, _ = sign_in(copy, "", PASSWORD)
        with closing(connect(copy / DATABASE, key)) as made:
            made.execute(HARM["a trigger"])
        with (
            patch.object(migrate, "_refuse_foreign"),
            closing(open_office(copy, "", PASSWORD, CLOCK)) as app,
        ):
            member(app)
            with app.store.read() as session:
                ran = session.scalar(text("SELECT count(*) FROM search_key WHERE id = 1"))
    tell("F12 code in the file", len(HARM), 0, f"without the look: {ran} of 1 ran")
    assert ran == 1


def _plain(path: Path) -> None:
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE alembic_version (version_num TEXT)")
        made.execute("INSERT INTO alembic_version VALUES (?)", (migrate.HEAD,))
        made.execute("CREATE TABLE journal (seq INTEGER, hash BLOB)")
        made.execute("CREATE TRIGGER t AFTER INSERT ON journal BEGIN SELECT randomblob(9e9); END")
        made.execute("CREATE VIEW person AS SELECT load_extension('evil.so') AS name")
        made.commit()


def _foreign_schema(path: Path, key: bytes, statement: str) -> None:
    path.unlink()
    with closing(connect(path, key)) as made:
        made.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE note (text TEXT)",
        "CREATE VIEW alembic_version AS SELECT '0001' AS version_num",
        f"CREATE TABLE alembic_version AS SELECT '{migrate.HEAD}' AS version_num",
        "CREATE TABLE alembic_version AS SELECT 1 AS other",
        "CREATE TABLE alembic_version AS SELECT '00' AS version_num",
        "CREATE TABLE alembic_version AS SELECT NULL AS version_num",
    ],
)
def test_another_schema_is_refused(office: Path, place: Path, statement: str) -> None:
    with copied(office, place) as copy:
        key, _ = sign_in(copy, "", PASSWORD)
        _foreign_schema(copy / DATABASE, key, statement)
        whole = fingerprint(copy / DATABASE)

        assert timed(copy).startswith(TOLD)

        assert fingerprint(copy / DATABASE) == whole


def test_a_plain_database_is_refused(office: Path, place: Path) -> None:
    with copied(office, place) as copy:
        (copy / DATABASE).unlink()
        _plain(copy / DATABASE)
        whole = fingerprint(copy / DATABASE)

        assert timed(copy).startswith(TOLD)

        assert fingerprint(copy / DATABASE) == whole


def _header(data: bytearray, draw: random.Random) -> None:
    for _ in range(draw.randrange(1, 20)):
        data[draw.randrange(100)] = draw.randrange(256)


def _pages(data: bytearray, draw: random.Random) -> None:
    """Put pages in one another's place."""
    size, count = 4096, len(data) // 4096
    for _ in range(draw.randrange(1, 4)):
        here, there = draw.randrange(count) * size, draw.randrange(count) * size
        data[here : here + size], data[there : there + size] = (
            data[there : there + size],
            data[here : here + size],
        )


def _noise(data: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(data))
    data[start : start + 4096] = draw.randbytes(min(4096, len(data) - start))


def _longer(data: bytearray, draw: random.Random) -> None:
    data += draw.randbytes(draw.randrange(1, 20_000))


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _header,
    _pages,
    _noise,
    _longer,
)


@pytest.mark.parametrize("count", [120, pytest.param(5_000, marks=FULL)])
def test_no_mutated_file_does_harm(office: Path, place: Path, tell: Told, count: int) -> None:
    true, draw, wrong = said(office), random.Random(1), []
    data = (office / DATABASE).read_bytes()
    for number in range(count):
        mutated = bytearray(data)
        MUTATIONS[number % len(MUTATIONS)](mutated, draw)
        with copied(office, place) as copy:
            (copy / DATABASE).write_bytes(mutated)
            told = timed(copy)
        if told != true and not told.startswith(TOLD):
            wrong.append((number, told))
    tell("F12 mutated database", count, len(wrong), "see F10: plain SQLite shows them")
    assert wrong == []


@pytest.mark.parametrize("count", [60, pytest.param(3_000, marks=FULL)])
def test_a_schema_that_lies_under_our_key_crashes_nothing(
    office: Path, place: Path, count: int
) -> None:
    """Tables point to pages of others: a sentence, or a failure with a number, but soon."""
    key, _ = sign_in(office, "", PASSWORD)
    draw = random.Random(1)
    for _ in range(count):
        with copied(office, place) as copy:
            with closing(connect(copy / DATABASE, key)) as made:
                made.execute("PRAGMA writable_schema=ON")
                names = [n for (n,) in made.execute("SELECT name FROM sqlite_master")]
                for name in draw.sample(names, 3):
                    made.execute(
                        "UPDATE sqlite_master SET rootpage=? WHERE name=? AND rootpage",
                        (draw.randrange(2, 70), name),
                    )
            began = time.monotonic()
            with suppress(Exception):  # what it reads were never values of ours
                said(copy)
            assert time.monotonic() - began < LONGEST
