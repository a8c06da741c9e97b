"""F38: whatever is done to the journal behind the program's back is found and named."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from partyservice.safety.checking import check
from partyservice.storage.anchors import Anchor, contradictions, newest
from partyservice.storage.chain import Row, chained, first_wrong, rows
from partyservice.storage.engine import connect
from partyservice.storage.folder import DATABASE
from partyservice.storage.journal import TRIGGERS
from partyservice.storage.store import Store
from partyservice.storage.tallying import differences
from tests.builders import CLOCK, change, new_office, somebody, with_branches

SEQ, AT, BY, REASON, ABOUT, RECORD, BEFORE, AFTER, HASH = range(9)
TRIES = 5000
ON_FILES = 200
SEEN_BY = 0.9  # the part of the journal that an anchor has seen


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An office with some work in it."""
    app = with_branches(new_office(tmp_path_factory.mktemp("f38") / "office"))
    work(app, "甲乙丙丁戊己庚辛")
    yield app
    app.close()


@pytest.fixture(scope="module")
def sound(office: App) -> list[Row]:
    with office.store.read() as session:
        return list(rows(session.connection()))


def work(app: App, names: str) -> None:
    for name in names:
        key = somebody(app, f"王{name}")
        change(app, MEMBER, key, person__address=f"东风村{name}组")
        app.unmasked(MEMBER, key, "person.mobile_phone")


def put(row: Row, place: int, value: object) -> Row:
    return (*row[:place], value, *row[place + 1 :])


def rehashed(found: list[Row], start: int) -> list[Row]:
    """The rows from place `start` on with numbers and hashes as a forger works them out."""
    last = found[start - 1][HASH] if start else b""
    made = found[:start]
    for place, row in enumerate(found[start:], start):
        moment = f"{row[AT][:10]}T{row[AT][11:].removesuffix('.000000')}+00:00"
        stamped = f"{moment}\0{row[BY]}\0{row[REASON]}"
        entry = (row[ABOUT], row[RECORD], row[BEFORE], row[AFTER])
        last = chained(last, place + 1, stamped, entry)
        made.append((place + 1, *row[1:HASH], last))
    return made


# each takes the sound rows and returns them tampered with, and whether anchors alone can tell


def edit(found: list[Row], dice: random.Random) -> list[Row]:
    place, cell = dice.randrange(len(found)), dice.randrange(1, 9)
    row = found[place]
    old = row[cell]
    others = [each[cell] for each in found if each[cell] != old]
    new = dice.choice(others) if others and dice.random() < 0.5 else spoilt(old, dice)
    return [*found[:place], put(row, cell, new), *found[place + 1 :]]


def spoilt(old: object, dice: random.Random) -> object:
    """A value that differs from `old` in one place, or in what only looks like nothing."""
    if old is None:
        return ""
    if isinstance(old, int):
        return old ^ 1 << dice.randrange(40)
    if isinstance(old, bytes):
        at = dice.randrange(len(old))
        return old[:at] + bytes([old[at] ^ 1 << dice.randrange(8)]) + old[at + 1 :]
    words = str(old)
    at = dice.randrange(len(words) + 1)
    return dice.choice(
        [
            words[:at] + dice.choice("一二三\0 xyz") + words[at:],
            words[: max(at - 1, 0)] + words[at:] if at else words + " ",
            None,
            words.encode(),
        ]
    )


def delete(found: list[Row], dice: random.Random) -> list[Row]:
    start = dice.randrange(len(found) - 1)
    end = dice.randrange(start + 1, len(found))
    return found[:start] + found[end:]


def reorder(found: list[Row], dice: random.Random) -> list[Row]:
    one, other = sorted(dice.sample(range(len(found)), 2))
    swapped = list(found)
    swapped[one] = (found[one][SEQ], *found[other][1:])
    swapped[other] = (found[other][SEQ], *found[one][1:])
    return swapped


