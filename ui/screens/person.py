"""Person: one person's page, over any list: who it is, where they have been, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ui.parts.acting import Acting, Subject
from ui.parts.beginning import Beginnings
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.editor import Editor
from ui.parts.grouping import Section
from ui.parts.halves import Halves
from ui.parts.head import PageHead
from ui.parts.job import Job
from ui.parts.keys import action, cap_of, hint
from ui.parts.layout import column, frame, tip
from ui.parts.notices import EmptyState, Notice
from ui.parts.page import Page
from ui.parts.pane import Pane
from ui.parts.screen import Screen
from ui.parts.steps import Steps
from ui.parts.story import OLDER, Story, badges_of, candidate_of, first_open, read_story, rows_of
from ui.parts.timeline import Timeline

if TYPE_CHECKING:
    from partyservice.desk.happenings import Happening, History
    from partyservice.desk.person import About, Episode
    from partyservice.storage.flow import Flow, Step

KIND = "person"
TITLE = "个人资料"
NAME = "person.name"
IN_LINE = (NAME, "person.sex", "person.ethnic", "person.born")  # said under the name already
SECTIONS = (
    Section("基本", "person.name"),
    Section("联系", "person.mobile_phone"),
    Section("其他", "person.native_place"),
)
_PAGE = 50  # entries of the history read at a time


class PersonPage(Page):
    """Facts on the left, spells, stays and history on the right; one of both where it is narrow.

    `screens` say how the records about a person are edited, and which steps they may take.
    """

    help_page = "person"

    def __init__(self, desk: Desk, person_id: int, screens: Sequence[Screen]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.seen = (KIND, person_id)
        self._desk, self._person_id, self._screens = desk, person_id, screens
        self._by_table = {each.listing.about.__tablename__: each for each in screens}
        self.about: About | None = None
        self._happenings: list[Happening] = []
        self._looks: History | None = None
        self._open: Mapping[str, Episode] = {}  # the first open record of each table
        self._job: Job | None = None
        self._held, self._looked = False, False
        self._stack = QStackedWidget()
        self.acting = Acting(self._stack, desk)
        self._body, self.notice = frame("surface"), Notice()
        self.pane = Pane(desk.app.people.draft.known, SECTIONS, {})
        self.timeline, self.empty = Timeline("经历和办理记录"), EmptyState()
        self._halves = Halves(self.pane, self.timeline, ("资料", "经历和记录"))
        flows = tuple(flow for screen in screens for flow in screen.flows)
        self.steps = Steps(flows, self._body, self._take, makes=False)
        self.beginnings = Beginnings(screens, self._body, self._begin_record)
        self._lay_out()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read everything again; the row chosen stays chosen."""
        if self._job:
            self._job.cancel()
        most = max(_PAGE, len(self._happenings))
        work = partial(read_story, self._desk.app, self._person_id, self._screens, most)
        self._job = self._desk.jobs.start(self, "lists", work, self._show)

    def edit(self) -> None:
        """Open the fields of the person, with those of the record they are typed with."""
        if self.about is None or self.about.void:
            return
        for episode in self._open.values():
            screen = self._by_table.get(episode.table)
            if screen and any(field.key == NAME for field in screen.edits.known):
                self._edit_record(screen, episode.id)
                return
        draft = self._desk.app.people.draft
        self.acting.edit(TITLE, draft, self._person_id, self.about.name, SECTIONS)

    def leave(self) -> None:
        """Go back to the list."""
        self.left.emit()

    @override
    def close_page(self) -> None:
        self.acting.close()

    @override
    def suit(self, wide: int) -> None:
        self._halves.suit(wide)
        self.head.count.setVisible(self._halves.narrow)
        if self.acting.editor:
            self.acting.editor.suit(wide)

    @override
    def begin(self) -> None:
        if self.acting.editor:
            self.acting.editor.form.begin()
        elif self.timeline.isVisibleTo(self) and self.timeline.moments.rows:
            self.timeline.setFocus()
        elif self.pane.edit.isVisibleTo(self):
            self.pane.edit.setFocus()
        else:
            self._close.setFocus()

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if self.acting.editor:
            return self.acting.editor.hints()
        return [
            ("↑↓", "换行"),
            ("Enter", "打开"),
            hint("next_tab", "下一节"),
            hint("edit"),
            hint("show_numbers"),
            hint("back"),
        ]

    @override
    def regions(self) -> Sequence[QWidget]:
        if self.acting.editor:
            first = next(iter(self.acting.editor.form.boxes.values())).box.widget
            return [first, self.acting.editor.save_button]
        return [self.timeline, self.pane.edit]

    @override
    def show_numbers(self, *, shown: bool) -> None:
        if self.acting.editor:
            self.acting.editor.show_numbers(shown=shown)
            return
        keys, self._held = self.pane.masked(), shown
        if not shown:
            self.pane.show_whole({})
            if self._looked:  # the look is an entry of its own
                self._looked = False
                self.reload()
        elif keys and self.about and not self.about.void:
            draft = self._desk.app.people.draft
            self._desk.whole(draft, self._person_id, keys, self._show_whole)

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    def _show_whole(self, texts: dict[str, str]) -> None:
        self._looked = True
        if self._held:
            self.pane.show_whole(texts)
        else:
            self.show_numbers(shown=False)

    def _show(self, read: Story) -> None:
        was, self._job, self.about = self.about, None, read.about
        if was and was.void and read.about and not read.about.void:
            self.notice.hide()  # it said that the record is out of force
        self._happenings, self._looks = list(read.history.happenings), read.looks
        self._open = first_open(read.about)
        there = read.about is not None and not read.about.void
        self.pane.edit.setVisible(there)
        self._edit_key.setEnabled(there)
        self.steps.show(read.steps if there else ())
        self.beginnings.show(self._open if there else ())
        if read.about is None:
            self._say_gone()
            return
        self._show_facts(read.about)
        self._show_story(more=read.history.more)

    def _show_facts(self, about: About) -> None:
        texts = {key: text for key, text in about.texts.items() if key not in IN_LINE}
        self.pane.title(about.name, badges_of(about, self._screens), about.line)
        self.pane.owe(() if about.void else about.owes)
        self.pane.show_texts(texts)
        self.head.count.setText(about.name)
        self.head.count.setToolTip(tip(about.name))
        if about.void:
            words = f"原因：{about.void}。资料只能看，不能再改；以前的记录都在下面。"
            self.notice.tell("warn", "这条人员记录已经作废", words)

    def _show_story(self, *, more: bool) -> None:
        if self.about is None:
            return
        had = bool(self.timeline.moments.rows)
        rows = rows_of(self.about, self._happenings, self._screens, more=more, looks=self._looks)
        self.timeline.show_rows(rows)
        if not had and self.isVisible():
            self.begin()

    def _say_gone(self) -> None:
        self._halves.hide()
        self.empty.tell(
            "person",
            "没有这个人的记录",
            "可能是在另一份数据里看过的。这里的数据没有改动，请返回列表再查找。",
            "返回",
            cap_of("leave"),
        )
        self.empty.show()
        self.begin()

    def _chosen(self, key: object) -> None:
        """Open what the row is about: a spell, a stay, or older entries."""
        if key == OLDER:
            before = self._happenings[-1].seq
            work = partial(self._desk.app.people.history, self._person_id, before, _PAGE)
            self._desk.jobs.start(self, "lists", work, self._add_older)
        elif isinstance(key, tuple):
            table, record_id = key
            if screen := self._by_table.get(table):
                self._edit_record(screen, record_id)

    def _add_older(self, history: History) -> None:
        last = self._happenings[-1].seq
        self._happenings += [each for each in history.happenings if each.seq < last]
        self._show_story(more=history.more)
        if history.happenings:
            self.timeline.choose(history.happenings[0].seq)

    def _edit_record(self, screen: Screen, record_id: int) -> None:
        name = self.about.name if self.about else ""
        self.acting.edit(screen.title, screen.edits, record_id, name, screen.sections)

    def _take(self, flow: Flow, step: Step) -> None:
        episode = self._open.get(flow.about.__tablename__)
        screen = next(each for each in self._screens if flow in each.flows)
        if self.about and episode:
            about = Subject(record_id=episode.id, name=self.about.name)
            self.acting.take(screen, flow, step, about)

    def _begin_record(self, screen: Screen, flow: Flow, step: Step) -> None:
        """Begin something new for this person, who is filled in already."""
        if self.about is not None:
            self.acting.take(screen, flow, step, Subject(who=candidate_of(self.about)))

    def _turned(self) -> None:
        if self.isVisible():
            self.begin()

    def _follow(self, touched: Mapping[type[Any], frozenset[int]]) -> None:
        if self.about is None or self.about.records & touched.keys():
            self.reload()

    def _opened(self, editor: Editor) -> None:
        editor.head.menu_wanted.connect(self.menu_wanted)
        editor.head.menu.setVisible(self.head.menu.isVisibleTo(self.head))

    def _lay_out(self) -> None:
        self._close = Button("返回", cap_of("leave"))
        self.head = PageHead("个人情况", self._halves.tabs, 12, self._close)
        self.empty.hide()
        self._body.setLayout(
            column(self.head, self.notice, (self._halves, 1), (self.empty, 1), gap=0)
        )
        for button in (*self.beginnings.buttons, *self.steps.of_records()):
            self.pane.add_action(button)
        self._stack.addWidget(self._body)
        self.setLayout(column(self._stack, gap=0))

    def _connect(self) -> None:
        self.head.menu_wanted.connect(self.menu_wanted)
        self._close.clicked.connect(self.leave)
        self.empty.acted.connect(self.leave)
        self._halves.turned.connect(self._turned)
        self.pane.edit_wanted.connect(self.edit)
        self.timeline.opened.connect(self._chosen)
        self.acting.asked.connect(self.asked)
        self.acting.opened.connect(self._opened)
        self.acting.closed.connect(self.begin)
        self._desk.changed.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        self._edit_key = action(self._body, "edit", self.edit)
        action(self._body, "refresh", self.reload)
        action(self._body, "next_tab", partial(self._halves.turn, 1), "下一节")
        action(self._body, "last_tab", partial(self._halves.turn, -1), "上一节")
        action(self._body, "leave", self.leave)
