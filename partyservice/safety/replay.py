"""Replay: what the change journals know beyond an older database is done to it once more.

To be called before the database is brought to the newest form: what was saved before a migration
is done to the tables of that time, and then they are migrated as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from partyservice.kernel.progress import Progress, Quiet
from partyservice.storage.applying import Applying, Broken, Touched, search_keys
from partyservice.storage.carried import as_dicts
from partyservice.storage.changefiles import change_files
from partyservice.storage.changes import Block, Body, Changes, Damaged, Mark
from partyservice.storage.derived import CHANGES, derived
from partyservice.storage.engine import engine
from partyservice.storage.journal import JOURNAL
from partyservice.storage.migrate import HEAD, form_of, upgrade
from partyservice.storage.newer import bits_of, newest_of

DAMAGED = "第 {seq:,} 条更改之后的记录有损坏，读不出来"
GAP = "第 {seq:,} 条更改之后缺了一段，直到第 {newest:,} 条的其余更改接不上"
NEWER = "第 {seq:,} 条更改之后的记录由更新的程序写成，请用新版程序再恢复一次"
OTHER = "第 {seq:,} 条更改之后的记录不是接着这份数据写的"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: up to which entry the database now is, and how many of them were done.

    `stopped` says in words why nothing beyond was done; empty if nothing is known beyond. `doors`
    is the newest keys.json that the change journals know; empty if they know none beyond it.
    """

    seq: int
    entries: int
    stopped: str = ""
    doors: bytes = b""


def replay(
    path: Path, keys: Sequence[bytes], folders: Iterable[Path], progress: Progress | None = None
) -> Replayed:
    """Do to the database at `path` what the change journals in `folders` know beyond it.

    `keys` are data keys, that of the database first; others open what was written under them.
    All of it is one transaction; a form of the tables is one, where they were migrated in between.
    The database has the newest form afterwards. Raise Cancelled: what was not committed is undone.
    """
    purposes = [derived(key, CHANGES) for key in keys]
    files = [each for at in folders for key in purposes for each in change_files(at, key)]
    work = _Replay(path, keys[0], files, progress or Quiet())
    return work.done()


class _Replay:
    def __init__(self, path: Path, key: bytes, files: list[Changes], progress: Progress) -> None:
        self._path, self._key, self._progress = path, key, progress
        self._lane = engine(path, key, lanes=1, wait=5000, begin="BEGIN IMMEDIATE")
        self._newest = {each: each.newest().seq for each in files}
        self._total = max(self._newest.values(), default=0)
        self._damaged: set[Changes] = set()
        self._doors, self._stopped = b"", ""

    def done(self) -> Replayed:
        touched: Touched = {}
        began: int | None = None
        while True:
            with _without_unique(self._lane) as connection:
                form, work = form_of(connection), _Work(connection, touched)
                began = work.done.seq if began is None else began
                wanted = self._follow(work, form)
                if wanted == form:
                    search_keys(connection, touched)
            self._lane.dispose()
            if wanted == form:
                return Replayed(work.done.seq, work.done.seq - began, self._stopped, self._doors)
            upgrade(self._path, self._key, wanted)

    def _follow(self, work: _Work, form: str) -> str:
        """Do what can be done to tables of this `form`; return the form they are to be given."""
        while file := self._next(work):
            if file.head.form > HEAD:
                self._stopped = NEWER.format(seq=work.done.seq)
                break
            if file.head.form > form:
                return file.head.form
            self._do(work, file)
        work.back()
        self._stopped = self._stopped or self._reason(work)
        return HEAD

    def _next(self, work: _Work) -> Changes | None:
        """Return the file that goes on where the database is, that of its own incarnation first."""
        bits, at = bits_of(work.connection), work.mark
        likely = [
            each
            for each, newest in self._newest.items()
            if each not in self._damaged and each.before.seq <= at.seq < newest
        ]
        likely.sort(key=lambda each: (each.head.incarnation != bits, -self._newest[each]))
        return next((each for each in likely if _goes_on(each, at)), None)

    def _do(self, work: _Work, file: Changes) -> None:
        """Do what `file` knows; one with damage is not asked again."""
        doors = file.head.doors if file.before.seq >= work.mark.seq else b""
        try:
            for _offset, found in file.blocks():
                if found.mark.seq > work.mark.seq:
                    body = found.body()
                    doors = body.get("doors", doors)
                    work.do(found.mark, body)
                    self._doors = doors or self._doors
                    self._progress.step(work.mark.seq, self._total, "重做更改")
        except (Damaged, Broken, IntegrityError):
            self._damaged.add(file)

    def _reason(self, work: _Work) -> str:
        """Return in words why nothing more was done; empty if nothing more is known."""
        seq = work.done.seq
        beyond = [each for each, newest in self._newest.items() if newest > seq]
        if self._damaged:
            return DAMAGED.format(seq=seq)
        if any(each.before.seq > seq for each in beyond):
            return GAP.format(seq=seq, newest=max(self._newest.values()))
        return OTHER.format(seq=seq) if beyond else ""


class _Work:
    """One transaction: all that was done, and how far that is worth something."""

    def __init__(self, connection: Connection, touched: Touched) -> None:
        self.connection, self._touched = connection, touched
        self.done = self.mark = newest_of(connection)
        self._save()

    def do(self, mark: Mark, body: Body) -> None:
        """Do one record; raise Broken or IntegrityError, and it is as if nothing had been done."""
        applying = Applying(self.connection, self.mark.seq, self.mark.hash, self._touched)
        try:
            applying.apply(body["tables"])
            applying.must_be_at(mark.seq, mark.hash)
        except (Broken, IntegrityError):
            self.back()
            raise
        self.mark = mark
        if mark.whole:
            self.done = mark
            self.connection.exec_driver_sql("RELEASE whole")
            self._save()

    def back(self) -> None:
        """Take back what is only a part of a transaction."""
        self.connection.exec_driver_sql("ROLLBACK TO whole")
        self.mark = self.done

    def _save(self) -> None:
        self.connection.exec_driver_sql("SAVEPOINT whole")


@contextmanager
def _without_unique(lane: Engine) -> Iterator[Connection]:
    """Give a transaction without the indexes that keep values apart; they are there at its end.

    Two records that exchanged a number at one moment have the same one between two entries.
    """
    wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE ?"
    with lane.begin() as connection:
        found = connection.exec_driver_sql(wanted, ("CREATE UNIQUE INDEX%",)).all()
        for name, _sql in found:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        yield connection
        for _name, sql in found:
            connection.exec_driver_sql(sql)


def _goes_on(file: Changes, at: Mark) -> bool:
    """Say whether `file` knows the entry `at` and what came after it."""
    before = file.before
    try:
        for _offset, found in file.blocks():
            if before.seq == at.seq < found.mark.seq:
                return before.hash == at.hash
            if before.seq < at.seq < found.mark.seq:
                return _hash_in(found, at.seq) == at.hash
            before = found.mark
    except Damaged:
        return before.seq == at.seq and before.hash == at.hash  # to be found damaged there
    return False


def _hash_in(found: Block, seq: int) -> bytes:
    rows = as_dicts(found.body()["tables"][JOURNAL.name])
    return next((bytes(row["hash"]) for row in rows if row["seq"] == seq), b"")
