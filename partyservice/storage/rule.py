"""Rule: what several fields must say together, declared with its id and its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from partyservice.kernel.errors import Doubt, Invalid, Problem
from partyservice.kernel.partial import Partial
from partyservice.storage.record import Attribute, key_of

PLANNED = 30  # days ahead that a beginning may be registered


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


def coming(attribute: Attribute, rule_id: str, label: str) -> Rule:
    """Return the rule that a day in the past may not lie in the future."""
    return Rule(
        id=rule_id,
        at=attribute,
        needs=(attribute,),
        wrong=Invalid,
        words=f"{label}在今天之后，请核对。",
        fails=lambda today, day: Partial.of(day).earliest > today,
    )


def begins_soon(attribute: Attribute, rule_id: str, label: str) -> Rule:
    """Return the rule that a beginning may be registered at most `PLANNED` days ahead."""
    return Rule(
        id=rule_id,
        at=attribute,
        needs=(attribute,),
        wrong=Invalid,
        words=f"{label}比今天晚 {PLANNED} 天以上，请核对。",
        fails=lambda today, day: Partial.of(day).earliest > today + timedelta(days=PLANNED),
    )


def ordered(
    rule_id: str,
    first: Attribute,
    second: Attribute,
    words: str,
    wrong: type[Invalid] | type[Doubt] = Invalid,
) -> Rule:
    """Return the rule that `second` is not before `first`, marked at `second`."""
    return Rule(
        id=rule_id,
        at=second,
        needs=(first, second),
        wrong=wrong,
        words=words,
        fails=lambda _today, a, b: Partial.of(b).latest < Partial.of(a).earliest,
    )


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
