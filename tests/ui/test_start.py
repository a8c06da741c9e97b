from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Office
from ui.parts.faults import faults
from ui.sign_in import SignIn
from ui.start import Start
from ui.window import MainWindow


def offered(qtbot: QtBot, members: int = 20) -> tuple[MainWindow, Start]:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    page = window.offer()
    page._members = members
    window.activateWindow()
    return window, page


def test_without_an_office_the_window_asks_which(qtbot: QtBot, office: Office) -> None:
    window, page = offered(qtbot)
    for size in ((1366, 697), (683, 313)):
        window.resize(*size)
        qtbot.wait(20)
        assert not list(faults(page))

    page.take(office.folder)

    asked = window.centralWidget()
    assert isinstance(asked, SignIn)
    assert asked.who.currentText()


def test_a_folder_without_an_office_is_said_on_the_same_page(qtbot: QtBot, tmp_path: Path) -> None:
    window, page = offered(qtbot)

    page.take(tmp_path)

    assert page.note.text()
    assert window.centralWidget() is page


def test_a_sample_is_marked_and_gone_when_the_window_closes(qtbot: QtBot) -> None:
    window, page = offered(qtbot)
    with qtbot.waitSignal(page.opened, timeout=20_000):
        QTest.keyClick(page.sample, Qt.Key.Key_Return)
    assert window.frame is not None
    assert page._folder is not None
    folder = Path(page._folder.name)
    qtbot.waitUntil(window.frame.desk.jobs.idle)

    assert window.frame._band.isVisible()
    assert folder.is_dir()
    window.close()
    assert not folder.exists()
