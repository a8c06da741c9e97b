"""Deeds: what a step did to each record, read from the journal a block at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.storage.history import Plain, stored_value
from partyservice.storage.journal import JOURNAL
from partyservice.storage.lookup import some
from partyservice.storage.record import Record, followers
from partyservice.storage.steps import Step

BLOCK = 1000  # records
Keys = Mapping[int, type[Record]]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a step did to one record, as the journal has it; `before` is None for a new one."""

    kind: type[Record]
    id: int
    before: Plain | None
    after: Plain


@dataclass(frozen=True, slots=True)
class Later:
    """A change of a record after the step: by whom, when, and of which columns."""

    by: str
    at: datetime
    names: frozenset[str]


def keys_of_step(session: Session, step: Step, most: int | None = None) -> dict[int, type[Record]]:
    """Return the kind of every record that entries of `step` are about, in the order written.

    With `most` only so many entries are read.
    """
    kinds = {m.class_.__tablename__: m.class_ for m in Record.registry.mappers}
    j = JOURNAL.c
    wanted = select(j.record_id, j.about).where(j.seq.between(step.first, step.last))
    wanted = wanted.order_by(j.seq).limit(most)
    rows = session.connection().execute(wanted).yield_per(BLOCK)
    return {row.record_id: kinds[row.about] for row in rows if row.about in kinds}


def blocks(keys: Keys, *, backwards: bool = False) -> Iterator[dict[int, type[Record]]]:
    """Give `keys` in blocks, the last written first if `backwards`."""
    rest: list[int] = list(reversed(list(keys)) if backwards else keys)
    for start in range(0, len(rest), BLOCK):
        yield {key: keys[key] for key in rest[start : start + BLOCK]}


def deeds(session: Session, step: Step, keys: Keys) -> list[Deed]:
    """Return what `step` did to the records `keys`; nothing of those it only looked at."""
    j = JOURNAL.c
    wanted = select(j.record_id, j.before, j.after)
    found: dict[int, Deed] = {}
    for few in some(keys):
        # adding 0 keeps SQLite from reading the whole step for a few of its records
        these = wanted.where(j.record_id.in_(few), (j.seq + 0).between(step.first, step.last))
        for key, was, now in session.connection().execute(these.order_by(j.record_id, j.seq)):
            _join(found, keys[key], key, None if was is None else json.loads(was), json.loads(now))
    return [found[key] for key in keys if key in found]


def _join(
    found: dict[int, Deed], kind: type[Record], key: int, was: Plain | None, now: Plain
) -> None:
    """Put an entry to those before it: what was before the first, what is after the last."""
    names = kind.__table__.columns.keys()
    if not now.keys() & set(names):
        return  # a look, a print: nothing was changed
    known = found.get(key)
    if known is None:
        found[key] = Deed(kind, key, was, now)
        return
    before = None if known.before is None else (was or {}) | known.before
    found[key] = Deed(kind, key, before, known.after | now)


def changed_later(session: Session, step: Step, keys: Sequence[int]) -> dict[int, list[Later]]:
    """Return the changes since `step` of the records `keys`, the newest first."""
    j = JOURNAL.c
    wanted = select(j.record_id, j.by, j.at, j.after).order_by((j.seq + 0).desc())
    found: dict[int, list[Later]] = defaultdict(list)
    for few in some(keys):
        since = wanted.where(j.record_id.in_(few), j.seq + 0 > step.last, j.before.is_not(None))
        for key, by, at, after in session.connection().execute(since):
            found[key].append(Later(by, at, frozenset(json.loads(after))))
    return found


def values(kind: type[Record], plain: Plain) -> dict[str, Any]:
    """Return what the journal wrote of columns that `kind` still has, as values again.

    Columns that follow another are left out: they follow again. Raise ValueError for a value
    that the program no longer knows.
    """
    columns = kind.__table__.columns
    led = {name for name, _, _ in followers(kind)}
    try:
        return {
            name: stored_value(kind.__table__.columns[name], value)
            for name, value in plain.items()
            if name in columns and name not in led
        }
    except KeyError as error:
        raise ValueError(f"{error} is no value any more") from error
