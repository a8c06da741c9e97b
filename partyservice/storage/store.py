"""Store: the one way to the database: one writer lane, a few reader lanes, news of every commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, Lock
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Clock
from partyservice.kernel.codes import Tables
from partyservice.kernel.errors import CHANGED, Refused
from partyservice.storage.anchors import Anchor
from partyservice.storage.copying import Source
from partyservice.storage.derived import derived
from partyservice.storage.draft import STALE
from partyservice.storage.engine import check_log, connect, engine, give_back, has_log
from partyservice.storage.flow import Holders
from partyservice.storage.journal import keep, touched, write_out
from partyservice.storage.keys import Keys
from partyservice.storage.numbers import save_counters
from partyservice.storage.record import Record
from partyservice.storage.steps import told as told_of_step
from partyservice.storage.steps import write_step

PATIENCE = 30  # seconds that an exchange of the file waits for those who read
ONLY_READ = (
    "没有保存：这个中心是只读打开的。原有数据没有改动，您填的内容都还在。"
    "请清出磁盘空间，或把文件夹移到可以写入的硬盘上，再打开一次。"
)
News = Mapping[type[Record], frozenset[int]]
Listener = Callable[[News], None]


class Store:
    """Opens sessions on one office and tells `listeners` which records a commit touched.

    Listeners are called on the thread that wrote.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock, *, only_read: bool = False) -> None:
        self._clock, self.path, self.folder = clock, path, path.parent
        self.only_read = only_read  # nothing can be written where the file lies
        self._lane, self._reading, self._readings = Lock(), Condition(), 0
        self.writing: str | None = None  # why somebody writes just now; None while nobody does
        self.tables = Tables()  # the code tables as this office has them
        self.listeners: list[Listener] = []
        self.committed: list[Callable[[], None]] = []  # called after each commit, of a look too
        self.holders: Holders | None = None  # which accounts in use hold a right
        self.anchors: tuple[Anchor, ...] = ()  # what others saw of the journal, known at opening
        self._make_lanes(key)

    def _make_lanes(self, key: bytes) -> None:
        self._key = key
        self._writer = engine(self.path, key, lanes=1, wait=5000, begin="BEGIN IMMEDIATE")
        self._readers = engine(
            self.path,
            key,
            lanes=3,
            wait=5000,
            begin="BEGIN",
            only_read=self.only_read,
            query_only=1,
        )
        self._cleaner = engine(self.path, key, lanes=0, wait=0, begin="")
        self._read = sessionmaker(self._readers, expire_on_commit=False, autoflush=False)
        self._write = sessionmaker(self._writer, expire_on_commit=False)

    @contextmanager
    def read(self, *, all_rows: bool = False) -> Iterator[Session]:
        """Yield a session that cannot write; after `all_rows` its page cache is given back."""
        told = {"clock": self._clock}
        with (
            in_words(),
            self._one_reading(),
            self.tables.spoken(),
            self._read(info=told) as session,
        ):
            yield session
            if all_rows:
                give_back(session.connection())

    @contextmanager
    def write(
        self,
        by: Actor,
        reason: str = "",
        *,
        firm: str = "",
        undoes: int | None = None,
        rights: Iterable[str] = (),
    ) -> Iterator[Session]:
        """Yield a session in the one writing lane; commit, or take everything back if it raises.

        All of it is one step for undo; `firm` says why it is none, `undoes` which step it takes
        back, `rights` what was needed for it besides what Drafts and Flows ask.
        Raise Refused if somebody else changed the same record, or the disk does not take it.
        """
        if self.only_read:
            raise Refused(ONLY_READ)
        with self._lane:
            told = _told(by, reason) | {"holders": self.holders, "store": self}
            with (
                in_words(),
                self._said(reason),
                self.tables.spoken(),
                self._write(info=told) as session,
            ):
                keep(session, self._clock)
                told_of_step(session, firm=firm, undoes=undoes, rights=rights)
                session.info["keys"] = keys = Keys(0)
                event.listen(session, "before_attach", _giver(keys))
                keys.load(session.connection())
                used = keys.used
                yield session
                session.flush()
                save_counters(session)
                if keys.used != used:
                    keys.save(session.connection())
                write_out(session)
                write_step(session)
                session.commit()
            news = {record: frozenset(ids) for record, ids in touched(session).items()}
            self.checkpoint()
        for heard in self.committed:
            heard()
        for listener in self.listeners if news else ():
            listener(news)

    def close(self) -> None:
        """Let go of the file."""
        self.checkpoint()
        self._dispose()

    @contextmanager
    def still(self, reason: str) -> Iterator[None]:
        """Keep everybody in this program from writing; they may read."""
        with self._lane, self._said(reason):
            yield

    def exchange(self, put: Callable[[], bytes]) -> None:
        """Let `put` lay another file in the place of this one and return its key; called `still`.

        Nobody reads meanwhile: it waits for those who do, and others wait for it. Raise Refused if
        somebody reads for too long.
        """
        with self._reading:
            if not self._reading.wait_for(lambda: not self._readings, PATIENCE):
                raise Refused("数据文件一直有人在读，这一步没有做。数据没有改动，请稍后再试。")
            self._dispose()
            key = self._key
            try:
                key = put()
            finally:
                self._make_lanes(key)

    @contextmanager
    def _one_reading(self) -> Iterator[None]:
        with self._reading:
            self._readings += 1
        try:
            yield
        finally:
            with self._reading:
                self._readings -= 1
                self._reading.notify_all()

    def _dispose(self) -> None:
        for lanes in (self._writer, self._readers, self._cleaner):
            lanes.dispose()

    def beside(self, name: str) -> Any:
        """Return a raw connection to another file of the office, encrypted with the same key."""
        path = self.folder / name
        if has_log(path):
            check_log(path, self._key)
        return connect(path, self._key)

    def derived(self, purpose: bytes) -> bytes:
        """Return a key for something else than the database, worked out from its own."""
        return derived(self._key, purpose)

    def source(self, by: Actor) -> Source:
        """Return what a backup is made of; while it is held nobody writes, `by` least of all."""
        return Source(self.path, self._key, lambda: self.write(by))

    @property
    def key(self) -> bytes:
        """The data key that the file has now."""
        return self._key

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations and checks."""
        return self._writer

    @contextmanager
    def _said(self, reason: str) -> Iterator[None]:
        self.writing = reason
        try:
            yield
        finally:
            self.writing = None

    def checkpoint(self) -> None:
        """Bring the log into the file, if nobody reads just now: a log is not seen to be cut."""
        if self.only_read:
            return
        # busy_timeout is 0: with a reader open this returns at once, and the next save tries again;
        # so it does after a fault of the disk, for what was saved is saved in the log too
        with suppress(DatabaseError), self._cleaner.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what a disk or a second writer does to us into a sentence for the desk."""
    try:
        yield
    except StaleDataError as error:
        raise Refused(STALE, rule=CHANGED) from error
    except IntegrityError as error:
        if "UNIQUE" not in str(error.orig):
            raise  # a broken link or a changed journal is a bug, and no sentence for the desk
        raise Refused(
            "没有保存：这个号码已被另一条记录占用。您填的内容都还在，请查找后再改。"
        ) from error
    except (OperationalError, DatabaseError) as error:
        raise Refused(_words(str(error.orig))) from error


