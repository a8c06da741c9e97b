"""A new data key: what is stored stays as it was, and whoever left opens nothing new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partyservice.app import App
from partyservice.kernel.errors import Refused
from partyservice.kernel.unsaved import Unsaved
from partyservice.security import renewal
from partyservice.security.accounts import opens
from partyservice.security.keysfile import FILE, load
from partyservice.storage.engine import connect
from partyservice.storage.store import Store
from tests.builders import CLOCK, PASSWORD, USER, member, shown, somebody
from tests.faults.digest import digest
from tests.security.office import SECOND, SECOND_PASSWORD, close_second, opened, peopled

LEFT = ("office.db.new", "drafts.db.new", "office.db.new-wal", "drafts.db.new-journal")


def state(folder: Path, key: bytes) -> tuple[list[Any], list[Any]]:
    connection = connect(folder / "office.db", key)
    try:
        form = connection.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()
        return form, connection.execute("SELECT * FROM alembic_version").fetchall()
    finally:
        connection.close()


def unsaved(number: int = 7) -> Unsaved:
    return Unsaved(
        id=number, at=CLOCK.now(), place="登记 member", title="登记", name="", record_id=None,
        texts={"organisation.full_name": "半张表"}, reasons={}, who=None, seen={},
    )  # fmt: skip


def test_a_closed_account_opens_nothing_that_comes_after(app: App, tmp_path: Path) -> None:
    member(app)
    there = peopled(app)
    folder, copy = there.folder, tmp_path / "copy"
    again = opened(folder)
    again.kept.keep(unsaved())
    old = again.store.key
    form = state(folder, old)
    shutil.copytree(folder, copy)

    close_second(again)

    new = again.store.key
    assert new != old
    assert state(folder, new) == form
    assert [each.id for each in again.kept.unsaved()] == [7]
    somebody(again, "王小二")  # the same window works on
    assert again.accounts.waiting == ""
    assert not any((folder / name).exists() for name in LEFT)
    again.close()
    for name in ("office.db", "drafts.db"):
        assert opens(folder / name, new)
        assert not opens(folder / name, old)
    (folder / FILE).write_bytes((copy / FILE).read_bytes())  # his old copy of the keys
    with pytest.raises(Refused):
        opened(folder, SECOND, SECOND_PASSWORD)
    assert not opens(folder / "office.db", load(copy).key(SECOND, SECOND_PASSWORD))


def test_the_rows_are_the_same_to_the_last(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    member(app)
    there = peopled(app)
    again = opened(there.folder)
    before, old = told(again), again.store.key
    monkeypatch.setattr(renewal, "due", lambda *_: frozenset({SECOND}))  # all but the closing

    assert renewal.renew_key(again.store, again.kept.laid_down)

    assert told(again) == before
    assert again.store.key != old
    again.close()


def told(app: App) -> str:
    with app.store.read() as session:
        return digest(session.connection())


def test_another_window_keeps_the_old_key_and_the_next_opening_makes_it_good(app: App) -> None:
    there = peopled(app)
    one, other = opened(there.folder), opened(there.folder)
    with other.store.read() as session:
        session.connection()
        old = one.store.key
        close_second(one)
    assert "另一个窗口" in one.accounts.waiting
    assert one.store.key == old
    one.close()
    other.close()

    again = opened(there.folder)

    assert again.store.key != old
    assert [door.name for door in load(there.folder).doors] == [USER]
    again.close()


def cut_off(work: Callable[[], object], at: int) -> bool:
    """Run `work` in a child that dies before its `at`th sync or renaming; say whether it died."""
    child = os.fork()
    if child == 0:
        count = 0

        def counted(call: Callable[..., object]) -> Callable[..., object]:
            def counting(*given: object, **more: object) -> object:
                nonlocal count
                count += 1
                if count == at:
                    os._exit(9)
                return call(*given, **more)

            return counting

        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "fsync", counted(os.fsync))
                patch.setattr(Path, "replace", counted(Path.replace))
                work()
        except BaseException:  # noqa: BLE001 - a child of the test must not go on as a test
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9)
    return code == 9


def test_killed_at_every_step_the_office_opens_with_one_key_or_the_other(
    app: App, tmp_path: Path
) -> None:
    for name in ("王小甲", "王小乙", "王小丙"):
        somebody(app, name)
    there = peopled(app)
    begun = opened(there.folder)
    begun.kept.keep(unsaved())
    people = digest_of_people(begun)
    begun.close()
    folder, sound = tmp_path / "trial", there.folder
    keys: set[bool] = set()
    old = load(sound).key(USER, PASSWORD)
    at = 1
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(sound, folder)
        died = cut_off(lambda: close_second(opened(folder)), at)
        keys.add(opens(folder / "office.db", old))
        again = opened(folder)  # as the next morning
        assert digest_of_people(again) == people
        assert [each.id for each in again.kept.unsaved()] == [7]
        assert len(load(folder).names) == 1
        assert not any((folder / name).exists() for name in LEFT)
        assert SECOND not in {door.name for door in load(folder).doors}
        assert again.store.key != old
        again.close()
        if not died:
            break
        at += 1

    assert at > 10
    assert keys == {True, False}


def digest_of_people(app: App) -> list[dict[str, str]]:
    from partyservice.members.listing import MEMBERS  # noqa: PLC0415

    return shown(app, MEMBERS)


def test_what_raises_in_the_exchange_leaves_the_old_file_and_key(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = peopled(app)
    again = opened(there.folder)
    old, real = again.store.key, Store.exchange

    def fails(_store: Store, _put: object) -> None:
        raise Refused("没有换。")

    monkeypatch.setattr(Store, "exchange", fails)
    close_second(again)
    assert (again.accounts.waiting, again.store.key) == ("没有换。", old)
    assert load(there.folder).key(USER, PASSWORD) == old
    monkeypatch.setattr(Store, "exchange", real)
    again.close()

    later = opened(there.folder)
    assert later.store.key != old
    later.close()
