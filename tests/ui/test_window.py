from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from partyservice.machine import Machine
from tests.ui.conftest import PASSWORD, Office
from ui.frame import Frame
from ui.window import MainWindow

LATE = ("argon2", "sqlalchemy", "reportlab", "pandas", "numpy", "pypdfium2", "alembic")
SHOWN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.window import bare_window
application = QApplication(["test"])
window = bare_window(application)
window.show()
application.processEvents()
from ui.parts.theme import dress
dress(application)
window.ask(Path("office"))
application.processEvents()
print(" ".join(sys.modules))
"""

NAMED = """
import sys
from pathlib import Path
from partyservice.app import accounts
from partyservice.app.accounts import wait_for
print(*accounts(Path(sys.argv[1])), wait_for(Path(sys.argv[1]), ""))
print(" ".join(sys.modules))
"""
UNNAMED = ("sqlalchemy", "sqlcipher3")  # half a second, in which no key would be heard

ENLARGED = """
from ui import window
def go_on(application, shown, *_):
    print(shown.devicePixelRatioF())
    application.quit()
window._go_on = go_on
window.run(None)
"""


def test_the_window_stands_before_what_is_heavy_is_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOWN],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert not set(LATE) & set(done.stdout.split())


def test_whose_password_is_asked_is_known_before_the_database_is_loaded(office: Office) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NAMED, str(office.folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    named, modules = done.stdout.splitlines()
    assert named.split()[0]
    assert not set(UNNAMED) & set(modules.split())


def test_large_type_is_drawn_from_the_next_start_on(machine: Machine) -> None:
    machine.keep_scale(125)

    done = subprocess.run(
        [sys.executable, "-c", ENLARGED],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.strip() == "1.25"


def test_a_wrong_password_says_so_and_the_right_one_opens(qtbot: QtBot, office: Office) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    page = window.ask(office.folder)
    page.find_accounts()
    page.password.setText("nonsense")
    with qtbot.waitSignal(page._told, timeout=20_000):
        QTest.keyClick(page.password, Qt.Key.Key_Return)
    assert page.note.text()
    assert window.centralWidget() is page

    page.password.setText(PASSWORD)
    with qtbot.waitSignal(page.opened, timeout=20_000):
        QTest.keyClick(page.password, Qt.Key.Key_Return)

    frame = window.centralWidget()
    assert isinstance(frame, Frame)
    qtbot.waitUntil(frame.desk.jobs.idle)
    window.close()


def test_a_folder_without_an_office_is_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()

    page = window.ask(tmp_path)
    page.find_accounts()

    assert page.note.text()


def test_a_window_larger_than_the_screen_fills_it(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    assert room.width() < window.width()  # the screen of the tests is small

    window.appear()

    assert window.isMaximized()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
