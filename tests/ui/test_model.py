from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Whole
from partyservice.kernel.names import PersonName
from partyservice.kernel.numbers import IdNumber
from ui.parts.model import AROUND, TableModel
from ui.parts.table import Table

FIELDS = (
    Field(key="person.name", label="姓名", kind=PersonName()),
    Field(key="person.id_number", label="公民身份证号", kind=IdNumber(), mask=True),
    Field(key="derived.age", label="年龄", kind=Whole()),
)
MANY = 1_000_000


class Rows:
    """Gives rows of any keys, and remembers how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        self.asked.append(len(ids))
        return [(key, f"王{key}", "990000198011186070", key % 100) for key in ids if key != 13]


def test_the_model_is_sound(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    rows = Rows()
    model = TableModel(FIELDS, rows)
    table = Table(model, {})
    qtbot.addWidget(table)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt

    model.show_first(rows(range(1, 101)))
    model.show_ids(array("q", range(1, 1000)))
    model.refresh()
    model.show_ids(array("q", range(500, 400, -1)))

    assert model.index(0, 0).data() == "王500"
    assert model.index(0, 1).data() == "990000********6070"


def test_a_vector_that_goes_on_from_the_first_rows_keeps_the_selection(qtbot: QtBot) -> None:
    rows = Rows()
    model = TableModel(FIELDS, rows)
    table = Table(model, {})
    qtbot.addWidget(table)
    model.show_first(rows(range(14, 114)))
    table.choose(42)

    assert model.show_ids(array("q", range(14, MANY)))
    assert table.current_id() == 42
    assert not model.show_ids(array("q", range(MANY, 1, -1)))


def test_a_million_rows_are_fetched_a_window_at_a_time(qtbot: QtBot) -> None:
    rows = Rows()
    model = TableModel(FIELDS, rows)
    table = Table(model, {})
    qtbot.addWidget(table)
    table.resize(800, 700)
    model.show_ids(array("q", range(1, MANY + 1)))
    table.show()

    for place in range(0, MANY, 50_000):
        table.scrollTo(model.index(place, 0))
        table.grab()

    assert max(rows.asked) <= 2 * AROUND
    assert len(rows.asked) <= 3 * 20 + 3


def test_a_row_that_is_gone_shows_nothing_and_is_asked_for_once() -> None:
    rows = Rows()
    model = TableModel(FIELDS, rows)
    model.show_ids(array("q", [12, 13, 14]))

    assert [model.text(n, 0) for n in range(3)] == ["王12", "", "王14"]
    assert len(rows.asked) == 1
