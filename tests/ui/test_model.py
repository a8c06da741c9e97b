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


class Beside:
    """Reads rows only when it is let."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.waiting: list[tuple[Sequence[int], Any]] = []

    def __call__(self, ids: Sequence[int], done: Any) -> None:
        self.waiting.append((ids, done))

    def answer(self) -> None:
        ids, done = self.waiting.pop(0)
        done(self.rows(ids))


def read_beside(count: int) -> tuple[TableModel, Beside]:
    beside = Beside()
    model = TableModel(FIELDS, beside.rows, ask=beside)
    model.show_ids(array("q", range(100, 100 + count)))
    return model, beside


def test_rows_are_read_beside_the_window_and_told_when_they_come(qtbot: QtBot) -> None:
    model, beside = read_beside(1000)
    assert model.seen(500, 0) == ""
    assert model.seen(501, 0) == ""

    assert len(beside.waiting) == 1
    with qtbot.waitSignal(model.dataChanged):
        beside.answer()

    assert model.seen(500, 0) == "王600"
    assert len(beside.rows.asked) == 1


def test_only_the_place_missed_last_is_read_next() -> None:
    model, beside = read_beside(10_000)
    for row in (0, 3000, 6000, 9000):
        assert model.seen(row, 0) == ""
    beside.answer()
    beside.answer()

    assert model.seen(0, 0) == "王100"
    assert model.seen(9000, 0) == "王9100"
    assert not model.knows(3000)
    assert not beside.waiting


def test_rows_read_again_stay_to_be_seen_until_then() -> None:
    model, beside = read_beside(10)
    model.prepare(0)
    beside.answer()

    model.refresh()
    assert model.seen(3, 0) == "王103"
    assert len(beside.waiting) == 1
    beside.answer()
    assert model.knows(3)


def test_an_answer_for_other_columns_is_not_heard() -> None:
    model, beside = read_beside(10)
    model.prepare(0)
    model.show_fields(FIELDS[:1])

    beside.answer()

    assert not model.knows(0)


def test_columns_that_stay_are_seen_at_once() -> None:
    model, beside = read_beside(10)
    model.prepare(0)
    beside.answer()

    model.show_fields((FIELDS[0], FIELDS[2]))

    assert model.seen(2, 0) == "王102"
    assert model.seen(2, 1) == "2"


def test_rows_are_read_before_they_are_seen(qtbot: QtBot) -> None:
    model, beside = read_beside(10_000)
    table = Table(model, {})
    qtbot.addWidget(table)
    table.resize(800, 700)
    table.show()
    table.grab()
    while beside.waiting:
        beside.answer()
    for page in range(1, 30):
        table.verticalScrollBar().setValue(page * 640)
        first, last = table.seen()
        assert all(model.knows(row) for row in range(first, last)), page
        while beside.waiting:
            beside.answer()
