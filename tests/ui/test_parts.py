from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextDocumentFragment,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from partyservice.kernel.kinds import Code
from partyservice.kernel.numbers import IdNumber
from partyservice.kernel.traces import bug_number
from tests.ui.conftest import CLOCK
from ui.parts import tokens
from ui.parts.boxes import MaskedBox
from ui.parts.choosing import PickBox
from ui.parts.hold import Hold
from ui.parts.keys import KEYS, LETTERS, TAKEN, cap
from ui.parts.layout import tip
from ui.parts.months import MonthGrid
from ui.parts.search import SearchBox
from ui.parts.theme import RESOURCES, sheet

UI = Path(__file__).parents[2] / "ui"


def _light(hexa: str) -> float:
    parts = [int(hexa[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), tokens.PAIRS)
def test_every_pair_can_be_read(
    colours: dict[str, str], ink: str, ground: str, least: float
) -> None:
    dark, bright = sorted((_light(colours[ink]), _light(colours[ground])))

    assert (bright + 0.05) / (dark + 0.05) >= least


def test_no_key_means_two_things_and_none_is_taken_by_others() -> None:
    used = [text for key in KEYS.values() for text in (key.sequence, *key.also)]
    used += [f"Alt+{letter}" for letter in LETTERS] + [f"Ctrl+{digit}" for digit in range(10)]
    sequences = [QKeySequence(text).toString() for text in used if text not in ("Ctrl+Enter",)]

    assert len(sequences) == len(set(sequences))
    assert not TAKEN & set(used)
    assert not [text for text in used if re.match(r"Ctrl\+(Shift|Alt)\+", text)]
    assert all(sequences)


def test_caps_are_written_as_on_the_keyboard() -> None:
    assert [cap(text) for text in ("Ctrl+Return", "Alt+Down", "Ctrl+PgDown")] == [
        "Ctrl+Enter",
        "Alt+↓",
        "Ctrl+PgDn",
    ]


def test_colours_stand_in_the_tokens_only() -> None:
    for file in UI.rglob("*.py"):
        if file.name != "tokens.py":
            assert not re.search(r"#[0-9A-Fa-f]{6}\b", file.read_text("utf-8")), file
    assert "#" not in re.sub(r"\w+#\w+", "", (RESOURCES / "style.qss").read_text("utf-8"))
    assert "@" not in sheet()


def test_the_icons_named_are_there() -> None:
    names = set()
    for file in UI.rglob("*.py"):
        names |= set(re.findall(r'icon="(\w+)"|sign\("(\w+)!?"', file.read_text("utf-8")))
    for name in {part for pair in names for part in pair if part}:
        assert list((RESOURCES / "icons").glob(f"{name}_*.svg")), name


def test_enter_and_escape_belong_to_the_input_method_while_composing(qtbot: QtBot) -> None:
    box = SearchBox("姓名")
    qtbot.addWidget(box)
    told: list[str] = []
    box.textChanged.connect(told.append)
    box.setText("王")

    QApplication.sendEvent(box, QInputMethodEvent("fang", []))
    with qtbot.assertNotEmitted(box.left):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space):
            QTest.keyClick(box, key)

    assert told == ["王"]
    ended = QInputMethodEvent("", [])
    ended.setCommitString("芳")
    QApplication.sendEvent(box, ended)
    assert told == ["王", "王芳"]
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


class _Watched:
    def __init__(self) -> None:
        self.told: list[bool] = []

    def __call__(self, *, shown: bool) -> None:
        self.told.append(shown)


def _f8(kind: QEvent.Type, *, repeat: bool = False) -> QKeyEvent:
    return QKeyEvent(kind, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "", repeat)


def test_numbers_show_while_the_key_is_held_and_repeats_are_dropped(qtbot: QtBot) -> None:
    watched, widget = _Watched(), QWidget()
    qtbot.addWidget(widget)
    hold = Hold(watched, widget)

    QApplication.sendEvent(widget, _f8(QEvent.Type.KeyPress))
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress) * 3:
        QApplication.sendEvent(widget, _f8(kind, repeat=True))
    assert watched.told == [True]
    QApplication.sendEvent(widget, _f8(QEvent.Type.KeyRelease))

    assert watched.told == [True, False]
    hold.press()
    hold._timer.timeout.emit()
    assert watched.told == [True, False, True, False]


def test_a_masked_number_is_replaced_whole_or_left_alone(qtbot: QtBot) -> None:
    box = MaskedBox(IdNumber())
    qtbot.addWidget(box)
    box.put("990000********6070")
    assert box.value() == "990000********6070"

    box.setFocus()
    box.setCursorPosition(3)
    QTest.keyClick(box, Qt.Key.Key_1)

    assert box.value() == "1"
    box.put("990000********6070")
    box.put_whole("990000198011186070")
    QApplication.sendEvent(box, _focus_out())
    assert (box.value(), box.text()) == ("990000********6070",) * 2


def _focus_out() -> QEvent:
    return QFocusEvent(QEvent.Type.FocusOut)


def test_the_wheel_changes_no_choice(qtbot: QtBot) -> None:
    words = Code("ethnic").offers(CLOCK.today())
    box = PickBox(lambda typed: [word for word in words if typed in word])
    qtbot.addWidget(box)
    box.setText("汉族")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's own order
    )

    QApplication.sendEvent(box, wheel)

    assert box.text() == "汉族"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_picker_puts_the_only_word_that_is_meant(qtbot: QtBot) -> None:
    box = PickBox(lambda typed: [w for w in ("汉族", "满族", "回族") if typed in w])
    qtbot.addWidget(box)
    box.setText("满")
    box.open_list()
    assert box.popup_open()
    box.settle()

    assert box.text() == "满族"
    box.setText("族")
    box.settle()
    assert box.text() == "族"


def test_months_turn_the_year_and_stop_at_this_one(qtbot: QtBot) -> None:
    grid = MonthGrid(date(2026, 3, 23))
    qtbot.addWidget(grid)
    QTest.keyClick(grid, Qt.Key.Key_Up)
    assert grid.month == date(2025, 11, 1)
    for _ in range(3):
        QTest.keyClick(grid, Qt.Key.Key_Down)

    assert grid.month == date(2026, 3, 1)


def test_a_bug_has_the_same_number_at_the_same_place() -> None:
    numbers = set()
    for words in ("王芳", "李敏"):
        with pytest.raises(ValueError, match=words) as caught:
            int(words)
        numbers.add(bug_number(caught.value))

    assert len(numbers) == 1


@pytest.mark.parametrize("text", ["<b>王</b>", '<img src="//server/share/x">', "a<br>b"])
def test_a_tip_shows_markup_as_it_stands(text: str) -> None:
    shown = QTextDocumentFragment.fromHtml(tip(text)).toPlainText()

    assert shown == text


def test_a_plain_tip_stays_as_it_is() -> None:
    assert tip("李四 & 王五") == "李四 & 王五"
