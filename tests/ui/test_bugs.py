from __future__ import annotations

import zipfile
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.frame import Frame
from ui.parts import bugs
from ui.parts.bugs import BugCard, DiagnosisCard
from ui.parts.faults import faults

CTRL = Qt.KeyboardModifier.ControlModifier
SECRET = "15480424747"


def broken() -> Exception:
    try:
        int(f"x{SECRET}")
    except ValueError as error:
        return error
    raise AssertionError


def dialog(qtbot: QtBot) -> QWidget:
    found = QApplication.activeModalWidget()
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found


def words(card: QWidget) -> str:
    return " ".join(each.text() for each in cast("list[QLabel]", card.findChildren(QLabel)))


@pytest.fixture
def card(qtbot: QtBot, frame: Frame) -> BugCard:
    qtbot.waitUntil(frame.desk.jobs.idle)
    frame.desk.broke.emit(broken())
    found = dialog(qtbot)
    assert isinstance(found, BugCard)
    return found


def test_a_bug_tells_what_happened_whether_data_is_safe_and_what_to_do(card: BugCard) -> None:
    told = words(card)

    for part in ("没有完成", "数据安全吗", "现在怎么办", card.number):
        assert part in told
    assert "留着" not in told  # nothing was typed
    assert not list(faults(card))
    assert QApplication.focusWidget() is card.close_button


def test_what_is_typed_is_in_the_file_before_the_card_says_so(qtbot: QtBot, frame: Frame) -> None:
    qtbot.waitUntil(frame.desk.jobs.idle)
    view = frame.view("3").view()
    view.edit()
    skills = view.editor.form.boxes["person.skills"].box.widget
    skills.setFocus()
    QTest.keyClicks(skills, "shufa")

    frame.desk.broke.emit(broken())

    assert [u.texts for u in frame.desk.app.kept.unsaved()] == [{"person.skills": "shufa"}]
    found = dialog(qtbot)
    assert "1 份内容也留着" in words(found)
    QTest.keyClick(found, Qt.Key.Key_Escape)


def test_what_is_copied_says_where_it_failed_and_nothing_else(card: BugCard) -> None:
    QTest.keyClick(card, Qt.Key.Key_C, CTRL)

    copied = QApplication.clipboard().text()
    assert card.number in copied
    assert "test_bugs.py:broken:" in copied
    assert SECRET not in copied


def test_the_package_is_read_before_it_is_saved(
    qtbot: QtBot, frame: Frame, card: BugCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: QWidget, name: str) -> Path:
        asked.append(name)
        return tmp_path / name

    monkeypatch.setattr(bugs, "ask_path", answer)
    QTest.keyClick(card, Qt.Key.Key_E, CTRL)
    shown = dialog(qtbot)
    assert isinstance(shown, DiagnosisCard)
    qtbot.waitUntil(shown.save_button.isEnabled)
    text = shown.text.toPlainText()
    assert "ValueError" in text
    assert SECRET not in text
    assert not list(faults(shown))

    QTest.keyClick(shown, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(frame.desk.jobs.idle)

    with zipfile.ZipFile(tmp_path / asked[0]) as packed:
        assert all(packed.read(name).decode() in text for name in packed.namelist())
    assert frame.toast.isVisible()


def test_a_bug_is_noted_with_its_kind_and_where_it_passed(
    card: BugCard, caplog: pytest.LogCaptureFixture
) -> None:
    noted = [record for record in caplog.get_records("setup") if record.msg.startswith("bug ")]

    assert [record.levelname for record in noted] == ["ERROR"]
    assert noted[0].exc_info
    assert noted[0].exc_info[0] is ValueError
    assert noted[0].args == (card.number,)
