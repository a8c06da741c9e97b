"""Acting: the editor and the questions about records, opened over the page that offers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.parts.boxes import is_long
from ui.parts.desk import Desk
from ui.parts.editor import Editor, Task, Texts, place_of
from ui.parts.grouping import Section
from ui.parts.question import Question
from ui.parts.screen import Screen

if TYPE_CHECKING:
    from partyservice.kernel.unsaved import Unsaved
    from partyservice.storage.draft import Draft
    from partyservice.storage.flow import Flow, Step

_IN_DIALOG = 6  # fields of a step asked in a dialog; more get the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Of whom a step is taken; a new record may belong below one, or have been begun before."""

    record_id: int | None = None
    name: str = ""
    above: str = ""  # in a tree: what the new one belongs to
    unsaved: Unsaved | None = None
    who: Sequence[object] = ()  # a row of candidates: the person a new record is about


class Acting(QObject):
    """What was typed and not saved is kept by the Keeper of each, and taken back here.

    `stack` holds the page; an editor is laid over it there, a question over the window.
    """

    asked = Signal()  # a dialog or the editor came or went: other keys hold
    opened = Signal(object)  # the Editor, before it is shown
    closed = Signal()  # the page is shown again
    saved = Signal(object)  # key of the record
    taken = Signal(object)  # key of the record that took a step
    found = Signal(object)  # row of the one who is the same

    def __init__(self, stack: QStackedWidget, desk: Desk) -> None:
        super().__init__(stack)
        self._stack, self._desk = stack, desk
        self.editor: Editor | None = None
        self.question: Question | None = None

    def edit(
        self,
        title: str,
        draft: Draft,
        record_id: int,
        name: str,
        sections: tuple[Section, ...] = (),
    ) -> None:
        """Open a record to be changed; what was typed over it before is there again."""
        seen = self._desk.app.load(draft, record_id)
        task = Task(
            title=words_of_edit(title),
            draft=draft,
            save=partial(self._save, draft, record_id, seen),
            name=name,
            record_id=record_id,
            sections=sections,
        )
        self._open(task, seen)

    def take(self, screen: Screen, flow: Flow, step: Step, about: Subject) -> None:
        """Ask what a step asks; without a record it makes a new one."""
        record_id = about.record_id
        new, whole = record_id is None, step.asks in (screen.edits, screen.shows)
        task = Task(
            title=step.label,
            draft=step.asks,
            save=partial(self._save_step, flow, step, record_id),
            name=about.name,
            record_id=record_id,
            sections=screen.sections if whole else (),
            seeks=new and screen.seeks,
            fills=new and screen.fills,
            unsaved=about.unsaved,
        )
        known = {screen.tree: about.above} if about.above else {}
        if record_id is not None:
            known = self._desk.app.load(task.draft, record_id)
        asked = step.asks.known
        if len(asked) > _IN_DIALOG or any(is_long(field.kind) for field in asked):
            self._open(task, known)
        else:
            self._ask(task, known)
        if about.who and self.editor:
            self.editor.take_found(about.who)
            self.editor.keeper.give()

    def resume(self, screen: Screen, unsaved: Unsaved) -> None:
        """Open again what was typed in `screen` and not saved, in place of what is open."""
        self.close()
        if self.question:
            self.question.reject()
        if self.editor is not None:
            return  # it is being saved just now
        edited = place_of(words_of_edit(screen.title), screen.edits)
        if unsaved.place == edited and unsaved.record_id is not None:
            words = screen.title, screen.edits, unsaved.record_id, unsaved.name
            self.edit(*words, screen.sections)
        about = Subject(record_id=unsaved.record_id, name=unsaved.name, unsaved=unsaved)
        for flow, step in steps_of(screen, unsaved.place):
            self.take(screen, flow, step, about)

    def close(self) -> None:
        """Leave the editor; what was typed is kept, unless it was saved."""
        editor = self.editor
        if editor is None or (editor.keeper.saving and not editor.keeper.waiting):
            return
        self.editor = None
        if editor.keeper.leave():
            self._desk.said.emit(editor.keeper.words())
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(editor)
        editor.deleteLater()
        self.closed.emit()
        self.asked.emit()

    def _open(self, task: Task, seen: dict[str, str]) -> None:
        self.editor = editor = Editor(self._desk, task)
        editor.saved.connect(self._saved)
        editor.closed.connect(self.close)
        editor.found.connect(self.found)
        editor.refilled.connect(seen.update)
        self.opened.emit(editor)
        self._stack.addWidget(editor)
        self._stack.setCurrentWidget(editor)
        editor.suit(self._stack.width())
        editor.fill(seen)
        self.asked.emit()

    def _ask(self, task: Task, known: Texts) -> None:
        self.question = question = Question(self._desk, task, self._stack)
        question.taken.connect(partial(self._taken, task))
        question.finished.connect(self._forget_question)
        question.fill(known)
        question.open_over()

    def _save(
        self,
        draft: Draft,
        record_id: int,
        seen: Texts,
        texts: Texts,
        sure: Texts,
        _who: int | None,
    ) -> int:
        return self._desk.app.save(draft, texts, record_id=record_id, sure=sure, seen=seen)

    def _save_step(
        self,
        flow: Flow,
        step: Step,
        record_id: int | None,
        texts: Texts,
        sure: Texts,
        who: int | None,
    ) -> int:
        return self._desk.app.take(flow, step, texts, record_id=record_id, sure=sure, who=who)

    def _saved(self, record_id: int) -> None:
        if self.editor is None:
            return
        task, name = self.editor.task, self.editor.keeper.name()
        self.close()
        done = "保存" if task.record_id is not None else task.title
        self._desk.done.emit(f"已{done} {name}".rstrip())
        self.saved.emit(record_id)

    def _taken(self, task: Task, record_id: int) -> None:
        self._desk.done.emit(f"{task.name} 已{task.title}" if task.name else f"已{task.title}")
        self.taken.emit(record_id)

    def _forget_question(self, _how: int) -> None:
        self.question = None
        self.asked.emit()


def words_of_edit(title: str) -> str:
    """Return what stands over the editor of a record."""
    return f"修改{title}"


def steps_of(screen: Screen, place: str) -> list[tuple[Flow, Step]]:
    """Return the steps of `screen` that are asked in `place`."""
    pairs = [(flow, step) for flow in screen.flows for step in flow.steps]
    return [each for each in pairs if place_of(each[1].label, each[1].asks) == place]


def draft_of(screen: Screen, place: str) -> Draft | None:
    """Return what is typed in `place`, if that is one of `screen`."""
    if place == place_of(words_of_edit(screen.title), screen.edits):
        return screen.edits
    return next((step.asks for _flow, step in steps_of(screen, place)), None)
