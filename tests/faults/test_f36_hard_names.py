"""F36: names that break programs are kept exactly or refused in words, found and printed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest

from partyservice.app import App
from partyservice.desk.finding import find
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.errors import Sentence, Unsettled
from partyservice.kernel.names import PersonName
from partyservice.printing.roster import draw
from tests.builders import new_office, somebody, with_branches
from tests.faults.table import Told
from tests.printing.pages import pages, section, sheet

FULL = pytest.mark.full
HARD = (
    "张\u202e三",
    "\u202a张三\u202c",
    "\u2066张\u2069三",
    "张\u200b三",
    "张\u200d三",
    "\ufeff张三",
    "张\u0301三",
    "e\u0301lise",
    "张" * 101,
    "阿" * 30 + "·" + "买" * 29,
    "张\0三",
    "张\n三",
    "张\t三",
    "\ud800张",
    "张\udfff",
    "张🙂",
    "张\U000f0000",
    "張三",
    "張三",
    "\uf900\uf901",
    "⺀⼀",
    "Ⅷ世",
    "０１",
    "·",
    "··",
    " ",
    "\u3000",
    "张·",
    "·三",
    "ﷺ",
    "كمال",
    "ᠮᠣᠩᠭᠣᠯ",
    "བོད",
    "ꆈꌠ",
    "한",
    "𠮷野",
    "〇",
    "O'Brien",
    "Jean-Luc",
    "<b>",
    "=1+1",
    "%",
    "'; DROP TABLE person; --",
    "NULL",
    "null",
    "None",
)
PLANES = (
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xF900, 0xFB00),
    (0x20000, 0x2A6E0),
    (0x2A700, 0x2EBE1),
    (0x30000, 0x323B0),
    (0x1800, 0x18AB),
    (0x0F00, 0x0FDB),
    (0xA000, 0xA48D),
    (0x0600, 0x0700),
    (0xAC00, 0xD7A4),
    (0xE000, 0xF900),
    (0x1100, 0x1200),
    (0x0041, 0x0250),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with closing(with_branches(new_office(tmp_path_factory.mktemp("names") / "office"))) as app:
        yield app


def names(count: int) -> list[str]:
    """Return the hard ones, and names of the characters of GB18030, several planes mixed."""
    draw_, made = random.Random(1), list(HARD)
    while len(made) < count:
        start, end = PLANES[len(made) % len(PLANES)]
        letters = [chr(draw_.randrange(start, end)) for _ in range(draw_.randrange(2, 5))]
        made.append("".join(letters) if len(made) % 2 else "张" + "".join(letters))
    return made


@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=FULL)])
def test_a_hard_name_is_kept_as_it_is_or_refused(desk: App, tell: Told, count: int) -> None:
    wrong, refused, kept, bytes_ = [], 0, 0, 0
    for name in names(count):
        try:
            parsed = PersonName().parse(name)
            known = somebody(desk, name)
        except (Sentence, Unsettled) as problem:
            refused += 1
            wrong += [] if str(problem).endswith("。") else [(name, str(problem), 0)]
            continue
        kept += 1
        (row,) = desk.window(PEOPLE, [known], ("person.name",))
        with desk.store.read() as session:
            found = {hit.name for hit in find(session, desk.wanted(parsed)).hits}
        bytes_ += parsed.encode("gbk", "replace").decode("gbk") != parsed
        if row[1] != parsed or parsed not in found or not _shown_safely(parsed):
            wrong.append((name, row[1], len(found)))
    tell("F36 hard names", count, len(wrong), f"GBK: {bytes_} of {kept} changed; {refused} refused")
    assert wrong == []
    assert kept
    assert refused
    assert bytes_


def _shown_safely(name: str) -> bool:
    """Say that nothing in it turns the line around or cannot be seen."""
    unseen = {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF}
    return not unseen & set(map(ord, name)) and all(c >= " " for c in name)


@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=FULL)])
def test_a_hard_name_is_printed_as_it_is_or_the_print_is_refused(count: int) -> None:
    printed = 0
    for name in names(count):
        try:
            parsed = PersonName().parse(name)
            made = "".join(pages(draw(sheet(section([("1", parsed, "1985.03", "", "1")])))))
        except Sentence:
            continue
        printed += 1
        assert parsed.replace(" ", "") in made, parsed.encode("unicode_escape")

    assert printed
