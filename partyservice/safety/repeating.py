"""Repeating: every change of an office written once more to one folder, and how far that is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from partyservice.storage.appending import Writer, begin
from partyservice.storage.changefiles import change_files, free_name
from partyservice.storage.changes import NOTHING, Changes, Damaged, Head, Mark
from partyservice.storage.derived import CHANGES
from partyservice.storage.migrate import HEAD
from partyservice.storage.newer import Moment, Said, agrees, hash_at, newer, now
from partyservice.storage.store import Store

LARGEST = 16 << 20  # bytes of a file, read whole at a start; an old stick reads it in a second
TOGETHER = 32  # blocks between two times the disk is waited for

Covered = Callable[[Path], int]
Going = Callable[[], bool]


class Repeating:
    """Repeats to a folder what the store has saved; for one thread and one program at a time.

    `covered` says up to which entry a verified backup there goes: where no change journal is yet,
    only what is newer is written.
    """

    def __init__(self, store: Store, covered: Covered) -> None:
        self.folder: Path | None = None  # where it last was
        self.seq, self.ahead = 0, 0  # the newest entry there; how many are there and not here
        self._store, self._covered, self._key = store, covered, store.derived(CHANGES)
        self._writer: Writer | None = None
        self._said = Said()

    def follow(self, folder: Path, going: Going) -> None:
        """Write to `folder` and wait for all that is newer, as long as `going`.

        Raise OSError or Refused where the folder does not take it; the next call tries again.
        """
        at = now(self._store)
        try:
            if folder != self.folder:
                self.folder, self._writer = folder, None
            writer = self._ready(at, folder)
            blocks = newer(self._store, writer.mark.seq, at, self._said)
            while going() and writer.mark.seq < at.mark.seq:
                if writer.size > LARGEST:
                    writer = self._begun(at, folder, writer.mark)
                writer.append(islice(blocks, TOGETHER))
                self.seq = writer.mark.seq
        except BaseException:
            self._writer = None  # what stands there is looked at anew
            raise
        self.seq = writer.mark.seq

    def _ready(self, at: Moment, folder: Path) -> Writer:
        """Return the file to go on with: the one of before, if it is still what it was."""
        if self._writer is not None:
            with suppress(Damaged):
                self._writer.look()
                if agrees(self._store, self._writer.mark):
                    return self._writer
        self._said = Said()
        last, after = self._found(at, folder)
        if last is not None:
            self._writer = last
            return last
        return self._begun(at, folder, after or self._from_backup(folder))

    def _found(self, at: Moment, folder: Path) -> tuple[Writer | None, Mark | None]:
        """Return the file that can be gone on with, or else up to which entry files go here."""
        self.ahead = 0
        for each in reversed(change_files(folder, self._key)):
            marks, sound = _marks(each)
            if each.head.incarnation == at.incarnation and marks[-1].seq > at.mark.seq:
                self.ahead = max(self.ahead, marks[-1].seq - at.mark.seq)
            if not agrees(self._store, each.before):  # nor does any later one: they are chained
                continue
            agreed = next(mark for mark in reversed(marks) if agrees(self._store, mark))
            same = (each.head.incarnation, each.head.form) == (at.incarnation, HEAD)
            if sound and same and agreed == marks[-1]:
                return Writer(each.path, self._key), None
            return None, agreed
        return None, None

    def _from_backup(self, folder: Path) -> Mark:
        seq = self._covered(folder)
        with self._store.read() as session:
            hashed = hash_at(session.connection(), seq)
        return Mark(seq, hashed) if hashed else NOTHING

    def _begun(self, at: Moment, folder: Path, after: Mark) -> Writer:
        made = datetime.now(UTC).astimezone()  # of the machine: only to tell names apart
        path = free_name(folder, after.seq + 1, f"{made:%Y%m%d-%H%M%S}")
        head = Head(HEAD, at.incarnation, after.seq + 1, made.isoformat(), at.doors)
        self._writer = begin(path, self._key, head, after)
        self._said = Said(doors=at.doors)
        return self._writer


def thin(store: Store, folder: Path, upto: int) -> list[Path]:
    """Remove the change journals in `folder` that a verified backup lying there makes needless.

    `upto` is the newest entry of that backup. The file that is being written stays, and so does
    one that saw what the store does not have. Return what was removed; raise OSError.
    """
    gone = []
    for each in change_files(folder, store.derived(CHANGES))[:-1]:
        newest = each.newest()
        if newest.seq <= upto and agrees(store, newest):
            each.path.unlink()
            gone.append(each.path)
    return gone


def _marks(changes: Changes) -> tuple[list[Mark], bool]:
    """Return all marks that can be read, and whether the file can be gone on with."""
    marks: list[Mark] = []
    try:
        for _offset, found in changes.blocks():
            marks.append(found.mark)
    except Damaged as error:
        return marks or [changes.before], error.torn
    return marks, True
