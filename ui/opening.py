"""Opening: an office opened beside the window is remembered on this machine."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.kernel.errors import Refused
from partyservice.machine import Machine

if TYPE_CHECKING:
    from partyservice.app import App


def opened(folder: Path, user: str, password: str) -> App:
    """Return the office in `folder`, signed in; raise Refused for the reasons of the Store."""
    from partyservice.app import open_office  # noqa: PLC0415 - loads SQLAlchemy

    app = open_office(folder, user, password, window=True)
    app.changes.follow(app.backups.second_folder)
    with suppress(Refused):  # the office is open; it can be found by its folder next time
        machine, name = Machine(), f"{app.office}（演示）" if app.sample else app.office
        machine.remember(folder, name, datetime.now(UTC))
    return app
