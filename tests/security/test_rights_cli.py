"""The command line opens no other way: the account's roles decide, as in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from partyservice.app import App
from partyservice.cli.main import REFUSED, run
from partyservice.cli.options import PASSWORD_VARIABLE
from partyservice.kernel.actor import PEOPLE as SEE
from partyservice.security.model import ROLE_NAMES, Account
from partyservice.security.rights import RIGHTS, ROLES
from tests.builders import PASSWORD
from tests.security.acting import CANARY, World, world

COMMANDS = {
    "find": (("find", CANARY[0]), {SEE}),
    "roster": (
        ("roster", "members", "--month", "2026-10", "--to", "{to}.pdf"),
        {SEE, "rosters.print"},
    ),
    "import": (("import", "{sheet}"), {SEE, "exchange.import"}),
    "doctor": (("doctor", "{sheet}", "--to", "{to}.xlsx"), {SEE, "exchange.import"}),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An office that no window has open."""
    made = world(tmp_path_factory.mktemp("cli") / "office")
    made.sheet()
    return made


def no_pictures(_app: App, _folder: Path, *, help_only: bool) -> list[Path]:
    raise AssertionError(help_only)


def hold(app: App, role: str) -> None:
    """Let the only account have one role."""
    with app.store.write(app.by, "任命") as session:
        account = session.scalars(select(Account)).one()
        for name in ROLE_NAMES:
            setattr(account, name, name == role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_done_or_refused_as_the_matrix_says(
    office: World,
    role: str,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "pw").write_text(PASSWORD, "utf-8")
    monkeypatch.setenv(PASSWORD_VARIABLE, str(tmp_path / "pw"))
    hold(office.app, role)
    words, needs = COMMANDS[command]
    filled = [word.format(to=tmp_path / "out", sheet=office.sheet()) for word in words]

    code = run(["--office", str(office.folder), *filled], no_pictures)

    said = capsys.readouterr()
    allowed = ROLES[role].rights >= needs
    assert (code == 0) is allowed, said.err
    if not allowed:
        assert code == REFUSED
        assert any(RIGHTS[right] in said.err for right in needs)
        assert not [word for word in CANARY if word in said.out + said.err]
        assert [path.name for path in tmp_path.iterdir()] == ["pw"]
