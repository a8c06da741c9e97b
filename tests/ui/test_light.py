"""The light at the foot, and the backup that closing makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import new_office, with_branches
from ui.window import MainWindow

pytestmark = pytest.mark.usefixtures("machine", "qapp")


def test_the_foot_says_what_is_wrong_and_closing_mends_it(qtbot: QtBot, tmp_path: Path) -> None:
    app = with_branches(new_office(tmp_path / "office"))
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 697)
    window.begin(app)
    window.show()
    window.activateWindow()
    assert window.frame is not None
    status = window.frame.status
    qtbot.waitUntil(lambda: "还没有备份" in status.safety.text(), timeout=10_000)

    window.close()

    assert len(list((tmp_path / "office" / "backups").glob("*.partybackup"))) == 1
