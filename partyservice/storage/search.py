"""Search: one key table; a key is a letter for what it finds and how it may be typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Session

from partyservice.kernel.kinds import Kind, plain
from partyservice.kernel.private import repaired
from partyservice.storage.record import KEY, Record, described

KEYS = Table(
    "search_key",
    Record.metadata,
    Column("k", String(60), primary_key=True),
    Column("id", KEY, primary_key=True),
    Index("ix_search_key_id", "id", "k"),
    sqlite_with_rowid=False,
)
_DOTS = re.compile("[·•‧・･∙●.]")
LAST = "\U0010ffff"
FEW = 2000  # hits up to which a term is counted when the rarer one is looked for
MOST_WORDS, LONGEST = 12, 40  # no key is longer
RARE = 300  # hits so few that no rarer term is looked for


def terms(text: str) -> list[str]:
    """Return the words of `text` as keys begin with them: digits from the tail, no dots.

    Each once, and no more than anybody types: a pasted page of text is no search.
    """
    words = [_DOTS.sub("", word) for word in repaired(plain(text)).lower().split()]
    bare = [word.replace("-", "") if word[-1:].isdigit() else word for word in words]
    turned = (word[::-1] if word.removesuffix("x").isdigit() else word for word in bare if word)
    return list(dict.fromkeys(word[:LONGEST] for word in turned))[:MOST_WORDS]


def hits(session: Session, record: type[Record], text: str) -> Any:
    """Return a selection of (k, id) that begin with every term of `text`, in key order.

    The rarer of two terms leads; the others are looked up by id.
    """
    selection, named = _asked(session, record, terms(text))
    return selection.params(named)


def found_by(
    session: Session, record: type[Record], words: Sequence[str]
) -> tuple[Any, dict[str, str]]:
    """Return the statement of the ids that begin with every one of `words`, and its parameters.

    The usual search: its statements are put together once, which takes longer than running them.
    """
    _, named = _asked(session, record, words)
    return _ids_of(len(words)), named


def _asked(
    session: Session, record: type[Record], words: Sequence[str]
) -> tuple[Any, dict[str, str]]:
    starts = _rarest_first(session, [record.letter + word for word in words])
    named = {f"start{place}": start for place, start in enumerate(starts)}
    return _hits_of(len(words)), named | {f"end{p}": s + LAST for p, s in enumerate(starts)}


def _rarest_first(session: Session, starts: list[str]) -> list[str]:
    """Put the term with the fewest hits first; the longest is counted first, often it is that."""
    if len(starts) == 1:
        return starts
    least = FEW
    for start in sorted(starts, key=len, reverse=True):
        named = {"start0": start, "end0": start + LAST, "most": least}
        count = session.connection().execute(_COUNTED, named).scalar() or 0
        if count < least:
            least, starts = count, [start, *(other for other in starts if other != start)]
        if least <= RARE:
            break
    return starts


def _between(column: Any, place: int) -> Any:
    return (column >= bindparam(f"start{place}")) & (column < bindparam(f"end{place}"))


@cache
def _hits_of(words: int) -> Any:
    lead = select(KEYS.c.k, KEYS.c.id).where(_between(KEYS.c.k, 0))
    for place in range(1, words):
        other = KEYS.alias(f"other{place}")
        also = select(1).where(other.c.id == KEYS.c.id, _between(other.c.k, place))
        lead = lead.where(also.exists())
    return lead


@cache
def _ids_of(words: int) -> Any:
    return _hits_of(words).with_only_columns(KEYS.c.id).order_by(KEYS.c.k, KEYS.c.id)


_COUNTED = select(func.count()).select_from(
    select(KEYS.c.id).where(_between(KEYS.c.k, 0)).limit(bindparam("most")).subquery()
)


_GONE = delete(KEYS).where(KEYS.c.k == bindparam("key"), KEYS.c.id == bindparam("of"))


@cache
def finders(record: type[Record]) -> Mapping[str, Kind]:
    """Return the kinds of the columns by which search finds `record`."""
    return {f.key.split(".")[1]: f.kind for f in described(record) if record.letter and f.finds}


def keys_of(record: type[Record], values: Mapping[str, Any]) -> set[str]:
    """Return the keys that `values` of `record` give; a voided record has none."""
    if values.get("void_reason"):
        return set()
    found: list[str] = []
    for name, kind in finders(record).items():
        value = values.get(name)
        if value:
            found += kind.keys(value)
    letter = record.letter
    return {letter + key.lower() for key in found if key}


def rebuild_keys(connection: Connection, record: type[Record], ids: Sequence[int]) -> None:
    """Write the search keys of the records `ids` anew, from what is stored of them."""
    names = (*finders(record), "void_reason")
    wanted = select(record.id, *(getattr(record, name) for name in names))
    for start in range(0, len(ids) if finders(record) else 0, FEW):
        some = list(ids[start : start + FEW])
        connection.execute(delete(KEYS).where(KEYS.c.id.in_(some)))
        rows = connection.execute(wanted.where(record.id.in_(some))).mappings()
        new = [(key, row["id"]) for row in rows for key in keys_of(record, dict(row))]
        write_keys(connection, (), new)


def write_keys(
    connection: Connection, gone: Iterable[tuple[str, int]], new: Iterable[tuple[str, int]]
) -> None:
    """Write search keys: called by the journal's hook, in the same transaction."""
    old = sorted(gone, key=itemgetter(0))
    if old:
        connection.execute(_GONE, [{"key": k, "of": key} for k, key in old])
    rows = sorted(new, key=itemgetter(0))  # pages are met once
    if rows:
        statement = "INSERT OR IGNORE INTO search_key (k, id) VALUES (?, ?)"
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(statement, rows)
        else:
            connection.execute(insert(KEYS), [{"k": k, "id": key} for k, key in rows])
