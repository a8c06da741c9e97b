"""Typed: what somebody typed, or a row of a sheet said, on its way to the records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from partyservice.kernel.errors import Doubt, Invalid, Problem
from partyservice.kernel.fields import Field
from partyservice.storage.many import wait
from partyservice.storage.record import Attribute, Record, key_of, names_of

R = TypeVar("R", bound=Record)


class Typed(dict[str, Any]):
    """Values by the key of their Field, and what is known about them so far.

    `problems` are those met while reading; `found` is the stored record these values speak of,
    `links` the stored records they link to, by the name of the link, `stored` what rules need
    besides.
    """

    __slots__ = ("found", "links", "problems", "stored")

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values or {})
        self.problems: list[Problem] = []
        self.found: int | None = None
        self.links: dict[str, int] = {}
        self.stored: Mapping[str, Any] = {}

    def get_of(self, attribute: Attribute) -> Any:
        """Return what was typed for `attribute`; None if nothing was."""
        return self.get(key_of(attribute))

    def of(self, record: type[Record]) -> dict[str, Any]:
        """Return what was typed for fields of `record`, ready for its constructor."""
        names = names_of(record)
        return {names[key]: value for key, value in self.items() if key in names}

    def own(self) -> set[int]:
        """Return the keys of the stored records these values speak of."""
        return {*self.links.values(), *([self.found] if self.found else [])}


def take_in(typed: Typed, field: Field, given: Any, by: Callable[[Any], Any]) -> None:
    """Put the value that `by` makes of `given` into `typed`; note what is wrong with it."""
    try:
        typed[field.key] = by(given)
    except Invalid as problem:
        typed.problems.append(problem)
    except Doubt as doubt:
        typed[field.key] = doubt.value
        typed.problems.append(doubt)


def write(session: Session, kind: type[R], record: R | None, values: Mapping[str, Any]) -> R:
    """Return `record` with `values`; without one, a new record of `kind`."""
    if record is None:
        if "many" in session.info:
            return wait(session, kind, values)
        record = kind(**values)
        session.add(record)
        return record
    for name, value in values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
    return record
