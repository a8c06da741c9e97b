"""Editor: a page that fills a Draft: sections, form, what is wrong, and who may be the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from partyservice.kernel.errors import CHANGED, Doubt, Problem, Refused, Unsettled
from partyservice.kernel.unsaved import Unsaved
from ui.parts.buttons import Button, Lamp
from ui.parts.candidates import Candidates
from ui.parts.desk import Desk
from ui.parts.filling import propose, put_person, tells
from ui.parts.form import Form
from ui.parts.grouping import Section
from ui.parts.head import PageHead
from ui.parts.keeper import Keeper, differences
from ui.parts.keys import action, cap_of, hint, lettered
from ui.parts.layout import column, emptied, foot, frame, label, row, rule, scroll
from ui.parts.notices import Notice
from ui.parts.sections import SectionNav
from ui.parts.tokens import EDITOR_MOST, SECTIONS, SIDE_PANE, TWO_COLUMNS_FROM

if TYPE_CHECKING:
    from partyservice.storage.draft import Draft

Texts = Mapping[str, str]
Save = Callable[[Texts, Texts, int | None], int]  # texts, reasons for doubts, who it is
_NAMED = 3  # fields named in the foot bar
_WHO = ("person.name", "person.id_number")  # typing in them tells of somebody else
_PAUSE = 250  # ms without a key before the same people are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an Editor is opened for; `record_id` is None for a new record."""

    title: str
    draft: Draft
    save: Save
    name: str = ""
    record_id: int | None = None
    sections: tuple[Section, ...] = ()
    unsaved: Unsaved | None = None  # what was typed before and is taken back
    seeks: bool = False  # whether the same people are looked for while typing
    fills: bool = False  # whether the one found is put into the form

    @property
    def place(self) -> str:
        """Return by what words a draft of this is found again."""
        return place_of(self.title, self.draft)


def place_of(title: str, draft: Draft) -> str:
    """Return by what words a draft is found again: those over its page, and what it is about."""
    return f"{title} {draft.about.__tablename__}"


