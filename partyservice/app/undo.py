"""Undo: taking back what somebody did, step by step, and doing it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from partyservice.app.given import IMPERSONAL, Given

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partyservice.kernel.progress import Progress
    from partyservice.storage.chains import Chain
    from partyservice.storage.telling import Line
    from partyservice.storage.undoing import Undoing

SHARED = frozenset({"people.merge"})  # whose steps everybody undoes who may take such
FEW_LEFT = 3  # records left alone that are named in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A step of an account as a list shows it; `firm` says why it is not undone."""

    id: int
    at: datetime
    title: str
    undone: bool
    firm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What undoing (or redoing, if `undone`) a step sets back, and what it leaves alone.

    Some records are told one by one, `total` and `left_count` say of how many there is something.
    """

    id: int
    title: str
    undone: bool
    firm: str
    counts: dict[str, int]
    lines: tuple[Line, ...]
    left: tuple[Line, ...]
    total: int
    left_count: int

    @property
    def words(self) -> str:
        """What was done, and what was left alone, as a sentence for a toast."""
        verb = "重做" if self.undone else "撤销"
        said = f"已{verb}：{self.title}"
        if not self.left_count:
            return said
        names = "、".join(
            dict.fromkeys(f"{line.title} {line.name}" for line in self.left[:FEW_LEFT])
        )
        more = f"等 {self.left_count} 条" if self.left_count > FEW_LEFT else ""
        return f"{said}。{names}{more}没有动：{self.left[0].why}"


class Undo(Given):
    """The steps of whoever is signed in, and of others what may be undone by right.

    They tell nobody anything new: what they say of people was done by whoever is told.
    """

    def last(self) -> Done | None:
        """Return what Ctrl+Z would undo; None if there is nothing."""
        from partyservice.kernel.errors import Refused
        from partyservice.storage.chains import chains, to_undo

        with self.read(IMPERSONAL) as session:
            try:
                found = to_undo(chains(session, self.by.name, self.clock.now()))
            except Refused:
                return None
            return _done(session, found)

    def steps(self) -> list[Done]:
        """Return what was done and may be undone or redone, the newest first."""
        from partyservice.storage.chains import chains

        with self.read(IMPERSONAL) as session:
            found = chains(session, self.by.name, self.clock.now())
            return [_done(session, each) for each in found]

    def plan(self, number: int | None = None) -> Preview:
        """Return what undoing a step (or redoing one that was undone) would do; the last without.

        Raise Refused if it may not be done.
        """
        from partyservice.storage.chains import permit
        from partyservice.storage.undoing import plan

        with self.read(IMPERSONAL) as session:
            found = self._chosen(session, number)
            permit(found, self.by, SHARED)
            undoing = plan(session, found.tip, found.root)
            undoing.refuse()
            return _preview(found, undoing)

    def undo(self, number: int | None = None, progress: Progress | None = None) -> Preview:
        """Undo a step, the last one without; return what was done.

        Raise Refused if it may not be, was already, or if nothing is left that could be set back.
        """
        from partyservice.storage.chains import ALREADY

        return self._take(lambda session: self._chosen(session, number), ALREADY, progress)

    def redo(self, number: int | None = None, progress: Progress | None = None) -> Preview:
        """Do again what was undone, the last one without; return what was done."""
        from partyservice.storage.chains import NOT_UNDONE, chain, chains, to_redo

        def chosen(session: Session) -> Chain:
            if number is not None:
                return chain(session, number)
            return to_redo(chains(session, self.by.name, self.clock.now()))

        return self._take(chosen, NOT_UNDONE, progress, holds=False)

    def _take(
        self,
        chosen: Callable[[Session], Chain],
        otherwise: str,
        progress: Progress | None,
        *,
        holds: bool = True,
    ) -> Preview:
        from partyservice.kernel.errors import Refused
        from partyservice.storage.chains import chain, permit
        from partyservice.storage.telling import Telling
        from partyservice.storage.undoing import carry_out, plan

        with self.read(IMPERSONAL) as session:
            found = chosen(session)
            permit(found, self.by, SHARED)
            if found.holds != holds:
                raise Refused(otherwise)
            title = Telling(session).title(found.root)
        root, tip = found.root, found.tip
        reason = f"{'撤销' if holds else '重做'} {title}"
        with self.store.write(self.by, reason, undoes=tip.id, rights=root.rights) as session:
            if chain(session, root.id).tip.id != tip.id:  # it was undone in between
                raise Refused(otherwise)
            undoing = plan(session, tip, root)
            undoing.refuse()
            carry_out(session, undoing, progress)
            return _preview(found, undoing)

    def _chosen(self, session: Session, number: int | None) -> Chain:
        from partyservice.storage.chains import chain, chains, to_undo

        if number is not None:
            return chain(session, number)
        return to_undo(chains(session, self.by.name, self.clock.now()))


def _done(session: Session, each: Chain) -> Done:
    from partyservice.storage.telling import Telling

    title = Telling(session).title(each.root)
    return Done(
        id=each.root.id, at=each.root.at, title=title, undone=not each.holds, firm=each.root.firm
    )


def _preview(found: Chain, undoing: Undoing) -> Preview:
    return Preview(
        id=found.root.id,
        title=undoing.title,
        undone=not found.holds,
        firm=found.root.firm,
        counts=dict(undoing.counts),
        lines=undoing.lines,
        left=undoing.left,
        total=undoing.total,
        left_count=undoing.left_count,
    )
