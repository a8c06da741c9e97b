"""Acting: the editor and the questions about records, opened over the page that offers them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.parts.desk import Desk
from ui.parts.editor import Editor, Task, Texts
from ui.parts.form import Section
from ui.parts.question import Question
from ui.parts.screen import Screen

if TYPE_CHECKING:
    from partyservice.storage.draft import Draft
    from partyservice.storage.flow import Flow, Step

_IN_DIALOG = 6  # fields of a step asked in a dialog; more get the page


class Acting(QObject):
    """Typed texts that were not saved are kept until the same record is opened again.

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
        self._seen: dict[str, str] = {}
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
        """Open a record to be changed."""
        task = Task(
            title=f"修改{title}",
            draft=draft,
            save=partial(self._save, draft, record_id),
            name=name,
            record_id=record_id,
            sections=sections,
        )
        self._open(task)

    def take(
        self, screen: Screen, flow: Flow, step: Step, record_id: int | None, name: str = ""
    ) -> None:
        """Ask what a step asks; without `record_id` it makes a new record."""
        new, whole = record_id is None, step.asks in (screen.edits, screen.shows)
        task = Task(
            title=step.label,
            draft=step.asks,
            save=partial(self._save_step, flow, step, record_id),
            name=name,
            record_id=record_id,
            sections=screen.sections if whole else (),
            seeks=new and screen.seeks,
            fills=new and screen.fills,
        )
        if len(step.asks.known) > _IN_DIALOG:
            self._open(task)
        else:
            self._ask(task)

    def close(self, *, keep: bool = True) -> None:
        """Leave the editor; what was typed is kept, unless it was saved."""
        editor = self.editor
        if editor is None or (keep and editor.saving):
            return
        self.editor = None
        typed = editor.typed() if keep else None
        if typed:
            self._desk.parked[_place(editor.task)] = typed
            self._desk.said.emit("填了一半的内容已留着，再打开时还在")
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(editor)
        editor.deleteLater()
        self.closed.emit()
        self.asked.emit()

    def _open(self, task: Task) -> None:
        self._seen = {}
        if task.record_id is not None:
            self._seen = self._desk.app.load(task.draft, task.record_id)
        self.editor = editor = Editor(self._desk, task)
        editor.saved.connect(self._saved)
        editor.closed.connect(self.close)
        editor.found.connect(self.found)
        self.opened.emit(editor)
        self._stack.addWidget(editor)
        self._stack.setCurrentWidget(editor)
        editor.suit(self._stack.width())
        editor.fill(self._seen, self._desk.parked.pop(_place(task), None))
        self.asked.emit()

    def _ask(self, task: Task) -> None:
        self.question = question = Question(self._desk, task, self._stack)
        question.taken.connect(partial(self._taken, task))
        question.finished.connect(self._forget_question)
        known = self._desk.app.load(task.draft, task.record_id) if task.record_id else {}
        question.fill(known)
        question.open_over()

    def _save(
        self, draft: Draft, record_id: int, texts: Texts, sure: Texts, _who: int | None
    ) -> int:
        return self._desk.app.save(draft, texts, record_id=record_id, sure=sure, seen=self._seen)

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
        name, title = self.editor.task.name, self.editor.task.title
        self.close(keep=False)
        self._desk.said.emit(f"已保存 {name}" if name else f"已{title}")
        self.saved.emit(record_id)

    def _taken(self, task: Task, record_id: int) -> None:
        self._desk.said.emit(f"{task.name} 已{task.title}" if task.name else f"已{task.title}")
        self.taken.emit(record_id)

    def _forget_question(self, _how: int) -> None:
        self.question = None
        self.asked.emit()


def _place(task: Task) -> tuple[int, int | None]:
    return id(task.draft), task.record_id
