from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from partyservice.app import App, open_office
from partyservice.kernel.errors import Refused
from partyservice.kernel.unsaved import Unsaved
from partyservice.storage.deskfile import FILE, DeskFile, opened
from partyservice.storage.engine import connect
from tests.builders import CLOCK, PASSWORD

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
BIG = 2**62 + 12345  # a key that a reader of JSON numbers would round


def unsaved(number: int = 1, **more: object) -> Unsaved:
    known: dict[str, object] = {
        "id": number,
        "at": AT,
        "place": "修改党员 member",
        "title": "修改党员",
        "name": "王芳",
        "record_id": BIG,
        "texts": {"person.mobile_phone": "15480424747", "person.skills": "书法"},
        "reasons": {"person.born": "档案"},
        "who": BIG + 1,
        "seen": {"person.mobile_phone": "154****4747"},
    }
    return Unsaved(**known | more)  # type: ignore[arg-type]


def again(app: App) -> App:
    app.close()
    return open_office(app.store.folder, "", PASSWORD, CLOCK)


def test_what_was_typed_is_there_when_the_office_is_opened_again(app: App) -> None:
    app.kept.keep(unsaved())
    app.kept.keep_habit("columns", [1, 2])

    app = again(app)

    assert app.kept.unsaved() == [unsaved()]
    assert app.kept.habit("columns") == [1, 2]
    assert not app.kept.mended


def test_the_newest_comes_first_and_takes_the_place_of_what_it_was(app: App) -> None:
    app.kept.keep(unsaved(1))
    app.kept.keep(unsaved(2, at=AT + timedelta(minutes=1)))
    app.kept.keep(unsaved(1, at=AT + timedelta(minutes=2), texts={"person.skills": "木工"}))

    assert [each.id for each in app.kept.unsaved()] == [1, 2]
    assert app.kept.unsaved()[0].texts == {"person.skills": "木工"}
    app.kept.forget(1)
    assert [each.id for each in app.kept.unsaved()] == [2]


def test_each_account_sees_only_its_own(app: App) -> None:
    file = DeskFile(app.store.beside(FILE))
    file.keep("李伟", unsaved(7))
    app.kept.keep(unsaved(8))

    app.kept.forget(7)

    assert [each.id for each in app.kept.unsaved()] == [8]
    assert [each.id for each in file.unsaved("李伟")] == [7]
    file.close()


def test_nothing_typed_can_be_read_from_the_file(app: App) -> None:
    app.kept.keep(unsaved())
    folder = app.store.folder
    app.close()

    for path in folder.glob(f"{FILE}*"):
        content = path.read_bytes()
        assert "王芳".encode() not in content
        assert b"15480424747" not in content


@pytest.mark.parametrize("damage", ["cut", "scribbled", "gone", "a folder"])
def test_a_damaged_file_never_keeps_the_office_closed(app: App, damage: str) -> None:
    app.kept.keep(unsaved())
    folder, path = app.store.folder, app.store.folder / FILE
    app.close()
    content = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(content[:1000])
    elif damage == "scribbled":
        path.write_bytes(content[:5000] + b"x" * 200 + content[5200:])
    elif damage == "a folder":
        path.mkdir()

    app = open_office(folder, "", PASSWORD, CLOCK)
    found = app.kept.unsaved()
    app.kept.keep(unsaved(3))

    assert found == []
    assert app.kept.mended.endswith("。")
    assert [each.id for each in app.kept.unsaved()] == [3]
    aside = [p for p in folder.iterdir() if "已损坏" in p.name]
    assert len(aside) == (damage != "gone")
    assert [each.id for each in again(app).kept.unsaved()] == [3]


def test_a_draft_that_no_version_can_read_is_passed_over(app: App) -> None:
    app.kept.keep(unsaved(1))
    raw, told = app.store.beside(FILE), unsaved().to_json()
    rows = [
        (AT.isoformat(), "x", '{"of": "another version"}'),
        ("2026-11-24T02:00:00", "x", told),  # a moment of no zone cannot be put in order
        ("yesterday", "x", told),
        (AT.isoformat(), b"\xff", told),
        (AT.isoformat(), "x", told.replace(str(BIG), "9" * 30)),
        (AT.isoformat(), "x", told.replace('"154****4747"', "154")),
        (AT.isoformat(), "x", "[" * 100_000),
        (AT.isoformat(), "x", "null"),
    ]
    for number, (at, place, texts) in enumerate(rows, 2):
        row = (number, at, app.by.name, place, texts)
        raw.execute("INSERT INTO draft VALUES (?, ?, ?, ?, ?)", row)
    raw.close()

    assert [each.id for each in app.kept.unsaved()] == [1]


def test_a_file_of_other_tables_is_laid_aside(app: App) -> None:
    app.kept.keep_habit("columns", [1])
    raw = app.store.beside(FILE)
    raw.execute("DROP TABLE habit")
    raw.execute("CREATE TABLE habit (x)")
    raw.close()

    app = again(app)

    assert app.kept.habit("columns", "none") == "none"
    assert "已损坏" in app.kept.mended
    app.kept.keep_habit("columns", [2])
    assert app.kept.habit("columns") == [2]


def test_a_file_that_another_program_holds_stays_where_it_is(app: App) -> None:
    app.kept.keep(unsaved(1))
    app.close()
    holding = app.store.beside(FILE)
    holding.execute("PRAGMA locking_mode=EXCLUSIVE")
    holding.execute("BEGIN IMMEDIATE")
    holding.execute("DELETE FROM habit")
    holding.execute("COMMIT")
    folder = app.store.folder

    store = partial(connect, folder / FILE, app.store._key, 0)
    file, words = opened(folder / FILE, store, AT)

    assert "内存" in words
    assert file.unsaved(app.by.name) == []
    assert not [path for path in folder.iterdir() if "已损坏" in path.name]
    holding.close()
    assert [each.id for each in again(app).kept.unsaved()] == [1]


@pytest.mark.parametrize("value", ["{", b"\xff\xfe", "[" * 100_000])
def test_a_habit_that_cannot_be_read_is_none(app: App, value: object) -> None:
    app.kept.keep_habit("columns", [1])
    raw = app.store.beside(FILE)
    raw.execute("UPDATE habit SET value=?", (value,))
    raw.close()

    assert app.kept.habit("columns", "none") == "none"


def test_a_name_that_is_no_text_is_kept_and_comes_back(app: App) -> None:
    app.kept.keep_habit("folder", "/数据/\udcff")
    app.kept.keep(unsaved(1, name="\ud83d"))

    assert app.kept.habit("folder") == "/数据/\udcff"
    assert app.kept.unsaved()[0].name == "\ud83d"


def test_a_disk_that_takes_nothing_is_a_sentence(app: App) -> None:
    app.kept.keep(unsaved(1))
    raw = app.store.beside(FILE)
    raw.execute("BEGIN EXCLUSIVE")
    app.kept._file._connection.execute("PRAGMA busy_timeout=0")

    with pytest.raises(Refused, match="没有留住"):
        app.kept.keep(unsaved(2))

    raw.execute("ROLLBACK")
    raw.close()


def test_the_file_opens_beside_a_folder_that_vanished(app: App, tmp_path: Path) -> None:
    app.store.folder = tmp_path / "gone"

    app.kept.keep(unsaved(1))

    assert "内存" in app.kept.mended
    assert [each.id for each in app.kept.unsaved()] == [1]
