from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from partyservice.app import App, accounts, open_office
from partyservice.kernel import files
from partyservice.kernel.errors import Refused
from partyservice.offices import open_store
from partyservice.safety import restoring as module
from partyservice.storage import backup, manifest, migrate, swapping
from partyservice.storage.engine import connect
from tests.builders import CLOCK, PASSWORD, member, somebody
from tests.safety.backups import backed_up, digest_of, office_key, restored, restoring

ROOT = Path(__file__).parents[2]


def entries(folder: Path) -> list[tuple[int, str, str]]:
    connection = connect(folder / "office.db", office_key(folder))
    rows = connection.execute("SELECT seq, about, after FROM journal ORDER BY seq").fetchall()
    connection.close()
    return [tuple(row) for row in rows]


def bits(folder: Path) -> int:
    connection = connect(folder / "office.db", office_key(folder))
    (found,) = connection.execute("SELECT bits FROM incarnation").fetchone()
    connection.close()
    return int(found)


def test_an_office_comes_back_without_anything_but_its_file(app: App, tmp_path: Path) -> None:
    member(app)
    path = backed_up(app)
    app.close()
    path = path.rename(tmp_path / path.name)
    before, old, kept = entries(tmp_path / "office"), bits(tmp_path / "office"), tmp_path / "kept"
    (tmp_path / "office").rename(kept)

    done = restored(path, tmp_path / "office")

    assert done.manifest.rows["person"] == 1
    now = entries(tmp_path / "office")
    assert now[:-1] == before
    seq, about, after = now[-1]
    assert about == "restore"
    assert json.loads(after)["kept"] == seq - 1 == done.manifest.head.seq
    assert bits(tmp_path / "office") != old
    again = open_office(tmp_path / "office", "", PASSWORD, CLOCK)
    somebody(again, "李四", sure={})
    again.close()


def test_a_restore_in_place_keeps_what_was_there_aside(app: App, tmp_path: Path) -> None:
    member(app)
    path = backed_up(app)
    somebody(app, "后来的人", sure={})
    app.close()
    office = tmp_path / "office"
    before, later = digest_of(office), entries(office)[-1][0]

    done = restoring(path).over(office)

    assert done.aside
    assert digest_of(done.aside) == before
    told = json.loads(entries(office)[-1][2])
    assert told["given_up"] == later > told["kept"]
    assert [each.name for each in office.glob("正在恢复*")] == []
    names = {manifest.head.seq for manifest in backups(office)}
    assert later in names  # a backup of what was there was made too


def backups(office: Path) -> list[manifest.Manifest]:
    return [backup.read(path) for path in (office / "backups").glob("*.partybackup")]


def test_no_readable_database_is_needed(app: App, tmp_path: Path) -> None:
    member(app)
    path = backed_up(app)
    app.close()
    office = tmp_path / "office"
    (office / "office.db").write_bytes(os.urandom(5_000))
    (office / "keys.json").unlink()

    done = restoring(path).over(office)

    assert done.aside
    assert (done.aside / "office.db").stat().st_size == 5_000
    assert done.manifest.rows["person"] == 1
    open_office(office, "", PASSWORD, CLOCK).close()


@pytest.mark.parametrize("step", range(14))
def test_a_restore_killed_at_any_step_is_finished_at_the_next_start(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each rename, and what marks that all is done, is where the program ends."""
    member(app)
    path = backed_up(app)
    somebody(app, "后来的人", sure={})
    app.close()
    office, left = tmp_path / "office", step
    before = digest_of(office)

    def dies(real: object) -> object:
        def call(*given: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            return real(*given)  # type: ignore[operator]

        return call

    with monkeypatch.context() as dying:
        dying.setattr(swapping, "_move", dies(swapping._move))
        dying.setattr(swapping, "settle", dies(files.settle))
        with pytest.raises(KeyboardInterrupt):
            restoring(path).over(office)

    assert accounts(office) == ["王芳"]
    (aside,) = office.glob("恢复前-*")
    assert digest_of(aside) == before
    assert entries(office)[-1][1] == "restore"
    assert list(office.glob("正在恢复*")) == []


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_killed_before_the_plan_changes_nothing(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backed_up(app)
    app.close()
    office = tmp_path / "office"
    before = digest_of(office)
    with monkeypatch.context() as dying:
        dying.setattr(swapping, "swap", killed)
        dying.setattr("shutil.rmtree", lambda *_, **__: None)  # nor is anything tidied
        with pytest.raises(KeyboardInterrupt):
            restoring(path).over(office)

    swapping.finish(office)  # as every opening does

    assert digest_of(office) == before
    assert list(office.glob("恢复前-*")) == []
    open_store(office, "", PASSWORD, CLOCK)[0].close()


@pytest.mark.parametrize("at", [0, 40, 1_000, 60_000, -1, -70, -400])
def test_a_damaged_backup_touches_nothing(app: App, tmp_path: Path, at: int) -> None:
    path = backed_up(app)
    app.close()
    content = bytearray(path.read_bytes())
    content[at] ^= 4
    path.write_bytes(content)
    before = digest_of(tmp_path / "office")

    with pytest.raises(Refused, match="已损坏"):
        restored(path, tmp_path / "new")
    with pytest.raises(Refused, match="已损坏"):
        restoring(path).over(tmp_path / "office")

    assert not (tmp_path / "new").exists()
    assert digest_of(tmp_path / "office") == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["office"]


def test_a_wrong_password_touches_nothing(app: App, tmp_path: Path) -> None:
    path = backed_up(app)

    with pytest.raises(Refused, match="密码不对"):
        restoring(path, "不是这个-2026").to(tmp_path / "new")

    assert sorted(each.name for each in tmp_path.iterdir()) == ["office"]


def test_a_folder_that_holds_something_is_refused(app: App, tmp_path: Path) -> None:
    path = backed_up(app)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "x").write_text("mine")

    with pytest.raises(Refused, match="不是空文件夹"):
        restored(path, tmp_path / "new")

    assert [each.name for each in (tmp_path / "new").iterdir()] == ["x"]


def test_an_empty_folder_is_taken(app: App, tmp_path: Path) -> None:
    path = backed_up(app)
    (tmp_path / "new").mkdir()

    assert restored(path, tmp_path / "new").folder == tmp_path / "new"


def test_a_backup_of_a_newer_program_is_refused(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backed_up(app)
    monkeypatch.setattr(module, "HEAD", f"{int(migrate.HEAD) - 1:04d}")

    with pytest.raises(Refused, match="新版"):
        restored(path, tmp_path / "new")


HOLDS = """
import sys
from pathlib import Path
from partyservice.storage.engine import connect
connection = connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
connection.execute("SELECT count(*) FROM person").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def test_an_office_open_elsewhere_is_not_exchanged(app: App, tmp_path: Path) -> None:
    path = backed_up(app)
    app.close()
    office = tmp_path / "office"
    told = [sys.executable, "-c", HOLDS, str(office / "office.db"), office_key(office).hex()]
    with Popen(told, stdin=PIPE, stdout=PIPE, cwd=ROOT) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(Refused, match="别的窗口"):
            restoring(path).over(office)
        assert list(office.glob("恢复前-*")) == []
        other.stdin.close()
        other.wait()

    assert restoring(path).over(office).aside
