"""Restoring: an office comes back from one file; no readable database is needed for it.

The file is proved and made ready beside everything else first. Then it takes the place of what is
there, which is kept aside whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused
from partyservice.kernel.files import settle
from partyservice.kernel.locking import Taken, held
from partyservice.kernel.progress import Progress, Quiet
from partyservice.offices import BACKUPS, WARNING, WARNING_TEXT, check_place
from partyservice.safety.opening import Opener
from partyservice.security.accounts import opens
from partyservice.storage import backup, deskfile, swapping
from partyservice.storage.anchors import note_restored
from partyservice.storage.copying import Source, Told, check, make, newest
from partyservice.storage.folder import DATABASE, KEYS
from partyservice.storage.keys import begin_incarnation
from partyservice.storage.manifest import NEWER, Damaged, Manifest
from partyservice.storage.migrate import HEAD, ensure_form
from partyservice.storage.store import Store, in_words

ASIDE, BEFORE = "恢复前", "恢复前"  # name of the folder, reason of the backup
STEPS = 5
DAMAGED = "这份备份已损坏，没有恢复。原有数据没有改动。请换一份备份再试。"
IN_USE = "这个中心正在别的窗口里打开着，没有恢复。数据没有改动。请关闭其它窗口，再恢复一次。"
UNREAD = "读不出这份备份，没有恢复。原有数据没有改动。请检查文件名，或 U 盘是否插好。"
FAILED = "没有恢复成：写不进去，或者盘满了。原有数据没有改动。请检查磁盘和权限，再恢复一次。"
SAY_SO = "账户和密码是做备份那时的：以后改过的密码不算数，请用当时的密码登录。"


class Replayed(Protocol):
    """What came of saving once more what was saved after the backup; `doors` is a keys.json."""

    @property
    def entries(self) -> int:
        """How many entries of the journal were done again."""

    @property
    def stopped(self) -> str:
        """Why nothing beyond was done, in words; empty if nothing is known beyond."""

    @property
    def doors(self) -> bytes:
        """The newest keys.json that is known beyond the backup; empty if none is."""


Replay = Callable[[Path, bytes, Progress], Replayed]  # is given the database and its key


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came of it; `aside` is where the state before it lies, `replayed` counts entries."""

    folder: Path
    manifest: Manifest
    aside: Path | None = None
    replayed: int = 0
    stopped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    """One file, the way into it, and what is done on the way."""

    path: Path
    opener: Opener
    clock: Clock
    replay: Replay | None = None
    progress: Progress = Quiet()  # noqa: RUF009 - it holds nothing

    def to(self, folder: Path) -> Restored:
        """Make an office in an empty `folder`, or one that is not there; raise Refused.

        `folder` is untouched until all is proved and ready.
        """
        folder = folder.absolute()
        check_place(folder)
        work = folder.with_name(f".{folder.name}.{swapping.WORK}")
        with _safely(), _only_one(work):
            done = self._ready(work)
            (work / BACKUPS).mkdir()
            (work / WARNING).write_text(WARNING_TEXT, "utf-8")
            if folder.exists():
                folder.rmdir()
            work.rename(folder)
            settle(folder.parent)
        return _placed(done, folder)

    def over(self, folder: Path) -> Restored:
        """Put an office back to what it was; what is there now goes into a folder 恢复前-….

        Raise Refused: nothing is changed then. No other window may have the office open.
        """
        swapping.finish(folder)
        database = folder / DATABASE
        if swapping.in_use(database):
            raise Refused(IN_USE)
        with _safely():
            (folder / BACKUPS).mkdir(exist_ok=True)
            work = swapping.prepared(folder)
            try:
                done = self._ready(work, folder)
                self._backed_up(folder, done.manifest)
            except BaseException:
                shutil.rmtree(work, ignore_errors=True)
                raise
            if swapping.in_use(database):
                raise Refused(IN_USE)
            now = self.clock.now().astimezone()
            aside = backup.free_name(folder / f"{ASIDE}-{now:%Y%m%d-%H%M%S}")
            swapping.swap(folder, aside.name, (deskfile.FILE, KEYS, DATABASE))
        return _placed(done, folder, aside)

    def _ready(self, work: Path, over: Path | None = None) -> Restored:
        """Lay a proved office into `work`, in the newest form, with an incarnation of its own.

        `over` is the office that it takes the place of, if it does.
        """
        told, key, by = self._proved()
        self.progress.step(1, STEPS, "正在取出")
        work.mkdir(exist_ok=True)
        for name in (KEYS, DATABASE):
            backup.unpack(self.path, told, name, work / name)
        self.progress.step(2, STEPS, "正在核对")
        database = work / DATABASE
        with in_words():
            check(database, key, told)
            self.progress.step(3, STEPS, "正在补上备份之后的更改")
            again = self.replay and self.replay(database, key, self.progress)
            if again and again.doors:
                self._take_doors(work, again.doors, key)
            ensure_form(database, key, lambda: None)
        self.progress.step(4, STEPS, "正在完成")
        self._note(database, key, by, told, _newest_known(over, key) if over else 0)
        deskfile.create(work / deskfile.FILE, key)
        self.progress.step(STEPS, STEPS)
        replayed, stopped = (again.entries, again.stopped) if again else (0, "")
        return Restored(folder=work, manifest=told, replayed=replayed, stopped=stopped)

    def _proved(self) -> tuple[Manifest, bytes, str]:
        """Return the manifest, the data key and who opens; every bit of the file is proved."""
        self.progress.step(0, STEPS, "正在核对备份文件")
        try:
            backup.whole(self.path)
            told = backup.read(self.path)
        except OSError as error:
            raise Refused(UNREAD) from error
        if told.form > HEAD:
            raise Refused(NEWER)
        keys, by = self.opener(backup.keys(self.path))
        key = next((key for key in keys if told.is_sealed(key)), None)
        if key is None:
            raise Damaged("the seal")
        return told, key, by

    def _take_doors(self, work: Path, doors: bytes, key: bytes) -> None:
        """Take the passwords of later, if whoever restores comes in by them too."""
        with suppress(Refused):
            if key in self.opener(doors)[0]:
                (work / KEYS).write_bytes(doors)

    def _note(self, path: Path, key: bytes, by: str, told: Manifest, given_up: int) -> None:
        """Begin a new incarnation, and say in the journal what it comes from and gives up."""
        store = Store(path, key, self.clock)
        with store.write(Actor(by), f"从备份恢复 {self.path.name}") as session:
            begin_incarnation(session.connection())
            more = {"made": told.made, "backup": [told.head.seq, told.head.hash]}
            note_restored(session, given_up, backup=self.path.name, more=more)
        store.close()

    def _backed_up(self, folder: Path, told: Manifest) -> None:
        """Make a backup of what is there, if it can still be read with the same key."""
        with suppress(Refused, OSError, StopIteration):
            keys, by = self.opener((folder / KEYS).read_bytes())
            key = next(key for key in keys if opens(folder / DATABASE, key))
            now = Told(office=told.office, by=by, reason=BEFORE, made=self.clock.now())
            with backup.writing(folder / BACKUPS):
                make(Source(folder / DATABASE, key), now, folder / BACKUPS)