def _words(said: str) -> str:
    for part, words in _SENTENCES.items():
        if part in said:
            return words
    return f"没有保存：数据文件报告“{said}”。原有数据没有改动，请换一个磁盘位置或联系维护人员。"


_SENTENCES = {
    "locked": "没有保存：另一个窗口正在写入。您填的内容都还在，请稍等几秒再保存。",
    "full": "没有保存：磁盘已满。原有数据没有改动，请清出 100 MB 以上空间再保存。",
    "not a database": "打不开：密码不对，或者文件已损坏。数据没有改动，请核对密码，或从备份恢复。",
    "malformed": "数据文件有损坏。没有写入任何内容，请从最近的备份恢复。",
    "readonly": "没有保存：文件夹是只读的。您填的内容都还在，请检查文件夹权限再保存。",
    "disk I/O": "没有保存：磁盘读写出错。原有数据没有改动，请检查磁盘或换一个位置。",
    "unable to open": "打不开数据文件。数据没有改动，请检查文件夹在不在、有没有权限、磁盘满没满。",
}


def _told(by: Actor, reason: str) -> dict[str, Any]:
    return {"by": by, "reasons": [reason] if reason else []}


def _giver(keys: Keys) -> Callable[[Session, Any], None]:
    def give(_session: Session, record: Any) -> None:
        if isinstance(record, Record) and vars(record).get("id") is None:
            record.id = keys.next()

    return give
