"""Rule: what several fields must say together, declared with its id and its sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from partyservice.kernel.errors import Doubt, Invalid, Problem
from partyservice.storage.record import Attribute, key_of


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`fails(today, *values)` is asked only when every value of `needs` is there and unreported.

    So one fault in a row is one cell: a rule that needs a value already found wrong is silent.
    """

    id: str
    at: Attribute  # the field that is marked
    needs: tuple[Attribute, ...]
    wrong: type[Invalid] | type[Doubt]
    words: str
    fails: Callable[..., bool]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the fields it needs."""
        return tuple(key_of(attribute) for attribute in self.needs)

    @cached_property
    def marked(self) -> str:
        """The key of the field it marks."""
        return key_of(self.at)

    def judge(
        self, typed: dict[str, Any], reported: Collection[str], today: date
    ) -> Problem | None:
        """Return the problem with `typed`, if any; `reported` are the fields in trouble."""
        values = []
        for key in self.keys:
            value = typed.get(key)
            if value is None or key in reported:
                return None
            values.append(value)
        if self.marked in reported or not self.fails(today, *values):
            return None
        return self.wrong(self.words, self.marked, self.id)