def _newest_known(folder: Path, key: bytes) -> int:
    """Return the number of the newest entry that an office, or one of its backups, has seen."""
    found = 0
    with suppress(Refused):
        found = newest(Source(folder / DATABASE, key)).seq
    for path in (folder / BACKUPS).glob(f"*{backup.ENDING}"):
        with suppress(Damaged, Refused, OSError):
            found = max(found, backup.read(path).head.seq)
    return found


def _placed(done: Restored, folder: Path, aside: Path | None = None) -> Restored:
    return Restored(
        folder=folder,
        manifest=done.manifest,
        aside=aside,
        replayed=done.replayed,
        stopped=done.stopped,
    )


@contextmanager
def _safely() -> Iterator[None]:
    try:
        yield
    except Damaged as error:
        raise Refused(DAMAGED) from error
    except OSError as error:
        raise Refused(FAILED) from error


@contextmanager
def _only_one(work: Path) -> Iterator[None]:
    """Keep `work` for one program; what one left that was cut off is cleared away."""
    lock = work.with_suffix(".lock")
    work.parent.mkdir(parents=True, exist_ok=True)
    try:
        with held(lock, wait=False):
            shutil.rmtree(work, ignore_errors=True)
            try:
                yield
            finally:
                shutil.rmtree(work, ignore_errors=True)
                lock.unlink(missing_ok=True)
    except Taken as error:
        raise Refused(
            "别的窗口正在往这个文件夹恢复，这里没有恢复。数据没有改动。请用那个窗口。"
        ) from error
