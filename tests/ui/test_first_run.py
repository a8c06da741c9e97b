"""A new office by keys alone; left or killed on any page, it goes on there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from partyservice.app import open_office
from partyservice.kernel.errors import Refused
from partyservice.machine import Machine
from partyservice.organisations.queries import office as settings
from partyservice.security.recovery import lines_of
from ui.first_run import FirstRun
from ui.first_run_rest import Safeguards, still_to_come
from ui.first_run_steps import (
    AGAIN,
    COMMITTEE,
    FOLDER,
    NAME,
    PASSWORD,
    REGION,
    SAFEGUARDS,
    STEPS,
    USER,
)
from ui.frame import Frame
from ui.parts import sheet
from ui.parts.faults import faults
from ui.start import Start
from ui.window import MainWindow

Key, Held = Qt.Key, Qt.KeyboardModifier
NONE = Held.NoModifier
SECRET = "lotus-kite-river-42"
TEXTS = {NAME: "青石镇党员服务中心", COMMITTEE: "中共青石镇委员会", USER: "王芳"}


KILLED = """
import sys
from PySide6.QtWidgets import QApplication
from ui.parts.theme import dress
from ui.pictures import wait
from ui.window import MainWindow
application = QApplication(["test"])
dress(application)
window = MainWindow()
window.show()
page = window.found()
for place, (key, text) in enumerate(zip(sys.argv[1::2], sys.argv[2::2])):
    page.blocks[place].form.put(key, text)
    page.blocks[place].form.edited.emit(key)
    wait(lambda: page._machine.first_run().texts.get(key) == text)
    if page.place < 1:
        page.next()
        wait(lambda: page.place == 1)
print("typed", flush=True)
application.exec()
"""


class Typist:
    """Types where the cursor is, as an input method does, and counts the keys besides."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.keys = 0
        self.window, self._qtbot = window, qtbot

    @property
    def page(self) -> FirstRun:
        page = self.window.first_run
        assert page is not None
        return page

    def types(self, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(_cursor(), event)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        QTest.keyClick(QApplication.activePopupWidget() or _cursor(), key, held)
        self._qtbot.waitUntil(self._free, timeout=20_000)

    def _free(self) -> bool:
        page = self.window.first_run
        return page is None or not page._busy

    def enter(self, text: str = "") -> None:
        self.types(text)
        self.press(Key.Key_Return)


def _cursor() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "文档"
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot, machine: Machine) -> Iterator[MainWindow]:
    made = shown(qtbot)
    yield made
    made.close()
    if machine.path.exists():
        assert SECRET not in machine.path.read_text("utf-8")


