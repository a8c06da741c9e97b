"""Printed: what a column of paper shows of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from partyservice.kernel.fields import Field
from partyservice.kernel.partial import Partial
from partyservice.storage.shown import Shown

Align = Literal["left", "centre", "right"]
To = Callable[[Field, Any], str]  # how a value stands on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A column of paper, `width` mm wide, made of `shown` (several are joined by `between`)."""

    label: str
    width: float
    shown: tuple[Shown, ...] = ()
    align: Align = "left"
    to: To | None = None
    between: str = ""


def printed(
    label: str,
    width: float,
    *shown: Shown,
    align: Align = "left",
    to: To | None = None,
    between: str = "",
) -> Printed:
    """Return the column of paper under `label`."""
    return Printed(label=label, width=width, shown=shown, align=align, to=to, between=between)


def whole(field: Field, value: Any) -> str:
    """Return a value as paper shows it: telephone numbers whole, days with dots."""
    if isinstance(value, Partial | date):
        return Partial.of(value).iso.replace("-", ".")
    return field.typed(value)


def month(_field: Field, value: Any) -> str:
    """Return the month of a day as 1985.03, the year if only that is known."""
    return "" if value is None else value.iso[:7].replace("-", ".")


def hidden(field: Field, value: Any) -> str:
    """Return a value as everybody may see it."""
    return field.show(value)


def cell(
    column: Printed,
    row: Sequence[Any],
    at: Sequence[tuple[int, Field]],
    asked: Mapping[str, To],
    *,
    masked: bool,
) -> str:
    """Return the text of a cell; `asked` says of fields how they shall stand, by their key."""
    parts = []
    for place, field in at:
        value = row[place]
        if value is not None:
            show = hidden if masked and field.mask else asked.get(field.key) or column.to or whole
            parts.append(show(field, value))
    return column.between.join(part for part in parts if part)


def _born(pattern: str) -> To:
    """Return how a birth is written: {y}, {m} and {d}, as far as it is known."""

    def form(_field: Field, value: Any) -> str:
        year, *rest = Partial.of(value).iso.split("-")
        parts = dict(zip(("m", "d"), rest, strict=False))
        if any("{" + name in pattern and name not in parts for name in "md"):
            return whole(_field, value)
        numbers = {name + "n": str(int(part)) for name, part in parts.items()}
        return pattern.format(y=year, **parts, **numbers)

    return form


def _whole_number(field: Field, value: Any) -> str:
    return field.typed(value)


# forms that upper offices ask for (domain 6.1), by the key of the field and by their words
FORMS: dict[str, dict[str, To]] = {
    "person.id_number": {"完整 18 位": _whole_number},
    "person.born": {
        "1985.03": _born("{y}.{m}"),
        "198503": _born("{y}{m}"),
        "1985-03-07": _born("{y}-{m}-{d}"),
        "1985年3月": _born("{y}年{mn}月"),
    },
}
