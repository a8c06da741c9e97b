"""A clerk who types and never saves; run as a child that is killed.

`python -m tests.ui.typist FOLDER EVERY`: FOLDER holds a sample office, EVERY is how often drafts
are kept, in ms. It says "typed" when what it typed is at least as old as that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from partyservice.app import open_office
from tests.ui.conftest import CLOCK, PASSWORD
from ui.frame import Frame
from ui.parts import tokens
from ui.parts.theme import dress
from ui.pictures import wait

ENOUGH = 600  # ms


def main(folder: Path, every: int) -> None:
    tokens.DRAFT_EVERY = every
    application = QApplication(["typist"])
    dress(application)
    frame = Frame(open_office(folder, "", PASSWORD, CLOCK))
    frame.resize(*tokens.WINDOW)
    frame.show()
    frame.activateWindow()
    wait(frame.desk.jobs.idle)
    view = frame.view("3").view()
    QTest.keyClick(view.list.table, Qt.Key.Key_F2)
    wait(lambda: len(view.editor.form._boxes) == len(view.editor.task.draft.known))
    skills = view.editor.form.boxes["person.skills"].box.widget
    skills.setFocus()
    QTest.keyClicks(skills, "calligraphy")
    wait(frame.desk.jobs.idle, least=ENOUGH)
    QTest.keyClicks(skills, " and more")
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    loop = QEventLoop()
    QTimer.singleShot(60_000, loop.quit)  # nobody kills it: it does not stay for ever
    loop.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
