"""Accounts through the App: passwords of one's own, first ones, roles, closing, an older office."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from threading import Thread

import pytest
from nacl.secret import SecretBox
from sqlalchemy import select

from partyservice.app import App, open_office
from partyservice.app.accounts import change_first, recover
from partyservice.kernel.errors import Invalid, Refused, Unsettled
from partyservice.security import accounts, guessing
from partyservice.security.accounts import MUST_CHANGE, WAIT, sign_in
from partyservice.security.door import WRONG
from partyservice.security.drafts import ROLES, SET
from partyservice.security.flow import ACCOUNTS_IN_USE
from partyservice.security.guessing import Uptime
from partyservice.security.keysfile import FILE, load
from partyservice.security.model import ROLE_NAMES, Account
from partyservice.security.stretching import Cost, stretched
from partyservice.storage.engine import connect
from partyservice.storage.journal import JOURNAL
from tests.builders import CLOCK, PASSWORD, USER, change, take
from tests.security.office import (
    FIRST_PASSWORD,
    SECOND,
    SECOND_PASSWORD,
    appoint,
    close_second,
    opened,
    peopled,
)

OTHER = "silver-teapot-31"


def notes(app: App, about: str) -> list[dict[str, object]]:
    with app.store.read() as session:
        found = session.execute(
            select(JOURNAL.c.after).where(JOURNAL.c.about == about).order_by(JOURNAL.c.seq)
        )
        return [json.loads(after) for (after,) in found]


def own(app: App, name: str = USER) -> int:
    with app.store.read() as session:
        return session.scalars(select(Account.id).where(Account.name == name)).one()


def test_the_first_account_holds_all_roles(app: App) -> None:
    assert {"members.edit", "accounts.edit", "backup.restore", "journal.see"} <= app.by.rights
    assert app.load(ROLES, own(app)) == {f"account.{role}": "是" for role in ROLE_NAMES}


def test_a_first_password_opens_only_the_way_to_ones_own(app: App, tmp_path: Path) -> None:
    appoint(app)
    folder = tmp_path / "office"
    app.close()

    with pytest.raises(Refused, match="首次密码") as refused:
        opened(folder, SECOND, FIRST_PASSWORD)
    assert refused.value.rule == MUST_CHANGE
    with pytest.raises(Refused, match="至少 12 位"):
        change_first(folder, SECOND, FIRST_PASSWORD, "short", CLOCK)
    change_first(folder, SECOND, FIRST_PASSWORD, SECOND_PASSWORD, CLOCK)

    again = opened(folder, SECOND, SECOND_PASSWORD)
    assert "members.edit" in again.by.rights
    assert "accounts.edit" not in again.by.rights
    again.close()
    with pytest.raises(Refused, match="密码不对"):
        opened(folder, SECOND, FIRST_PASSWORD)


def test_the_first_password_proposed_is_good_and_new_each_time(app: App) -> None:
    made = appoint(app)
    one, other = app.load(SET, made), app.load(SET, made)

    assert one != other
    assert not app.settle(SET, one, made)


def test_changing_a_password_wraps_the_same_door_anew(app: App, tmp_path: Path) -> None:
    folder, key, before = tmp_path / "office", app.store.key, load(tmp_path / "office").door(USER)

    with pytest.raises(Refused, match="密码不对"):
        app.accounts.change_password("wrong-teapot-31", OTHER)
    with pytest.raises(Refused, match="姓名或中心"):
        app.accounts.change_password(PASSWORD, f"{USER}-silver-teapot")
    app.accounts.change_password(PASSWORD, OTHER)

    after = load(folder).door(USER)
    assert (after.public, after.sealed) == (before.public, before.sealed)
    assert after.wrapped != before.wrapped
    assert load(folder).key(USER, OTHER) == key == app.store.key
    app.close()
    with pytest.raises(Refused, match="密码不对"):
        opened(folder)
    opened(folder, USER, OTHER).close()


def test_each_sign_in_is_noted_and_tells_the_guesses_before_it(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    app.close()
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            opened(folder, USER, "wrong-teapot-31")
        assert refused.value.rule == WRONG

    again = opened(folder)

    assert [note["failed"] for note in notes(again, "sign_in")] == [0, 3]
    again.close()


def test_after_five_wrong_passwords_the_right_one_waits_too(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    app.close()
    monkeypatch.setattr(accounts, "uptime", lambda: Uptime(100, "a"))
    for _ in range(5):
        with pytest.raises(Refused, match="密码不对"):
            opened(folder, USER, "wrong-teapot-31")

    with pytest.raises(Refused, match="还要等 5 秒") as refused:
        opened(folder)
    assert refused.value.rule == WAIT
    monkeypatch.setattr(accounts, "uptime", lambda: Uptime(105.5, "a"))
    opened(folder).close()


def test_windows_that_guess_side_by_side_are_counted_together(app: App, tmp_path: Path) -> None:
    folder, said = tmp_path / "office", []
    app.close()

    def guess() -> None:
        try:
            sign_in(folder, USER, "wrong-teapot-31")
        except Refused as refusal:
            said.append(refusal.rule)

    threads = [Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == sorted([WAIT] * 7 + [WRONG] * 5)
    assert load(folder).guesses[USER].failed == guessing.FREE


def test_an_older_keys_file_put_back_is_seen(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    before = (folder / FILE).read_bytes()
    app.accounts.change_password(PASSWORD, OTHER)
    app.close()
    opened(folder, USER, OTHER).close()
    (folder / FILE).write_bytes(before)

    again = opened(folder)

    assert notes(again, "sign_in")[-1]["older_than"] == 2
    again.close()


def test_a_door_given_another_name_opens_to_nobody(app: App) -> None:
    there = peopled(app)
    path = there.folder / FILE
    names = {USER: SECOND, SECOND: USER}
    plain = json.loads(path.read_bytes())
    for door in plain["doors"]:
        door["name"] = names[door["name"]]
    path.write_text(json.dumps(plain), "utf-8")

    with pytest.raises(Refused, match="密码不对"):
        opened(there.folder, USER, SECOND_PASSWORD)


def test_a_door_that_was_replaced_since_lets_nobody_in(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    there = peopled(app)
    before = (folder / FILE).read_bytes()
    again = opened(folder)
    take(again, ACCOUNTS_IN_USE, "first_password", own(again, SECOND), {"account.password": OTHER})
    again.close()
    (there.folder / FILE).write_bytes(before)

    with pytest.raises(Refused, match="已被别的取代"):
        opened(folder, SECOND, SECOND_PASSWORD)
    opened(folder).close()


def test_nobody_closes_himself_and_the_last_who_manages_accounts_stays(app: App) -> None:
    mine = own(app)
    with pytest.raises(Refused, match="不能停用自己"):
        take(app, ACCOUNTS_IN_USE, "close", mine, {"account.closed_why": "调离"})
    with pytest.raises(Refused, match="最后一个"):
        change(app, ROLES, mine, account__security_admin="否", account__auditor="否")
    appoint(app, security_admin="是")
    change(app, ROLES, mine, account__security_admin="否", account__auditor="否")

    assert "accounts.edit" not in app.by.rights
    with pytest.raises(Refused, match="没有这项权限"):
        app.save(ROLES, app.load(ROLES, mine) | {"account.auditor": "是"}, mine)


def test_nobody_gives_himself_a_role(app: App) -> None:
    mine = own(app)
    change(app, ROLES, mine, account__center_head="否", account__auditor="否")

    with pytest.raises(Refused, match="不能给自己加角色"):
        change(app, ROLES, mine, account__center_head="是")


def test_an_account_has_a_role_and_a_name_of_its_own(app: App) -> None:
    with pytest.raises(Unsettled, match="至少要有一个角色"):
        take(app, ACCOUNTS_IN_USE, "appoint", None, {"account.name": SECOND})
    with pytest.raises(Unsettled):
        appoint(app, USER, clerk="是")
    with pytest.raises(Unsettled, match="自己查自己"):
        appoint(app, SECOND, auditor="是", system_admin="是")


def test_a_closed_account_does_not_come_in_and_may_come_back(app: App) -> None:
    there = peopled(app)
    again = opened(there.folder)
    close_second(again)
    assert [door.name for door in load(there.folder).doors] == [USER]
    take(again, ACCOUNTS_IN_USE, "reopen", own(again, SECOND), {"account.password": OTHER})
    again.close()

    with pytest.raises(Refused, match="首次密码"):
        opened(there.folder, SECOND, OTHER)


def test_a_sheet_is_made_typed_back_used_once_and_replaced(app: App, tmp_path: Path) -> None:
    sheet = tmp_path / "恢复单.pdf"
    assert app.accounts.sheet_state().tone == "bad"
    with pytest.raises(Refused, match="不能放在数据文件夹"):
        app.accounts.make_sheet(app.store.folder / "恢复单.pdf")
    asked = app.accounts.make_sheet(sheet)
    assert sheet.read_bytes().startswith(b"%PDF")
    assert app.accounts.sheet_state().tone == "warn"
    from partyservice.security.recovery import lines_of  # noqa: PLC0415

    lines = dict(enumerate(lines_of(app.accounts._code), 1))
    old = "\n".join(lines.values())
    wrong = {n: lines[n % 4 + 1] for n in asked}
    with pytest.raises(Unsettled) as unsettled:
        app.accounts.check_lines(wrong)
    assert [p.field for p in unsettled.value.problems] == [f"recovery.line.{n}" for n in asked]
    app.accounts.check_lines({n: lines[n].lower() for n in asked})
    assert app.accounts.sheet_state().tone == "ok"

    app.accounts.make_sheet(sheet)
    new = "\n".join(lines_of(app.accounts._code))
    folder = app.store.folder
    app.close()
    with pytest.raises(Refused, match="可能已作废"):
        recover(folder, old, USER, OTHER, CLOCK)
    with pytest.raises(Invalid, match="第 1 行"):
        recover(folder, "0" + new, USER, OTHER, CLOCK)
    with pytest.raises(Refused, match="没有这个账户"):
        recover(folder, new, "陌生人", OTHER, CLOCK)
    recover(folder, new, USER, OTHER, CLOCK)

    again = opened(folder, USER, OTHER)
    assert again.accounts.sheet_state().tone == "bad"
    assert notes(again, "recovery") == [{"sheet": 2}]
    again.close()
    with pytest.raises(Refused, match="可能已作废"):
        recover(folder, new, USER, PASSWORD, CLOCK)


def test_the_sheet_sets_no_password_of_who_manages_no_accounts(app: App) -> None:
    there = peopled(app)

    with pytest.raises(Refused, match="不是在用的安全管理员"):
        recover(there.folder, there.code, SECOND, OTHER, CLOCK)


def old_keys(key: bytes, password: str) -> bytes:
    """keys.json as the first versions wrote it."""
    salt = b"s" * 16
    wrapped = SecretBox(stretched(password, salt, Cost(8, 1, 1))).encrypt(key)
    entry = {
        "name": USER,
        "salt": base64.b64encode(salt).decode(),
        "wrapped": base64.b64encode(bytes(wrapped)).decode(),
        "memory": 8, "passes": 1, "lanes": 1, "roles": ["desk"],
    }  # fmt: skip
    return json.dumps({"format": 1, "accounts": [entry]}).encode()


def test_an_office_of_before_there_were_accounts_opens_with_its_short_password(
    app: App, tmp_path: Path
) -> None:
    folder, key = tmp_path / "office", app.store.key
    app.close()
    (folder / FILE).write_bytes(old_keys(key, "1234"))
    connection = connect(folder / "office.db", key)
    connection.execute("DROP TABLE account")
    connection.execute("DROP TABLE step")
    connection.execute("UPDATE alembic_version SET version_num = '0004'")
    connection.close()

    for _ in range(2):
        again = open_office(folder, "", "1234", CLOCK)
        assert again.load(ROLES, own(again))["account.auditor"] == "是"
        again.close()

    door = load(folder).door(USER)
    assert door.public
    assert json.loads((folder / FILE).read_bytes())["format"] == 2


@pytest.mark.parametrize("content", [b"", b"[]", b'{"format": 2}', b"\xff", b'{"format": 1}'])
def test_damaged_keys_are_said_and_nothing_else(app: App, tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "office"
    app.close()
    (folder / FILE).write_bytes(content)

    with pytest.raises(Refused, match="钥匙文件已损坏"):
        opened(folder)


def test_the_lock_counts_guesses_as_the_door_does(app: App, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="密码不对"):
        app.lock.open("wrong-teapot-31")

    assert load(tmp_path / "office").guesses[USER].failed == 1
    app.lock.open(PASSWORD)
    assert load(tmp_path / "office").guesses[USER].failed == 0


def test_a_copy_of_the_folder_opens_by_no_other_password(app: App, tmp_path: Path) -> None:
    app.close()
    shutil.copytree(tmp_path / "office", tmp_path / "copy")

    with pytest.raises(Refused, match="密码不对"):
        opened(tmp_path / "copy", USER, SECOND_PASSWORD)
