"""ScreenView: what shows one Screen: its list, the editor over it, and the steps of its Flows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from partyservice.kernel.errors import Refused
from ui.parts.acting import Acting, Subject
from ui.parts.desk import Desk
from ui.parts.editor import Editor
from ui.parts.keys import KEYS, action, hint, lettered
from ui.parts.listmenu import row_menu
from ui.parts.listpage import ListPage
from ui.parts.question import Question
from ui.parts.screen import Screen
from ui.parts.steps import Steps

if TYPE_CHECKING:
    from partyservice.kernel.unsaved import Unsaved
    from partyservice.storage.flow import Flow, Step


class ScreenView(QStackedWidget):
    """The list is always there; Acting lays editors and questions over it."""

    asked = Signal()  # a dialog or the editor came or went: other keys hold

    def __init__(self, screen: Screen, desk: Desk, tabs: QWidget | None = None) -> None:
        super().__init__()
        self.declared, self._desk, self._wide = screen, desk, 0
        self._shows = screen.shows or screen.edits
        self._id: int | None = None
        self._held: tuple[int | None, bool] = (None, False)
        self._of_people = desk.app.people.lists(screen.listing)
        self.acting = Acting(self, desk)
        self.list = ListPage(screen, desk, tabs)
        self.steps = Steps(screen.flows, self.list, self._take)
        self._lay_out()
        self._connect()
        self.list.reload()
        self.list.count_all()

    @property
    def editor(self) -> Editor | None:
        """The editor over the list."""
        return self.acting.editor

    @property
    def question(self) -> Question | None:
        """The dialog over the window."""
        return self.acting.question

    def suit(self, wide: int) -> None:
        """Show what has room in this width."""
        self._wide = wide
        self.list.suit(wide)
        if self.editor:
            self.editor.suit(wide)

    def hints(self) -> Sequence[tuple[str, str]]:
        """Return the keys of what has the focus, for the status bar."""
        if self.editor:
            return self.editor.hints()
        if self.list.search.hasFocus():
            return [("↓", "到列表"), ("Esc", "清空"), hint("new", self.steps.words())]
        if self.declared.alone:
            return [hint("edit"), hint("next_tab"), hint("commands")]
        folds = [("←→", "收起、展开")] if self.declared.tree else []
        return [
            *folds,
            ("↑↓", f"换{self.declared.unit}" if self.declared.unit == "人" else "换行"),
            ("Enter", "打开"),
            hint("edit"),
            ("空格", "选中"),
            hint("show_numbers"),
            hint("search"),
            hint("commands"),
        ]

    def show_numbers(self, *, shown: bool) -> None:
        """Show the numbers of the chosen record whole, or masked again."""
        if self.editor:
            self.editor.show_numbers(shown=shown)
            return
        keys, pane = self.list.pane.masked(), self.list.pane
        self._held = (self._id, shown)
        if not shown:
            pane.show_whole({})
        elif self._id is not None and keys:
            done = partial(self._show_whole, self._id)
            self._desk.whole(self._shows, self._id, keys, done)

    def _show_whole(self, record_id: int, texts: dict[str, str]) -> None:
        if self._held == (record_id, True) and self._id == record_id:
            self.list.pane.show_whole(texts)

    def edit(self) -> None:
        """Open the chosen record to be changed."""
        if self._id is not None:
            screen, name = self.declared, self.list.pane.name.text()
            try:
                self.acting.edit(screen.title, screen.edits, self._id, name, screen.sections)
            except Refused as refused:  # what comes with the program
                self.list.notice.refuse(refused.words)

    def open_row(self) -> None:
        """Open the page of the person in the chosen row; else the record to be changed."""
        chosen = self.list.table.current_id()
        if chosen is None or not self._of_people:
            self.edit()
        else:
            person = self._desk.app.people.of(self.declared.listing, chosen)
            self._desk.person_wanted.emit(person)

    def make(self) -> None:
        """Open an empty record."""
        made = self.steps.creation()
        if made:
            self._take(*made)

    def leave(self) -> None:
        """Leave exactly one level."""
        if self.editor:
            self.acting.close()
        else:
            self.list.leave()

    def resume(self, unsaved: Unsaved) -> None:
        """Open again what was typed here and not saved."""
        self.acting.resume(self.declared, unsaved)

    def begin(self) -> None:
        """Put the focus where work begins."""
        if self.editor:
            self.editor.form.begin()
        else:
            self.list.begin()

    def regions(self) -> Sequence[QWidget]:
        """Return what F6 goes through."""
        if self.editor:
            first = next(iter(self.editor.form.boxes.values())).box.widget
            return [first, self.editor.save_button]
        return [self.list.search, self.list.table, self.list.pane.edit]

    def _show_found(self, row: Sequence[object]) -> None:
        """Show who was found to be the one being typed."""
        self.acting.close()
        self.list.filters.clear()
        self.list.search.setText(str(row[1]))

    def _show(self, record_id: int | None) -> None:
        row = self.list.model.row_of(record_id)
        self._id, pane = (record_id if row >= 0 else None), self.list.pane
        if record_id is None or row < 0:
            return
        first = self.list.model.fields[0].key
        keys = (first, *self.declared.about, *self.declared.marks)
        texts = self.list.reading.facts(record_id, keys)
        badges = [
            (texts[key], words[texts[key]].rstrip("*"))
            for key, words in self.declared.marks.items()
            if texts.get(key) in words
        ]
        about = "  ".join(texts[key] for key in self.declared.about if texts.get(key))
        pane.title(texts.get(first, ""), badges, about)
        pane.edit.setEnabled(record_id >= 0)  # else it comes with the program
        pane.edit.setToolTip("" if record_id >= 0 else "随程序来，不能改")
        stored = self._desk.app.load(self._shows, record_id)
        pane.show_texts({k: v for k, v in stored.items() if k not in (first, *self.declared.about)})
        self.steps.offer(self._desk.app, record_id)

    def _take(self, flow: Flow, step: Step) -> None:
        record_id = self._id if step.source else None
        if step.source and record_id is None:
            return
        chosen = self.list.pane.name.text() if self._id is not None else ""
        about = Subject(record_id=record_id, name=chosen)
        if not step.source:
            about = Subject(above=chosen if self.declared.tree else "")
        self.acting.take(self.declared, flow, step, about)

    def _reload(self, record_id: int) -> None:
        """Show the record even where it was not listed."""
        if self.list.model.row_of(record_id) < 0:
            self.list.reload(record_id)
        else:
            self.list.news.go_on(record_id)

    def _opened(self, editor: Editor) -> None:
        editor.head.menu_wanted.connect(self.list.head.menu_wanted)
        editor.head.menu.setVisible(self.list.head.menu.isVisibleTo(self.list.head))

    def _saved(self, record_id: int) -> None:
        if self.list.model.row_of(record_id) < 0 or record_id != self._id:
            self.list.reload(record_id)

    def _offer_menu(self, at: QPoint) -> None:
        """Show what may be done with the chosen row, with its keys."""
        if self.list.model.rowCount():
            self._show(self.list.table.current_id())  # else what is open to it is not known yet
            row_menu(self.list, self.open_row, at)

    def _lay_out(self) -> None:
        self.addWidget(self.list)
        self.list.opens_elsewhere = self._of_people
        for button in self.steps.of_records():
            self.list.pane.add_action(button)
        new = self.list.new
        new.setText(self.steps.words())
        new.setAccessibleName(self.steps.words())
        new.key = self.steps.key()
        new.setAccessibleDescription(f"快捷键 {new.key}")
        new.setVisible(self.steps.creation() is not None)

    def _connect(self) -> None:
        self.acting.asked.connect(self.asked)
        self.acting.opened.connect(self._opened)
        self.acting.closed.connect(self.list.begin)
        self.acting.saved.connect(self._saved)
        self.acting.taken.connect(self._reload)
        self.acting.found.connect(self._show_found)
        self.list.shown.connect(self._show)
        self.list.opened.connect(self.open_row)
        self.list.table.menu_wanted.connect(self._offer_menu)
        self.list.new.clicked.connect(self.make)
        self.list.pane.edit_wanted.connect(self.edit)
        if self._of_people:
            lettered(self.list, "", "打开个人情况", self.open_row)
        action(self.list, "edit", self.edit)
        action(self.list, "new", self.make, self.steps.words())
        action(self.list, "leave", self.leave)
        if self.declared.alone:  # what is done with lists would do nothing here
            kept = [KEYS[name].words for name in ("edit", "refresh", "leave")]
            for each in self.list.actions():
                each.setEnabled(each.text() in kept)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.begin()
