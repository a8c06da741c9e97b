"""Ctrl+Z, Ctrl+Y, the toast after a save, and the list of what may be undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from partyservice.members.listing import MEMBERS
from tests.builders import SHEETS, import_sheet, somebody
from tests.ui.hands import lasting, press, settled
from ui.frame import Frame
from ui.parts.undoing import LIST, TYPING
from ui.parts.undoing_list import UndoingList
from ui.parts.view import ScreenView

CTRL, KEY = Qt.KeyboardModifier.ControlModifier, Qt.Key


def remark(app: App, key: int, text: str) -> None:
    seen = app.load(MEMBER, key)
    app.save(MEMBER, seen | {"person.remark": text}, key, {}, seen)


def remark_of(app: App, key: int) -> str:
    return app.load(MEMBER, key)["person.remark"]


@pytest.fixture
def chosen(qtbot: QtBot, frame: Frame, members: ScreenView) -> int:
    """The key of a member in the middle of the list, whose row is chosen."""
    members.list.table.setFocus()
    for _ in range(7):
        press(KEY.Key_Down)
    settled(qtbot, frame.desk)
    key = members.list.table.current_id()
    assert key is not None
    return key


def undone(qtbot: QtBot, frame: Frame) -> None:
    press(KEY.Key_Z, CTRL)
    settled(qtbot, frame.desk)


def test_a_save_says_how_it_is_undone_and_takes_no_focus(
    qtbot: QtBot, frame: Frame, members: ScreenView, chosen: int
) -> None:
    press(KEY.Key_F2)
    settled(qtbot, frame.desk)
    editor = members.editor
    assert editor is not None
    qtbot.waitUntil(lambda: "person.remark" in editor.form.boxes)
    editor.form.boxes["person.remark"].box.write("住在东头")
    press(KEY.Key_S, CTRL)
    settled(qtbot, frame.desk)

    assert frame.toast.accessibleName().endswith("撤销 Ctrl+Z")
    assert frame.toast.accessibleName().startswith("已保存")
    where = QApplication.focusWidget()
    assert where is not None
    assert not frame.toast.isAncestorOf(where)
    assert remark_of(frame.desk.app, chosen) == "住在东头"

    undone(qtbot, frame)

    assert remark_of(frame.desk.app, chosen) == ""
    assert frame.toast.accessibleName().endswith("重做 Ctrl+Y")
    assert members.list.table.current_id() == chosen, "the list keeps its row"


def test_ctrl_y_does_it_again(qtbot: QtBot, frame: Frame, chosen: int) -> None:
    app = frame.desk.app
    remark(app, chosen, "甲")
    undone(qtbot, frame)
    assert remark_of(app, chosen) == ""

    press(KEY.Key_Y, CTRL)
    settled(qtbot, frame.desk)

    assert remark_of(app, chosen) == "甲"
    assert "已重做" in frame.toast.accessibleName()


def test_a_click_on_the_toast_undoes(qtbot: QtBot, frame: Frame, chosen: int) -> None:
    app = frame.desk.app
    remark(app, chosen, "甲")
    frame.desk.done.emit("已保存")
    settled(qtbot, frame.desk)

    frame.toast._way.click()
    settled(qtbot, frame.desk)

    assert remark_of(app, chosen) == ""


def test_what_may_not_be_undone_is_said(qtbot: QtBot, frame: Frame, chosen: int) -> None:
    undone(qtbot, frame)

    assert chosen
    assert frame.notice.isVisible()
    assert "演示数据不撤销" in frame.notice.title.text()


def test_what_was_left_alone_is_said(qtbot: QtBot, frame: Frame, chosen: int) -> None:
    app = frame.desk.app
    seen = app.load(MEMBER, chosen)
    new = {"person.remark": "甲", "person.skills": "木工"}
    app.save(MEMBER, seen | new, chosen, {}, seen)
    first = app.undo.steps()[0].id
    remark(app, chosen, "乙")

    frame.undoing.take(first)
    settled(qtbot, frame.desk)

    assert remark_of(app, chosen) == "乙"
    assert app.load(MEMBER, chosen)["person.skills"] == ""
    assert "1 条没有动" in frame.toast.accessibleName()
    assert "备注" in frame.notice.words.text()


def test_a_text_box_undoes_its_own_first(
    qtbot: QtBot, frame: Frame, members: ScreenView, chosen: int
) -> None:
    app = frame.desk.app
    remark(app, chosen, "甲")
    settled(qtbot, frame.desk)
    search = members.list.search
    assert isinstance(search, QLineEdit)
    search.setFocus()
    press("wang")

    undone(qtbot, frame)
    assert search.text() != "wang"
    assert remark_of(app, chosen) == "甲"

    while search.isUndoAvailable():
        search.undo()
    undone(qtbot, frame)
    assert remark_of(app, chosen) == ""


def test_while_somebody_fills_a_form_no_step_is_undone(
    qtbot: QtBot, frame: Frame, chosen: int
) -> None:
    app = frame.desk.app
    remark(app, chosen, "甲")
    settled(qtbot, frame.desk)
    press(KEY.Key_F2)
    settled(qtbot, frame.desk)

    undone(qtbot, frame)

    assert frame.toast.words() == TYPING
    assert remark_of(app, chosen) == "甲"


def opened(qtbot: QtBot, frame: Frame) -> UndoingList:
    next(each for each in frame.commands() if each.words == LIST).act()
    settled(qtbot, frame.desk)
    card = QApplication.activeModalWidget()
    assert isinstance(card, UndoingList)
    return card


def test_the_list_tells_what_each_step_would_touch(qtbot: QtBot, frame: Frame, chosen: int) -> None:
    app = frame.desk.app
    remark(app, chosen, "甲")
    somebody(app, "何建军", member__branch_id=app.load(MEMBER, chosen)["member.branch_id"])
    settled(qtbot, frame.desk)
    card = opened(qtbot, frame)

    assert card.lines()[0].step.title == "登记党员 何建军"
    assert "撤销会改：人员 1 条、党员 1 条" in card.said.text()
    press(KEY.Key_Down)
    settled(qtbot, frame.desk)
    assert "备注：甲 → 空" in card.said.text()
    assert lasting(qtbot, card) == []
    press(KEY.Key_Return)
    settled(qtbot, frame.desk)

    assert remark_of(app, chosen) == ""
    again = opened(qtbot, frame)
    press(KEY.Key_Down)
    settled(qtbot, frame.desk)
    assert again.take.text() == "重做"
    press(KEY.Key_Down)
    settled(qtbot, frame.desk)
    assert "演示数据不撤销" in again.said.text()
    assert not again.take.isEnabled()
    again.reject()


def test_an_import_is_undone_beside_the_window(qtbot: QtBot, frame: Frame, chosen: int) -> None:
    app = frame.desk.app
    before = app.count(MEMBERS, app.wanted())
    branch = app.load(MEMBER, chosen)["member.branch_id"]
    import_sheet(app, SHEETS / "05_东风村党员名单.xlsx", branch=branch)
    settled(qtbot, frame.desk)
    assert app.count(MEMBERS, app.wanted()) > before

    undone(qtbot, frame)

    assert app.count(MEMBERS, app.wanted()) == before
    assert "已撤销：导入" in frame.toast.accessibleName()
