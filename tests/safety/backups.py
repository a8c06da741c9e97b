"""What tests of backups need: an office that is left, the way in, and a count of people."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from partyservice.app import App
from partyservice.kernel.clock import Clock
from partyservice.machine import Machine
from partyservice.safety.opening import by_password
from partyservice.safety.places import first
from partyservice.safety.restoring import Restored, Restoring
from partyservice.security.keysfile import FILE
from partyservice.storage.copying import Source
from partyservice.storage.engine import engine
from tests.builders import CLOCK, PASSWORD
from tests.faults.digest import digest

MOMENT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def office_key(folder: Path) -> bytes:
    return _behind((folder / FILE).read_bytes())


@cache
def _behind(doors: bytes) -> bytes:
    """The data key behind a keys.json, worked out once."""
    return by_password("", PASSWORD)(doors)[0][0]


def source_of(folder: Path) -> Source:
    return Source(folder / "office.db", office_key(folder))


def digest_of(folder: Path, key: bytes | None = None) -> str:
    """The digest of the office in `folder`, opened by its own connection."""
    lane = engine(
        folder / "office.db", key or office_key(folder), lanes=0, wait=5000, begin="BEGIN"
    )
    with lane.connect() as connection:
        return digest(connection)


def backed_up(app: App) -> Path:
    """The file of a backup made in the office's own place."""
    return app.backups.make().paths[first(app.store.folder)]


def restoring(path: Path, password: str = PASSWORD, clock: Clock = CLOCK) -> Restoring:
    return Restoring(path=path, opener=by_password("", password), clock=clock)


def restored(path: Path, folder: Path) -> Restored:
    return restoring(path).to(folder)


def with_second(app: App, folder: Path, settings: Path) -> Path:
    """Give the office a second place, in settings of the test's own."""
    folder.mkdir(exist_ok=True)
    app.backups.machine = Machine(settings)
    app.backups.choose_second(folder)
    return folder
