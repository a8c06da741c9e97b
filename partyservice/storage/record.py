"""Record: the base of every stored thing; `column` and `link` declare its fields once."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, dataclass_transform

from sqlalchemy import (
    BigInteger,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    event,
    text,
    true,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Mapped,
    declared_attr,
    mapped_column,
)
from typing_extensions import override

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Kind, Ref
from partyservice.kernel.partial import Partial

Attribute = InstrumentedAttribute[Any]
Follows = tuple[str, Callable[[Any], Any]]  # the column followed, and how
KEY = BigInteger().with_variant(Integer, "sqlite")  # SQLite's own row number is the key
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class PartialText(TypeDecorator[Partial]):
    """A Partial as its text, so that it sorts and compares in SQL."""

    impl = String(10)
    cache_ok = True

    @override
    def process_bind_param(self, value: Partial | None, dialect: Any) -> str | None:
        return value.iso if value else None

    @override
    def process_result_value(self, value: str | None, dialect: Any) -> Partial | None:
        return Partial(value) if value else None


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: SQLite forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value else None

    @override
    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and not value.tzinfo else value


class Cents(TypeDecorator[Decimal]):
    """An amount with two decimals, kept as a whole number of cents: SQLite has no decimals."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int(value * 100)

    @override
    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


def column(label: str, kind: Kind, *, default: Any = dataclasses.MISSING, **seen: Any) -> Any:
    """Declare a stored field; `seen` are the words of Field.

    Raise TypeError if search shall find by a kind that gives it no keys.
    """
    if seen.get("finds") and type(kind).keys is Kind.keys:
        raise TypeError(f"{label}: a {type(kind).__name__} has no keys by which search could find")
    usual = None if default is dataclasses.MISSING else default
    field = Field(label=label, kind=kind, default=usual, **seen)
    return mapped_column(info={"field": field}, active_history=True, default=usual)


def link(
    label: str,
    named: str,
    *,
    or_named: str = "",
    **seen: Any,
) -> Any:
    """Declare a field that is another record; `named` is the column naming it, "table.column"."""
    key = ForeignKey(f"{named.split('.', maxsplit=1)[0]}.id", deferrable=True, initially="DEFERRED")
    seen.pop("default", None)  # None, and told to the type checker only
    info = {"field": Field(label=label, kind=Ref(named, or_named), **seen)}
    return mapped_column(KEY, key, index=True, info=info, active_history=True)


def kept(*given: Any, follows: Follows | None = None, **options: Any) -> Any:
    """Declare a column that is no Field; `init=False` tells the type checker of constructors.

    With `follows` it is worked out from another column whenever that is set.
    """
    options.pop("init", None)
    return mapped_column(*given, info={"follows": follows}, **options)


@dataclass_transform(kw_only_default=True, field_specifiers=(column, link, kept))
class Record(DeclarativeBase):
    """A row with a key made by the Store; `version` betrays a second writer.

    Nothing is deleted: a record that should not have been is voided with a reason. It is typed
    as a dataclass but is none: a dataclass would set every column of each of 100,000 rows.
    """

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMES)
    letter: ClassVar[str] = ""  # under which search finds it
    title: ClassVar[str] = ""  # what a clerk calls it
    heading: ClassVar[str] = "其他往来"  # under which the page of a person lists it
    lasts: ClassVar[tuple[str, str]] = ("", "")  # columns of the day it began and the day it ended
    rewords: ClassVar[bool] = False  # whether records of all kinds show its words
    about_people: ClassVar[bool] = True  # whether it tells of people; False must be declared
    firm: ClassVar[str] = ""  # why a step that changed one is never undone
    single: ClassVar[str] = ""  # the link of which only one record may matter at a time
    # what to say where so many that matter now, see `matters`, link to what shall end
    holds: ClassVar[str] = "还有 {count} 条{title}记录编在这里，没有撤销。请先办结，或改到别处。"
    type_annotation_map: ClassVar = {
        enum.Enum: Enum(enum.Enum, native_enum=False, length=30),  # by name, on both engines
        Partial: PartialText,
        datetime: Moment,
        Decimal: Cents,
    }

    id: Mapped[int] = kept(KEY, primary_key=True, autoincrement=False, init=False)
    version: Mapped[int] = kept(init=False)
    void_reason: Mapped[str | None] = kept(String(200), active_history=True, init=False)

    @override
    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, of, by in followers(cls):
            event.listen(getattr(cls, of), "set", _follow(name, by))

    @classmethod
    def matters(cls) -> Any:
        """Return the condition under which a record matters now: what it links to may not end."""
        return true()

    @override
    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def once(table: str, name: str) -> Index:
    """Return the index that keeps the values of a `once` field apart among records in force."""
    in_force = text("void_reason IS NULL")
    return Index(
        f"uq_{table}_{name}", name, unique=True, sqlite_where=in_force, postgresql_where=in_force
    )


@cache
def record_of(table: str) -> type[Record]:
    """Return the class stored in `table`."""
    return next(m.class_ for m in Record.registry.mappers if m.class_.__tablename__ == table)


@cache
def described(record: type[Record]) -> tuple[Field, ...]:
    """Return the Fields of `record`, in the order declared."""
    columns = record.__table__.columns
    return tuple(_named(record.__tablename__, c) for c in columns if "field" in c.info)


@cache
def names_of(record: type[Record]) -> dict[str, str]:
    """Return the names of the attributes of `record` that are Fields, by the Field's key."""
    return {field.key: field.key.split(".")[1] for field in described(record)}


@cache
def followers(record: type[Record]) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """Return the columns of `record` that follow another: name, the other's name, and how."""
    columns = record.__table__.columns
    return tuple((c.key, *c.info["follows"]) for c in columns if c.info.get("follows"))


@cache
def links_of(record: type[Record]) -> tuple[Attribute, ...]:
    """Return the attributes of `record` that point to other records."""
    fields = (field for field in described(record) if isinstance(field.kind, Ref))
    return tuple(attribute_of(field.key) for field in fields)


def owner(attribute: Attribute) -> type[Record]:
    """Return the class of record that `attribute` belongs to."""
    record: type[Record] = attribute.parent.class_
    return record


@cache
def field_of(attribute: Attribute) -> Field:
    """Return the Field of a mapped attribute such as Person.name."""
    return _named(owner(attribute).__tablename__, attribute.property.columns[0])


@cache
def key_of(attribute: Attribute) -> str:
    """Return the key of the Field of `attribute`: table.column."""
    return field_of(attribute).key


def attribute_of(key: str) -> Attribute:
    """Return the mapped attribute of the field `key`: table.column."""
    table, _, name = key.partition(".")
    attribute: Attribute = getattr(record_of(table), name)
    return attribute


def _follow(name: str, by: Callable[[Any], Any]) -> Callable[..., None]:
    def follow(record: Record, value: Any, _before: Any, _initiator: Any) -> None:
        setattr(record, name, by(value))

    return follow


def _named(table: str, column: Any) -> Field:
    field: Field = column.info["field"]
    rest = f"{table}.{field.rest}" if field.rest else ""
    must = not column.nullable
    asked = field.needed or (must and field.default is None)
    key = f"{table}.{column.key}"
    return dataclasses.replace(field, key=key, rest=rest, stored=must, needed=asked)
