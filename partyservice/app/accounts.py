"""Accounts: one's own password, the recovery sheet, and what follows when an account is closed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.app.given import Given
from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Invalid, Refused, Unsettled

if TYPE_CHECKING:
    from partyservice.storage.store import News

MANAGE = "accounts.edit"
TYPED_BACK = 2  # lines of a new sheet
LINE = "recovery.line."  # before its number: the key of a line typed back
SHEET = "recovery_sheet"  # about what a note is
PRINTED = "打印恢复单"


@dataclass(frozen=True, slots=True)
class SheetState:
    """How it stands with the recovery sheet: `tone` is ok, warn or bad."""

    tone: str
    words: str
    number: int = 0
    made: date | None = None


def recover(folder: Path, typed: str, user: str, new: str, clock: Clock | None = None) -> None:
    """Give the account `user`, who manages accounts, the password `new` by the recovery sheet.

    `typed` are its four lines. Raise Invalid for a slip in them, Refused for a weak password,
    another sheet or account. The sheet is then used up.
    """
    from partyservice import offices

    offices.recover(folder, typed, user, new, clock or Clock())


def change_first(folder: Path, user: str, first: str, new: str, clock: Clock | None = None) -> None:
    """Put a password of one's own in place of the first one, before signing in; raise Refused."""
    from partyservice import offices

    offices.change_password(folder, user, first, new, clock or Clock())


def wait_for(folder: Path, user: str) -> float:
    """Return for how many seconds no password of `user` is taken; 0 for none, or if unknown."""
    from partyservice.security.guessing import Guesses, uptime
    from partyservice.security.keysfile import load

    try:
        return load(folder).guesses.get(user, Guesses()).wait(uptime())
    except Refused:
        return 0.0  # the next sign-in says what is wrong


def _written(path: Path, pdf: bytes) -> None:
    from partyservice.kernel.files import replaced_whole

    with replaced_whole(path) as file:
        file.write(pdf)


class Accounts(Given):
    """`waiting` says why a closed account can still open old copies; empty if none can."""

    laid_down: Callable[[], AbstractContextManager[None]] = nullcontext
    waiting = ""
    _code = b""  # of the sheet made last, until it is typed back
    _asked: tuple[int, ...] = ()

    def follow(self, news: News) -> Actor:
        """Give the office a new data key when an account was closed; return who acts from now on.

        Called on the thread that wrote.
        """
        from partyservice.security.model import Account
        from partyservice.security.renewal import renew_key

        if Account not in news:
            return self.by
        try:
            renew_key(self.store, self.laid_down)
            self.waiting = ""
        except Refused as refusal:
            self.waiting = refusal.words
        return self._acting()

    def change_password(self, old: str, new: str) -> None:
        """Wrap the data key for a new password of one's own; raise Refused for either."""
        from partyservice.security.accounts import unlock
        from partyservice.security.entering import CHANGED, change_in
        from partyservice.security.keysfile import alone
        from partyservice.security.passwords import checked

        checked(new, (self.by.name, self.office))
        with self.store.write(self.by, CHANGED) as session, alone(self.store.folder):
            change_in(session, unlock(self.store.folder, self.by.name, old), old, new)

    def sheet_state(self) -> SheetState:
        """Return how it stands with the recovery sheet."""
        from partyservice.security.keysfile import load

        sheet = load(self.store.folder).sheet
        if sheet is None:
            return SheetState("bad", "还没有恢复单：忘记了密码，数据就打不开。请现在打印一张。")
        known = sheet.number, sheet.made
        if sheet.used:
            return SheetState("bad", f"第 {known[0]} 号恢复单已用过作废，请打印新的一张。", *known)
        if not sheet.checked:
            words = f"第 {known[0]} 号恢复单打印后没有核对过，请看一眼是否清楚、齐全。"
            return SheetState("warn", words, *known)
        return SheetState("ok", f"第 {known[0]} 号恢复单可以使用。", *known)

    def make_sheet(self, path: Path) -> tuple[int, ...]:
        """Write a new recovery sheet as PDF; return the numbers of the lines to be typed back.

        The sheet before opens nothing any more. Raise Refused where it may not lie or be written.
        """
        self.may(MANAGE)
        self.may_lie(path)
        return self._new_sheet(partial(_written, path))

    def draw_sheet(self) -> tuple[bytes, tuple[int, ...]]:
        """Return a new recovery sheet as PDF, and the numbers of the lines to be typed back.

        The sheet before opens nothing any more. Nothing of the new one is kept on this computer.
        """
        self.may(MANAGE)
        drawn: list[bytes] = []
        asked = self._new_sheet(drawn.append)
        return drawn[0], asked

    def may_lie(self, path: Path) -> None:
        """Raise Refused where a sheet must not be written."""
        from partyservice.security.sheets import checked_place

        checked_place(path, self.store.folder)

    def save_sheet(self, pdf: bytes, path: Path) -> None:
        """Write a sheet that was drawn to `path`; raise Refused where it may not lie."""
        self.may_lie(path)
        _written(path, pdf)

    def _new_sheet(self, put: Callable[[bytes], object]) -> tuple[int, ...]:
        """Have a new sheet put where it belongs, and only then let it open the office."""
        from partyservice.security.entering import account_of
        from partyservice.security.keysfile import alone, load, save
        from partyservice.security.recovery import LINES, new_code
        from partyservice.security.sheets import pdf_of
        from partyservice.storage.journal import note

        code, today = new_code(), self.clock.today()
        with self.store.write(self.by, PRINTED) as session, alone(self.store.folder):
            doors = load(self.store.folder).with_sheet(code, self.store.key, today)
            number = doors.sheet.number if doors.sheet else 0
            put(pdf_of(self.office, number, today, code, sample=self.sample))
            save(self.store.folder, doors)
            note(session, SHEET, account_of(session, self.by.name).id, {"sheet": number})
        self._code = code
        self._asked = tuple(sorted(secrets.SystemRandom().sample(range(1, LINES + 1), TYPED_BACK)))
        return self._asked

    def check_lines(self, lines: Mapping[int, str]) -> None:
        """Take lines of the new sheet typed back, by their number; raise Unsettled for wrong ones.

        Raise Refused if no sheet was made since the office was opened.
        """
        from partyservice.security.keysfile import alone, load, save

        if not self._code:
            raise Refused("恢复单不是这次打开后打印的，核对不了，什么也没有改。请重新打印一张。")
        wrong = [problem for n in self._asked if (problem := self._slip(n, lines.get(n, "")))]
        if wrong:
            raise Unsettled(wrong)
        with alone(self.store.folder):
            save(self.store.folder, load(self.store.folder).sheet_checked())
        self._code = b""

    def _slip(self, number: int, text: str) -> Invalid | None:
        from partyservice.security.recovery import line_of, lines_of

        try:
            same = line_of(number, text) == line_of(number, lines_of(self._code)[number - 1])
        except Invalid as problem:
            return Invalid(problem.words, f"{LINE}{number}")
        words = f"第 {number} 行和这张恢复单不一样，请照刚打印的一张核对。"
        return None if same else Invalid(words, f"{LINE}{number}")

    def _acting(self) -> Actor:
        """Return who is signed in, with the rights they have now."""
        from partyservice.app.given import IMPERSONAL
        from partyservice.security.entering import account_of
        from partyservice.security.model import roles_of
        from partyservice.security.rights import rights_of

        with self.read(IMPERSONAL) as session:
            return Actor(self.by.name, rights_of(roles_of(account_of(session, self.by.name))))
