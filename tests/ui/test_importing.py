"""The wizard, by its keys: a spreadsheet chosen, its problems mended, and taken in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.exchange.intake import INTAKES
from partyservice.security.accounts import sign_in
from partyservice.storage.folder import DATABASE
from partyservice.storage.store import Store
from tests.builders import BRANCHES, CLOCK, NAME, SHEETS, new_office, shown, with_branches
from tests.builders import PASSWORD as EMPTY_PASSWORD
from tests.exchange.builders import book
from tests.ui.conftest import Office
from tests.ui.hands import lasting, settled
from ui.frame import Frame
from ui.parts.importing.choose import HABIT
from ui.parts.importing.wizard import CHECK, CHOOSE, COLUMNS, RESULT, Wizard
from ui.screens import SCREENS
from ui.screens.data import LISTS

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier
VILLAGE = next(path for path in SHEETS.iterdir() if path.name.startswith("05"))
HEAD = ["姓名", "性别", "出生年月", "身份证号", "所在支部", "入党时间", "手机号"]
ROW = ["钟庆龙", "男", "1989.12", "990100198912271497", BRANCHES[0], "2016.11", "15480424747"]
pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)
WIDTHS = ((1366, 697), (1093, 543), (911, 441), (683, 313))


@pytest.fixture(scope="module")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with three branches and nobody in them, made once."""
    folder = tmp_path_factory.mktemp("empty") / "office"
    with_branches(new_office(folder)).close()
    key, by = sign_in(folder, "", EMPTY_PASSWORD)
    return Office(folder, key, by)


@pytest.fixture
def app(empty_office: Office, tmp_path: Path) -> Iterator[App]:
    shutil.copytree(empty_office.folder, tmp_path / "office")
    store = Store(tmp_path / "office" / DATABASE, empty_office.key, CLOCK)
    app = App(store, CLOCK, empty_office.by, office=NAME)
    yield app
    app.close()


@pytest.fixture
def folder(app: App, tmp_path: Path) -> Path:
    """The folder used last."""
    folder = tmp_path / "收到的"
    folder.mkdir()
    app.kept.keep_habit(HABIT, str(folder))
    return folder


def key(qtbot: QtBot, frame: Frame, which: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    where = QApplication.activePopupWidget() or QApplication.focusWidget() or frame
    QTest.keyClick(where, which, held)
    settled(qtbot, frame.desk)


def write(qtbot: QtBot, frame: Frame, text: str) -> None:
    """What an input method commits comes as keys with a text and no code."""
    for letter in text:
        press = QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, letter)
        where = QApplication.focusWidget()
        assert where is not None
        QApplication.sendEvent(where, press)
    settled(qtbot, frame.desk)


def opened(qtbot: QtBot, frame: Frame) -> Wizard:
    """The place, by its key from another page."""
    key(qtbot, frame, KEY.Key_I, CTRL)
    wizard = frame.view("9")
    assert isinstance(wizard, Wizard)
    return wizard


def at_check(qtbot: QtBot, frame: Frame, folder: Path, *rows: list[str]) -> Wizard:
    book(folder / "名单.xlsx", [HEAD, *rows])
    wizard = opened(qtbot, frame)
    key(qtbot, frame, KEY.Key_Return)
    key(qtbot, frame, KEY.Key_Return, CTRL)
    assert wizard.step == CHECK
    return wizard


def changed(place: int, text: str) -> list[str]:
    return [*ROW[:place], text, *ROW[place + 1 :]]


def test_a_village_list_goes_in_with_one_mended_cell(
    qtbot: QtBot, app: App, folder: Path, frame: Frame
) -> None:
    shutil.copy(VILLAGE, folder)
    wizard = opened(qtbot, frame)
    key(qtbot, frame, KEY.Key_Return)  # the newest file
    assert QApplication.focusWidget() is wizard.columns.branch_box  # it names no branch
    write(qtbot, frame, "东风")
    key(qtbot, frame, KEY.Key_Return)  # the one the list offers
    key(qtbot, frame, KEY.Key_Return)
    assert wizard.step == CHECK
    assert shown(app, PEOPLE) == []

    write(qtbot, frame, "990200199505072764")
    key(qtbot, frame, KEY.Key_Return)
    assert wizard.check._counts.text() == "新增 56  更新 0  不变 0  待处理 4"
    write(qtbot, frame, "990200199505072765")
    key(qtbot, frame, KEY.Key_Return)
    key(qtbot, frame, KEY.Key_Return, CTRL)

    assert wizard.step == RESULT, wizard.notice.title.text()
    assert len(shown(app, PEOPLE)) == 57
    assert wizard.result.counts.text() == "新增 57  更新 0  不变 0  没有导入 3"
    assert (folder / f"{VILLAGE.stem}-退回.xlsx").exists()


