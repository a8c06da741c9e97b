from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from partyservice.app import App
from partyservice.desk.finding import find
from partyservice.kernel.progress import Cancelled
from partyservice.members.drafts import MEMBER
from partyservice.members.model import Person
from partyservice.safety import repeating
from partyservice.safety import replay as replaying
from partyservice.safety.following import Following
from partyservice.safety.repeating import thin
from partyservice.safety.replay import Replayed, replay
from partyservice.storage import migrate, newer
from partyservice.storage.appending import begin
from partyservice.storage.applying import Applying
from partyservice.storage.changefiles import change_files, seen
from partyservice.storage.changes import Changes, Head
from partyservice.storage.derived import CHANGES, derived
from partyservice.storage.journal import first_bad
from partyservice.storage.keys import begin_incarnation
from partyservice.storage.migrate import HEAD
from partyservice.storage.newer import newest_of
from tests.builders import BRANCHES, SHEETS, change, import_sheet, somebody
from tests.safety.histories import Day, Everything, copied, everything, stored

WAIT = 60.0  # s


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def backup(app: App, tmp_path: Path) -> Path:
    path = tmp_path / "backup.db"
    copied(app, path)
    return path


def follow(app: App, *folders: Path) -> None:
    """Repeat all that was saved so far."""
    assert not any(state.behind for state in Following(app.store, folders).close(WAIT))


def again(path: Path, app: App, *folders: Path) -> tuple[Replayed, Everything]:
    key = app.store._key
    done = replay(path, [key], folders)
    with stored(path, key) as store:
        return done, everything(store)


def files(app: App, folder: Path) -> list[Changes]:
    return change_files(folder, app.store.derived(CHANGES))


def test_what_was_saved_is_there_again_with_chain_search_and_versions(
    app: App, stick: Path, backup: Path
) -> None:
    who = somebody(app, "单雄信")
    change(app, MEMBER, who, person__address="青石镇", person__name="单田芳")
    follow(app, stick)

    done, after = again(backup, app, stick)

    assert after == everything(app.store)
    assert (done.stopped, done.entries) == ("", 3)  # person, member, person
    with stored(backup, app.store._key) as store, store.read() as session:
        assert first_bad(session.connection()) is None
        (hit,) = find(session, app.wanted("shantianfang")).hits
        assert not find(session, app.wanted("单雄信")).hits
        assert session.get_one(Person, hit.id).version == 2


def test_nothing_is_done_twice(app: App, stick: Path, backup: Path) -> None:
    somebody(app, "张三")
    follow(app, stick)
    again(backup, app, stick)

    done, after = again(backup, app, stick)

    assert (done.entries, done.stopped) == (0, "")
    assert after == everything(app.store)


def test_an_import_comes_back_whole_and_in_blocks(
    app: App, stick: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newer, "ROWS", 7)
    monkeypatch.setattr(repeating, "TOGETHER", 2)
    monkeypatch.setattr(repeating, "LARGEST", 4000)
    import_sheet(app, SHEETS / "05_东风村党员名单.xlsx", branch=BRANCHES[1])
    follow(app, stick)

    done, after = again(backup, app, stick)

    assert len(files(app, stick)) > 2
    assert done.entries > 20
    assert after == everything(app.store)


def test_half_an_import_is_not_done(
    app: App, stick: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newer, "ROWS", 2)
    somebody(app, "张三")
    follow(app, stick)
    whole = everything(app.store)
    somebody(app, "李四")
    with app.store.write(app.by) as session:
        for person in session.scalars(select(Person)):
            person.address = "青石镇"
        session.add_all(Person(name=f"赵{n}", sex="1") for n in range(5))
    follow(app, stick)
    (file,) = files(app, stick)
    ends = [(end, found.mark.whole) for end, found in file.blocks()]
    assert not ends[-2][1]
    with file.path.open("r+b") as cut:
        cut.truncate(ends[-2][0])

    done, after = again(backup, app, stick)

    assert after.digest == whole.digest
    assert f"第 {done.seq} 条" in done.stopped


