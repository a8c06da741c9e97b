"""Merged: a Listing of what comes with the program and what the office added, as one table.

What is shipped is no Record; its rows bear keys below zero, told by their order.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy.orm import Session
from typing_extensions import override

from partyservice.kernel.errors import Refused
from partyservice.kernel.fields import Field
from partyservice.kernel.initials import letters_of, spelt
from partyservice.kernel.progress import Progress
from partyservice.storage.columns import keyed
from partyservice.storage.draft import Draft
from partyservice.storage.listing import CAP, Cases, Listing, Row, Wanted
from partyservice.storage.typed import Typed

Holds = Callable[[Row, date], bool]  # whether a row, without its key, is among a case
SHIPPED = "这一行随程序来，不能改。什么也没有改。要有别的说法，请另加一行。"


@dataclass(frozen=True, kw_only=True)
class Merged(Listing):
    """Its rows, some hundred, are gathered, narrowed and sorted here; `Cases` hold `Holds`."""

    gather: Callable[[Session], Iterable[Row]]
    narrowable: ClassVar[bool] = False

    @cached_property
    @override
    def known(self) -> tuple[Field, ...]:
        return tuple(keyed(self.columns))

    @override
    def first(self, session: Session, wanted: Wanted, count: int = 100) -> Sequence[Row]:
        return self._cut(self._all(session, wanted)[:count], wanted.columns)

    @override
    def ids(self, session: Session, wanted: Wanted, progress: Progress | None = None) -> array[int]:
        return array("q", (row[0] for row in self._all(session, wanted)))

    @override
    def window(
        self, session: Session, ids: Sequence[int], today: date, columns: tuple[str, ...] = ()
    ) -> Sequence[Row]:
        rows = {row[0]: row for row in self.gather(session)}
        return self._cut([rows[key] for key in ids if key in rows], columns)

    @override
    def among(self, session: Session, ids: Sequence[int], wanted: Wanted) -> set[int]:
        return {row[0] for row in self._all(session, wanted)}.intersection(ids)

    def _cut(self, rows: Sequence[Row], columns: tuple[str, ...]) -> Sequence[Row]:
        """Return of each row the cells of `columns`; of all, if none are named."""
        if not columns:
            return rows
        keys = [field.key for field in self.fields]
        places = [0, *(keys.index(key) + 1 for key in columns)]
        return [tuple(row[place] for place in places) for row in rows]

    @override
    def count(self, session: Session, wanted: Wanted, cap: int = CAP) -> int:
        return len(self._all(session, wanted))

    def _all(self, session: Session, wanted: Wanted) -> list[Row]:
        rows = [row for row in self.gather(session) if self._holds(row[1:], wanted)]
        keys = [field.key for field in self.fields]
        if wanted.order in keys:
            place = keys.index(wanted.order) + 1
            rows.sort(key=lambda row: _sortable(row[place]), reverse=wanted.down)
        return rows

    def _holds(self, cells: Row, wanted: Wanted) -> bool:
        by_key = {field.key: cell for field, cell in zip(self.fields, cells, strict=True)}
        for key, value in wanted.where.items():
            case = next((f for f in self.filters if isinstance(f, Cases) and f.key == key), None)
            if case is not None:
                if not case.cases[value](cells, wanted.today):
                    return False
            elif by_key[key] != value:
                return False
        shown = [f.show(cell) for f, cell in zip(self.fields, cells, strict=True)]
        return all(_found(word, shown) for word in wanted.text.split())


@dataclass(frozen=True, kw_only=True)
class OfMerged(Draft):
    """What of a row of `listing` is looked at; what is shipped can be looked at only."""

    listing: Merged

    @override
    def load(self, session: Session, record_id: int) -> Typed:
        if record_id >= 0:
            return super().load(session, record_id)
        rows = self.listing.window(session, [record_id], session.info["clock"].today())
        cells = {f.key: cell for f, cell in zip(self.listing.fields, rows[0][1:], strict=True)}
        return Typed({field.key: cells.get(field.key) for field in self.known})


@dataclass(frozen=True, kw_only=True)
class OfOwn(Draft):
    """A Draft of the office's own rows of a Merged; raises Refused for what is shipped."""

    @override
    def load(self, session: Session, record_id: int) -> Typed:
        if record_id < 0:
            raise Refused(SHIPPED)
        return super().load(session, record_id)


def cells_of(record: Any, fields: Sequence[Field]) -> Row:
    """Return a record as a row."""
    return (record.id, *(getattr(record, field.key.partition(".")[2], None) for field in fields))


def _sortable(cell: Any) -> tuple[bool, str]:
    return cell is not None, str(getattr(cell, "value", cell))


def _found(word: str, shown: Sequence[str]) -> bool:
    letters = letters_of(word)
    return any(
        word in text or (letters and any(way.startswith(letters) for way in spelt(text)))
        for text in shown
        if text
    )
