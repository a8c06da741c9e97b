"""F40: whatever is done in the window fails in a way that nobody foresaw: it stays, and so does
what is typed. The control has no last resort, and nobody is told.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from partyservice.app import open_office
from partyservice.storage.store import Store
from tests.builders import CLOCK, PASSWORD
from tests.faults.nothing_lost import OFFICE_FOLDER
from tests.faults.table import Told
from tests.ui.hands import settled
from ui.frame import Frame
from ui.parts.bugs import BugCard
from ui.parts.theme import dress
from ui.screens import SCREENS
from ui.window import MainWindow

pytestmark = [
    pytest.mark.qt_no_exception_capture,  # they are what is looked for
    pytest.mark.qt_log_ignore("This plugin does not support"),  # raising, grabbing: off the screen
]
TYPED = "shufa"


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, base: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    shutil.copytree(base / OFFICE_FOLDER, place / OFFICE_FOLDER)
    dress(qapp)
    made = MainWindow()
    qtbot.addWidget(made)
    made.begin(open_office(place / OFFICE_FOLDER, "", PASSWORD, CLOCK))
    made.show()
    made.activateWindow()
    monkeypatch.setattr(sys, "excepthook", made.hook)
    # what belongs to the system would wait for a person
    sheet = str(base.with_name("sheets") / "few.xlsx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_told: (sheet, ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *told: (_out(place, told[2]), ""))
    monkeypatch.setattr(QMenu, "exec", lambda *_where: None)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    return made


def _out(place: Path, proposed: str) -> str:
    return str(place / Path(proposed).name)


@contextmanager
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let everything fail that reaches for the office, read or written."""

    def fail(*_told: object, **_more: object) -> None:
        raise ZeroDivisionError("the fault hook")

    with monkeypatch.context() as patch:
        for way in ("read", "write"):
            patch.setattr(Store, way, fail)
        yield


def cards(window: MainWindow) -> list[BugCard]:
    found = cast("list[BugCard]", window.findChildren(BugCard))
    return [each for each in found if each.isVisible()]


def put_away(qtbot: QtBot, window: MainWindow) -> int:
    """Close every dialog; return how many told of a bug."""
    told = len(cards(window))
    dialogs = cast("list[QDialog]", window.findChildren(QDialog))
    for dialog in dialogs:
        if dialog.isVisible():
            dialog.reject()
            dialog.deleteLater()
    qtbot.wait(0)
    return told


def type_in(qtbot: QtBot, frame: Frame) -> None:
    """Type into the page of somebody, and leave it open."""
    frame.open_digit("3")
    settled(qtbot, frame.desk)
    view = frame.view("3").view()
    view.edit()
    skills = view.editor.form.boxes["person.skills"].box.widget
    skills.setFocus()
    QTest.keyClicks(skills, TYPED)


def actions(frame: Frame) -> list[QAction]:
    found = cast("list[QAction]", frame.findChildren(QAction))
    return [each for each in found if each.isEnabled()]


def test_the_window_stays_whatever_fails(
    qtbot: QtBot, window: MainWindow, tell: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = window.frame
    assert frame
    for place in SCREENS:
        frame.open(place)
        settled(qtbot, frame.desk)
    type_in(qtbot, frame)
    with broken(monkeypatch):
        tried, told = every_action(qtbot, window, frame)
        monkeypatch.setattr(sys, "excepthook", lambda *_error: None)
        _, control = every_action(qtbot, window, frame)

    lost = f"no last resort: {told - control} of {told} not told of"
    tell("F40 every action of the window fails", tried, 0, lost)
    assert told > tried // 10
    assert control < told
    typed = [each.texts for each in frame.desk.app.kept.unsaved()]
    assert any(texts.get("person.skills") == TYPED for texts in typed)


def every_action(qtbot: QtBot, window: MainWindow, frame: Frame) -> tuple[int, int]:
    """Do whatever can be done; return how much that was, and of how much a card told."""
    told = [0]
    for each in actions(frame):
        if not isValid(each):  # its page has gone
            continue
        each.trigger()
        qtbot.waitUntil(frame.desk.jobs.idle)
        qtbot.wait(0)
        told.append(put_away(qtbot, window))
        assert window.isVisible()
    return len(told) - 1, sum(told)
