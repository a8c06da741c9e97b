from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Boolean, Column, Integer, MetaData, String

from partyservice.app import App, open_office
from partyservice.kernel.errors import Refused
from partyservice.kernel.partial import Partial
from partyservice.mobility.model import Away, Outflow
from partyservice.organisations.drafts import ORGANISATION
from partyservice.security.accounts import sign_in
from partyservice.storage import backup, copying, migrate
from partyservice.storage.engine import connect, engine
from partyservice.storage.journal import TRIGGERS
from partyservice.storage.record import NAMES, PartialText, Record
from scripts.new_migration import write
from tests.builders import BRANCHES, CLOCK, PASSWORD, member

KEY = b"k" * 32
NEXT = f"{int(migrate.HEAD) + 1:04d}"
VERSIONS = sorted((migrate.SCRIPTS / "versions").glob("[0-9]*.py"))


def form_of(path: Path, key: bytes = KEY) -> dict[str, str]:
    connection = connect(path, key)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found = {name: re.sub(r"\s+", " ", sql) for name, sql in rows}
    connection.close()
    return found


def test_the_head_is_the_newest_migration() -> None:
    assert VERSIONS[-1].name.startswith(migrate.HEAD)
    assert len(VERSIONS) == int(migrate.HEAD)


def test_the_migrations_lead_to_what_the_records_declare(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    lane = engine(path, KEY, lanes=1, wait=5000, begin="")
    with lane.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    migrate.upgrade(path, KEY)

    with lane.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Record.metadata)
    assert differences == []
    assert set(TRIGGERS) <= set(form_of(path))


