"""Kept: what the desk keeps for each clerk beside the office: drafts not yet saved, and habits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from partyservice.app.given import Given

if TYPE_CHECKING:
    from partyservice.kernel.unsaved import Unsaved
    from partyservice.storage.deskfile import DeskFile

_OPENING = Lock()


class Kept(Given):
    """The file is opened when first used; nothing in it is needed to open the office."""

    _opened: DeskFile | None = None
    mended = ""  # what to tell the desk if the file was lost or damaged; known after the first use

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @contextmanager
    def laid_down(self) -> Iterator[None]:
        """Let go of the file while another is laid in its place; the next use opens that."""
        with _OPENING:
            self.close()
            yield

    def habit(self, key: str, otherwise: Any = None) -> Any:
        """Return what this clerk last set `key` to: columns, widths, filters."""
        return self._file.habit(self.by.name, key, otherwise)

    def keep_habit(self, key: str, value: Any) -> None:
        """Remember `value`, anything that JSON can say, for this clerk."""
        self._file.keep_habit(self.by.name, key, value)

    def unsaved(self) -> list[Unsaved]:
        """Return what this clerk typed and did not save, the newest first.

        What was typed of people stays in the file while they may not be seen.
        """
        found = self._file.unsaved(self.by.name)
        return found if self.sees() else [each for each in found if not _of_people(each)]

    def keep(self, unsaved: Unsaved) -> None:
        """Keep what this clerk typed and has not saved yet."""
        self._file.keep(self.by.name, unsaved)

    def forget(self, number: int) -> None:
        """Keep it no longer."""
        self._file.forget(self.by.name, number)

    @property
    def _file(self) -> DeskFile:
        from partyservice.storage.deskfile import FILE, in_memory, opened

        with _OPENING:
            if self._opened is None and self.store.only_read:
                self._opened = in_memory()  # the desk has been told that nothing is saved
            if self._opened is None:
                path, connected = self.store.folder / FILE, partial(self.store.beside, FILE)
                self._opened, self.mended = opened(path, connected, self.clock.now())
            return self._opened


def _of_people(unsaved: Unsaved) -> bool:
    from partyservice.storage.record import record_of

    keys = {*unsaved.texts, *unsaved.reasons, *unsaved.seen}
    tables = {key.partition(".")[0] for key in keys}
    return unsaved.who is not None or any(record_of(table).about_people for table in tables)
