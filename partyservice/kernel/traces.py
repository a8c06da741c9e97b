"""Traces: where a failure passed, without a word of what it was about."""

from __future__ import annotations

import traceback
from hashlib import blake2s
from pathlib import Path


def trace_of(error: BaseException) -> list[str]:
    """Return the kind of failure and the places it passed, one a line, causes first.

    What the failure says, what stood in variables and the lines of the source are left out:
    any of them may name a person.
    """
    seen: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in seen:
        seen.append(each)
        each = each.__cause__ or each.__context__
    return [line for each in reversed(seen) for line in _lines(each)]


def bug_number(error: BaseException) -> str:
    """Return a short number made of the kind of failure and the places it passed; no data in it."""
    made = blake2s("|".join(_lines(error)).encode(), digest_size=3)
    return made.hexdigest().upper()


def _lines(error: BaseException) -> list[str]:
    places = traceback.extract_tb(error.__traceback__)
    passed = [f"  {Path(each.filename).name}:{each.name}:{each.lineno}" for each in places]
    return [type(error).__name__, *passed]