def test_a_new_office_and_a_migrated_one_have_the_same_tables(tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    migrate.create_tables(engine(new, KEY, lanes=1, wait=5000, begin="BEGIN IMMEDIATE"))
    connection = connect(old, KEY)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    connection.close()
    migrate.upgrade(old, KEY)

    assert set(form_of(new)) == set(form_of(old))


def test_an_older_program_never_touches_a_newer_file(app: App, tmp_path: Path) -> None:
    app.close()
    folder = tmp_path / "office"
    key, _ = sign_in(folder, "", PASSWORD)
    connection = connect(folder / "office.db", key)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (folder / "office.db").read_bytes()

    with pytest.raises(Refused, match="新版"):
        open_office(folder, "", PASSWORD, CLOCK)

    assert (folder / "office.db").read_bytes() == before


def test_a_migration_first_makes_a_copy_that_was_read_back(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member(app)
    app.close()
    folder = tmp_path / "office"
    later = tmp_path / "later"
    _one_more(later)
    monkeypatch.setattr(migrate, "SCRIPTS", later)
    monkeypatch.setattr(migrate, "HEAD", NEXT)

    opened = open_office(folder, "", PASSWORD, CLOCK)
    opened.close()

    (made,) = (folder / "backups").glob("*.partybackup")
    key, _ = sign_in(folder, "", PASSWORD)
    told, copy = backup.read(made), tmp_path / "copy.db"
    backup.unpack(made, told, "office.db", copy)
    assert backup.whole(made)
    assert (told.reason, told.form, told.rows["person"]) == ("升级前", f"{int(NEXT) - 1:04d}", 1)
    assert "nickname" not in form_of(copy, key)["person"]
    assert "nickname" in form_of(folder / "office.db", key)["person"]
    assert set(TRIGGERS) <= set(form_of(folder / "office.db", key))


def test_without_a_backup_no_migration(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.close()
    folder, later = tmp_path / "office", tmp_path / "later"
    _one_more(later)
    monkeypatch.setattr(migrate, "SCRIPTS", later)
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    monkeypatch.setattr(copying, "unlike", lambda _: "person")
    key, _ = sign_in(folder, "", PASSWORD)
    before = form_of(folder / "office.db", key)

    with pytest.raises(Refused, match="没有通过核对"):
        open_office(folder, "", PASSWORD, CLOCK)

    assert form_of(folder / "office.db", key) == before


def test_a_migration_that_fails_changes_nothing(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.close()
    folder = tmp_path / "office"
    later = tmp_path / "later"
    _one_more(later, then="raise ZeroDivisionError")
    monkeypatch.setattr(migrate, "SCRIPTS", later)
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    key, _ = sign_in(folder, "", PASSWORD)
    before = form_of(folder / "office.db", key)

    with pytest.raises(ZeroDivisionError):
        open_office(folder, "", PASSWORD, CLOCK)

    assert form_of(folder / "office.db", key) == before


def test_a_new_column_that_may_not_be_empty_is_filled_in_the_rows_there_are(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member(app)
    app.close()
    folder, later = tmp_path / "office", tmp_path / "later"
    _copied(later)
    written = write("More of a person", later, _more_of_a_person()).read_text("utf-8")
    monkeypatch.setattr(migrate, "SCRIPTS", later)
    monkeypatch.setattr(migrate, "HEAD", NEXT)

    open_office(folder, "", PASSWORD, CLOCK).close()

    key, _ = sign_in(folder, "", PASSWORD)
    connection = connect(folder / "office.db", key)
    rows = connection.execute("SELECT is_tall, rank, since, nickname FROM person").fetchall()
    connection.close()
    assert rows == [(0, "AWAY", "2026-10", None)]
    assert "###" not in written


def test_a_new_column_that_may_not_be_empty_without_a_default_is_not_written(
    tmp_path: Path,
) -> None:
    _copied(tmp_path / "later")
    metadata = _more_of_a_person()
    metadata.tables["person"].append_column(Column("bare", Integer, nullable=False))

    with pytest.raises(ValueError, match=r"person\.bare"):
        write("Bare", tmp_path / "later", metadata)


def _more_of_a_person() -> MetaData:
    """The tables as declared, and four more columns of a person."""
    metadata = MetaData(naming_convention=NAMES)
    for table in Record.metadata.tables.values():
        table.to_metadata(metadata)
    state = Outflow.__table__.columns["state"].type
    for column in (
        Column("is_tall", Boolean, nullable=False, default=False),
        Column("rank", state, nullable=False, default=Away.AWAY),
        Column("since", PartialText, nullable=False, default=Partial("2026-10")),
        Column("nickname", String),
    ):
        metadata.tables["person"].append_column(column)
    return metadata


def _copied(folder: Path) -> None:
    (folder / "versions").mkdir(parents=True)
    for path in (migrate.SCRIPTS / "env.py", migrate.SCRIPTS / "script.py.mako", *VERSIONS):
        target = folder / ("versions" if path in VERSIONS else "") / path.name
        target.write_text(path.read_text("utf-8"), "utf-8")


def _one_more(folder: Path, then: str = "pass") -> None:
    _copied(folder)
    (folder / "versions" / f"{NEXT}_nickname.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{NEXT}'\ndown_revision = '{migrate.HEAD}'\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('person') as table:\n"
        "        table.add_column(sa.Column('nickname', sa.String()))\n"
        f"    {then}\n",
        "utf-8",
    )


def test_an_office_of_the_first_version_gets_its_settings(tmp_path: Path) -> None:
    first, path = tmp_path / "first", tmp_path / "old.db"
    _copied(first)
    for later in VERSIONS[1:]:
        (first / "versions" / later.name).unlink()
    connection = connect(path, KEY)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    with pytest.MonkeyPatch.context() as old:
        old.setattr(migrate, "SCRIPTS", first)
        migrate.upgrade(path, KEY)
    connection.execute(
        "INSERT INTO organisation (id, version, full_name, org_type, is_ours, is_mobile_org,"
        " may_receive, can_approve_probationary, existence)"
        " VALUES (7, 1, '中共青石镇委员会', '611', 1, 0, 0, 1, 'IN_FORCE')"
    )
    connection.execute(
        "INSERT INTO office (id, version, name, committee_id, sample)"
        " VALUES (8, 1, '青石镇党员服务中心', 7, 0)"
    )
    connection.close()

    migrate.upgrade(path, KEY)

    connection = connect(path, KEY)
    columns = "roster_day, letter_warning, case_warning, contact_interval"
    rows = connection.execute(f"SELECT {columns} FROM office").fetchall()  # noqa: S608
    assert rows == [(5, 5, 1, 90)]
    assert connection.execute("SELECT count(*) FROM holiday").fetchone() == (0,)
    connection.close()


def test_the_branches_of_an_older_office_are_found_by_their_own_part(
    app: App, tmp_path: Path
) -> None:
    app.close()
    folder = tmp_path / "office"
    key, _ = sign_in(folder, "", PASSWORD)
    connection = connect(folder / "office.db", key)
    connection.execute("DELETE FROM search_key WHERE k LIKE 'odf%' OR k LIKE 'odong%'")
    connection.execute("DROP TABLE account")
    connection.execute("DROP TABLE step")
    connection.execute("UPDATE alembic_version SET version_num = '0003'")
    connection.commit()
    connection.close()

    opened = open_office(folder, "", PASSWORD, CLOCK)
    found = [name for _, name in opened.choices(ORGANISATION.refs[0].kind, "dfc")]
    opened.close()

    assert found == [name for name in BRANCHES if "东风村" in name]
    assert found