def shown(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.welcome()
    qtbot.waitUntil(lambda: made.isActiveWindow() and made.focusWidget() is not None)
    return made


@pytest.fixture
def typist(window: MainWindow, qtbot: QtBot) -> Typist:
    made = Typist(window, qtbot)
    made.press(Key.Key_N, Held.ControlModifier)
    begun(made, qtbot)
    return made


def begun(typist: Typist, qtbot: QtBot) -> None:
    """Wait until the first run is on the screen."""
    qtbot.waitUntil(lambda: typist.page.isAncestorOf(_cursor()))


def go_to(typist: Typist, place: int) -> None:
    """Fill the pages before the one at `place`."""
    if place > 0:
        typist.enter(TEXTS[NAME])
        typist.enter()
    if place > 1:
        typist.enter(TEXTS[COMMITTEE])
        typist.enter()
    assert typist.page.place == place


def said(typist: Typist, key: str) -> str:
    problem = typist.page.blocks[typist.page.place].form.boxes[key].problem
    return problem.words if problem else ""


def rest_of(window: MainWindow) -> Safeguards:
    """The pages that come when the office is there."""
    page = window.rest
    assert page is not None
    return page


def at_the_sheet(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the fourth page is asked."""
    window.activateWindow()  # every desktop does when a list closes, but not this platform
    qtbot.waitUntil(rest_of(window).sheet.print.hasFocus)


def on_paper(page: Safeguards) -> list[str]:
    """The two lines that are asked, as they stand on the sheet."""
    lines = lines_of(page.app.accounts._code)
    return [lines[number - 1] for number in page.sheet._lines]


def found_it(typist: Typist) -> None:
    """Fill the pages until the office is made."""
    go_to(typist, 2)
    typist.enter(TEXTS[USER])
    typist.enter(SECRET)
    typist.enter(SECRET)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_office_is_made_by_few_keys(
    window: MainWindow,
    typist: Typist,
    qtbot: QtBot,
    documents: Path,
    machine: Machine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typist.enter(TEXTS[NAME])
    typist.enter()
    typist.enter(TEXTS[COMMITTEE])
    typist.types("昆山")
    typist.press(Key.Key_Return)  # takes the place
    typist.press(Key.Key_Return)
    typist.enter(TEXTS[USER])
    typist.enter(SECRET)
    typist.enter(SECRET)

    rest = rest_of(window)
    at_the_sheet(window, qtbot)
    assert machine.left_open(documents / "党员服务中心" / TEXTS[NAME]) == ("recovery", "backup")
    monkeypatch.setattr(sheet, "ask_path", lambda *_: tmp_path / "sheet.pdf")
    typist.press(Key.Key_F4)
    qtbot.waitUntil(lambda: rest.sheet.asking is not None)
    for line in on_paper(rest):
        typist.enter(line)
    qtbot.waitUntil(lambda: rest.page == "backup")
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "stick"))
    typist.press(Key.Key_F4)
    typist.press(Key.Key_Return)
    qtbot.waitUntil(lambda: not rest.page, timeout=20_000)
    assert "各有一份备份，都已试着打开" in rest.told
    assert len(list((tmp_path / "stick").glob("*.partybackup"))) == 1
    typist.press(Key.Key_Return)

    assert typist.keys <= 25
    assert len(STEPS) + len(SAFEGUARDS) <= 5
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Frame))
    assert machine.left_open(documents / "党员服务中心" / TEXTS[NAME]) == ()
    frame = window.centralWidget()
    assert isinstance(frame, Frame)
    qtbot.waitUntil(frame.desk.jobs.idle)
    assert not frame._band.isVisible()
    assert window.windowTitle() == TEXTS[NAME]
    folder = documents / "党员服务中心" / TEXTS[NAME]
    assert [(each.folder, each.name) for each in machine.recent()] == [(folder, TEXTS[NAME])]
    assert machine.first_run().page == ""
    window.close()
    app = open_office(folder, TEXTS[USER], SECRET)
    with app.store.read() as session:
        known = settings(session)
        assert (known.name, known.region, known.sample) == (TEXTS[NAME], "320583", False)
    app.close()


@pytest.mark.parametrize("place", range(len(STEPS)))
def test_a_program_that_is_killed_goes_on_at_the_same_page(
    typist: Typist, qtbot: QtBot, machine: Machine, place: int
) -> None:
    go_to(typist, place)
    key = STEPS[place].fields[0].key
    typist.types(TEXTS[key])
    if place == 2:
        typist.press(Key.Key_Return)
        typist.types(SECRET)
    qtbot.waitUntil(lambda: machine.first_run().texts.get(key) == TEXTS[key])
    qtbot.waitUntil(typist.page.jobs.idle)

    again = shown(qtbot)  # the first is still there, and is asked nothing

    page = again.centralWidget()
    assert isinstance(page, FirstRun)
    assert page.place == place
    expected = {k: t for k, t in TEXTS.items() if k in list(TEXTS)[: place + 1]}
    found = page.texts()
    assert {k: found[k] for k in expected} == expected
    assert found[PASSWORD] == found[AGAIN] == ""
    again.close()


def test_a_killed_process_leaves_what_was_typed(qtbot: QtBot, machine: Machine) -> None:
    given = [NAME, TEXTS[NAME], COMMITTEE, TEXTS[COMMITTEE]]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, *given],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "typed\n"
        process.kill()

    window = shown(qtbot)

    page = window.first_run
    assert page is not None
    assert (page.place, machine.first_run().page) == (1, "committee")
    assert page.texts()[COMMITTEE] == TEXTS[COMMITTEE]
    assert page.texts()[FOLDER]
    window.close()


def test_closing_keeps_what_was_typed_at_once(
    window: MainWindow, typist: Typist, machine: Machine
) -> None:
    go_to(typist, 1)
    typist.types(TEXTS[COMMITTEE])

    window.close()

    assert machine.first_run().page == "committee"
    assert machine.first_run().texts[COMMITTEE] == TEXTS[COMMITTEE]


def test_esc_goes_back_page_by_page_and_then_puts_it_off(
    window: MainWindow, typist: Typist, machine: Machine, qtbot: QtBot
) -> None:
    go_to(typist, 1)
    typist.types(TEXTS[COMMITTEE])
    typist.press(Key.Key_Escape)
    assert typist.page.place == 0

    typist.press(Key.Key_Escape)

    assert isinstance(window.centralWidget(), Start)
    assert machine.first_run().page == ""
    qtbot.waitUntil(lambda: window.start is not None and window.start.new.hasFocus())
    typist.press(Key.Key_N, Held.ControlModifier)
    assert typist.page.texts()[COMMITTEE] == TEXTS[COMMITTEE]


def test_a_folder_that_will_not_do_is_said_at_its_field(
    typist: Typist, documents: Path, tmp_path: Path
) -> None:
    full = documents / "党员服务中心" / TEXTS[NAME]
    full.mkdir(parents=True)
    (full / "mine.txt").write_text("x")
    typist.enter()
    assert "不能空" in said(typist, NAME)
    typist.press(Key.Key_Backtab)

    typist.enter(TEXTS[NAME])
    typist.enter()

    assert typist.page.place == 0
    assert "不是空文件夹" in said(typist, FOLDER)
    assert "没有建立" in said(typist, FOLDER)
    typist.enter(str(tmp_path / "elsewhere"))  # over what is marked
    assert typist.page.place == 1
    assert not (tmp_path / "elsewhere").exists()


def test_the_folder_follows_the_name_until_somebody_chose_one(
    typist: Typist, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typist.types("红旗镇")
    assert typist.page.texts()[FOLDER] == str(documents / "党员服务中心" / "红旗镇")
    typist.press(Key.Key_Return)
    (tmp_path / "D").mkdir()
    (tmp_path / "D" / "其他").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "D"))

    typist.press(Key.Key_F4)
    assert typist.page.texts()[FOLDER] == str(tmp_path / "D" / "红旗镇")

    typist.press(Key.Key_Backtab)
    typist.types("党员服务中心")
    assert typist.page.texts()[FOLDER] == str(tmp_path / "D" / "红旗镇")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_unknown_place_is_said_and_a_code_is_taken(typist: Typist) -> None:
    go_to(typist, 1)
    typist.enter(TEXTS[COMMITTEE])
    typist.enter("桃花源")
    assert typist.page.place == 1
    assert "没有这个省、市、县" in said(typist, REGION)

    typist.types("320583")
    typist.press(Key.Key_Return)
    typist.press(Key.Key_Return)

    assert typist.page.texts()[REGION] == "江苏省苏州市昆山市"
    assert typist.page.place == 2


def test_the_password_is_hidden_weighed_and_typed_twice(typist: Typist, documents: Path) -> None:
    go_to(typist, 2)
    boxes = typist.page.blocks[2].form.boxes
    typist.enter(TEXTS[USER])
    line = _cursor()
    assert isinstance(line, QLineEdit)
    assert line.echoMode() == QLineEdit.EchoMode.Password
    typist.types("1234")
    assert "4 / 12 位" in boxes[PASSWORD].said().note.text()
    typist.press(Key.Key_Return)
    assert "至少 12 位" in said(typist, PASSWORD)
    typist.press(Key.Key_Backtab)
    line.selectAll()
    typist.types(SECRET)
    assert "足够强" in boxes[PASSWORD].said().note.text()
    typist.press(Key.Key_Return)
    assert not said(typist, PASSWORD)

    typist.enter("qing-shi-2025")

    assert "不一样" in said(typist, AGAIN)
    assert not documents.exists()
    typist.types(SECRET)
    assert typist.page.texts()[AGAIN] == SECRET


def test_enter_while_a_word_is_composed_stays(typist: Typist) -> None:
    composing = QInputMethodEvent("qing", [])
    QApplication.sendEvent(_cursor(), composing)
    before = _cursor()

    typist.press(Key.Key_Return)
    typist.press(Key.Key_Escape)

    assert _cursor() is before


def test_a_folder_filled_meanwhile_leads_back_to_it(
    typist: Typist, documents: Path, window: MainWindow
) -> None:
    go_to(typist, 2)
    full = documents / "党员服务中心" / TEXTS[NAME]
    full.mkdir(parents=True)
    (full / "mine.txt").write_text("x")
    typist.enter(TEXTS[USER])
    typist.enter(SECRET)

    typist.enter(SECRET)

    assert window.frame is None
    assert typist.page.place == 0
    assert "不是空文件夹" in said(typist, FOLDER)
    assert [each.name for each in full.iterdir()] == ["mine.txt"]


def test_settings_that_cannot_be_kept_do_not_stop_it(
    typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Refused("这台电脑的设置没有记住。")

    monkeypatch.setattr(Machine, "keep_first_run", full)

    go_to(typist, 2)

    assert not typist.page.note.text()


@pytest.mark.parametrize("size", [(1366, 697), (911, 441), (683, 313)])
def test_nothing_is_clipped_and_the_cursor_is_in_sight(
    window: MainWindow, typist: Typist, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    for place in range(len(STEPS)):
        if place:
            go_from = ((TEXTS[NAME], ""), (TEXTS[COMMITTEE], ""))[place - 1]
            for text in go_from:
                typist.enter(text)
        qtbot.wait(20)
        assert not list(faults(typist.page))
        assert _cursor().visibleRegion().boundingRect().height() == _cursor().height()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("done", [0, 1], ids=["recovery", "backup"])
def test_what_was_left_is_asked_after_the_next_sign_in(
    window: MainWindow, typist: Typist, qtbot: QtBot, documents: Path, done: int
) -> None:
    found_it(typist)
    at_the_sheet(window, qtbot)
    if done:
        typist.press(Key.Key_Escape)
        qtbot.waitUntil(rest_of(window).desk.jobs.idle)
    window.close()
    folder = documents / "党员服务中心" / TEXTS[NAME]

    again = MainWindow()
    qtbot.addWidget(again)
    again.show()
    again.activateWindow()
    asked = again.ask(folder, TEXTS[USER])
    asked.find_accounts()
    qtbot.waitUntil(asked.password.hasFocus)
    QTest.keyClicks(asked.password, SECRET)
    QTest.keyClick(asked.password, Key.Key_Return)
    qtbot.waitUntil(lambda: again.rest is not None, timeout=20_000)

    assert rest_of(again).page == SAFEGUARDS[done].name
    again.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_both_pages_can_be_put_off_and_one_backup_is_made_all_the_same(
    window: MainWindow, typist: Typist, qtbot: QtBot, documents: Path, machine: Machine
) -> None:
    found_it(typist)
    page = rest_of(window)
    at_the_sheet(window, qtbot)
    typist.press(Key.Key_Escape)
    assert page.page == "backup"
    qtbot.waitUntil(lambda: page.backup.isAncestorOf(_cursor()))

    typist.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.page, timeout=20_000)

    assert "第二处还没有" in page.told
    assert "数据安全是红的" in page.note.text()
    folder = documents / "党员服务中心" / TEXTS[NAME]
    assert len(list((folder / "backups").glob("*.partybackup"))) == 1
    assert page.app.accounts.sheet_state().tone == "bad"
    qtbot.waitUntil(page.go.hasFocus)
    typist.press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None)
    assert machine.left_open(folder) == ()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_place_that_will_not_do_is_said_at_its_field(
    window: MainWindow, typist: Typist, qtbot: QtBot, documents: Path
) -> None:
    found_it(typist)
    page = rest_of(window)
    at_the_sheet(window, qtbot)
    typist.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: page.backup.isAncestorOf(_cursor()))

    typist.enter(str(documents / "党员服务中心" / TEXTS[NAME]))
    qtbot.waitUntil(page.desk.jobs.idle)

    problem = page.backup.asking.form.boxes["backup.second"].problem
    assert problem is not None
    assert "盘坏了会一起丢" in problem.words
    assert page.page == "backup"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_pages_are_asked_of_who_may_answer_them(
    window: MainWindow, typist: Typist, qtbot: QtBot
) -> None:
    found_it(typist)
    page = rest_of(window)
    at_the_sheet(window, qtbot)
    page.app.by = type(page.app.by)(page.app.by.name, frozenset({"backup.make"}))

    assert still_to_come(page.app) == ("backup",)
