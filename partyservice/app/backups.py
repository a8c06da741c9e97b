"""Backups: when one is due, making it, and what there is to say of the safety of the data.

What touches a disk is for a Job; `due` and `light` answer at once from what was seen last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from partyservice.app.given import Given
from partyservice.kernel.errors import Refused

if TYPE_CHECKING:
    from partyservice.kernel.progress import Progress
    from partyservice.machine import Machine
    from partyservice.safety.backing import Listed, Made
    from partyservice.safety.checking import Known
    from partyservice.safety.places import Place, Second
    from partyservice.safety.state import Seen
    from partyservice.storage.store import News

MAKE = "backup.make"
CLOSING, TIMER, BEFORE_IMPORT, ASKED = "关闭时", "定时", "导入前", "手动"  # why a backup is made
WORK = timedelta(minutes=30)  # of changed work until a backup is due
DAY = timedelta(days=1)  # until one is due although nothing was changed


class Backups(Given):
    """Each call may be made on any thread; one backup is made at a time."""

    machine: Machine | None = None  # by default that of whoever is signed in to the system
    _seen: Seen | None = None
    _since: datetime | None = None  # when the first change came that no backup has
    _fault = ""  # why the last one could not be made

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._alone = Lock()
        self._proved: set[tuple[Path, int]] = set()  # files of which every bit was read here
        self.store.listeners.append(self._hear)

    def begin(self) -> Seen:
        """Tidy what was cut off, and look what there is."""
        from partyservice.storage.backup import tidy

        for place in self._places():
            tidy(place.folder)
        return self.refresh()

    def due(self, now: datetime) -> str:
        """Return why a backup is due; empty if none is. A clock set back makes it due at once."""
        changed = self._since is not None and not timedelta(0) <= now - self._since < WORK
        last = self._seen.last if self._seen else None
        stale = last is None or last.manifest is None or abs(now - last.manifest.made_at) >= DAY
        return TIMER if changed or (self._seen is not None and stale) else ""

    def changed(self) -> bool:
        """Say whether anything was changed since the last backup: whether closing makes one."""
        return self._since is not None or self._seen is None or not self._seen.covered

    def make(self, why: str = ASKED, progress: Progress | None = None) -> Made:
        """Make a verified backup in both places; raise Refused if there is none in the end."""
        from partyservice.safety.backing import make_in
        from partyservice.storage.copying import Told

        if why == ASKED:
            self.may(MAKE)
        now = self.clock.now()
        told = Told(office=self.office, by=self.by.name, reason=why, made=now)
        with self._alone:
            since, self._since = self._since, None
            try:
                made = make_in(self._places(), self.store.source(self.by), told, progress)
            except Refused as error:
                self._since = since or now
                self._fault = error.words
                self.refresh()
                raise
            self._fault = ""
            self._keep_second(made, now)
            self.refresh(made)
        return made

    def ensure(self, why: str, progress: Progress | None = None) -> None:
        """Make a backup unless the newest sound one holds everything; raise Refused."""
        if not self.refresh().covered:
            self.make(why, progress)

    def write_to(self, to: Path, progress: Progress | None = None) -> Path:
        """Write a verified backup where somebody wants it, and return it; raise Refused.

        `to` is a folder, for a new file in it, or the name of a file that is not there yet.
        """
        from partyservice.safety.backing import write_to
        from partyservice.storage.copying import Told

        self.may(MAKE)
        told = Told(office=self.office, by=self.by.name, reason=ASKED, made=self.clock.now())
        return write_to(to, self.store.source(self.by), told, progress)

    def listed(self) -> list[Listed]:
        """Return the backups in both places, the newest first; damaged ones say so."""
        from partyservice.safety.backing import listed

        return listed(self._places())

    def choose_second(self, folder: Path) -> Second:
        """Make `folder` the second place; raise Refused if it cannot be."""
        from partyservice.safety.places import choose

        self.may(MAKE)
        chosen = choose(self._machine(), self.store.folder, folder)
        self.refresh()
        return chosen

    def refresh(self, made: Made | None = None) -> Seen:
        """Look at both places, and return what is there; the newest is read whole once."""
        from partyservice.safety.backing import listed
        from partyservice.safety.state import Seen
        from partyservice.storage.copying import newest, origin_of

        source, places, second = self.store.source(self.by), self._places(), self.second()
        found, origin, head = listed(places), origin_of(source), newest(source)
        ours = [each for each in found if each.manifest and each.manifest.origin == origin]
        last = self._sound(ours, made)
        covered = last is not None and last.manifest is not None and last.manifest.head == head
        refused = list(made.refused.items()) if made else []
        self._seen = Seen(
            last=last,
            second=second,
            free=places[0].free(),
            backups=found,
            covered=covered,
            fault=self._fault,
            second_fault=next((words for place, words in refused if place.second), ""),
        )
        return self._seen

    def _sound(self, backups: Sequence[Listed], made: Made | None) -> Listed | None:
        """Return the newest of `backups` of which every bit is what was written."""
        from partyservice.safety.backing import sound

        if made:
            self._proved |= {(path, path.stat().st_size) for path in made.paths.values()}
        for each in backups:
            if (each.path, each.size) in self._proved or sound([each]):
                self._proved.add((each.path, each.size))
                return each
        return None

    def second_folder(self) -> Path | None:
        """Return where the second place is now; None if it is away, or none was chosen."""
        here = self.second().here
        return here.folder if here else None

    def known(self) -> Known:
        """Return what backups tell a check: what they saw of the journal, and when they were made.

        Each was opened and compared when it was made.
        """
        from partyservice.safety.checking import Known
        from partyservice.storage.anchors import of_backups

        last = self.refresh().last
        made = last.manifest.made_at if last and last.manifest else None
        anchors = [each for place in self._places() for each in of_backups(place.folder)]
        return Known(anchors=tuple(anchors), verified=made, tried=made)

    def seen(self) -> Seen | None:
        """Return what was seen last, without looking; None before the first look."""
        return self._seen

    def light(self) -> tuple[str, str]:
        """Return tone and words for the foot of the window; nothing is read for it."""
        from partyservice.safety.state import light

        if self._seen is None:
            return "none", "正在看备份"
        return light(self._seen, self.clock.now())

    def _places(self) -> list[Place]:
        from partyservice.safety.places import first

        here = self.second().here
        return [first(self.store.folder), *([here] if here else [])]

    def second(self) -> Second:
        """Return what there is to say of the second place; it may be away."""
        from partyservice.safety.places import second

        return second(self._machine(), self.store.folder)

    def _hear(self, _news: News) -> None:
        if self._since is None:
            self._since = self.clock.now()

    def _keep_second(self, made: Made, now: datetime) -> None:
        """Remember when the second place had its last backup: it may be away when it is asked."""
        machine, office = self._machine(), self.store.folder
        kept = machine.second_place(office)
        if kept and any(place.second for place in made.paths):
            machine.keep_second_place(office, kept._replace(last=now))

    def _machine(self) -> Machine:
        from partyservice.machine import Machine

        return self.machine or Machine()
