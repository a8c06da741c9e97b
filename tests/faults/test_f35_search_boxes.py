"""F35: whatever is typed into a search box finds what a look at every person would find."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select, text

from partyservice.app import App
from partyservice.desk.finding import find
from partyservice.desk.listing import PEOPLE as LISTED
from partyservice.kernel.asking import Condition, How
from partyservice.kernel.errors import Invalid
from partyservice.members.model import Person
from partyservice.organisations.model import Organisation
from partyservice.storage.record import Record
from partyservice.storage.search import keys_of, terms
from tests.builders import new_office, somebody, with_branches
from tests.faults.table import Told

FULL = pytest.mark.full
ATTACKS = (
    "'",
    "''",
    '"',
    "`",
    ";",
    "--",
    "/*",
    "*/",
    "\\",
    "\\\\",
    "%",
    "%%",
    "_",
    "__",
    "%_%",
    "[a]",
    "' OR '1'='1",
    "' OR 1=1 --",
    '" OR ""="',
    "') OR ('1'='1",
    "1; DROP TABLE person",
    "'; DELETE FROM journal; --",
    "' UNION SELECT name FROM sqlite_master --",
    "1 AND 1=1",
    "' AND randomblob(1000) --",
    "' AND load_extension('x') --",
    "admin'--",
    "x' AND 1=2--",
    "%' OR name LIKE '%",
    "_' ESCAPE '\\",
    "\0",
    "a\0b",
    "\n",
    "\t",
    "?",
    ":a",
    ":start0",
    "@p",
    "$1",
    "%s",
    "%(x)s",
    "{0}",
    "{}",
    "\ufeff",
    "\u202e张",
    "\ud7ff",
    "\uffff",
    "\U0010ffff",
    "𠮷",
    "ﬀ",
    "ß",
    "İ",
    "ı",
    "Ⅷ",
    "①",
    "１２３",
    "ｏｕ",
    "·",
    "。",
    " ",
    "\u3000",
    "OR",
    "NOT",
    "NULL",
    "NaN",
    "1e308",
)
PIECES = (
    "欧阳",
    "阳甲",
    "ou",
    "ouyang",
    "oyj",
    "1548",
    "990100",
    "东风",
    "%",
    "_",
    "'",
    "\\",
    " ",
    "·",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with closing(with_branches(new_office(tmp_path_factory.mktemp("search") / "office"))) as app:
        for first in (
            "欧阳甲",
            "欧阳乙",
            "诸葛东风",
            "单田芳",
            "买买提·阿卜杜",
            "O'Brien",
            "Jean-Luc",
        ):
            somebody(app, first)
        for place, address in enumerate(
            ("100%", "a_b", "a\\b", "O'x", "50% _ \\", "Straße", "ABC")
        ):
            somebody(app, "司马" + "甲乙丙丁戊己庚"[place], person__address=address)
        yield app


def texts(count: int) -> list[str]:
    """Return attacks, long ones, and texts made up of pieces and of any characters."""
    draw = random.Random(1)
    made = [*ATTACKS, *(attack * (10_240 // len(attack)) for attack in ("'", "%_", "欧", "a "))]
    while len(made) < count:
        if len(made) % 3:
            made.append("".join(draw.choices(PIECES + ATTACKS, k=draw.randrange(1, 5))))
        else:
            letters = [
                chr(draw.choice((draw.randrange(128), draw.randrange(0xD800))))
                for _ in range(draw.randrange(1, 9))
            ]
            made.append("".join(letters))
    return made


def _naive(people: Sequence[tuple[int, set[str]]], letter: str, typed: str) -> set[int]:
    """Return whom a look at every key of everybody finds."""
    words = [letter + word for word in terms(typed)]
    return {
        key
        for key, keys in people
        if words and all(any(each.startswith(word) for each in keys) for word in words)
    }


def _known(app: App, record: type[Record]) -> list[tuple[int, set[str]]]:
    with app.store.read() as session:
        rows = session.scalars(select(record)).all()
        return [
            (row.id, keys_of(record, {c: getattr(row, c) for c in _columns(row)})) for row in rows
        ]


def _columns(row: Record) -> list[str]:
    return [attribute.key for attribute in row.__mapper__.column_attrs]


@pytest.mark.parametrize("count", [700, pytest.param(5_000, marks=FULL)])
def test_search_finds_what_a_look_at_everybody_finds(desk: App, tell: Told, count: int) -> None:
    people, groups = _known(desk, Person), _known(desk, Organisation)
    wrong, broken, other = [], 0, 0
    with desk.store.read() as session:
        names = session.execute(select(Person.id, Person.name)).all()
        for typed in texts(count):
            hits = {hit.id for hit in find(session, desk.wanted(typed)).hits}
            if hits != _naive(people, "p", typed) | _naive(groups, "o", typed):
                wrong.append((typed[:40], hits))
            try:
                unsafe = f"SELECT id FROM person WHERE name LIKE '%{typed}%'"  # noqa: S608
                found = set(session.connection().exec_driver_sql(unsafe).scalars())
                other += found != {key for key, name in names if typed in name}
            except Exception:  # noqa: BLE001 - however it breaks, it broke
                broken += 1

    tell("F35 search", count, len(wrong), f"f-string LIKE: {broken} broken, {other} differ")
    assert wrong == []
    assert broken
    assert other


@pytest.mark.parametrize("count", [500, pytest.param(5_000, marks=FULL)])
def test_a_condition_finds_what_a_look_at_everybody_finds(
    desk: App, tell: Told, count: int
) -> None:
    """The words of a filter stand anywhere in an address; % and _ mean themselves."""
    everybody = desk.ids(LISTED, desk.wanted())
    known = [said or "" for _, said in desk.window(LISTED, everybody, ("person.address",))]
    wrong, likes = [], 0
    for typed in texts(count):
        asked = desk.wanted(conditions=(Condition("person.address", How.CONTAINS, (typed,)),))
        try:
            rows = desk.window(LISTED, desk.ids(LISTED, asked), ("person.address",))
        except Invalid:
            continue  # nothing to look for
        wanted = _lower(typed.replace("\0", "").strip())
        naive, found = sorted(s for s in known if wanted in _lower(s)), sorted(r[1] for r in rows)
        if found != naive:
            wrong.append((typed[:40], found, naive))
        with desk.store.read() as session:
            plain = text("SELECT address FROM person WHERE address LIKE '%' || :typed || '%'")
            likes += sorted(session.scalars(plain, {"typed": typed.strip()})) != naive
    tell("F35 filter", count, len(wrong), f"LIKE without escape: {likes} differ")
    assert wrong == []
    assert likes


def _lower(typed: str) -> str:
    """Return it as SQLite compares: ASCII letters alike."""
    return "".join(c.lower() if c.isascii() else c for c in typed)


def test_what_is_typed_is_never_part_of_a_statement(desk: App) -> None:
    said: list[str] = []

    def note(_c: object, _k: object, statement: str, *_more: object) -> None:
        said.append(statement)

    marker = "' OR zqx9 --"
    event.listen(Engine, "before_cursor_execute", note)
    try:
        with desk.store.read() as session:
            find(session, desk.wanted(marker))
        desk.ids(LISTED, desk.wanted(marker))
        desk.ids(
            LISTED,
            desk.wanted(conditions=(Condition("person.address", How.CONTAINS, (marker,)),)),
        )
        with desk.store.read() as session:
            session.execute(text("SELECT 'zqx9'"))  # the control
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert len(said) > 3
    assert [statement for statement in said if "zqx9" in statement] == ["SELECT 'zqx9'"]


def test_no_source_puts_a_value_into_sql() -> None:
    core = Path(__file__).parents[2] / "partyservice"
    found = [
        path.name
        for path in core.rglob("*.py")
        if 'text(f"' in path.read_text("utf-8").replace("_text(f", "")
        and "sqlalchemy" in path.read_text("utf-8")
    ]

    assert found == []
