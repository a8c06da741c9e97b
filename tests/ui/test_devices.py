"""Cards and scans in the window of a real office: filled, found, offered; never written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from partyservice.desk.finding import PEOPLE
from partyservice.devices.frame import framed
from partyservice.devices.reader import VARIABLE, FileReader
from partyservice.members.drafts import MEMBER
from scripts.make_card_streams import text_of as written
from ui.frame import Frame
from ui.parts.buttons import Button
from ui.parts.editor import Editor
from ui.parts.fieldbox import FieldBox
from ui.parts.view import ScreenView

STREAMS = Path(__file__).parents[1] / "devices" / "streams"
CTRL = Qt.KeyboardModifier.ControlModifier
FREE = "990100750815212"  # fifteen places, of nobody
WHOLE = "990100197508152125"
Lay = Callable[[str], None]


@pytest.fixture
def lay(monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Lay a recorded card on the reader."""
    return lambda name: monkeypatch.setenv(VARIABLE, str(STREAMS / f"{name}.bin"))


@pytest.fixture
def people(qtbot: QtBot, frame: Frame) -> ScreenView:
    view = frame.view("3").view()
    assert isinstance(view, ScreenView)
    qtbot.waitUntil(frame.desk.jobs.idle)
    return view


def pressed(qtbot: QtBot, frame: Frame, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or frame, key, CTRL)
    qtbot.waitUntil(frame.desk.jobs.idle)


def new_member(qtbot: QtBot, frame: Frame, people: ScreenView) -> Editor:
    pressed(qtbot, frame, Qt.Key.Key_N)
    assert people.editor
    return people.editor


def text_of(editor: Editor, column: str) -> str:
    return editor.form.boxes[f"person.{column}"].box.read()


def said(editor: Editor, column: str) -> str:
    return editor.form.boxes[f"person.{column}"].said().note.text()


def way(frame: Frame, words: str) -> Button:
    buttons = cast("list[Button]", frame.notice.findChildren(Button))
    return next(each for each in buttons if each.text() == words)


def scan(frame: Frame, text: str) -> None:
    """As a scanner types: 5 ms a key, through the window."""
    for place, character in enumerate([*text, "\r"]):
        key = Qt.Key.Key_Return if character == "\r" else ord(character)
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(10_000 + 5 * place)
        QApplication.sendEvent(QApplication.focusWidget() or frame, event)


def stored_number(frame: Frame) -> tuple[int, str]:
    app = frame.desk.app
    with app.store.read() as session:
        for key in PEOPLE.ids(session, app.wanted()):
            number = session.get_one(PEOPLE.about, key).id_number  # type: ignore[attr-defined]
            if number:
                return key, number
    raise AssertionError("nobody has a number")


def test_a_card_fills_the_open_form_and_says_so(
    qtbot: QtBot, frame: Frame, people: ScreenView, lay: Lay
) -> None:
    lay("for_good")
    editor = new_member(qtbot, frame, people)
    pressed(qtbot, frame, Qt.Key.Key_D)
    filled = [text_of(editor, c) for c in ("name", "sex", "ethnic", "born", "id_number")]
    assert filled == ["欧阳静", "女", "汉族", "1975-08-15", WHOLE]
    assert text_of(editor, "address").startswith("江苏省")
    assert said(editor, "name") == "按证件填写"
    assert not frame.notice.isVisible()


def test_what_stands_already_is_changed_only_when_asked(
    qtbot: QtBot, frame: Frame, people: ScreenView, lay: Lay
) -> None:
    lay("usual")
    editor = new_member(qtbot, frame, people)
    editor.form.put("person.name", "何建")
    pressed(qtbot, frame, Qt.Key.Key_D)
    assert text_of(editor, "name") == "何建"
    assert "姓名与证件上的不同" in frame.notice.title.text()
    button = way(frame, "按证件改")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert text_of(editor, "name") == "何建军"
    assert not frame.notice.isVisible()


def test_a_card_is_not_filled_into_a_form_that_was_opened_while_it_was_read(
    qtbot: QtBot, frame: Frame, people: ScreenView, lay: Lay
) -> None:
    lay("usual")
    frame.inputs.devices.read()
    people.make()
    qtbot.waitUntil(frame.desk.jobs.idle)

    assert people.editor
    assert text_of(people.editor, "name") == ""
    assert "什么也没有填入" in frame.notice.title.text()


def test_what_a_card_says_otherwise_changes_nothing_when_its_form_is_gone(
    qtbot: QtBot, frame: Frame, people: ScreenView, lay: Lay
) -> None:
    lay("usual")
    editor = new_member(qtbot, frame, people)
    editor.form.put("person.name", "何建")
    pressed(qtbot, frame, Qt.Key.Key_D)
    button = way(frame, "按证件改")
    people.acting.close()
    qtbot.waitUntil(lambda: not isValid(editor))
    told: list[str] = []
    frame.desk.said.connect(told.append)

    button.click()

    assert told == ["这份登记已经关上，什么也没有改"]


def test_notes_of_the_card_are_shown(
    qtbot: QtBot, frame: Frame, people: ScreenView, lay: Lay
) -> None:
    lay("run_out")
    new_member(qtbot, frame, people)
    pressed(qtbot, frame, Qt.Key.Key_D)
    assert "已于 2020-01-01 到期" in frame.notice.words.text()


def test_on_a_list_somebody_unknown_is_offered_to_be_made(
    qtbot: QtBot, frame: Frame, people: ScreenView, lay: Lay
) -> None:
    lay("for_good")
    pressed(qtbot, frame, Qt.Key.Key_D)
    assert "欧阳静 还没有登记" in frame.notice.title.text()
    button = way(frame, "新增并填入")
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert people.editor
    assert text_of(people.editor, "id_number") == WHOLE


