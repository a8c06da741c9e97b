"""Asking: how a list may be narrowed by a field; which ways there are follows from its Kind."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partyservice.kernel.days import Day, PartialDay, YearMonth
from partyservice.kernel.errors import Invalid
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Choice, Code, Money, Region, Whole, YesNo


class How(enum.Enum):
    """A way to compare; its value is the word on the screen."""

    CONTAINS = "包含"
    STARTS = "开头是"
    BETWEEN = "从…到…"
    AMONG = "是其中之一"
    WITHIN = "在"
    YES = "是"
    NO = "否"
    FILLED = "填了"
    EMPTY = "没有填"


BARE = frozenset({How.YES, How.NO, How.FILLED, How.EMPTY})  # need no words
MOST = {How.CONTAINS: 1, How.STARTS: 1, How.WITHIN: 1, How.BETWEEN: 2}  # texts that are looked at
ORDERED = (Day, PartialDay, YearMonth, Whole, Money)


def hows(field: Field) -> tuple[How, ...]:
    """Return how `field` may be asked for; a masked one only whether it is filled.

    To ask for parts of a number that is not shown would read it out digit by digit.
    """
    filled = () if field.stored else (How.FILLED, How.EMPTY)
    return filled if field.mask else (*_compared(field), *filled)


def _compared(field: Field) -> tuple[How, ...]:
    if isinstance(field.kind, ORDERED):
        return (How.BETWEEN,)
    if isinstance(field.kind, Code | Choice):
        return (How.AMONG,)
    if isinstance(field.kind, Region):
        return (How.WITHIN,)
    return (How.YES, How.NO) if isinstance(field.kind, YesNo) else (How.CONTAINS, How.STARTS)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a shown field must be: `texts` as a clerk typed them, so that they can be kept."""

    key: str
    how: How
    texts: tuple[str, ...] = ()

    def values(self, field: Field) -> tuple[Any, ...]:
        """Return what `texts` mean; None for an open end. Raise Invalid if they cannot be read."""
        typed = tuple(_plain(text).strip() for text in self.texts[: MOST.get(self.how)])
        if self.how is How.AMONG:
            typed = tuple(text for text in typed if text)
        if self.how in BARE:
            return ()
        if not any(typed):
            raise Invalid(f"{field.label}要找什么，还没有填。", field.key)
        if self.how in (How.CONTAINS, How.STARTS):
            return typed
        try:
            return tuple(field.kind.parse(text) if text else None for text in typed)
        except Invalid as error:
            raise Invalid(f"{field.label}：{error.words}", field.key) from error

    def words(self) -> str:
        """Return what is asked for, as its chip says it."""
        typed = [text.strip() for text in self.texts]
        if self.how is How.BETWEEN:
            start, end = (*typed, "", "")[:2]
            return f"{start} 至 {end}" if start and end else f"{start} 起" if start else f"至 {end}"
        if self.how is How.AMONG:
            return "、".join(typed)
        said = self.how.value
        return said if self.how in BARE else f"{said} {typed[0]}"

    def kept(self) -> list[Any]:
        """Return it as JSON can say it."""
        return [self.key, self.how.name, list(self.texts)]


def _plain(text: str) -> str:
    """Return `text` without halves of letters, which no file can hold, and without zeros.

    LIKE reads no further than a zero: what begins with one would be in every text.
    """
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def condition_of(kept: Sequence[Any]) -> Condition:
    """Return a Condition that was kept."""
    key, how, texts = kept
    return Condition(str(key), How[how], tuple(str(text) for text in texts))
