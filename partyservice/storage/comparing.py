"""Comparing: days that are known in part, and what a Condition says, in SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import String, and_, case, func, or_, type_coerce

from partyservice.kernel.asking import Condition, How
from partyservice.kernel.days import PartialDay
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Code
from partyservice.kernel.partial import Partial
from partyservice.storage.record import Attribute, field_of

_YEAR = len("2026")


def before(begun: Attribute, day: Partial) -> Any:
    """Say of a row that it began before `day`; what has no beginning began before any."""
    return or_(begun.is_(None), _sortable(begun) < _as(begun, day))


def gone_by(ended: Attribute, day: Partial) -> Any:
    """Say of a row that it ended before `day`; what has no end did not."""
    return and_(ended.is_not(None), _sortable(ended) < _as(ended, day))


def holds(condition: Condition, field: Field, shown: Any) -> Any:
    """Return `condition` over the SQL of a shown field; raise Invalid if it cannot be read."""
    return _WAYS[condition.how](shown, field, *condition.values(field))


def _between(shown: Any, field: Field, start: Any, end: Any = None) -> Any:
    """Both ends count; 2026 as an end is all of 2026, a day known as 2026-03 may be in March."""
    if isinstance(field.kind, PartialDay):
        shown, start = _whole(type_coerce(shown, String)), start and start.iso
        end = end and end.latest.isoformat()
    after = shown.is_not(None) if start is None else shown >= start
    return after if end is None else and_(after, shown <= end)


def _among(shown: Any, field: Field, *values: Any) -> Any:
    """A group of a grouped table stands for all its members."""
    grouped = isinstance(field.kind, Code) and field.kind.grouped
    groups = [code[:-1] for code in values if grouped and code.endswith("0")]
    return or_(shown.in_(values), *(shown.startswith(begin) for begin in groups))


_WAYS: dict[How, Callable[..., Any]] = {
    How.CONTAINS: lambda shown, _field, text: shown.contains(text, autoescape=True),
    How.STARTS: lambda shown, _field, text: shown.startswith(text, autoescape=True),
    How.WITHIN: lambda shown, _field, code: shown.startswith(_inside(code)),
    How.BETWEEN: _between,
    How.AMONG: _among,
    How.YES: lambda shown, _field: shown.is_(True),
    How.NO: lambda shown, _field: shown.is_(False),
    How.FILLED: lambda shown, _field: and_(shown.is_not(None), type_coerce(shown, String) != ""),
    How.EMPTY: lambda shown, _field: or_(shown.is_(None), type_coerce(shown, String) == ""),
}


def _inside(code: str) -> str:
    """Return how the codes of all places inside a region begin: 320000 is all of 32."""
    while code.endswith("00"):
        code = code[:-2]
    return code


def _sortable(attribute: Attribute) -> Any:
    # a month known only as 2026-10 is not before 2026-10; a year counts from its January
    if not isinstance(field_of(attribute).kind, PartialDay):
        return attribute
    return _whole(type_coerce(attribute, String))


def _whole(text: Any) -> Any:
    return case((func.length(text) == _YEAR, text + "-01"), else_=text)


def _as(attribute: Attribute, day: Partial) -> str | date:
    return day.iso if isinstance(field_of(attribute).kind, PartialDay) else day.earliest
