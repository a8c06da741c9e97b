"""Columns: all that a row of a list could show, beside what it shows at first."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import Select, select

from partyservice.kernel.errors import Refused
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref
from partyservice.storage.record import (
    Attribute,
    Record,
    attribute_of,
    described,
    field_of,
    owner,
    record_of,
)
from partyservice.storage.shown import (
    Derived,
    Of,
    Shown,
    alias_of,
    described_as,
    linked,
    sql_of,
    tells_of_people,
    worked_out_from,
)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a row of `about` shows, and how its columns are read."""

    about: type[Record]
    columns: tuple[Shown, ...]
    search: Attribute | None = None  # the link to whom or what it is about
    besides: tuple[type[Record], ...] = ()  # records that a derived column counts
    narrowable: ClassVar[bool] = True  # whether it takes a Condition

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The descriptions of the columns, left to right."""
        return tuple(field for _, field in zip(self.columns, self.known, strict=False))

    @cached_property
    def known(self) -> tuple[Field, ...]:
        """The descriptions of all it can show, those of the columns first."""
        return tuple(keyed(self._knows))

    @cached_property
    def _knows(self) -> tuple[Shown, ...]:
        return (*self.columns, *others(self.about, self.search, self.columns))

    @cached_property
    def _by_key(self) -> dict[str, Shown]:
        return {field.key: shown for field, shown in zip(self.known, self._knows, strict=True)}

    def field(self, key: str) -> Field:
        """Return the description of one thing it can show; raise Refused if it cannot."""
        for known in self.known:
            if known.key == key:
                return known
        raise Refused(f"这个列表没有“{key}”这一项。数据没有改动，请换一个条件。")

    def shown_fields(self, keys: Sequence[str]) -> tuple[Field, ...]:
        """Return the descriptions of the fields `keys`; of the columns if there are none."""
        return tuple(self.field(key) for key in keys) if keys else self.fields

    def _shown(self, keys: Sequence[str]) -> tuple[Shown, ...]:
        return tuple(self._by_key[key] for key in keys) if keys else self.columns

    @cached_property
    def about_people(self) -> bool:
        """Whether it can show anything of a person; only what is declared free of them does not."""
        records = (*self.besides, *(r for each in self._knows for r in worked_out_from(each)))
        shown = (each.of for each in self._knows if isinstance(each, Of))
        return (
            self.about.about_people
            or any(record.about_people for record in records)
            or any(tells_of_people(attribute) for attribute in shown)
        )

    @cached_property
    def records(self) -> frozenset[type[Record]]:
        """The records whose news change what is shown."""
        shown = (owner(c.of) for c in self._knows if isinstance(c, Of))
        joined = (r for c in self._knows if isinstance(c, Derived) for _, r in c.links)
        return frozenset((self.about, *shown, *joined, *self.besides))

    def _named(self, today: date) -> dict[str, Any]:
        """Return the parameters that derived columns use."""
        return {"today": today} if self._dated else {}

    @cached_property
    def _dated(self) -> bool:
        return "today" in select(*(sql_of(column) for column in self._knows)).compile().params

    def _rows(self, shown: Sequence[Shown]) -> Select[*tuple[Any, ...]]:
        return select(self.about.id, *(sql_of(column) for column in shown))

    def _joined(self, statement: Any, columns: Sequence[Shown], *, lead: bool = False) -> Any:
        """Join what `columns` need; with `lead` SQLite must start from the first of them.

        Adding 0 to a key keeps it from being looked up, so that the index of the sorted column
        is walked and the first rows come at once; without it SQLite reads and sorts everything.
        """
        joins = dict.fromkeys(join for column in columns for join in _joins(column))
        for place, (link, record) in enumerate(joins):
            other = alias_of(link, record)
            stored = field_of(link).stored  # else rows without it would be lost
            first = lead and place == 0 and stored and isinstance(columns[0], Of)
            key = other.id + 0 if first else other.id
            statement = statement.join(other, key == link, isouter=not stored)
        return statement


def _joins(column: Shown) -> tuple[tuple[Attribute, type[Record]], ...]:
    if isinstance(column, Derived):
        return column.links
    return ((column.link, owner(column.of)),) if isinstance(column, Of) else ()


def others(about: type[Record], whom: Attribute | None, shown: Sequence[Shown]) -> Iterator[Shown]:
    """Give what is not `shown` of a record, of `whom` it is about, and names of what it links to.

    What two of them call alike is told apart by whose it is.
    """
    known = {_place(each) for each in shown}
    labels = {described_as(each).label for each in shown}
    for each in (*_own(about), *(_of(whom) if whom is not None else ())):
        if _place(each) in known:
            continue
        label = described_as(each).label
        if label in labels and isinstance(each, Of):
            each = dataclasses.replace(each, label=f"{owner(each.of).title}{label}")  # noqa: PLW2901
        known.add(_place(each))
        labels.add(label)
        yield each


def keyed(columns: Sequence[Shown]) -> Iterator[Field]:
    """Give the Fields of `columns`, each with a key of its own: one field may be linked twice."""
    known: set[str] = set()
    for each in columns:
        field = described_as(each)
        if field.key in known and isinstance(each, Of):
            field = dataclasses.replace(field, key=f"{field_of(each.link).key}.{field.key}")
        known.add(field.key)
        yield field


def _own(about: type[Record]) -> Iterator[Shown]:
    for field in described(about):
        attribute = attribute_of(field.key)
        if not isinstance(field.kind, Ref):
            yield attribute
        elif _is_named(field.kind):
            yield Of(attribute, attribute_of(field.kind.named), label=field.label)


def _of(whom: Attribute) -> Iterator[Shown]:
    for field in described(linked(whom)):
        if not isinstance(field.kind, Ref):
            yield Of(whom, attribute_of(field.key))


def _is_named(kind: Ref) -> bool:
    """Say whether a clerk calls the record by a field of it, not only by its key."""
    record = record_of(kind.named.split(".", maxsplit=1)[0])
    return any(field.key == kind.named for field in described(record))


def _place(shown: Shown) -> object:
    """Return what is shown, whatever it is called."""
    if isinstance(shown, Derived):
        return shown.field.key
    return (shown.link, shown.of) if isinstance(shown, Of) else shown
