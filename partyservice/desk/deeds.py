"""Deeds: what an auditor sees of the journal: who did what to which kind of record, and when.

Nothing of what stands in a record is told: no name, no number, no key, no reason in free words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partyservice.desk.happenings import NOTES
from partyservice.storage.flow import is_step
from partyservice.storage.history import Entry, is_note, values_of
from partyservice.storage.record import Record, described, record_of

OTHER = "其他操作"
NO_RECORD = "名册和文件"  # what the note of a print is about
# words of the program with which a reason begins
WORKS = ("建立", "导入", "导出", "撤销", "重做", "合并", "拆回", "恢复")


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of the journal without its values; `fields` are the labels of what was changed."""

    seq: int
    at: datetime
    by: str
    what: str
    title: str  # what a clerk calls the kind of record
    fields: tuple[str, ...]


def deed(entry: Entry) -> Deed:
    """Return what may be told of an entry to somebody who may not see people."""
    record = _kind(entry.about)
    return Deed(
        seq=entry.seq,
        at=entry.at,
        by=entry.by,
        what=_what(record, entry),
        title=record.title if record else NO_RECORD,
        fields=_fields(record, entry) if record else (),
    )


def _what(record: type[Record] | None, entry: Entry) -> str:
    if record is None or is_note(record, entry):
        return next((words for name, words in NOTES.items() if name in entry.after), OTHER)
    if "void_reason" in entry.after:
        return "作废" if entry.after["void_reason"] else "撤销作废"
    # a reason begins with the step taken, or the work done; what a clerk wrote comes after
    begun = entry.reason.partition(" ")[0]
    if is_step(begun) or begun in WORKS:
        return begun
    return "新登记" if entry.before is None else "修改"


def _fields(record: type[Record], entry: Entry) -> tuple[str, ...]:
    """Return the labels of the fields that were changed; of a new record all are."""
    if entry.before is None:
        return ()
    changed = values_of(record, entry.after).keys()
    return tuple(f.label for f in described(record) if f.key.split(".")[1] in changed)


def _kind(table: str) -> type[Record] | None:
    try:
        return record_of(table)
    except StopIteration:
        return None
