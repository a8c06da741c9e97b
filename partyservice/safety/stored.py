"""Stored: whether each value of each record is one that could have been typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select, type_coerce
from sqlalchemy.types import NullType, TypeEngine

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref
from partyservice.kernel.progress import Progress
from partyservice.storage.record import Record, described

BLOCK = 1000  # rows fetched together
MOST = 50_000  # values remembered of a column: codes and branches come again and again
_NEW = object()
_UNREAD = (ValueError, LookupError, TypeError, ArithmeticError)


class Reader:
    """Reads a column as it is stored; what was met before is not worked out again.

    `value` is None for what cannot be read, `wrong` says why it cannot be.
    """

    def __init__(self, connection: Connection, field: Field, kind: TypeEngine[Any]) -> None:
        self._field = field
        self._by = kind.dialect_impl(connection.dialect).result_processor(connection.dialect, None)
        self._values: dict[Any, Any] = {}
        self._wrong: dict[Any, str] = {}

    def value(self, raw: Any) -> Any:
        """Return the value that is stored as `raw`."""
        found = self._values.get(raw, _NEW)
        if found is _NEW:
            try:
                found = self._by(raw) if self._by and raw is not None else raw
            except _UNREAD:
                found = None
            if len(self._values) < MOST:
                self._values[raw] = found
        return found

    def wrong(self, raw: Any) -> str:
        """Return what is wrong with what is stored as `raw`; nothing if all is well."""
        found = self._wrong.get(raw)
        if found is None:
            found = self._judged(raw)
            if len(self._wrong) < MOST:
                self._wrong[raw] = found
        return found

    def _judged(self, raw: Any) -> str:
        value = self.value(raw)
        if value is None:
            return "读不出来"
        try:
            self._field.parse(self._field.typed(value))
        except Doubt:
            return ""  # somebody said yes to it
        except Invalid as problem:
            return problem.words.rstrip("。").removeprefix(f"{self._field.label}：")
        except _UNREAD:
            return "读不出来"
        return ""


def readers(connection: Connection, kind: type[Record]) -> dict[str, Reader]:
    """Return the readers of the Fields of a kind of record by the name of their column.

    What links to other records is left out: the file's own check of links looks at that.
    """
    columns = kind.__table__.columns
    names = {f.key.split(".")[1]: f for f in described(kind) if not isinstance(f.kind, Ref)}
    return {name: Reader(connection, f, columns[name].type) for name, f in names.items()}


def wrong_values(connection: Connection, kind: type[Record], progress: Progress) -> Iterator[str]:
    """Say of each value that could not have been typed where it stands; never the value."""
    by = readers(connection, kind)
    columns = kind.__table__.columns
    labels = {f.key.split(".")[1]: f.label for f in described(kind)}
    bare = [columns[name].label(name) for name in by]
    wanted = select(columns.id, *(raw(each) for each in bare)).order_by(columns.id)
    checks = list(by.items())
    for place, row in enumerate(streamed(connection, wanted)):
        if place % BLOCK == 0:
            progress.step(place, place, f"{kind.title or kind.__tablename__}的每一项")
        for (name, reader), cell in zip(checks, row[1:], strict=True):
            if cell is not None and (words := reader.wrong(cell)):
                yield f"{kind.title or kind.__tablename__} {row[0]} 的{labels[name]}：{words}"


def raw(column: Any) -> Any:
    """Return `column` as it is stored."""
    return type_coerce(column, NullType())


def streamed(connection: Connection, wanted: Any) -> Iterator[Any]:
    """Give the rows of a selection, a block at a time."""
    for block in connection.execution_options(yield_per=BLOCK).execute(wanted).partitions():
        yield from block
