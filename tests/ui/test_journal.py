"""The journal under 设置, driven by keys, and who looked on the page of a person."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.members.drafts import MEMBER
from tests.ui.hands import press, settled
from ui.frame import Frame
from ui.screens import SCREENS


@pytest.fixture
def journal(qtbot: QtBot, frame: Frame) -> Any:
    frame.open(next(place for place in SCREENS if place.digit == "0"))
    settings: Any = frame.view("0")
    settings.open(settings.titles().index("日志"))
    settled(qtbot, frame.desk)
    settings.view().begin()
    return settings.view()


def texts(page: Any) -> list[list[str]]:
    return [
        [page.lines.text(row, column) for column in range(page.lines.columnCount())]
        for row in range(page.lines.rowCount())
    ]


def test_the_newest_come_first_and_older_ones_where_the_list_ends(
    qtbot: QtBot, frame: Frame, journal: Any
) -> None:
    first = texts(journal)
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, frame.desk)

    numbers = [int(row[0].replace(",", "")) for row in texts(journal)]
    assert len(first) == 100
    assert len(numbers) > 100
    assert numbers == list(range(numbers[0], numbers[0] - len(numbers), -1))


def test_only_one_kind_is_shown_and_nothing_of_whom(
    qtbot: QtBot, frame: Frame, app: App, journal: Any
) -> None:
    name = app.window(PEOPLE, app.ids(PEOPLE, app.wanted())[:1])[0][1]
    journal.filters.set("about", "person", "人员")
    settled(qtbot, frame.desk)

    rows = texts(journal)
    assert {row[4] for row in rows} == {"人员"}
    assert name not in str(rows)


def test_nothing_of_a_day_long_ago(qtbot: QtBot, frame: Frame, journal: Any) -> None:
    ((day, _label),) = journal._choices("day", "2020-01-01")
    journal.filters.set("day", day, "2020-01-01")
    settled(qtbot, frame.desk)

    assert texts(journal) == []
    assert "没有" in journal.bar.shown.text()


def test_the_page_of_the_day_is_offered_to_a_printer(
    qtbot: QtBot, frame: Frame, journal: Any
) -> None:
    press(Qt.Key.Key_F9)

    assert "日志页" in journal.printing.card._paper.title
    assert journal.printing.card._paper.make().startswith(b"%PDF")
    journal.printing.card.reject()
    settled(qtbot, frame.desk)


def test_who_looked_stands_on_the_page_of_a_person(qtbot: QtBot, frame: Frame, app: App) -> None:
    member = app.ids(PEOPLE, app.wanted())[0]
    person = app.people.of(PEOPLE, member)
    app.unmasked(MEMBER, member, "person.id_number")
    frame.desk.person_wanted.emit(person)
    settled(qtbot, frame.desk)

    page: Any = frame.top()
    rows = page.timeline.moments.rows
    place = next(n for n, row in enumerate(rows) if row.is_head and row.what == "谁看过")
    assert "看了号码" in rows[place + 1].what
    assert "公民身份证号" in rows[place + 1].words()