class Editor(QFrame):
    """Leaving asks nothing: what was typed is kept, here and in the desk's file."""

    help_page = "editor"

    saved = Signal(object)  # key of the record
    closed = Signal()
    found = Signal(object)  # row of the one who is the same
    refilled = Signal(object)  # what is stored now; somebody else had changed it

    def __init__(self, desk: Desk, task: Task) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._desk, self.task = desk, task
        self._filled: Texts = {}
        self._looking = False  # the key that shows numbers is down
        self.form = Form(task.draft.known, task.sections, desk.labels)
        self.keeper = Keeper(desk, task, self.form)
        self.notice, self.head = Notice(), self._head()
        self.nav = SectionNav(self.form, task.draft.known, task.sections)
        self.candidates = Candidates(fills=task.fills)
        self._counts = QHBoxLayout()
        self.save_button = Button("保存", cap_of("save"), "primary", "save")
        self._seek_timer = QTimer(self)
        self._seek_timer.setSingleShot(True)
        self._lay_out()
        self._connect()

    def fill(self, stored: Texts) -> None:
        """Show what is stored, and what was typed over it before."""
        before = self.keeper.begin(stored)
        self._filled = dict(stored)
        self.form.take_back(stored, before)
        if before:
            self._tell_of(before.seen)
        if self.keeper.who is not None:
            self.candidates.mark(self.keeper.who)
        if before and self.task.seeks:
            self._seek()
        self.form.begin()

    def save(self) -> None:
        """Save beside the window; show at its field what is wrong."""
        if self.keeper.saving:
            return
        self.form.settle()
        work = partial(self.task.save, self.form.texts(), self.form.sure(), self.keeper.who)
        self.keeper.save(work, self._done, self._failed)

    def show_numbers(self, *, shown: bool) -> None:
        """Show the number in the field with the focus, to be corrected."""
        here, self._looking = self.form.masked_box(), shown
        if shown and here and self.task.record_id is not None and here[1].hidden():
            key, box = here

            def fill(whole: dict[str, str]) -> None:
                if box.hasFocus() and self._looking:  # an import may have kept the answer waiting
                    box.put_whole(whole[key])

            self._desk.whole(self.task.draft, self.task.record_id, [key], fill)

    def hints(self) -> list[tuple[str, str]]:
        """Return the keys of this page, for the status bar."""
        return [
            ("Tab", "下一格"),
            ("Shift+Tab", "上一格"),
            hint("open_list"),
            hint("save"),
            hint("park"),
            hint("leave"),
            hint("next_problem", "下一处要改"),
        ]

    def suit(self, wide: int) -> None:
        """Show what has room in a page of this width."""
        beside, above = self.task.seeks and wide >= 820, bool(self.task.sections) and wide >= 940
        self.side.setVisible(beside)
        self.nav.setVisible(above)
        room = wide - beside * SIDE_PANE - above * SECTIONS
        self.form.set_columns(2 if wide >= 760 and room >= TWO_COLUMNS_FROM else 1)
        self._give_up.setVisible(wide >= 620)
        self._next.setVisible(wide >= 760)

    def _tell_of(self, seen: Texts, title: str = "这条记录后来改过，您填的内容都在") -> None:
        """Say that something was typed before, and what has changed since it was `seen`."""
        drop = Button("放弃这些", look="plain").compact()
        drop.clicked.connect(self._drop)
        since = differences(self.task.draft.known, seen, self._filled, self.form.texts())
        if since:
            self.notice.tell("warn", title, since, drop)
        else:
            self.notice.tell("info", "已为您打开上次没有保存的内容", "", drop)

    def _drop(self) -> None:
        self.notice.hide()
        self.keeper.drop()
        self.form.fill(self._filled)
        self.form.begin()

    def _done(self, record_id: int) -> None:
        self.saved.emit(record_id)

    def _renew(self, stored: Texts) -> None:
        """Type over what somebody else has made of it, and say what that is."""
        seen, typed = self._filled, self.keeper.typed()
        self._filled = dict(stored)
        self.keeper.refill(stored)
        self.form.take_back(stored, typed)
        self.refilled.emit(stored)
        self._tell_of(seen, "没有保存：别人刚改过这条记录，您填的内容都在")
        self.form.begin()

    def _failed(self, error: Exception) -> None:
        changed = isinstance(error, Refused) and error.rule == CHANGED
        if changed and self.task.record_id is not None:
            work = partial(self._desk.app.load, self.task.draft, self.task.record_id)
            self._desk.jobs.start(self, "lists", work, self._renew)
        elif isinstance(error, Unsettled):
            rest = self.form.complain(error.problems)
            self.notice.hide()
            if rest:
                self.notice.tell("bad", "还不能保存", " ".join(p.words for p in rest))
            self.form.begin()
        else:
            self._desk.fail(error, self.notice.refuse)

    def _count(self) -> None:
        emptied(self._counts)
        wrong = self.form.open_problems()
        doubts = [each for each in wrong if isinstance(each.problem, Doubt)]
        for tone, words, some in (
            ("bad", "处要改", [each for each in wrong if each not in doubts]),
            ("warn", "处请核对", doubts),
        ):
            if some:
                names = "、".join(each.field.label for each in some[:_NAMED])
                names += " 等" if len(some) > _NAMED else ""
                self._counts.addWidget(Lamp(tone))
                self._counts.addWidget(label(f"{len(some)} {words}", "body", tone, bold=True))
                self._counts.addWidget(label(names))
                self._counts.addSpacing(12)
        self._next.setEnabled(bool(wrong))
        self._next.setToolTip("" if wrong else "没有要改的地方")
        self.nav.count(wrong)

    def _propose(self, key: str) -> None:
        """Fill in what a number tells, once the focus has arrived where it goes."""
        if tells(self.form, key):
            QTimer.singleShot(0, self.form, partial(propose, self.form, key))

    def _look(self, _key: str) -> None:
        """Ask beside the window what is wrong with what was typed so far."""
        texts, about = self.form.texts(), self.task.record_id
        work = partial(self._desk.app.settle, self.task.draft, texts, about, self.keeper.who)
        self._desk.jobs.start(self, "lists", work, partial(self._looked, texts))

    def _looked(self, texts: Texts, problems: Sequence[Problem]) -> None:
        """Show what is wrong with `texts`, unless somebody typed on meanwhile."""
        if texts == self.form.texts():
            self.form.complain_visited(problems)

    def _seek(self) -> None:
        work = partial(self._desk.candidates, self.task.draft, self.form.texts())
        self._desk.jobs.start(self, "lists", work, self.candidates.show_rows)

    def take_found(self, found: Sequence[Any]) -> None:
        """Fill in who it is; their numbers stay as they are on file."""
        if not self.task.fills:
            self.found.emit(found)
            return
        self.keeper.who = found[0]
        put_person(self.form, found)
        self.candidates.mark(self.keeper.who)
        self.form.complain(())
        self.form.begin()
        self._seek()
        self._look("")

    def _forget(self, key: str) -> None:
        if self.keeper.who is not None and key in _WHO:
            self.keeper.who = None
            self.candidates.mark(None)
            for each in self.form.boxes.values():
                each.tell("")

    def _head(self) -> PageHead:
        close = Button("", look="quiet", icon="dismiss").named("返回列表")
        close.clicked.connect(self.closed)
        head = PageHead(self.task.title, close)
        head.count.setText(self.task.name)
        return head

    def _lay_out(self) -> None:
        self._next = Button("下一处", cap_of("next_problem"))
        self._give_up = Button("返回", cap_of("leave"))
        self._give_up.setToolTip("填了一半的内容会留着")
        bar = foot(self._counts, None, self._next, self._give_up, self.save_button)
        self.form.setMaximumWidth(EDITOR_MOST)
        ground = frame("surface", row((self.form, EDITOR_MOST), None, gap=0))
        self.form.setMinimumWidth(0)
        self._line = rule(upright=True)
        self.side: QWidget = frame("pane", row(rule(upright=True), self.candidates, gap=0))
        self.side.setFixedWidth(SIDE_PANE)
        middle = row(self.nav, (scroll(ground), 1), self.side, gap=0)
        self.setLayout(column(self.head, self.notice, (middle, 1), bar, gap=0))

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self._next.clicked.connect(partial(self.form.go, 1))
        self._give_up.clicked.connect(self.closed)
        self.form.counted.connect(self._count)
        self.form.left.connect(self._propose)
        self.form.left.connect(self._look)
        self.form.finished.connect(self.save_button.setFocus)
        self.candidates.chosen.connect(self.take_found)
        self.candidates.counted.connect(self.form.number_after)
        action(self, "save", self.save)
        action(self, "next_problem", partial(self.form.go, 1))
        action(self, "last_problem", partial(self.form.go, -1))
        action(self, "next_tab", partial(self.nav.go, 1), "下一节")
        action(self, "last_tab", partial(self.nav.go, -1), "上一节")
        action(self, "leave", self.closed.emit)
        action(self, "park", self.closed.emit)
        self.keeper.waits.connect(self._tell_of_line)
        for place in range(1, 10):
            lettered(self, f"Alt+{place}", "", partial(self._answer, place))
        if self.task.seeks:
            self._seek_timer.timeout.connect(self._seek)
            self.form.edited.connect(lambda _key: self._seek_timer.start(_PAUSE))
            self.form.edited.connect(self._forget)

    def _tell_of_line(self, words: str) -> None:
        self.notice.tell("info", words, "您填的内容已留着，可以先办别的。")
        self._give_up.setFocus()

    def _answer(self, place: int) -> None:
        if not self.candidates.take(place):
            self.form.answer(place - self.candidates.count)
