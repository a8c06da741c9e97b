"""Corrections: what somebody says about single cells and rows of a file before it is imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from partyservice.kernel.errors import Doubt, Problem

NEW_BRANCH = "new_branch"  # the rule of the doubt whether a branch is to be made
At = tuple[str, int]  # a row: name of the sheet, number from 0


@dataclass(slots=True)
class Corrections:
    """The file itself is never changed; all of it is by row, then by the key of a field."""

    texts: dict[At, dict[str, str]] = field(default_factory=dict)  # typed instead of a cell
    reasons: dict[At, dict[str, str]] = field(default_factory=dict)  # why a doubt is no mistake
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

    def answer(self, at: At, key: str, reason: str) -> None:
        """Note why a doubt is no mistake."""
        self.reasons.setdefault(at, {})[key] = reason


NONE = Corrections()


def answerable(problem: Problem) -> bool:
    """Say whether a yes lets the row in: the value is there, or a rule or a new branch asks.

    Two rows with one number, a name of several branches, a step that is no cell: none of them
    becomes right by a reason.
    """
    return isinstance(problem, Doubt) and bool(problem.rule or problem.value is not None)


def unanswered(
    problems: list[Problem], reasons: Mapping[str, str]
) -> tuple[list[Problem], tuple[str, ...]]:
    """Return the problems left, and the reasons given for the others."""
    if not reasons:
        return problems, ()
    given = [p for p in problems if p.field in reasons and answerable(p)]
    left = [p for p in problems if p not in given]
    return left, tuple(reasons[p.field] for p in given)
