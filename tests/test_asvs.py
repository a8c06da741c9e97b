"""docs/asvs.md says of each requirement what proves it: here, that it says so truly."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STATES = {"proven", "written", "does not apply", "open"}
PUBLISHED = {"1": 70, "2": 183}  # so many requirements of each level ASVS 5.0.0 has
NUMBER = re.compile(r"\d+\.\d+\.\d+")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PATH = re.compile(r"`((?:docs|partyservice|tests|setup)/[\w./-]+)`")


@dataclass(frozen=True)
class Row:
    numbers: tuple[str, ...]
    levels: tuple[str, ...]
    asks: str
    state: str
    why: str


@cache
def document() -> str:
    return (ROOT / "docs" / "asvs.md").read_text("utf-8")


@cache
def rows() -> tuple[Row, ...]:
    cells = (line.strip("| ").split(" | ") for line in document().splitlines() if "|" in line)
    return tuple(
        Row(tuple(one.split()), tuple(level.split()), asks, state, why)
        for one, level, asks, state, why in (each for each in cells if len(each) == 5)
        if NUMBER.match(one)
    )


@cache
def levels() -> dict[str, str]:
    """Each number of the list in the document, and its level."""
    lines = document().split("## The numbers")[1].split("\n## ")[0].splitlines()
    split = (re.fullmatch(r"V\d+ L(\d): (.+)", line) for line in lines if line)
    found = [(number, each[1]) for each in split if each for number in each[2].split()]
    assert len(dict(found)) == len(found)
    return dict(found)


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def missing(text: str) -> list[str]:
    """The tests named in `text` that are not there."""
    return [
        f"{path}::{name}" for path, name in TEST.findall(text) if name not in names_in(ROOT / path)
    ]


def test_the_list_holds_as_many_as_were_published() -> None:
    assert Counter(levels().values()) == PUBLISHED


def test_each_number_stands_in_one_row_with_its_level() -> None:
    stand = Counter(number for row in rows() for number in row.numbers)

    assert stand == Counter(list(levels()))
    for row in rows():
        assert {levels()[number] for number in row.numbers} == set(row.levels), row.numbers


def test_each_row_says_what_is_asked_and_why() -> None:
    assert {row.state for row in rows()} == STATES
    assert not [row.numbers for row in rows() if not (row.asks and row.why)]


def test_nothing_is_proven_without_a_test_nor_written_without_a_page() -> None:
    for row in rows():
        assert row.state != "proven" or TEST.search(row.why), row.numbers
        assert row.state != "written" or PATH.search(row.why), row.numbers


def test_each_test_named_is_there() -> None:
    assert len(TEST.findall(document())) > 100
    assert missing(document()) == []


def test_each_page_named_is_there() -> None:
    assert not [path for path in PATH.findall(document()) if not (ROOT / path).exists()]


@pytest.mark.parametrize("name", ["tests/test_asvs.py::test_nothing", "tests/no.py::test_there"])
def test_a_test_that_is_not_there_is_noticed(name: str) -> None:
    assert missing(f"`{name}`") == [name]