def insert(found: list[Row], dice: random.Random) -> list[Row]:
    place = dice.randrange(len(found))
    forged = put(found[dice.randrange(len(found))], BY, "某人")
    if dice.random() < 0.2:
        return [put(forged, SEQ, -dice.randrange(1, 9)), *found]
    moved = [put(row, SEQ, row[SEQ] + 1) for row in found[place:]]
    return [*found[:place], put(forged, SEQ, place + 1), *moved]


def renumber(found: list[Row], dice: random.Random) -> list[Row]:
    """Cut some out, and give those behind the numbers that are free: hashes as they were."""
    start = dice.randrange(len(found) - 1)
    end = dice.randrange(start + 1, len(found))
    left = found[:start] + found[end:]
    return [put(row, SEQ, place) for place, row in enumerate(left, 1)]


def cut_tail(found: list[Row], dice: random.Random) -> list[Row]:
    return found[: dice.randrange(1, seen(found))]


def rewrite(found: list[Row], dice: random.Random) -> list[Row]:
    """Change an entry and work out every hash behind it anew."""
    place = dice.randrange(seen(found))
    row = put(found[place], REASON, "什么也没有发生")
    return rehashed([*found[:place], row, *found[place + 1 :]], place)


def forge_all(found: list[Row], dice: random.Random) -> list[Row]:
    """Cut entries out of the middle and work out every hash behind them anew."""
    start = dice.randrange(1, seen(found) - 1)
    end = dice.randrange(start + 1, len(found))
    return rehashed(found[:start] + found[end:], start)


def seen(found: list[Row]) -> int:
    return int(len(found) * SEEN_BY)


BY_CHAIN = (edit, delete, reorder, insert, renumber)
BY_ANCHOR = (cut_tail, rewrite, forge_all)
Tamper = Callable[[list[Row], random.Random], list[Row]]


def told(found: list[Row], anchor: Row) -> bool:
    """Whether an anchor contradicts: what `contradictions` asks of the database."""
    at = {row[SEQ]: row[HASH] for row in found}
    return bool(at.get(anchor[SEQ]) != anchor[HASH])


def test_every_random_tampering_is_found(sound: list[Row]) -> None:
    dice, missed, control = random.Random(38), [], 0
    anchor = sound[seen(sound) - 1]
    assert first_wrong(sound) is None
    for number in range(TRIES):
        tamper: Tamper = dice.choice((*BY_CHAIN, *BY_ANCHOR))
        found = tamper(sound, dice)
        if found == sound:
            continue
        by_chain = first_wrong(found)
        if by_chain is None and not told(found, anchor):
            missed.append((number, tamper.__name__))
        control += by_chain is None
    assert not missed
    assert control > TRIES / 4  # a chain without anchors lets these through


@pytest.mark.parametrize("tamper", BY_CHAIN)
def test_the_first_entry_that_is_wrong_is_named(sound: list[Row], tamper: Tamper) -> None:
    dice = random.Random(7)
    for _ in range(100):
        found = tamper(sound, dice)
        bad = first_wrong(found)
        if found == sound:
            continue
        was = {row[SEQ]: row for row in sound}
        numbers = {row[SEQ] for row in found}
        first = min(
            *(row[SEQ] for row in found if was.get(row[SEQ]) != row),
            *(was.keys() - numbers),
            len(sound) + 1,
        )
        assert bad is not None
        assert bad.seq == max(first, 1)
        assert f"{bad.seq:,}" in bad.words


def opened(folder: Path, office: App) -> Store:
    return Store(folder / DATABASE, office.store._key, CLOCK)


def copied(office: App, folder: Path) -> Path:
    folder.mkdir()
    raw = office.store.beside(DATABASE)
    raw.execute("VACUUM INTO ?", (str(folder / DATABASE),))
    raw.close()
    return folder


def written(path: Path, key: bytes, found: list[Row]) -> None:
    """Put `found` in place of the journal, as somebody who has the key does with SQL."""
    raw = connect(path, key)
    raw.execute("BEGIN")
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("DELETE FROM journal")
    raw.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", found)
    for statement in TRIGGERS.values():
        raw.execute(statement)
    raw.execute("COMMIT")
    raw.close()


