"""One sample office a session, copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.kernel.actor import Actor
from partyservice.kernel.clock import Stopped
from partyservice.machine import VARIABLE, Machine
from partyservice.samples.loading import NAME, sample
from partyservice.security.accounts import sign_in
from partyservice.storage.folder import DATABASE
from partyservice.storage.store import Store
from tests.ui.hands import settled, view_of
from ui.frame import Frame
from ui.parts.theme import dress
from ui.parts.view import ScreenView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
CLOCK = Stopped(datetime(2026, 11, 23, 6, tzinfo=UTC))
PASSWORD = "lotus-kite-42"


@dataclass
class Office:
    folder: Path
    key: bytes
    by: Actor


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("sample") / "office"
    sample(folder, PASSWORD, members=150, seed=1, clock=CLOCK)
    key, by = sign_in(folder, "", PASSWORD)
    return Office(folder, key, by)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine on which nothing was opened yet."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "machine" / "settings.json"))
    return Machine()


@pytest.fixture
def app(office: Office, tmp_path: Path) -> Iterator[App]:
    shutil.copytree(office.folder, tmp_path / "office")
    store = Store(tmp_path / "office" / DATABASE, office.key, CLOCK)
    yield App(store, CLOCK, office.by, office=NAME, sample=True)
    store.close()


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    application = QApplication.instance() or QApplication(["tests"])
    assert isinstance(application, QApplication)
    dress(application)
    return application


@pytest.fixture
def frame(qtbot: QtBot, app: App) -> Frame:
    made = Frame(app)
    qtbot.addWidget(made, before_close_func=lambda _frame: made.close_desk())
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.desk.jobs.idle)
    return made


@pytest.fixture
def members(qtbot: QtBot, frame: Frame) -> ScreenView:
    """The list of the members."""
    settled(qtbot, frame.desk)
    return view_of(frame, "3")
