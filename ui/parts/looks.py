"""Looks: whole numbers from the core, one entry in the journal a look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.parts.job import Done, Failed, Jobs
from ui.parts.tokens import TAP, TAP_AGAIN

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.storage.draft import Draft

Look = tuple["Draft", int, tuple[str, ...]]


class Looks(QObject):
    """Who taps the key twice looks once: what the first tap brought is used for the second.

    It is held no longer than the second tap may take.
    """

    def __init__(self, app: App, jobs: Jobs, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._jobs, self._failed = app, jobs, failed
        self._look: Look | None = None
        self._texts: dict[str, str] | None = None
        self._asked: list[Done] = []
        self._fresh = QTimer(self)
        self._fresh.setSingleShot(True)
        self._fresh.setInterval(TAP + TAP_AGAIN)
        self._fresh.timeout.connect(self.forget)

    def ask(self, draft: Draft, record_id: int, keys: Sequence[str], done: Done) -> None:
        """Give the whole texts to `done`."""
        look = (draft, record_id, tuple(keys))
        if look != self._look or not self._fresh.isActive():
            self._look, self._texts, self._asked = look, None, []
            self._fresh.start()
            work = partial(self._app.unmasked, draft, record_id, *keys)
            self._jobs.start(self, "write", work, partial(self._tell, self._asked), self._failed)
        if self._texts is None:
            self._asked.append(done)
        else:
            done(self._texts)

    def forget(self) -> None:
        """Hold nothing whole any more."""
        self._look = self._texts = None

    def _tell(self, asked: list[Done], texts: dict[str, str]) -> None:
        if asked is self._asked and self._look is not None:
            self._texts = texts
        for done in asked:
            done(texts)
