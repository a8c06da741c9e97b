"""Telling: what a step did, and what undoing it would do, in the words of the Fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref
from partyservice.storage.deeds import Deed, deeds, keys_of_step, values
from partyservice.storage.lookup import Names
from partyservice.storage.record import (
    Attribute,
    Record,
    attribute_of,
    described,
    field_of,
    links_of,
    owner,
)
from partyservice.storage.steps import Step
from partyservice.storage.verdicts import WHOLE, Verdict

VOID, BACK = "作废", "恢复"
FEW = 50  # entries of a step that are looked at for its title


@dataclass(frozen=True, slots=True)
class Line:
    """One record: what a clerk calls it, its name, what changes of it, or why it stays."""

    table: str
    id: int
    title: str
    name: str
    changes: tuple[str, ...] = ()
    why: str = ""

    @property
    def words(self) -> str:
        """All of it as one line."""
        said = "；".join(self.changes) or self.why
        return f"{self.title} {self.name}：{said}" if said else f"{self.title} {self.name}"


class Telling:
    """Remembers the names of records: a branch is named by many."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = Names(session)
        self._called: dict[tuple[str, int], str] = {}

    def lines(self, found: Iterable[Verdict]) -> Iterator[Line]:
        """Give what would be set back."""
        for verdict in found:
            if verdict.void or verdict.sets:
                yield self._line(verdict.deed, changes=tuple(self._changes(verdict)))

    def left(self, found: Iterable[Verdict]) -> Iterator[Line]:
        """Give what would be left alone, and why."""
        for verdict in found:
            if verdict.left:
                yield self._line(verdict.deed, why="；".join(self._reasons(verdict)))

    def title(self, step: Step) -> str:
        """Return what `step` was: what was said of it, and whom it changed."""
        done = deeds(self._session, step, keys_of_step(self._session, step, FEW))
        if not done:
            return step.words or "没有改动记录"
        new = [deed for deed in done if deed.before is None]
        deed = max(new or done, key=lambda each: len(links_of(each.kind)))  # what it was about
        name = self.called(deed.kind, deed.id)
        if step.words:
            return step.words if step.last - step.first >= FEW else f"{step.words} {name}"
        return f"{'登记' if new else _verb(deed)}{deed.kind.title} {name}"

    def called(self, kind: type[Record], key: int) -> str:
        """Return the name of a record: its own, or of what it is about."""
        at = _named_by(kind)
        if at is None:
            return ""
        known = kind.__tablename__, key
        if known not in self._called:
            value = self._session.scalar(select(at).where(owner(at).id == key))
            self._called[known] = self._names.show(field_of(at), value)
        return self._called[known]

    def _line(self, deed: Deed, **said: Any) -> Line:
        name = self.called(deed.kind, deed.id)
        return Line(deed.kind.__tablename__, deed.id, deed.kind.title, name, **said)

    def _changes(self, verdict: Verdict) -> Iterator[str]:
        if verdict.void:
            yield VOID
            return
        if verdict.restores:
            yield BACK
        written = values(verdict.deed.kind, verdict.deed.after)
        for field in described(verdict.deed.kind):
            name = field.key.split(".")[1]
            if name in verdict.sets and not _bare(field):
                was = self._names.show(field, verdict.sets[name])
                now = self._names.show(field, written.get(name))
                same = "改回遮住的几位" if was == now else f"{now or '空'} → {was or '空'}"
                yield f"{field.label}：{same}"

    def _reasons(self, verdict: Verdict) -> Iterator[str]:
        labels = {field.key.split(".")[1]: field.label for field in described(verdict.deed.kind)}
        whys: dict[str, list[str]] = {}
        for name, why in verdict.left.items():
            whys.setdefault(why, []).append("" if name == WHOLE else labels.get(name, "作废"))
        for why, names in whys.items():
            yield f"{'、'.join(filter(None, names))} {why}".strip()


def _verb(deed: Deed) -> str:
    if "void_reason" in deed.after:
        return VOID if deed.after["void_reason"] else BACK
    return "修改"


def _bare(field: Field) -> bool:
    return isinstance(field.kind, Ref) and field.kind.named.endswith(".id")


@cache
def _named_by(kind: type[Record]) -> Attribute | None:
    """Return the attribute by which people call a record of `kind`."""
    fields = described(kind)
    own = (field for field in fields if field.finds and not field.mask)
    links = (field for field in fields if isinstance(field.kind, Ref) and not _bare(field))
    others = (field for field in fields if not field.mask and not isinstance(field.kind, Ref))
    found = next((field for group in (own, links, others) for field in group), None)
    return attribute_of(found.key) if found else None
