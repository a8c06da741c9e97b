"""Corrections: what somebody says about single cells and rows of a file before it is imported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partyservice.kernel.errors import Doubt, Problem

NEW_BRANCH = "new_branch"  # the rule of the doubt whether a branch is to be made
At = tuple[str, int]  # a row: name of the sheet, number from 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A reason, and the sentences it answers: it says nothing about a doubt that comes later."""

    reason: str
    doubts: frozenset[str]


@dataclass(slots=True)
class Corrections:
    """The file itself is never changed; all of it is by row, then by the key of a field."""

    texts: dict[At, dict[str, str]] = field(default_factory=dict)  # typed instead of a cell
    reasons: dict[At, dict[str, Answer]] = field(default_factory=dict)  # why a doubt is no mistake
    left: set[At] = field(default_factory=set)  # rows that are not to go in
    branches: set[str] = field(default_factory=set)  # names of branches that are to be made

    def copied(self) -> Corrections:
        """Return the same, to go back to."""
        return Corrections(
            {at: dict(texts) for at, texts in self.texts.items()},
            {at: dict(reasons) for at, reasons in self.reasons.items()},
            set(self.left),
            set(self.branches),
        )

    def mend(self, at: At, key: str, text: str) -> None:
        """Take `text` for a cell; what was said about the old one is no longer so."""
        self.texts.setdefault(at, {})[key] = text
        self.reasons.get(at, {}).pop(key, None)

    def answer(self, at: At, key: str, reason: str, doubts: Iterable[str]) -> None:
        """Note why what `doubts` say of a cell is no mistake, nor what was answered before."""
        given = self.reasons.setdefault(at, {})
        before = given[key].doubts if key in given else frozenset[str]()
        given[key] = Answer(reason, before.union(doubts))

    def forget(self, sheet: str, keys: Collection[str]) -> None:
        """Drop what was said about cells of a sheet that are taken for another field now."""
        said: tuple[dict[At, dict[str, Any]], ...] = (self.texts, self.reasons)
        for told in said:
            for at, by_key in told.items():
                if at[0] == sheet:
                    for key in by_key.keys() & set(keys):
                        del by_key[key]


NONE = Corrections()


def answerable(problem: Problem) -> bool:
    """Say whether a yes lets the row in: the value is there, or a rule or a new branch asks.

    Two rows with one number, a name of several branches, a step that is no cell: none of them
    becomes right by a reason.
    """
    return isinstance(problem, Doubt) and bool(problem.rule or problem.value is not None)


def unanswered(
    problems: list[Problem], reasons: Mapping[str, Answer]
) -> tuple[list[Problem], tuple[str, ...]]:
    """Return the problems left, and the reasons given for the others."""
    if not reasons:
        return problems, ()
    given = [
        p
        for p in problems
        if p.field in reasons and p.words in reasons[p.field].doubts and answerable(p)
    ]
    left = [p for p in problems if p not in given]
    return left, tuple(reasons[p.field].reason for p in given)