def test_a_mended_cell_and_its_neighbours_are_seen(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    rows = [changed(0, f"李{n}") for n in "甲乙丙丁戊己庚辛"]
    rows = [[*row[:3], "", *row[4:]] for row in rows]
    rows[4][2] = "1985-02-30"
    rows[6][3] = ROW[3][:-1]
    wizard = at_check(qtbot, frame, folder, *rows)
    table, model = wizard.check.table, wizard.check.table.rows
    assert model.rowCount() == len(rows)
    assert model.text(table.currentIndex()) == "1985-02-30"
    number = model.index(6, HEAD.index("身份证号"))
    assert model.text(number) == "990100********7149"

    frame.hold.press()
    assert model.text(number) == ROW[3][:-1]
    frame.hold.release()
    key(qtbot, frame, KEY.Key_Down, CTRL)
    assert model.text(number) == ROW[3][:-1]  # it is what is asked about
    key(qtbot, frame, KEY.Key_Up, CTRL)
    write(qtbot, frame, "1985-02-28")
    key(qtbot, frame, KEY.Key_Return)

    assert [each.key for each in wizard.check.troubles] == ["person.id_number"]
    assert model.text(model.index(4, 2)) == "1985-02-28"
    key(qtbot, frame, KEY.Key_L, CTRL)
    assert model.rowCount() == 2
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_a_doubt_is_answered_in_place_with_a_reason(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    wizard = at_check(qtbot, frame, folder, changed(2, "1989.11"))
    assert not wizard.check.forward_button.isEnabled()

    key(qtbot, frame, KEY.Key_1, ALT)
    key(qtbot, frame, KEY.Key_Return)  # without a reason nothing happens
    write(qtbot, frame, "以入党志愿书为准")
    key(qtbot, frame, KEY.Key_Return)

    assert wizard.check.troubles == []
    assert QApplication.focusWidget() is wizard.check.forward_button
    assert wizard.check.forward_button.text() == "导入 1 行"


def test_a_new_branch_is_made_by_one_key(
    qtbot: QtBot, app: App, folder: Path, frame: Frame
) -> None:
    rows = [[*changed(4, "青石镇新河村党支部")[:3], "", *changed(4, "青石镇新河村党支部")[4:]]] * 2
    rows = [[name, *row[1:]] for name, row in zip(("李甲", "李乙"), rows, strict=True)]
    wizard = at_check(qtbot, frame, folder, *rows)
    assert wizard.check.pane.reason.text() == "新建这个支部"

    key(qtbot, frame, KEY.Key_1, ALT)
    key(qtbot, frame, KEY.Key_Return, CTRL)

    assert wizard.step == RESULT
    assert {row["所在党支部"] for row in shown(app, PEOPLE)} == {"青石镇新河村党支部"}


def test_a_cell_that_nothing_is_wrong_with_is_changed_from_the_table(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    wizard = at_check(qtbot, frame, folder, changed(1, "女"))  # the number is a man's
    assert [each.key for each in wizard.check.troubles] == ["person.sex"]

    wizard.check.table.setFocus()
    for _ in range(2):
        key(qtbot, frame, KEY.Key_Right)
    key(qtbot, frame, KEY.Key_Return)
    assert wizard.check.pane.text() == ROW[3]
    write(qtbot, frame, "990100198912271489")
    key(qtbot, frame, KEY.Key_Return)

    assert wizard.check.troubles == []


def test_a_row_is_left_out_and_back_by_keys(qtbot: QtBot, folder: Path, frame: Frame) -> None:
    wizard = at_check(qtbot, frame, folder, ROW, changed(3, "12"))

    key(qtbot, frame, KEY.Key_2, ALT)
    assert wizard.check.forward_button.text() == "跳过 1 行，导入 1 行"
    wizard.check.table.setFocus()
    key(qtbot, frame, KEY.Key_Z, CTRL)

    assert [each.cell for each in wizard.check.troubles] == ["D3"]
    key(qtbot, frame, KEY.Key_2, ALT)
    wizard.check.table.setFocus()
    key(qtbot, frame, KEY.Key_Down)
    key(qtbot, frame, KEY.Key_Return)
    assert wizard.check.pane.leave.text() == "还是导入"
    key(qtbot, frame, KEY.Key_2, ALT)
    assert [each.cell for each in wizard.check.troubles] == ["D3"]


def test_cells_that_say_the_same_are_mended_together(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    rows = [["李" + n, "男", "1985.3", "", "河东", "2009.6", ""] for n in "甲乙丙"]
    wizard = at_check(qtbot, frame, folder, *rows)

    write(qtbot, frame, "东风")
    key(qtbot, frame, KEY.Key_Return)
    key(qtbot, frame, KEY.Key_3, ALT)

    assert wizard.check.troubles == []
    assert wizard.check._counts.text() == "新增 3  更新 0  不变 0  待处理 0"


def test_a_column_is_taken_for_another_field(qtbot: QtBot, folder: Path, frame: Frame) -> None:
    book(folder / "名单.xlsx", [[*HEAD[:6], "号码"], ROW])
    wizard = opened(qtbot, frame)
    key(qtbot, frame, KEY.Key_Return)
    wizard.columns.boxes["号码"].setFocus()
    wizard.columns.boxes["号码"].selectAll()
    write(qtbot, frame, "手机")
    key(qtbot, frame, KEY.Key_Return)
    assert wizard.columns.boxes["号码"].text() == "手机号"

    key(qtbot, frame, KEY.Key_Return, CTRL)

    assert wizard.work is not None
    (line,) = wizard.work.review.plan.lines
    assert line.typed["person.mobile_phone"] == ROW[6]


def test_escape_goes_one_step_back_and_another_page_keeps_the_wizard(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    wizard = at_check(qtbot, frame, folder, changed(3, "12"))

    key(qtbot, frame, KEY.Key_3, CTRL)
    assert frame.pages.currentWidget() is not wizard
    key(qtbot, frame, KEY.Key_I, CTRL)
    assert (frame.pages.currentWidget(), wizard.step) == (wizard, CHECK)

    key(qtbot, frame, KEY.Key_Escape)
    assert wizard.step == COLUMNS
    key(qtbot, frame, KEY.Key_Escape)
    assert wizard.step == CHOOSE
    key(qtbot, frame, KEY.Key_Escape)
    assert wizard.step == CHOOSE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 no book", "不完整或已损坏"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"", "空文件"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_refused_in_three_parts(
    qtbot: QtBot, folder: Path, frame: Frame, content: bytes, words: str
) -> None:
    (folder / "名单.xlsx").write_bytes(content)
    wizard = opened(qtbot, frame)

    key(qtbot, frame, KEY.Key_Return)

    assert (wizard.step, wizard.notice.isVisible()) == (CHOOSE, True)
    assert words in wizard.notice.title.text()
    assert "没有改动" in wizard.notice.words.text()
    assert "请" in wizard.notice.words.text()


def test_a_list_that_does_not_show_its_kind_is_asked_about(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    book(
        folder / "名单.xlsx",
        [["姓名", "性别", "电话", "甲", "乙", "丙"], ["张三", "男", "", "", "", ""]],
    )
    wizard = opened(qtbot, frame)
    key(qtbot, frame, KEY.Key_Return)
    assert (wizard.step, wizard.columns.boxes) == (COLUMNS, {})

    key(qtbot, frame, KEY.Key_Space)  # the first kind

    assert wizard.columns.kind == "members"
    assert wizard.columns.boxes["姓名"].text() == "姓名"


def test_without_a_branch_it_says_so_at_the_box(qtbot: QtBot, folder: Path, frame: Frame) -> None:
    shutil.copy(VILLAGE, folder)
    wizard = opened(qtbot, frame)
    key(qtbot, frame, KEY.Key_Return)

    key(qtbot, frame, KEY.Key_Return, CTRL)

    assert wizard.step == COLUMNS
    assert "请选" in wizard.columns._needed.text()
    assert QApplication.focusWidget() is wizard.columns.branch_box


def test_a_dropped_file_is_taken(qtbot: QtBot, folder: Path, frame: Frame) -> None:
    path = book(folder / "名单.xlsx", [HEAD, ROW])
    wizard = opened(qtbot, frame)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(9, 9), action, data, button, PLAIN)
    QApplication.sendEvent(wizard.choose, enter)
    QApplication.sendEvent(wizard.choose, QDropEvent(QPointF(9, 9), action, data, button, PLAIN))
    settled(qtbot, frame.desk)

    assert wizard.step == COLUMNS


def test_an_import_is_cancelled_by_escape(
    qtbot: QtBot, app: App, folder: Path, frame: Frame
) -> None:
    rows = [[f"李{chr(0x4E00 + n)}", "男", "1985.3", "", BRANCHES[0], "", ""] for n in range(400)]
    wizard = at_check(qtbot, frame, folder, *rows)
    assert wizard.check.ready()

    wizard.go_on()
    wizard.go_back()  # before a row of it is written
    settled(qtbot, frame.desk)

    assert (wizard.step, shown(app, PEOPLE)) == (CHECK, [])
    wizard.go_on()
    settled(qtbot, frame.desk)
    assert (wizard.step, len(shown(app, PEOPLE))) == (RESULT, 400)


def test_rows_that_go_back_never_take_the_place_of_a_workbook_being_mended(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    mending = folder / "名单-退回.xlsx"
    mending.write_bytes(b"being mended")
    os.utime(mending, (0, 0))  # not the newest file
    wizard = at_check(qtbot, frame, folder, ROW, changed(3, "12"))

    key(qtbot, frame, KEY.Key_Return, CTRL)

    assert wizard.step == RESULT
    assert mending.read_bytes() == b"being mended"
    assert (folder / "名单-退回2.xlsx").exists()


def test_a_clean_workbook_is_saved_and_the_problem_stays_chosen(
    qtbot: QtBot, folder: Path, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = at_check(qtbot, frame, folder, changed(3, "12"), changed(2, "1989.11"))
    wizard.check.go(1)
    goal = folder / "名单.2026"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(goal), ""))

    wizard.check.cleaned.emit()
    wizard.go_on()  # not while it is being written
    settled(qtbot, frame.desk)

    assert (folder / "名单.2026.xlsx").exists()
    assert wizard.step == CHECK
    assert wizard.check._at == 1
    assert "已另存" in wizard.notice.title.text()


def test_a_name_that_is_no_text_and_a_link_to_nowhere_stand_in_the_folder(
    qtbot: QtBot, folder: Path, frame: Frame
) -> None:
    book(folder / "名单.xlsx", [HEAD, ROW]).rename(os.fsdecode(bytes(folder) + b"/\xff.xlsx"))
    (folder / "旧.xlsx").symlink_to(folder / "nowhere")
    wizard = opened(qtbot, frame)
    assert wizard.choose.files.topLevelItemCount() == 1

    key(qtbot, frame, KEY.Key_Return)

    assert wizard.step == COLUMNS


@pytest.mark.parametrize("size", WIDTHS)
def test_nothing_is_clipped_or_nameless(
    qtbot: QtBot, folder: Path, frame: Frame, size: tuple[int, int]
) -> None:
    frame.resize(*size)
    wizard = at_check(qtbot, frame, folder, changed(3, "12"), changed(2, "1989.11"))
    for step in (CHECK, COLUMNS, CHOOSE):
        assert wizard.step == step
        assert lasting(qtbot, frame) == []
        key(qtbot, frame, KEY.Key_Escape)


def test_the_place_stands_in_the_rail() -> None:
    assert [place.title for place in SCREENS if place.digit == "9"] == ["数据"]


def test_every_kind_of_list_has_the_place_that_lists_it() -> None:
    assert LISTS.keys() == INTAKES.keys()
