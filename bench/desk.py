"""A desk for the benchmarks: windows without a screen, settings of nobody, a print service."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from partyservice.machine import VARIABLE
from tests.cupsd import PrintShop, running


@contextmanager
def desk() -> Iterator[PrintShop]:
    """Let windows be made, all that they need being loaded; give the print service."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the platform is chosen first

    from ui.parts.theme import dress  # noqa: PLC0415
    from ui.window import _load  # noqa: PLC0415

    application = QApplication.instance() or QApplication(["bench"])
    if not isinstance(application, QApplication):
        raise TypeError("The application was made without windows.")
    with TemporaryDirectory() as folder, running() as shop:
        os.environ[VARIABLE] = str(Path(folder) / "settings.json")
        dress(application)
        _load()  # as while the password is typed
        yield shop
