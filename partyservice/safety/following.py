"""Following: every change is repeated within two seconds to each place, and no save waits for it.

A thread a place: a stick that hangs keeps nobody from writing to the disk beside it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES, ENOENT, ENOTDIR, EPERM, EROFS
from hashlib import blake2b
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from typing_extensions import override

from partyservice.kernel.errors import Refused
from partyservice.kernel.files import FULL
from partyservice.kernel.locking import Taken, held
from partyservice.safety.repeating import Covered, Repeating
from partyservice.storage.newer import steps_since
from partyservice.storage.store import Store

AGAIN, TAKEN = 3.0, 0.1  # s until it is tried again: after a fault, if another program holds it
SLOW = 2.0  # s after which a place is said to be slow
CLOSING = 3.0  # s that closing waits
LOCKS = "backups"  # where the locks lie, on the disk of the office: sticks and shares know none
Find = Callable[[], Path | None]
_LOG = logging.getLogger(__name__)
_GONE = (ENOENT, ENOTDIR)
_SHUT = (EACCES, EPERM, EROFS)


@dataclass(frozen=True, slots=True)
class State:
    """How far one place is: the newest entry there, saves not there yet, what hinders it.

    `folder` is where it last was, None if it was nowhere yet; `ahead` counts entries that are there
    but no longer in the office: its history was shortened.
    """

    folder: Path | None
    seq: int
    behind: int
    trouble: str = ""
    ahead: int = 0

    @property
    def words(self) -> str:
        """Return it for the desk."""
        where = f"“{self.folder}”" if self.folder else "第二处"
        if not self.behind:
            return f"已同步到{where}。"
        why = f"{self.trouble}。" if self.trouble else ""
        return (
            f"未同步 {self.behind}：最近 {self.behind} 次保存还没有写到{where}。{why}"
            "数据都在本机，没有受影响。请检查那个位置，程序会自己再试。"
        )


class Following:
    """Repeats what `store` saves to `places`, from now until `close`.

    A place is a folder, or says where it is just now: None for a stick that is not there. `covered`
    says up to which entry a verified backup in a folder goes.
    """

    def __init__(
        self, store: Store, places: Iterable[Path | Find], covered: Covered = lambda _folder: 0
    ) -> None:
        self._store = store
        self._followers = [
            _Follower(store, number, each, covered) for number, each in enumerate(places, 1)
        ]
        for each in self._followers:
            each.start()
        store.committed.append(self._hear)

    def state(self) -> tuple[State, ...]:
        """Return how far each place is; nothing is read for it."""
        return tuple(each.state() for each in self._followers)

    def close(self, wait: float = CLOSING) -> tuple[State, ...]:
        """Finish what can be finished in `wait` seconds, and return how far each place is then."""
        with suppress(ValueError):
            self._store.committed.remove(self._hear)
        end = monotonic() + wait
        for each in self._followers:
            each.finish()
        for each in self._followers:
            each.join(max(0.0, end - monotonic()))
        for each in self._followers:
            each.stop()
        return self.state()

    def _hear(self) -> None:
        for each in self._followers:
            each.hear()


class _Follower(Thread):
    """The thread of one place; it is a daemon, since nobody can end a write that hangs."""

    def __init__(self, store: Store, number: int, place: Path | Find, covered: Covered) -> None:
        super().__init__(name=f"following {number}", daemon=True)
        self._store, self._place, self._where = store, Repeating(store, covered), place
        self._woken, self._finishing, self._stopped = Event(), False, False
        self._heard, self._done, self._before = 0, 0, 0  # saves; those of before the start
        self._trouble, self._since = "", 0.0
        self._locks = store.folder / LOCKS

    def hear(self) -> None:
        """Take note of a save: all that the save itself pays for."""
        self._heard += 1
        self._woken.set()

    def finish(self) -> None:
        """End as soon as everything is written, or once it cannot be."""
        self._finishing = True
        self._woken.set()

    def stop(self) -> None:
        """Read no more from the store."""
        self._stopped = True

    def state(self) -> State:
        """Return how far it is."""
        behind = self._before + self._heard - self._done
        since = self._since
        slow = behind and since and monotonic() - since > SLOW
        trouble = self._trouble or ("那个位置写得很慢" if slow else "")
        return State(self._place.folder, self._place.seq, behind, trouble, self._place.ahead)

    @override
    def run(self) -> None:
        while not self._stopped:
            self._woken.clear()
            finishing, self._since = self._finishing, monotonic()
            wait = self._try()
            self._since = 0.0
            if finishing and wait != TAKEN:
                return
            self._woken.wait(wait)

    def _try(self) -> float | None:
        """Write what is newer; return in how many seconds to try again, None if all went well."""
        heard = self._heard
        try:
            self._locks.mkdir(exist_ok=True)
            folder = self._folder()
            with held(self._locks / _lock(folder), wait=False):
                self._place.follow(folder, lambda: not self._stopped)
            if not self._stopped:
                self._store.checkpoint()  # a save while this was reading could not do it
        except Taken:  # another program of this office writes there just now
            return TAKEN
        except (OSError, Refused) as error:
            self._fail(_words(error))
            return AGAIN
        except Exception:  # noqa: BLE001 - a thread has no caller, and the next save is tried again
            _LOG.exception("A change was not repeated to %s.", self._place.folder)
            self._fail("程序出了差错")
            return AGAIN
        self._done, self._before, self._trouble = heard, 0, ""
        return None

    def _folder(self) -> Path:
        folder = self._where if isinstance(self._where, Path) else self._where()
        if folder is None or not folder.is_dir():
            raise FileNotFoundError(ENOENT, "the place is not there")
        return folder

    def _fail(self, words: str) -> None:
        self._trouble = words
        if not self._done and not self._before and not self._stopped:
            with suppress(Refused):
                known = steps_since(self._store, self._place.seq)
                self._before = max(0, known - self._heard)


def _lock(folder: Path) -> str:
    name = str(folder.absolute()).encode("utf-8", "surrogateescape")
    return f".changes-{blake2b(name, digest_size=4).hexdigest()}.lock"


def _words(error: OSError | Refused) -> str:
    if isinstance(error, Refused):
        return error.words.partition("。")[0]
    if error.errno in FULL:
        return "那个位置已满"
    if error.errno in _GONE:
        return "那个位置不在，U 盘可能没有插好"
    if error.errno in _SHUT:
        return "那个位置不能写入"
    return "那个位置读写出错"
