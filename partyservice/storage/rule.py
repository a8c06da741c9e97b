"""Rule: what several fields must say together, declared with its id and its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
        """The keys of the fields it needs, in the order of its question."""
        return tuple(key_of(attribute) for attribute in self.needs)

    @cached_property
    def asked_of(self) -> frozenset[str]:
        """The keys of the fields that must be there, and unreported, before it is asked."""
        return frozenset(self.keys)

    @cached_property
    def marked(self) -> str:
        """The key of the field it marks."""
        return key_of(self.at)


def broken(
    rules: Iterable[Rule], typed: Mapping[str, Any], reported: Iterable[str], today: date
) -> list[Problem]:
    """Return the problems with `typed`; `reported` are the fields in trouble already."""
    found: list[Problem] = []
    there = {key for key, value in typed.items() if value is not None}.difference(reported)
    get, silent = typed.__getitem__, set(reported)
    for rule in rules:
        if not rule.asked_of <= there or rule.marked in silent:
            continue
        if rule.fails(today, *map(get, rule.keys)):
            found.append(rule.wrong(rule.words, rule.marked, rule.id))
            there.discard(rule.marked)
            silent.add(rule.marked)
    return found
