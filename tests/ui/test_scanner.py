"""A scanner's burst is told as one text and types nowhere; whatever a hand types arrives whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.layout import column
from ui.parts.scanner import ASKS, Scanner
from ui.parts.tokens import BURST_GAP
from ui.parts.typed import TypedLine

NUMBER = "99010019850307058X"
FAST, SLOW = 8, 90  # ms between keys: a scanner; a good typist
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk(QWidget):
    """A box, and a button that Enter would press."""

    def __init__(self) -> None:
        super().__init__()
        self.box, self.button = TypedLine(), QPushButton("开具")
        self.button.setAutoDefault(True)
        self.pressed: list[bool] = []
        self.entered: list[str] = []
        self.seen: list[str] = []
        self.box.textChanged.connect(self.seen.append)
        self.box.returnPressed.connect(lambda: self.entered.append(self.box.text()))
        self.button.clicked.connect(lambda: self.pressed.append(True))
        self.setLayout(column(self.box, self.button))
        self.now = 1000

    def key(self, key: int, text: str, gap: int, held: Qt.KeyboardModifier | None = None) -> None:
        """One key, `gap` ms after the last, where the focus is."""
        self.now += gap
        target = QApplication.focusWidget()
        assert target
        modifiers = held or Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.now)
            QApplication.sendEvent(target, event)

    def type(self, text: str, gap: int) -> None:
        for character in text:
            upper = character.isupper()
            if upper:
                self.key(Qt.Key.Key_Shift, "", 0)
            self.key(ord(character.upper()), character, gap, SHIFT if upper else None)

    def enter(self, gap: int, key: Qt.Key = Qt.Key.Key_Return) -> None:
        self.key(key, "\t" if key == Qt.Key.Key_Tab else "\r", gap)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.box.setFocus()
    qtbot.waitUntil(made.box.hasFocus)
    return made


@pytest.fixture
def told(desk: Desk) -> Iterator[list[str]]:
    found: list[str] = []
    scanner = Scanner(desk, prefix="")
    scanner.scanned.connect(found.append)
    yield found
    QApplication.instance().removeEventFilter(scanner)  # type: ignore[union-attr]


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_burst_is_told_and_types_nothing(desk: Desk, told: list[str], end: Qt.Key) -> None:
    desk.box.setText("何")
    del desk.seen[:]
    desk.type(NUMBER, FAST)
    desk.enter(FAST, end)
    assert told == [NUMBER]
    assert desk.seen == desk.entered == []
    assert desk.box.hasFocus()


def test_it_presses_no_button(desk: Desk, told: list[str]) -> None:
    desk.button.setFocus()
    desk.type(NUMBER, FAST)
    desk.enter(FAST)
    assert told == [NUMBER]
    assert desk.pressed == []


def test_two_scans_one_after_the_other(desk: Desk, told: list[str]) -> None:
    for number in (NUMBER, "990100"):
        desk.type(number, 0)  # within one millisecond
        desk.enter(0)
        desk.now += 400
    assert told == [NUMBER, "990100"]
    assert desk.box.text() == ""


def test_a_typist_is_never_a_scanner(desk: Desk, told: list[str]) -> None:
    desk.type(NUMBER, SLOW)
    desk.enter(SLOW)
    assert told == []
    assert desk.entered == [NUMBER]  # whole and in order before Enter


@pytest.mark.parametrize("gap", [BURST_GAP, BURST_GAP + 1, 45])
def test_the_fastest_hand_is_none(desk: Desk, told: list[str], gap: int) -> None:
    desk.type("zhangsan", gap)
    desk.enter(gap)
    assert (told, desk.entered) == ([], ["zhangsan"])


def test_a_roll_of_the_fingers_arrives_when_no_more_follows(
    desk: Desk, told: list[str], qtbot: QtBot
) -> None:
    desk.type("zhs", 12)
    qtbot.waitUntil(lambda: desk.box.text() == "zhs", timeout=500)
    desk.type("x", SLOW)
    desk.enter(SLOW)
    assert (told, desk.entered) == ([], ["zhsx"])


def test_too_short_a_burst_is_typed(desk: Desk, told: list[str]) -> None:
    desk.type("12345", FAST)
    desk.enter(FAST)
    assert (told, desk.entered) == ([], ["12345"])


def test_a_burst_whose_end_comes_late_is_typed(desk: Desk, told: list[str]) -> None:
    desk.type(NUMBER, FAST)
    desk.enter(SLOW)
    assert (told, desk.entered) == ([], [NUMBER])


def test_a_burst_broken_in_the_middle_is_typed(desk: Desk, told: list[str]) -> None:
    desk.type("99010", FAST)
    desk.now += SLOW
    desk.type("0198", FAST)
    desk.enter(FAST)
    assert (told, desk.entered) == ([], ["990100198"])


def test_a_busy_computer_may_stretch_two_intervals(desk: Desk, told: list[str]) -> None:
    desk.type(NUMBER[:6], FAST)
    desk.now += 50
    desk.type(NUMBER[6:12], FAST)
    desk.now += 60
    desk.type(NUMBER[12:], FAST)
    desk.enter(FAST)
    assert (told, desk.seen) == ([NUMBER], [])


def test_a_roll_of_the_fingers_does_not_make_a_typist_a_scanner(
    desk: Desk, told: list[str]
) -> None:
    desk.type("wang", FAST)
    desk.type("jianguo", 60)
    desk.enter(60)
    assert (told, desk.entered) == ([], ["wangjianguo"])


def test_other_keys_keep_their_place(desk: Desk, told: list[str]) -> None:
    desk.type("abc", FAST)
    desk.key(Qt.Key.Key_Backspace, "\b", FAST)
    desk.type("d", FAST)
    desk.key(Qt.Key.Key_Home, "", FAST)
    desk.type("x", FAST)
    desk.key(Qt.Key.Key_End, "", FAST)
    assert desk.box.text() == "xabd"
    assert told == []


def test_a_click_comes_after_what_was_typed_before_it(desk: Desk, told: list[str]) -> None:
    desk.type("abc", FAST)
    QTest.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    assert (desk.box.text(), len(desk.pressed), told) == ("abc", 1, [])


def test_a_held_key_repeats_without_delay(desk: Desk, told: list[str]) -> None:
    for number in range(12):
        desk.now += 20
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", number > 0
        )
        event.setTimestamp(desk.now)
        QApplication.sendEvent(desk.box, event)
    assert desk.box.text() == "1" * 12
    desk.enter(10)
    assert (told, desk.entered) == ([], ["1" * 12])


def test_keys_that_come_through_the_window_are_judged_once(desk: Desk, told: list[str]) -> None:
    """As from the system: first to the window, from there to the widget with the focus."""
    window = desk.windowHandle()
    for text in ("1", "2", "2", "2", "3", "4", "5"):
        desk.now += 1
        event = QKeyEvent(QEvent.Type.KeyPress, ord(text), Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(desk.now)
        QApplication.sendEvent(window, event)
    for key, text in ((Qt.Key.Key_Left, ""), (Qt.Key.Key_Delete, ""), (Qt.Key.Key_Return, "\r")):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(desk.now + 50)
        QApplication.sendEvent(window, event)
    assert (told, desk.entered) == ([], ["122234"])


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_it_chooses_nothing_in_a_menu(desk: Desk, told: list[str], qtbot: QtBot) -> None:
    chosen: list[bool] = []
    menu = QMenu(desk)
    menu.addAction("退回", lambda: chosen.append(True))
    menu.popup(desk.mapToGlobal(desk.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    menu.setActiveAction(menu.actions()[0])
    for place, text in enumerate([*NUMBER, "\r"]):
        key = Qt.Key.Key_Return if text == "\r" else ord(text)
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(5000 + place)
        QApplication.sendEvent(menu, event)
    assert (told, chosen) == ([NUMBER], [])
    assert menu.isVisible()
    menu.close()


def test_composition_is_left_alone(desk: Desk, told: list[str]) -> None:
    QApplication.sendEvent(desk.box, QInputMethodEvent("zhang", []))
    desk.type("123456", FAST)
    assert desk.box.text().endswith("123456")  # at once, and in its place
    done = QInputMethodEvent()
    done.setCommitString("张")
    QApplication.sendEvent(desk.box, done)
    desk.enter(FAST)
    assert told == []


@pytest.mark.usefixtures("told")
def test_what_a_word_commits_comes_after_the_keys_before_it(desk: Desk) -> None:
    desk.type("3", FAST)
    done = QInputMethodEvent()
    done.setCommitString("组")
    QApplication.sendEvent(desk.box, done)
    assert desk.box.text() == "3组"


@pytest.mark.usefixtures("told")
def test_shortcuts_and_events_of_programs_pass(desk: Desk) -> None:
    QTest.keyClicks(desk.box, "programs type at once")  # without time stamps
    assert desk.box.text() == "programs type at once"
    desk.key(Qt.Key.Key_A, "\x01", FAST, Qt.KeyboardModifier.ControlModifier)
    assert desk.box.selectedText() == desk.box.text()


def test_a_password_is_not_held(desk: Desk, told: list[str]) -> None:
    desk.box.setEchoMode(TypedLine.EchoMode.Password)
    desk.type("geheim12", FAST)
    assert desk.box.text() == "geheim12"
    desk.enter(FAST)
    assert told == []


def test_a_box_that_asks_gets_the_text(desk: Desk, told: list[str]) -> None:
    edited: list[str] = []
    desk.box.textEdited.connect(edited.append)
    desk.box.setText("old")
    desk.box.setProperty(ASKS, "yes")
    desk.type(NUMBER, FAST)
    desk.enter(FAST)
    assert (desk.box.text(), edited, told, desk.entered) == (NUMBER, [NUMBER], [], [])


@pytest.mark.parametrize(
    ("typed", "scans"), [("~" + NUMBER, [NUMBER]), (NUMBER, []), ("~12345", [])]
)
def test_with_a_prefix_nothing_else_is_held(desk: Desk, typed: str, scans: Sequence[str]) -> None:
    found: list[str] = []
    scanner = Scanner(desk, prefix="~")
    scanner.scanned.connect(found.append)
    try:
        desk.type(typed, FAST)
        assert desk.box.text() == ("" if typed[0] == "~" else typed)
        desk.enter(FAST)
    finally:
        QApplication.instance().removeEventFilter(scanner)  # type: ignore[union-attr]
    assert found == list(scans)
    assert desk.entered == ([] if scans else [typed])
