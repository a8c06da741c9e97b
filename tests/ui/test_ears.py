from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ui.parts.ears import listen, turn_away


class Listener(QObject):
    """Takes a key, or lets it pass."""

    def __init__(self, heard: list[str], name: str, *, takes: bool = False) -> None:
        super().__init__()
        self._heard, self._name, self._takes = heard, name, takes
        listen(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            self._heard.append(self._name)
            return self._takes
        return False


def test_who_came_last_hears_first_and_may_take_the_key(qtbot: QtBot) -> None:
    heard: list[str] = []
    line = QLineEdit()
    qtbot.addWidget(line)
    first, second = Listener(heard, "first"), Listener(heard, "second")

    QTest.keyClick(line, Qt.Key.Key_A)
    third = Listener(heard, "third", takes=True)
    QTest.keyClick(line, Qt.Key.Key_B)

    assert heard == ["second", "first", "third"]
    assert line.text() == "a"
    for each in (first, second, third):
        turn_away(each)


def test_who_is_gone_or_turned_away_hears_nothing(qtbot: QtBot) -> None:
    heard: list[str] = []
    line, gone, away = QLineEdit(), Listener(heard, "gone"), Listener(heard, "away")
    qtbot.addWidget(line)

    turn_away(away)
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    QTest.keyClick(line, Qt.Key.Key_A)

    assert not heard
    assert line.text() == "a"
