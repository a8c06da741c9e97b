"""What a window shows to somebody whose roles do not let them see people; and the page 权限."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.kernel.actor import Actor
from partyservice.security.rights import ADMINISTRATION, MATRIX, ROLES, rights_of
from tests.ui.hands import lasting, press, settled
from ui.frame import Frame
from ui.parts.rail import Place
from ui.screens import SCREENS
from ui.screens.rights import MAY, RightsPage

CTRL = Qt.KeyboardModifier.ControlModifier
KEYS = {str(n): getattr(Qt.Key, f"Key_{n}") for n in range(10)}
LEAST = 3  # characters of a name that is no other word
Open = Callable[..., Frame]


@pytest.fixture
def open_as(qtbot: QtBot, app: App) -> Open:
    """Opens the window of somebody with some roles."""

    def opened(*roles: str) -> Frame:
        by = Actor("赵敏", rights_of(roles))
        frame = Frame(App(app.store, app.clock, by, office=app.office, sample=True))
        qtbot.addWidget(frame, before_close_func=lambda _frame: frame.close_desk())
        frame.resize(1366, 768)
        frame.show()
        frame.activateWindow()
        settled(qtbot, frame.desk)
        return frame

    return opened


def names(app: App) -> set[str]:
    """Everybody in the sample."""
    found: set[str] = set()
    for listing in (PEOPLE, STAYS_AWAY, STAYS_HERE):
        found |= {str(row[1]) for row in app.window(listing, app.ids(listing, app.wanted()))}
    return {name for name in found if len(name) >= LEAST}


def words(widget: QWidget) -> str:
    """Everything that a window says, seen or not."""
    return "\n".join(_words(widget))


def _words(widget: QWidget) -> Iterator[str]:
    for each in [widget, *widget.findChildren(QWidget)]:
        yield from (each.toolTip(), each.accessibleName(), each.accessibleDescription())
        if isinstance(each, QLabel | QAbstractButton | QLineEdit):
            yield each.text()
        if isinstance(each, QTabBar):
            yield from (each.tabText(n) for n in range(each.count()))
        if isinstance(each, QAbstractItemView) and each.model() is not None:
            yield from _cells(each.model())


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data() or "")


def is_shut(place: Place, role: str) -> bool:
    return bool(place.right) and place.right not in ROLES[role].rights


@pytest.mark.parametrize("role", ADMINISTRATION)
def test_no_place_and_no_tab_shows_an_administrator_a_person(
    qtbot: QtBot, app: App, open_as: Open, role: str
) -> None:
    known, frame, said = names(app), open_as(role), ""
    assert len(known) > 50
    for place in SCREENS:
        press(KEYS[place.digit], CTRL)
        settled(qtbot, frame.desk)
        said += words(frame)
        assert (frame.place() != place) is is_shut(place, role)
    tabs = frame.view("0")
    for number in range(len(tabs.titles())):
        tabs.open(number)
        settled(qtbot, frame.desk)
        said += words(frame)

    assert "节假日" in said
    assert not {name for name in known if name in said}


def test_a_clerk_is_shown_them(qtbot: QtBot, app: App, open_as: Open) -> None:
    """So the test above can fail."""
    frame = open_as("clerk")
    settled(qtbot, frame.desk)

    assert {name for name in names(app) if name in words(frame)}


@pytest.mark.parametrize("role", ROLES)
def test_a_place_without_right_is_grey_and_says_so(open_as: Open, role: str) -> None:
    frame = open_as(role)
    for item in frame.rail.items:
        assert item.shut is is_shut(item.place, role)
        if not item.shut:
            continue
        before = frame.place()
        frame.notice.hide()

        press(KEYS[item.place.digit], CTRL)

        assert frame.place() == before
        assert frame.notice.isVisible()
        assert "没有这项权限" in frame.notice.title.text()
        assert "数据没有改动" in frame.notice.words.text()
        assert "没有权限" in item.accessibleDescription()
        assert not item.isChecked()


def test_a_click_on_a_grey_place_leaves_the_mark_where_it_was(open_as: Open) -> None:
    frame = open_as("auditor")
    shut = next(item for item in frame.rail.items if item.shut)

    shut.click()

    assert [item.place for item in frame.rail.items if item.isChecked()] == [frame.place()]


def test_keys_pass_over_the_tabs_that_are_shut(qtbot: QtBot, open_as: Open) -> None:
    frame = open_as("system_admin")
    tabs, seen = frame.view("0"), []
    for _ in range(len(tabs.titles())):
        seen.append(_title(tabs))
        press(Qt.Key.Key_PageDown, CTRL)
        settled(qtbot, frame.desk)

    assert {"代码表", "节假日", "本中心", "权限"} <= set(seen)
    assert not {"党组织", "组织树"} & set(seen)


def _title(tabs: object) -> str:
    view = tabs.view()  # type: ignore[attr-defined]
    head = view.list.head if hasattr(view, "list") else view.head
    return str(head.title.text())


def test_the_page_of_a_person_stays_shut(qtbot: QtBot, app: App, open_as: Open) -> None:
    row = app.first(PEOPLE, app.wanted())[0]
    person = app.people.of(PEOPLE, row[0])
    frame = open_as("security_admin")

    frame.desk.person_wanted.emit(person)
    settled(qtbot, frame.desk)

    assert frame.notice.isVisible()
    assert frame.top() is None
    assert str(row[1]) not in words(frame)


# The page


@pytest.fixture
def page(qtbot: QtBot, open_as: Open) -> RightsPage:
    frame = open_as("auditor")
    press(Qt.Key.Key_0, CTRL)
    while not isinstance(frame.view("0").view(), RightsPage):
        press(Qt.Key.Key_PageDown, CTRL)
        settled(qtbot, frame.desk)
    return cast("RightsPage", frame.view("0").view())


def test_the_page_has_a_tick_where_the_matrix_has_one(page: RightsPage) -> None:
    model = page.table.rows
    keys = [field.key for field in model.fields]
    assert model.rowCount() == len(MATRIX)
    for row, right in enumerate(MATRIX):
        assert model.text(row, 0) == right.words
        assert (model.text(row, keys.index("own")) == MAY) is (
            right.name == "journal.see" or right.name == "undo"
        )
        for name in ROLES:
            assert (model.text(row, keys.index(name)) == MAY) is (name in right.roles)


def test_keys_go_through_it_and_the_chosen_line_is_said_in_words(page: RightsPage) -> None:
    assert page.table.hasFocus()
    for right in MATRIX:
        assert page.words.text().startswith(right.words)
        assert all(ROLES[name].title in page.words.text() for name in right.roles)
        press(Qt.Key.Key_Down)


def test_a_tick_is_read_out_in_words(page: RightsPage) -> None:
    model, role = page.table.rows, Qt.ItemDataRole.AccessibleTextRole
    keys = [field.key for field in model.fields]

    said = [model.index(0, keys.index(name)).data(role) for name in ("clerk", "auditor")]

    assert said == ["窗口人员可以", "审计员不可以"]


@pytest.mark.parametrize("wide", [1366, 911, 683])
def test_nothing_of_it_is_clipped(qtbot: QtBot, page: RightsPage, wide: int) -> None:
    page.window().resize(wide, 543)

    assert lasting(qtbot, page.window()) == []
