from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.kernel.errors import Refused
from partyservice.storage import backup, copying, medium
from partyservice.storage.alike import attach, unlike
from partyservice.storage.copying import Told, make
from partyservice.storage.engine import connect
from partyservice.storage.manifest import Damaged, read
from tests.builders import member, somebody
from tests.safety.backups import MOMENT, office_key, source_of

TOLD = Told(office="青石镇党员服务中心", by="王芳", reason="手动", made=MOMENT)


def test_a_backup_says_what_is_in_it_and_nothing_of_a_person(app: App, tmp_path: Path) -> None:
    member(app)

    path = make(source_of(tmp_path / "office"), TOLD, tmp_path)
    told = backup.read(path)

    shown = f"{MOMENT.astimezone():%Y%m%d-%H%M%S}"
    assert path.name == f"备份-{shown}-{told.head.seq}.partybackup"
    assert (told.office, told.reason, told.rows["person"]) == ("青石镇党员服务中心", "手动", 1)
    assert told.is_sealed(office_key(tmp_path / "office"))
    assert "钟庆龙".encode() not in path.read_bytes()
    assert [each.name for each in tmp_path.glob("*.part")] == []


def test_a_backup_is_a_zip_that_other_programs_read(app: App, tmp_path: Path) -> None:
    member(app)

    with zipfile.ZipFile(make(source_of(tmp_path / "office"), TOLD, tmp_path)) as packed:
        assert packed.testzip() is None
        assert packed.read("keys.json") == (tmp_path / "office" / "keys.json").read_bytes()
        assert json.loads(packed.read("manifest.json"))["rows"]["person"] == 1


@pytest.mark.usefixtures("app")
def test_a_manifest_that_somebody_changed_has_no_seal(tmp_path: Path) -> None:
    key = office_key(tmp_path / "office")
    told = backup.read(make(source_of(tmp_path / "office"), TOLD, tmp_path))

    assert told.is_sealed(key)
    assert not replace(told, rows={**told.rows, "person": 7}).is_sealed(key)
    assert not told.is_sealed(bytes(32))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"format": "1"}', b"\xff", b"[" * 100_000, b'{"format": 1, "head": 3}'],
)
def test_what_is_no_manifest_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        read(content)


def test_a_manifest_of_a_newer_program_is_refused() -> None:
    with pytest.raises(Refused, match="新版"):
        read(b'{"format": 99}')


@pytest.mark.usefixtures("app")
def test_two_backups_of_the_same_moment_are_two_files(tmp_path: Path) -> None:
    one, two = (make(source_of(tmp_path / "office"), TOLD, tmp_path) for _ in range(2))

    assert one != two
    assert backup.whole(one)
    assert backup.whole(two)


def test_one_changed_row_is_noticed(app: App, tmp_path: Path) -> None:
    member(app)
    key, live, other = office_key(tmp_path / "office"), *(tmp_path / n for n in ("office", "o.db"))
    connection = connect(live / "office.db", key)
    connection.execute("VACUUM INTO ?", (str(other),))
    attach(connection, other)
    assert unlike(connection) is None

    connection.execute("UPDATE copied.person SET address = address || ' '")

    assert unlike(connection) == "person"
    connection.close()


@pytest.mark.usefixtures("app")
def test_a_row_more_and_a_trigger_less_are_noticed(tmp_path: Path) -> None:
    key, live, other = office_key(tmp_path / "office"), *(tmp_path / n for n in ("office", "o.db"))
    connection = connect(live / "office.db", key)
    connection.execute("VACUUM INTO ?", (str(other),))
    attach(connection, other)
    connection.execute("INSERT INTO copied.number_counter VALUES ('X', 1)")
    assert unlike(connection) == "number_counter"

    connection.execute("DROP TRIGGER copied.journal_no_update")

    assert unlike(connection) == "the form"
    connection.close()


def test_an_office_that_is_written_all_the_time_is_held_the_last_time(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes between copying and comparing, as long as the office is not held."""
    compared: list[str | None] = []
    held: list[bool] = []
    source = app.store.source(app.by)

    def written_meanwhile(connection: object) -> str | None:
        if not app.store.writing and not held:
            somebody(app, f"张{'甲乙丙丁'[len(compared)]}", sure={})
        compared.append(unlike(connection))
        return compared[-1]

    def hold() -> object:
        held.append(True)
        return source.hold()

    monkeypatch.setattr(copying, "unlike", written_meanwhile)

    path = make(replace(source, hold=hold), TOLD, tmp_path)  # type: ignore[arg-type]

    assert compared == ["incarnation", "incarnation", "incarnation", None]
    assert held == [True]
    assert backup.read(path).rows["person"] == 3


def test_a_copy_that_is_never_alike_is_no_backup(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "unlike", lambda _: "person")

    with pytest.raises(Refused, match="没有通过核对"):
        make(app.store.source(app.by), TOLD, tmp_path)

    assert [each.name for each in tmp_path.iterdir()] == ["office"]


def test_what_was_cut_off_is_tidied_unless_somebody_writes(tmp_path: Path) -> None:
    for name in ("备份-1.partybackup.part", "备份-ab.db.part", "别的.part"):
        (tmp_path / name).touch()
    with backup.writing(tmp_path):
        backup.tidy(tmp_path)
        assert len(list(tmp_path.glob("*.part"))) == 3

    backup.tidy(tmp_path)

    assert [each.name for each in tmp_path.glob("*.part")] == ["别的.part"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")

    with pytest.raises(FileExistsError), medium.new_file(tmp_path / "x"):
        pass

    assert (tmp_path / "x").read_bytes() == b"old"