def test_damage_in_one_place_is_made_up_by_the_other(
    app: App, stick: Path, backup: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("张三", "李四", "王五"):
        somebody(app, name)
        follow(app, stick, own)
    for folder, wrong in ((stick, 2), (own, 3)):  # each is damaged, but not at the same record
        (file,) = files(app, folder)
        end = [end for end, _found in file.blocks()][wrong]
        content = bytearray(file.path.read_bytes())
        content[end - 1] ^= 1
        file.path.write_bytes(content)
    shutil.copy(backup, tmp_path / "alone.db")

    done, after = again(backup, app, stick, own)
    alone, _less = again(tmp_path / "alone.db", app, stick)

    assert after == everything(app.store) or done.stopped
    assert done.seq > alone.seq
    assert "损坏" in alone.stopped


def test_a_gap_is_named_and_nothing_behind_it_is_done(
    app: App, stick: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeating, "LARGEST", 1200)
    somebody(app, "张三")
    follow(app, stick)
    state = everything(app.store)
    for name in ("李四", "王五"):
        somebody(app, name)
        follow(app, stick)
    with app.store.read() as session:
        newest = newest_of(session.connection()).seq
    first = next(each for each in files(app, stick) if each.newest().seq > newest - 4)
    first.path.unlink()

    done, after = again(backup, app, stick)

    assert after.digest == state.digest
    assert f"第 {done.seq} 条更改之后缺了一段" in done.stopped


def test_the_journal_of_another_office_changes_nothing(app: App, stick: Path, backup: Path) -> None:
    """One that was copied shares the key, and went its own way."""
    shared = everything(app.store)
    key = app.store._key
    twin = stick.parent / "twin.db"
    shutil.copy(backup, twin)
    with stored(twin, key) as store:
        with store.write(app.by) as session:
            session.add_all(Person(name=f"别人{n}", sex="1") for n in range(5))
        Following(store, [stick]).close(WAIT)
    somebody(app, "张三")
    copied(app, stick.parent / "later.db")

    done, after = again(stick.parent / "later.db", app, stick)

    assert after == everything(app.store) != shared
    assert done.entries == 0
    assert "不是接着这份数据写的" in done.stopped


def test_a_restored_office_begins_a_file_of_its_own_and_both_are_followed(
    app: App, stick: Path, backup: Path
) -> None:
    somebody(app, "张三")
    follow(app, stick)
    with app.store.write(app.by, "从备份恢复") as session:
        session.connection().exec_driver_sql("DELETE FROM incarnation")
        begin_incarnation(session.connection())
    somebody(app, "李四")
    follow(app, stick)

    done, after = again(backup, app, stick)

    assert len(files(app, stick)) == 2
    assert not done.stopped
    assert after == everything(app.store)


def test_a_history_that_was_shortened_is_told_and_its_file_left_alone(
    app: App, stick: Path, backup: Path
) -> None:
    somebody(app, "张三")
    follow(app, stick)
    (longer,) = files(app, stick)
    content = longer.path.read_bytes()
    key = app.store._key
    with stored(backup, key) as store:
        with store.write(app.by) as session:
            session.add(Person(name="后来", sex="1"))
        (state,) = Following(store, [stick]).close(WAIT)
        assert state.behind == 0
        assert longer.path.read_bytes() == content
        assert len(change_files(stick, derived(key, CHANGES))) == 2
        with store.read() as session:
            bits = newer.bits_of(session.connection())
        marks = dict(seen([stick], derived(key, CHANGES), bits))
        assert not newer.agrees(store, marks[longer.path])


def test_covered_files_are_thinned_and_never_others(
    app: App, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeating, "LARGEST", 1200)
    for name in ("张三", "李四", "王五"):
        somebody(app, name)
        follow(app, stick)
    known = files(app, stick)
    middle = known[1].newest().seq

    assert thin(app.store, stick, 0) == []
    assert thin(app.store, stick, middle - 1) == [known[0].path]
    assert thin(app.store, stick, 10**9) == [each.path for each in known[1:-1]]
    assert [each.path for each in files(app, stick)] == [known[-1].path]


def test_a_new_stick_takes_only_what_its_backup_does_not_hold(app: App, stick: Path) -> None:
    somebody(app, "张三")
    with app.store.read() as session:
        newest = newest_of(session.connection()).seq
    copied(app, stick / "backup.db")

    following = Following(app.store, [stick], lambda folder: newest if folder == stick else 0)
    somebody(app, "李四")
    following.close(WAIT)
    done, after = again(stick / "backup.db", app, stick)

    assert files(app, stick)[0].head.first == newest + 1
    assert after == everything(app.store)
    assert not done.stopped


def test_what_was_saved_after_a_renewed_key_opens_with_that_key(
    app: App, stick: Path, backup: Path
) -> None:
    old = app.store._key
    somebody(app, "张三")
    follow(app, stick)
    app.store._key = secrets.token_bytes(32)  # only the key of the change journal is derived anew
    somebody(app, "李四")
    follow(app, stick)

    done = replay(backup, [old, app.store._key], [stick])

    app.store._key, new = old, app.store._key
    with stored(backup, old) as store:
        assert everything(store) == everything(app.store)
    assert not done.stopped
    assert len(change_files(stick, derived(new, CHANGES))) == 1


def test_the_newest_doors_come_along(app: App, stick: Path, backup: Path) -> None:
    doors = app.store.folder / "keys.json"
    somebody(app, "张三")
    follow(app, stick)
    content = doors.read_bytes()
    doors.write_bytes(content + b"\n")
    somebody(app, "李四")
    follow(app, stick)

    done, _after = again(backup, app, stick)

    assert done.doors == content + b"\n"


def test_changes_written_by_a_newer_program_stop_it_in_words(
    app: App, stick: Path, backup: Path
) -> None:
    key = app.store.derived(CHANGES)
    with app.store.read() as session:
        at = newest_of(session.connection())
    somebody(app, "张三")
    moment = newer.now(app.store)
    head = Head("9999", moment.incarnation, at.seq + 1, "2026-11-24")
    begin(stick / "更改.partychanges", key, head, at).append(
        newer.newer(app.store, at.seq, moment, newer.Said())
    )

    done, _after = again(backup, app, stick)

    assert done.entries == 0
    assert "更新的程序" in done.stopped


NEXT = f"{int(HEAD) + 1:04}"
MOVED = "UPDATE person SET address = '迁移时改过'"
MIGRATION = f"""from alembic import op
revision, down_revision = "{NEXT}", "{HEAD}"
def upgrade() -> None:
    op.execute("{MOVED}")
"""


def test_what_was_saved_before_a_migration_is_done_before_it(
    app: App, stick: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup and the first changes are of an older form; the tables then were migrated."""
    key = app.store._key
    somebody(app, "单田芳")
    follow(app, stick)
    shutil.copytree(migrate.SCRIPTS, tmp_path / "scripts")
    (tmp_path / "scripts/versions" / f"{NEXT}_next.py").write_text(MIGRATION, "utf-8")
    monkeypatch.setattr(migrate, "SCRIPTS", tmp_path / "scripts")
    for module in (migrate, repeating, replaying):
        monkeypatch.setattr(module, "HEAD", NEXT)
    app.store.close()
    migrate.upgrade(app.store.folder / "office.db", key)
    somebody(app, "李四")
    follow(app, stick)

    done, after = again(backup, app, stick)

    assert {each.head.form for each in files(app, stick)} == {HEAD, NEXT}
    assert not done.stopped
    assert after == everything(app.store)
    with stored(backup, key) as store, store.read() as session:
        assert migrate.form_of(session.connection()) == NEXT
        found = session.execute(select(Person.name, Person.address))
        addresses = {name: address for name, address in found}  # noqa: C416 - rows are no pairs
    assert addresses["单田芳"] == "迁移时改过" != addresses["李四"]


def test_whoever_stops_it_finds_the_database_as_it_was(app: App, stick: Path, backup: Path) -> None:
    class Impatient:
        def step(self, *_told: object) -> None:
            raise Cancelled

    Day(app, Random(1)).live(5)
    follow(app, stick)
    with stored(backup, app.store._key) as store:
        before = everything(store)

    with pytest.raises(Cancelled):
        replay(backup, [app.store._key], [stick], Impatient())

    with stored(backup, app.store._key) as store:
        assert everything(store) == before


def test_control_a_replay_that_leaves_one_entry_out_does_not_pass(
    app: App, stick: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody(app, "张三")
    follow(app, stick)
    do = Applying._do

    def forgetful(self: Applying, entry: dict[str, object]) -> None:
        if entry["about"] != "member":
            do(self, entry)

    monkeypatch.setattr(Applying, "_do", forgetful)
    _done, after = again(backup, app, stick)

    assert after != everything(app.store)
