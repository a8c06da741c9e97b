"""What may stand in a list or a draft: an attribute, one of a linked record, or SQL."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Alias, Date, Integer, Table, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql import ColumnElement, visitors
from sqlalchemy.sql.functions import FunctionElement

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Kind, Ref
from partyservice.kernel.names import Title
from partyservice.storage.record import Attribute, Record, field_of, owner, record_of

TODAY: ColumnElement[date] = bindparam("today", type_=Date())


@dataclass(frozen=True, slots=True)
class Of:
    """The attribute `of` of the record that `link` points to, perhaps under another label."""

    link: Attribute
    of: Attribute
    label: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """A column worked out by SQL; may use TODAY."""

    field: Field
    sql: Any
    links: tuple[tuple[Attribute, type[Record]], ...] = ()  # the joins it needs


def derived(
    label: str, kind: Kind, sql: Any, *, width: int = 12, links: tuple[Of, ...] = ()
) -> Derived:
    """Return a column worked out by `sql`; `links` name the joined attributes it uses."""
    joins = tuple(dict.fromkeys((of.link, owner(of.of)) for of in links))
    return Derived(Field(key=f"derived.{label}", label=label, kind=kind, width=width), sql, joins)


Shown = Attribute | Of | Derived


class years(FunctionElement[int]):  # noqa: N801 - stands beside func.coalesce in a declaration
    """Full years from a day, perhaps known only to the month or year, to a date."""

    type = Integer()
    inherit_cache = True


@compiles(years)
def _years(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return (
        f"(CAST(substr({end}, 1, 4) AS INTEGER) - CAST(substr({start}, 1, 4) AS INTEGER)"
        f" - (substr({end}, 6, 5) < substr({start} || '-01-01', 6, 5)))"
    )


def described_as(shown: Shown) -> Field:
    """Return the Field of anything that can be shown."""
    if isinstance(shown, Derived):
        return shown.field
    if isinstance(shown, Of):
        field = field_of(shown.of)
        return dataclasses.replace(field, label=shown.label or field.label)
    return field_of(shown)


@cache
def linked(link: Attribute) -> type[Record]:
    """Return the class of record that `link` points to."""
    kind = field_of(link).kind
    if not isinstance(kind, Ref):
        raise TypeError(f"{link} is no link")
    return record_of(kind.named.split(".", maxsplit=1)[0])


def sql_of(shown: Shown) -> Any:
    """Return the expression that selects `shown`; a linked attribute through its alias."""
    if isinstance(shown, Derived):
        return shown.sql
    if isinstance(shown, Of):
        return getattr(alias_of(shown.link, owner(shown.of)), shown.of.key)
    return shown


def tells_of_people(attribute: Attribute) -> bool:
    """Say whether a value of `attribute` is of a person; what an organisation is called is not."""
    return owner(attribute).about_people and not isinstance(field_of(attribute).kind, Title)


def _tables(sql: Any) -> frozenset[str]:
    """Return the names of the tables that stand anywhere in `sql`, also under another name."""
    parts = list(visitors.iterate(sql))
    found = [*parts, *(each.table for each in parts if hasattr(each, "table"))]
    found += [each.element for each in found if isinstance(each, Alias)]
    return frozenset(each.name for each in found if isinstance(each, Table))


def worked_out_from(shown: Shown) -> Iterator[type[Record]]:
    """Give the records whose tables a derived column reads."""
    if not isinstance(shown, Derived):
        return
    yield from (record for _, record in shown.links)
    names = _tables(shown.sql) if shown.sql is not None else frozenset()
    for mapper in Record.registry.mappers:
        if mapper.class_.__tablename__ in names:
            yield mapper.class_


_ALIASES: dict[tuple[Attribute, type[Record]], Any] = {}


def alias_of(link: Attribute, record: type[Record]) -> Any:
    """Return one alias for each link, so that two links to one table do not meet."""
    if (link, record) not in _ALIASES:
        name = f"{owner(link).__tablename__}_{link.key}_{record.__tablename__}"
        _ALIASES[link, record] = aliased(record, name=name)
    return _ALIASES[link, record]


def aliases_of(record: type[Record]) -> list[tuple[Attribute, Any]]:
    """Return the aliases made so far for what `record` links to, each with its link."""
    return [(link, alias) for (link, _), alias in _ALIASES.items() if owner(link) is record]
