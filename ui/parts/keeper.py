"""Keeper: keeps what is typed in one form, and what became of saving it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from partyservice.kernel.unsaved import Unsaved
from ui.parts import tokens
from ui.parts.desk import Desk
from ui.parts.form import Form
from ui.parts.job import Done, Failed, Work, sentence_of

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field
    from ui.parts.editor import Task

Texts = Mapping[str, str]
_BITS = 62
_MOST_NAMED = 4
_MOST_NAME = 60  # characters of a name said


class Keeper(QObject):
    """Every two seconds while it changes, and when the form is left.

    It outlives the form: a save may still wait in line when the clerk has gone on.
    """

    waits = Signal(str)  # why the save is not done at once

    def __init__(self, desk: Desk, task: Task, form: Form) -> None:
        super().__init__(desk.parked)
        self._desk, self._task, self._parked = desk, task, desk.parked
        self._form: Form | None = form
        self._filled: Texts = {}
        self._given: Texts = {}  # put in by the page that opened the form: no typing of anybody's
        self._kept: Unsaved | None = None
        self._number = secrets.randbits(_BITS)
        self.who: int | None = None
        self.saving = self.waiting = False
        self._timer, self._patience = _timer(self, self.keep), _timer(self, self._wait)
        form.edited.connect(self._soon)
        form.counted.connect(self._soon)  # a doubt may have been given its reason
        form.destroyed.connect(self._lose)  # the page went without leaving it
        desk.parked.gathered.connect(self.keep)

    def begin(self, filled: Texts) -> Unsaved | None:
        """The form is filled with `filled`; return what was typed over it before."""
        task, self._filled = self._task, dict(filled)
        before = self._kept or task.unsaved
        if before is None and task.record_id is not None:
            before = self._parked.of(task.place, task.record_id)
        if before:
            self._kept, self._number, self.who = before, before.id, before.who
            self._parked.take_up(before.id)
        return before

    def give(self) -> None:
        """What stands now is nobody's typing; it is kept only beside something that is."""
        if self._form is not None:
            self._given = self._form.texts()

    def refill(self, filled: Texts) -> None:
        """What is stored has changed: what is typed is typed over that now."""
        self._filled = dict(filled)
        self.keep()

    def typed(self) -> Unsaved | None:
        """Return what was typed and not saved; None if nothing was.

        What was left as it stood is not kept: somebody else may have changed it meanwhile.
        """
        if self._form is None:
            return self._kept
        stood, now = self._filled.get, self._form.texts()
        texts = {k: t for k, t in now.items() if t != stood(k, "")}
        if not texts or now == self._given:
            return None
        return Unsaved(
            id=self._number,
            at=self._desk.app.clock.now(),
            place=self._task.place,
            title=self._task.title,
            name=self._task.name,
            record_id=self._task.record_id,
            texts=texts,
            reasons=self._form.sure(),
            who=self.who,
            seen=self._filled,
        )

    def keep(self) -> None:
        """Keep what is typed now."""
        self._timer.stop()
        typed = self.typed()
        if typed is None:
            self._forget()
        elif not typed.same(self._kept):
            self._kept = typed
            self._parked.take_up(self._number)
            self._parked.keep(typed)

    def drop(self) -> None:
        """What was typed is not wanted."""
        self._timer.stop()
        self._forget()

    def leave(self) -> bool:
        """The form goes; say whether something typed is left behind."""
        if self._form is None:
            return False
        if not self.saving:
            self.keep()
        self._form.edited.disconnect(self._soon)
        self._form.counted.disconnect(self._soon)
        self._form = None
        if not self.saving:
            self._end()
        return self._kept is not None

    def words(self) -> str:
        """Return what to say of something left behind."""
        if self.saving:
            return "前面写完就保存这一份"
        return f"已挂起 {f'{self._task.title} {self.name()}'.rstrip()}，按 Shift+F7 取回"

    def name(self) -> str:
        """Return of whom it is; of somebody new what was typed into the first field."""
        texts = self._form.texts() if self._form is not None else self._kept and self._kept.texts
        first = next(iter(self._task.draft.known), None)
        typed = (texts or {}).get(first.key, "") if first and not first.mask else ""
        return self._task.name or typed[:_MOST_NAME]

    def save(self, work: Work, done: Done, failed: Failed) -> None:
        """Save beside the window; what is typed is kept until that is done."""
        self.keep()
        self.saving = True
        self._patience.start(tokens.WAIT_UNSAID)
        ways = partial(self._saved, done), partial(self._not_saved, failed)
        self._desk.jobs.start(self, "write", work, *ways)

    def _saved(self, done: Done, record_id: int) -> None:
        left = self._settle()
        self._forget()
        if self._form is not None:
            self._filled = self._form.texts()  # nothing is left to be kept
        if left:
            self._desk.done.emit(f"已保存 {self._task.title} {self._task.name}".rstrip())
        else:
            done(record_id)

    def _not_saved(self, failed: Failed, error: Exception) -> None:
        if not self._settle():
            failed(error)
        elif sentence := sentence_of(error):
            where = f"{self._task.title} {self._task.name}".rstrip()
            self._desk.refused.emit(f"没有保存 {where}，已挂起。{sentence}请按 Shift+F7 取回。")
        else:
            self._desk.broke.emit(error)

    def _settle(self) -> bool:
        """The save is over; say whether the form has gone."""
        self.saving = self.waiting = False
        self._patience.stop()
        if self._form is None:
            self._end()
            return True
        self._form.setEnabled(True)
        return False

    def _end(self) -> None:
        self._timer.stop()
        self._desk.parked.gathered.disconnect(self.keep)
        self._parked.lay_down(self._number)
        self.deleteLater()

    def _forget(self) -> None:
        if self._kept:
            self._parked.forget(self._number)
            self._kept = None

    def _lose(self, *_form: object) -> None:
        if self._form is not None:
            self._form = None
            self._timer.stop()
            self._parked.lay_down(self._number)

    def _soon(self, *_what: object) -> None:
        if not self._timer.isActive() and not self.saving:
            self._timer.start(tokens.DRAFT_EVERY)

    def _wait(self) -> None:
        self.waiting = True
        reason = self._desk.app.store.writing or ""
        doing = "导入" if reason.startswith("导入") else "写入"
        if self._form is not None:
            self._form.setEnabled(False)  # what is typed now would not be in what is saved
        self.waits.emit(f"正在{doing}，{doing}完就保存这一份")


def differences(fields: Sequence[Field], seen: Texts, now: Texts, typed: Texts) -> str:
    """Return what became of a record since it was `seen`, in words; empty if nothing did."""
    told = []
    for field in fields:
        before, after = seen.get(field.key, ""), now.get(field.key, "")
        if field.key in seen and before != after:
            mine = typed.get(field.key, "")
            shown = field.kind.mask(mine) if field.mask and mine and "*" not in mine else mine
            words = f"{field.label}：原 {before or '—'}，现 {after or '—'}"
            told.append(words + (f"，您填 {shown or '—'}" if mine != after else ""))
    more = f"\n另有 {len(told) - _MOST_NAMED} 处" if len(told) > _MOST_NAMED else ""
    ways = "\n请看过再保存。您没有动过的，按现在的算。" if told else ""
    return "\n".join(told[:_MOST_NAMED]) + more + ways


def _timer(parent: Keeper, act: Callable[[], object]) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.timeout.connect(act)
    return made