def test_tampering_with_real_files_is_found(office: App, sound: list[Row], tmp_path: Path) -> None:
    dice, missed = random.Random(83), []
    copy = copied(office, tmp_path / "copy")
    anchor = Anchor(seq=sound[seen(sound) - 1][SEQ], hash=sound[seen(sound) - 1][HASH])
    for number in range(ON_FILES):
        tamper: Tamper = dice.choice((*BY_CHAIN, *BY_ANCHOR))
        found = [row for row in tamper(sound, dice) if storable(row)]
        if found == sound:
            continue
        written(copy / DATABASE, office.store._key, found)
        store = opened(copy, office)
        with store.read() as session:
            connection = session.connection()
            if first_wrong(rows(connection)) is None and not contradictions(connection, [anchor]):
                missed.append((number, tamper.__name__))
        store.close()
    assert not missed


def storable(row: Row) -> bool:
    return all(cell is not None for place, cell in enumerate(row) if place != BEFORE)


def test_an_older_copy_put_in_place_is_found(office: App, tmp_path: Path) -> None:
    older = copied(office, tmp_path / "older")
    work(office, "壬")
    with office.store.read() as session:
        seen_since = newest(session.connection(), "备份")
    assert seen_since

    store = opened(older, office)
    with store.read() as session:
        connection = session.connection()
        assert first_wrong(rows(connection)) is None  # by itself it is sound: the control
        (found,) = contradictions(connection, [seen_since])
    store.close()
    assert found.behind
    assert "换成了旧的" in found.words


def alter(app: App, statement: str, *values: object) -> None:
    raw = connect(app.store.folder / DATABASE, app.store._key)
    raw.execute(statement, values)
    raw.close()


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("UPDATE person SET address = '别处' WHERE name = '王甲'", ("address",)),
        ("UPDATE person SET address = NULL WHERE name = '王甲'", ("address",)),
        ("UPDATE member SET joined_on = '1999-01-01' WHERE person_id = {}", ("joined_on",)),
        ("UPDATE member SET dues_standard = 1200 WHERE person_id = {}", ("dues_standard",)),
        ("UPDATE member SET standing = 'ENDED' WHERE person_id = {}", ("standing",)),
        ("UPDATE person SET void_reason = '错' WHERE name = '王甲'", ("void_reason",)),
    ],
)
def test_a_record_changed_with_sql_is_found(
    app: App, statement: str, names: tuple[str, ...]
) -> None:
    work(app, "甲乙")
    alter(app, statement.format("(SELECT id FROM person WHERE name = '王甲')"))

    with app.store.read() as session:
        (found,) = differences(session.connection())
    assert found.names == names


def test_a_record_changed_with_sql_is_found_after_the_next_change_too(app: App) -> None:
    work(app, "甲")
    alter(app, "UPDATE person SET address = '别处'")
    with app.store.read() as session:
        (key,) = session.execute(text("SELECT id FROM member")).one()
    change(app, MEMBER, key, person__address="新河村")

    with app.store.read() as session:
        (found,) = differences(session.connection())
    assert found.names == ("address",)


def test_a_record_taken_out_with_sql_is_found(app: App) -> None:
    work(app, "甲乙")
    alter(app, "DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE name = '王甲')")

    with app.store.read() as session:
        (found,) = differences(session.connection())
    assert (found.about, found.lost) == ("member", True)


def test_a_record_put_in_with_sql_is_found(app: App) -> None:
    work(app, "甲乙")
    alter(
        app,
        "INSERT INTO person (id, version, name, name_order, is_rural_worker, is_volunteer) "
        "VALUES (5, 1, '王甲', 'wang', 0, 0)",
    )

    with app.store.read() as session:
        (found,) = differences(session.connection())
    assert (found.about, found.record_id, found.unwritten) == ("person", 5, True)


def test_the_check_names_the_first_entry_that_was_changed(app: App) -> None:
    work(app, "甲乙")
    with app.store.read() as session:
        found = list(rows(session.connection()))
    found[4] = put(found[4], BY, "某人")
    written(app.store.folder / DATABASE, app.store._key, found)

    report = check(app.store, CLOCK)

    assert not report.sound
    assert "第 5 条被改动" in " ".join(each.words for each in report.findings)
