"""A list as a workbook: what is seen is what is written, and the journal knows before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from partyservice.app import App
from partyservice.app.lists import Taken
from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.exchange.reading import read_sheets
from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Cancelled
from partyservice.organisations.listing import ORGANISATIONS
from partyservice.storage.listing import Listing
from tests.builders import member, outflow, somebody

LISTINGS = (PEOPLE, STAYS_AWAY, STAYS_HERE, ORGANISATIONS)


class Stop:
    def __init__(self) -> None:
        self.told: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, text: str = "") -> None:
        self.told.append((done, total, text))
        raise Cancelled


def taken(app: App, listing: Listing = PEOPLE, **more: object) -> Taken:
    columns = tuple(field.key for field in listing.known)
    known = {"title": "党员", "listing": listing, "wanted": app.wanted(columns=columns)}
    return Taken(**known | more)  # type: ignore[arg-type]


def cells(path: Path) -> list[list[object]]:
    (sheet,) = read_sheets(path)
    return [[cell if cell is not None else "" for cell in row] for row in sheet.rows]


def journal(app: App) -> list[dict[str, object]]:
    with app.store.read() as session:
        rows = session.execute(text("SELECT after FROM journal ORDER BY seq")).scalars()
        told = [json.loads(row) for row in rows]
    return [entry for entry in told if "exported" in entry]


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.about.__tablename__)
def test_what_is_seen_is_what_is_written(app: App, tmp_path: Path, listing: Listing) -> None:
    member(app)
    outflow(app, "赵四", "2026-03")
    path, what = tmp_path / "表.xlsx", taken(app, listing)

    count = app.lists.save(what, path)
    heading, *rows = app.lists.texts(what)
    written = cells(path)

    assert written[1] == heading
    assert [row[: len(heading)] for row in written[2 : 2 + count]] == rows
    assert "王芳" in str(written[2 + count][0])


def test_numbers_are_masked_unless_they_are_asked_for_by_right(app: App, tmp_path: Path) -> None:
    member(app)
    masked, whole = tmp_path / "遮住.xlsx", tmp_path / "完整.xlsx"

    app.lists.save(taken(app), masked)
    app.lists.save(taken(app, whole=True), whole)

    assert "990100198912271497" not in str(cells(masked))
    assert "990100198912271497" in str(cells(whole))
    assert "号码已遮住" in str(cells(masked))
    assert [entry["whole"] for entry in journal(app)] == [False, True]
    assert journal(app)[0]["rows"] == 1


def test_marked_rows_alone_are_written_in_the_order_of_the_list(app: App, tmp_path: Path) -> None:
    ids = [somebody(app, name) for name in ("赵四", "白一", "陈二")]
    path = tmp_path / "表.xlsx"

    app.lists.save(taken(app, ids=[ids[2], ids[0]], said="人员类别 正式党员"), path)

    assert [row[0] for row in cells(path)[:5]][3:] == ["陈二", "赵四"]
    assert cells(path)[1][0] == "人员类别 正式党员"


def test_who_may_not_take_numbers_away_gets_none(app: App, tmp_path: Path) -> None:
    member(app)
    path, lists = tmp_path / "表.xlsx", app.lists
    for rights in (frozenset[str](), frozenset({"lists.export"})):
        lists.by = Actor(app.by.name, rights)
        with pytest.raises(Refused, match="没有这项权限"):
            lists.save(taken(app, whole=True), path)

    assert not path.exists()
    assert not journal(app)


def test_a_cancelled_export_leaves_no_file(app: App, tmp_path: Path) -> None:
    member(app)
    path, stop = tmp_path / "表.xlsx", Stop()

    with pytest.raises(Cancelled):
        app.lists.save(taken(app), path, stop)

    assert stop.told == [(0, 1, "")]
    assert not list(tmp_path.glob("*.xlsx"))