def test_on_a_list_the_holder_is_opened(
    qtbot: QtBot, frame: Frame, lay: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, number = stored_number(frame)
    wanted: list[object] = []
    frame.desk.person_wanted.connect(wanted.append)
    lay("usual")
    stream = framed(written({"number": number}))
    monkeypatch.setattr(FileReader, "read", lambda _reader, _patience: stream)
    pressed(qtbot, frame, Qt.Key.Key_D)
    assert wanted == [key]


@pytest.mark.parametrize(("card", "words"), [("no_card", "没有证件"), ("short", "不完整")])
def test_a_card_that_cannot_be_read_is_a_sentence(
    qtbot: QtBot, frame: Frame, lay: Lay, card: str, words: str
) -> None:
    lay(card)
    pressed(qtbot, frame, Qt.Key.Key_D)
    assert words in frame.notice.title.text()
    assert "什么也没有填入" in frame.notice.words.text()


def test_without_a_reader_it_is_said_how_to_go_on(
    qtbot: QtBot, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    pressed(qtbot, frame, Qt.Key.Key_D)
    assert frame.notice.title.text() == "没有设置读卡器"


def test_a_scanned_number_opens_who_has_it(qtbot: QtBot, frame: Frame, people: ScreenView) -> None:
    key, number = stored_number(frame)
    wanted: list[object] = []
    frame.desk.person_wanted.connect(wanted.append)
    for place in (people.list.search, people.list.table):
        place.setFocus()
        for text in (number, number[-8:]):
            scan(frame, text)
            qtbot.waitUntil(frame.desk.jobs.idle)
    assert wanted == [key] * 4
    assert people.list.search.text() == ""
    assert people.editor is None


def test_a_scanned_number_of_nobody_is_a_sentence(qtbot: QtBot, frame: Frame) -> None:
    told: list[str] = []
    frame.desk.said.connect(told.append)
    scan(frame, "00000000000")
    qtbot.waitUntil(frame.desk.jobs.idle)
    assert told == ["没有找到扫到的号码（末四位 0000），请核对后在查找框里再查"]


def test_several_are_looked_for_in_the_list(frame: Frame, people: ScreenView) -> None:
    frame.inputs.devices._show_scanned("123456", [1, 2])
    assert people.list.search.text() == "123456"


def test_a_scan_does_nothing_while_the_screen_is_blanked(qtbot: QtBot, frame: Frame) -> None:
    wanted: list[object] = []
    frame.desk.person_wanted.connect(wanted.append)
    number = stored_number(frame)[1]
    frame.blank()
    scan(frame, number)
    qtbot.waitUntil(frame.desk.jobs.idle)
    assert wanted == []
    frame.blank()
    scan(frame, number)
    qtbot.waitUntil(lambda: len(wanted) == 1)


def test_a_scan_does_nothing_under_a_dialog(qtbot: QtBot, frame: Frame) -> None:
    told: list[str] = []
    wanted: list[object] = []
    frame.desk.said.connect(told.append)
    frame.desk.person_wanted.connect(wanted.append)
    frame.open_keys()
    scan(frame, stored_number(frame)[1])
    qtbot.waitUntil(frame.desk.jobs.idle)
    assert told == ["扫到了号码，请先办完眼前这一步再扫"]
    assert wanted == []


def test_a_number_proposes_sex_and_birth_in_empty_boxes(
    qtbot: QtBot, frame: Frame, people: ScreenView
) -> None:
    editor = new_member(qtbot, frame, people)
    editor.form.put("person.sex", "男")  # the clerk knows better: it stays
    box = editor.form.boxes["person.id_number"].box.widget
    box.setFocus()
    QTest.keyClicks(box, WHOLE)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: text_of(editor, "born") == "1975-08-15")
    qtbot.waitUntil(frame.desk.jobs.idle)
    assert said(editor, "born") == "按身份证号填写"
    assert text_of(editor, "sex") == "男"


def test_fifteen_places_are_repaired_by_their_button(
    qtbot: QtBot, frame: Frame, people: ScreenView
) -> None:
    editor = new_member(qtbot, frame, people)
    each = editor.form.boxes["person.id_number"]
    box = each.box.widget
    box.setFocus()
    QTest.keyClicks(box, FREE)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(frame.desk.jobs.idle)
    assert "15 位旧号码" in each.said().note.text()
    answer = each.said().answer
    assert (answer.text(), answer.key) == ("补成 18 位", "Alt+1")
    QTest.keyClick(box, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert each.box.read() == WHOLE
    assert each.problem is None
    assert "请对照证件核对" in each.said().note.text()


def test_a_private_character_is_put_right_at_its_field(qtbot: QtBot) -> None:
    field = next(field for field in MEMBER.known if field.key == "person.name")
    each = FieldBox(field, lambda _kind, _text: [], 88)
    qtbot.addWidget(each)
    each.resize(600, 60)
    each.show()
    each.box.write("王\ue863")
    each.check()
    assert each.box.read() == "王䶮"
    assert each.problem is None
    assert each.said().note.text() == "已把旧卡的私用字 U+E863 改为“䶮”。"
    each.complain(None)  # as the look beside the window does
    assert each.said().note.text() != ""
    QTest.keyClicks(each.box.widget, "m")
    assert each.said().note.text() == ""
    each.box.write("王\ue001")
    each.check()
    assert "U+E001" in each.said().note.text()
    assert each.said().answer.text() == "以此为准"
