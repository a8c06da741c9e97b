"""Happenings: what was done about a person, told from the journal in the words of the Fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from partyservice.desk.person import keys_about, link_of
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref
from partyservice.storage.history import NOTES, Entry, entries, is_note, looks, values_of
from partyservice.storage.lookup import Names
from partyservice.storage.record import (
    Record,
    attribute_of,
    described,
    field_of,
    key_of,
    record_of,
)

PAGE = 50


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the journal; `lines` say what changed, field by field."""

    seq: int
    day: str
    time: str
    by: str
    what: str
    title: str  # what a clerk calls the record
    table: str
    record_id: int
    lines: tuple[str, ...]
    new: bool  # the record was made then
    look: bool  # nothing was changed


@dataclass(frozen=True, slots=True)
class History:
    """Newest first; `more` if there are older ones."""

    happenings: tuple[Happening, ...]
    more: bool


def history(
    session: Session, person_id: int, before: int | None = None, most: int = PAGE
) -> History:
    """Return what was done about a person, only entries numbered below `before`."""
    found = entries(session, keys_about(session, person_id), before, most + 1)
    words = _Words(session)
    return History(tuple(words.happening(each) for each in found[:most]), len(found) > most)


def looked_at(
    session: Session, person_id: int, before: int | None = None, most: int = PAGE
) -> History:
    """Return who looked at a person or took them away, newest first: notes about them alone.

    A roster or a list they stood on among others is not told here.
    """
    found = looks(session, keys_about(session, person_id), before, most + 1)
    words = _Words(session)
    return History(tuple(words.happening(each) for each in found[:most]), len(found) > most)


class _Words:
    """Remembers the names of linked records: a branch is named by many entries."""

    def __init__(self, session: Session) -> None:
        self._names = Names(session)

    def happening(self, entry: Entry) -> Happening:
        """Return an entry in words."""
        record = _class_of(entry.about)
        look, at = is_note(record, entry), entry.at.astimezone()
        if record is None or look:
            what, lines = _noted(entry), tuple(_looked(entry))
        else:
            what, lines = _deed(entry), tuple(self._lines(record, entry))
        return Happening(
            seq=entry.seq,
            day=f"{at:%Y-%m-%d}",
            time=f"{at:%H:%M}",
            by=entry.by,
            what=what,
            title=record.title if record else "",
            table=entry.about,
            record_id=entry.record_id,
            lines=lines,
            new=entry.before is None and not look,
            look=look,
        )

    def _lines(self, record: type[Record], entry: Entry) -> Iterator[str]:
        before = values_of(record, entry.before or {})
        after = values_of(record, entry.after)
        if reason := entry.after.get("void_reason"):
            yield f"作废原因：{reason}"
        for field in described(record):
            name = field.key.split(".")[1]
            if name not in after or _goes_unsaid(record, field):
                continue
            now = self._names.show(field, after[name])
            if entry.before is None:
                if after[name] != field.default:
                    yield f"{field.label}：{now}"
                continue
            was = self._names.show(field, before.get(name))
            if was == now:
                yield f"{field.label}：改了遮住的几位"
            else:
                yield f"{field.label}：{was or '空'} → {now or '空'}"


def _deed(entry: Entry) -> str:
    if "void_reason" in entry.after:
        return "作废" if entry.after["void_reason"] else "撤销作废"
    return entry.reason or ("新登记" if entry.before is None else "修改")


def _noted(entry: Entry) -> str:
    known = (words for name, words in NOTES.items() if name in entry.after)
    return next(known, entry.reason or "其他记录")


def _looked(entry: Entry) -> Iterator[str]:
    """Say what a note is about: fields by their label, other words as they stand."""
    for value in entry.after.values():
        for part in value if isinstance(value, list) else [value]:
            yield _label(str(part))


def _label(key: str) -> str:
    table, dot, name = key.partition(".")
    record = _class_of(table) if dot else None
    if record is None or name not in record.__table__.columns:
        return key
    return field_of(attribute_of(key)).label


def _class_of(table: str) -> type[Record] | None:
    try:
        return record_of(table)
    except StopIteration:  # a note about something that is no record, such as a roll
        return None


def _goes_unsaid(record: type[Record], field: Field) -> bool:
    """Say whether a field is who all this is about, or a key that is no word."""
    about = link_of(record)
    bare = isinstance(field.kind, Ref) and field.kind.named.endswith(".id")
    return bare or (about is not None and field.key == key_of(about))
