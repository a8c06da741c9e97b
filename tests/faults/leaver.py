"""A clerk who types and never saves, in the window of the program; run as a child that is ended.

`python -m tests.faults.leaver FOLDER`: FOLDER holds an office. It says "typed" when it has typed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from partyservice.app import open_office
from tests.builders import CLOCK, PASSWORD
from ui.ending import close_when_told
from ui.parts.theme import dress
from ui.pictures import wait
from ui.window import MainWindow

LONGEST = 60_000  # ms; nobody ends it: it does not stay for ever


def main(folder: Path) -> int:
    application = QApplication(["leaver"])
    dress(application)
    window = MainWindow()
    close_when_told(window)
    window.begin(open_office(folder, "", PASSWORD, CLOCK))
    window.show()
    window.activateWindow()
    frame = window.frame
    assert frame
    wait(frame.desk.jobs.idle)
    frame.open_digit("3")
    wait(frame.desk.jobs.idle)
    view = frame.view("3").view()
    QTest.keyClick(view.list.table, Qt.Key.Key_F2)
    wait(lambda: len(view.editor.form._boxes) == len(view.editor.task.draft.known))
    skills = view.editor.form.boxes["person.skills"].box.widget
    skills.setFocus()
    QTest.keyClicks(skills, "calligraphy")
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    QTimer.singleShot(LONGEST, application.quit)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
