"""The three sentences a person at the desk may be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CHANGED = "changed"  # the rule of a Refused: the record is no longer what was typed over


@dataclass(frozen=True, slots=True)
class Repair:
    """What a value that is wrong or doubtful follows to be; `words` name the deed on a button."""

    words: str
    text: str


class Sentence(Exception):
    """What went wrong, as a whole sentence; `field` is the key of the field it is about."""

    repair: Repair | None = None  # offered where the right value follows from the wrong one

    def __init__(self, words: str, field: str = "", rule: str = "") -> None:
        super().__init__(words)
        self.words, self.field, self.rule = words, field, rule


class Invalid(Sentence):
    """This value cannot be."""


class Doubt(Sentence):
    """This may be, but wants a yes and a reason; `value` is what a yes would store."""

    def __init__(
        self,
        words: str,
        field: str = "",
        rule: str = "",
        value: Any = None,
        repair: Repair | None = None,
    ) -> None:
        super().__init__(words, field, rule)
        self.value, self.repair = value, repair


class Refused(Sentence):
    """This may not be done."""


Problem = Invalid | Doubt


class Unsettled(Exception):
    """All that is wrong or doubtful with one thing typed, so that it is all shown at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.words for problem in self.problems))
