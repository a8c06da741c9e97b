"""An office with a second account and a recovery sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from partyservice.app import App, open_office
from partyservice.app.accounts import change_first
from partyservice.security.commands import PASSWORD as FIRST
from partyservice.security.flow import ACCOUNTS_IN_USE
from partyservice.security.keysfile import load, save
from partyservice.security.recovery import lines_of, new_code
from tests.builders import CLOCK, PASSWORD, USER, take

SECOND, FIRST_PASSWORD, SECOND_PASSWORD = "李强", "paper-lantern-7", "river-stone-88-x"


@dataclass
class Peopled:
    folder: Path
    code: str


def appoint(app: App, name: str = SECOND, **roles: str) -> int:
    texts = {f"account.{role}": word for role, word in (roles or {"clerk": "是"}).items()}
    made = take(app, ACCOUNTS_IN_USE, "appoint", None, {"account.name": name} | texts)
    take(app, ACCOUNTS_IN_USE, "first_password", made, {FIRST: FIRST_PASSWORD})
    return made


def peopled(app: App, **roles: str) -> Peopled:
    """Close `app`; its office then has a second account and a sheet."""
    folder = app.store.folder
    appoint(app, **roles)
    code = new_code()
    save(folder, load(folder).with_sheet(code, app.store.key, CLOCK.today()))
    app.close()
    change_first(folder, SECOND, FIRST_PASSWORD, SECOND_PASSWORD, CLOCK)
    return Peopled(folder, "\n".join(lines_of(code)))


def close_second(app: App) -> None:
    with app.store.read() as session:
        from partyservice.security.entering import account_of  # noqa: PLC0415

        second = account_of(session, SECOND).id
    take(app, ACCOUNTS_IN_USE, "close", second, {"account.closed_why": "调离"})


def opened(folder: Path, user: str = USER, password: str = PASSWORD) -> App:
    return open_office(folder, user, password, CLOCK)
