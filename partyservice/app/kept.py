"""Kept: what the desk keeps for each clerk beside the office: habits now, drafts to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partyservice.app.given import Given

if TYPE_CHECKING:
    from partyservice.storage.drafts import DeskFile


class Kept(Given):
    """The file is opened when first used; nothing in it is needed to open the office."""

    _opened: DeskFile | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def habit(self, key: str, otherwise: Any = None) -> Any:
        """Return what this clerk last set `key` to: columns, widths, filters."""
        return self._file.habit(self.by.name, key, otherwise)

    def keep_habit(self, key: str, value: Any) -> None:
        """Remember `value`, anything that JSON can say, for this clerk."""
        self._file.keep_habit(self.by.name, key, value)

    @property
    def _file(self) -> DeskFile:
        from partyservice.storage.drafts import FILE, DeskFile

        if self._opened is None:
            self._opened = DeskFile(self.store.beside(FILE))
        return self._opened
