"""CustomEditor: a roster of the office's own making; its paper follows what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from partyservice.app.papers import Asked, Looked
from partyservice.kernel.errors import Unsettled
from partyservice.rosters.layout import About, Chosen, Layout, usual_width
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.dressing import as_box
from ui.parts.head import PageHead
from ui.parts.job import Job, sentence_of
from ui.parts.keys import action, cap_of, hint
from ui.parts.layout import column, frame, label, row, rule
from ui.parts.notices import Notice
from ui.parts.page import Page
from ui.parts.preview import Preview
from ui.parts.tokens import FILTER_BAR, INSET_PANE
from ui.parts.typed import TypedLine
from ui.screens.rosters.columnlist import ColumnList
from ui.screens.rosters.settings import Settings

if TYPE_CHECKING:
    from datetime import date

    from partyservice.app.customs import Custom

_SETTINGS, _COLUMNS = 312, 300
_THREE_FROM = 900  # width of the page with room for the paper
_PAUSE = 250  # ms after the last change before the paper follows
_BEGUN = ("person.name", "person.sex", "person.born", "organisation.full_name")


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What stands in the editor."""

    title: str
    about: About
    layout: Layout


class CustomEditor(Page):
    """Settings, columns, paper; Ctrl+S saves, Esc goes back and keeps what is not saved."""

    help_page = "custom"

    saved = Signal(object)  # key of the roster
    kept = Signal(object)  # what was changed and not saved

    def __init__(
        self,
        desk: Desk,
        month: date,
        custom: Custom | None = None,
        unsaved: Unsaved | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk, self._month, self._over = desk, month, custom
        self._job: Job | None = None
        self._saving = self._touched = False
        self.settings, self.columns, self.preview = Settings(desk), ColumnList(), Preview(desk)
        self.renamed = TypedLine()
        self.save_button = Button("保存", cap_of("save"), "primary", "save")
        title = "修改自定名册" if custom else "新建自定名册"
        self.head, self.notice = PageHead(title, self.save_button), Notice()
        self._width = label("", "caption", "ink2")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._lay_out()
        self._connect()
        self._fill(custom, unsaved)

    @override
    def suit(self, wide: int) -> None:
        self._paper.setVisible(wide >= _THREE_FROM)
        self._pane.setMaximumWidth(_COLUMNS if wide >= _THREE_FROM else wide)

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if self.columns.hasFocus():
            return [
                ("空格", "选或不选"),
                ("Alt+↑↓", "移动"),
                ("←→", "宽窄"),
                hint("edit", "列名"),
                hint("save"),
            ]
        return [hint("next_region"), hint("save"), hint("leave")]

    @override
    def begin(self) -> None:
        (self.columns if self.settings.name.text() else self.settings.name).setFocus()

    @override
    def regions(self) -> Sequence[QWidget]:
        return [self.settings.name, self.columns, self.renamed, self.preview, self.save_button]

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    def layout_now(self) -> Layout:
        """Return what is chosen."""
        return self.settings.layout_of(self.columns.chosen())

    def save(self) -> None:
        """Save beside the window; say what is missing."""
        if self._saving:
            return
        self._saving = True
        about = self.settings.chosen_about()
        title, layout = self.settings.name.text(), self.layout_now()
        work = partial(self._desk.app.customs.save, title, about, layout, self._over)
        self._desk.jobs.start(self, "write", work, self._done, self._not_saved)

    def leave(self) -> None:
        """Go back; what was changed waits for the next time."""
        if self.notice.isVisible():
            self.notice.hide()
            return
        if self._touched:
            about = self.settings.chosen_about()
            self.kept.emit(Unsaved(self.settings.name.text(), about, self.layout_now()))
        self.left.emit()

    def _fill(self, custom: Custom | None, unsaved: Unsaved | None) -> None:
        shown = Unsaved("", About.MEMBERS, Layout())
        if unsaved is not None:
            shown, self._touched = unsaved, True
        elif custom is not None:
            shown = Unsaved(custom.title, custom.about, custom.layout)
        self._show_about(shown.about, shown.layout.columns)
        self.settings.show_layout(shown.title, shown.about, shown.layout)
        self._follow()

    def _show_about(self, about: About, chosen: Sequence[Chosen] = ()) -> None:
        offered = self._desk.app.customs.offer(about)
        columns = [
            Chosen(key=field.key, label=field.label, width=usual_width(field.width))
            for field in offered.columns
        ]
        known = {each.key for each in columns}
        kept = [each for each in chosen if each.key in known]
        self.settings.offer(offered)
        self.columns.show_columns(columns, kept or [c for c in columns if c.key in _BEGUN])

    def _turn_about(self) -> None:
        """List other people: keep what they have too."""
        layout, about = self.layout_now(), self.settings.chosen_about()
        title = self.settings.name.text()
        self._show_about(about, layout.columns)
        self.settings.show_layout(title, about, layout)
        self._edited()

    def _edited(self) -> None:
        self._touched = True
        self._later.start(_PAUSE)

    def _follow(self) -> None:
        """Let the paper show what is chosen."""
        layout, chosen = self.layout_now(), self.columns.chosen()
        self._width.setText(f"{len(chosen)} 列，共宽 {layout.width} 毫米，{layout.paper} 横放")
        if self._job:
            self._job.cancel()
            self._job = None
        if not chosen:
            self.preview.say("还没有选列。按空格选一列。")
            return
        asked = Asked(
            name=self.settings.name.text().strip() or "自定名册",
            month=self._month,
            layout=(self.settings.chosen_about(), layout),
        )
        work = partial(self._desk.app.papers.look, asked)
        self._job = self._desk.jobs.start(self, "papers", work, self._show, self._not_drawn)

    def _show(self, looked: Looked) -> None:
        self._job = None
        self.preview.show_pdf(looked.pdf, whole=looked.whole)

    def _not_drawn(self, error: Exception) -> None:
        self._job = None
        self.preview.say(sentence_of(error) or "这份名册没有排出来。")
        if not sentence_of(error):
            self._desk.broke.emit(error)

    def _done(self, key: int) -> None:
        self._saving = False
        self._desk.done.emit(f"已保存 {self.settings.name.text().strip()}")
        self.saved.emit(key)
        self.left.emit()

    def _not_saved(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, Unsettled):
            words = " ".join(problem.words for problem in error.problems)
            self.notice.tell("bad", "还没有保存", f"{words}您选的都还在。")
            if not self.settings.name.text().strip():
                self.settings.name.setFocus()
        else:
            self._desk.fail(error, self.notice.refuse)

    def _choose(self, _row: int = 0) -> None:
        column, taken = self.columns.column(), self.columns.is_taken(self.columns.currentRow())
        self.renamed.setText(column.label if column else "")
        self.renamed.setEnabled(bool(column) and taken)

    def _rename(self) -> None:
        self.renamed.setFocus()
        self.renamed.selectAll()

    def _lay_out(self) -> None:
        as_box(self.renamed, "这一列的列名")
        self.renamed.setToolTip("只改这份名册上的列名")
        head = row(label("列", "head", bold=True), None, self._width)
        head.setContentsMargins(INSET_PANE, 0, INSET_PANE, 0)
        top = frame("sub", head, high=FILTER_BAR)
        foot = row(label("列名 F2", "caption", "ink2"), (self.renamed, 1))
        foot.setContentsMargins(INSET_PANE, 8, INSET_PANE, 8)
        self._pane = frame("pane", column(top, (self.columns, 1), rule(), foot, gap=0))
        self.settings.setFixedWidth(_SETTINGS)
        self._pane.setMinimumWidth(_COLUMNS)
        self._paper = frame("sunken", column(self.preview, gap=0))
        lines = (rule(upright=True), rule(upright=True))
        panes = row(
            *(self.settings, lines[0], (self._pane, 1), lines[1], (self._paper, 100)), gap=0
        )
        self.setLayout(column(self.head, self.notice, (panes, 1), gap=0))

    def _connect(self) -> None:
        self.head.menu_wanted.connect(self.menu_wanted)
        self._later.timeout.connect(self._follow)
        self.settings.edited.connect(self._edited)
        self.settings.about_changed.connect(self._turn_about)
        self.columns.edited.connect(self._edited)
        self.columns.edited.connect(self._choose)
        self.columns.currentRowChanged.connect(self._choose)
        self.renamed.textEdited.connect(self.columns.rename)
        self.renamed.returnPressed.connect(self.columns.setFocus)
        self.save_button.clicked.connect(self.save)
        action(self, "save", self.save)
        action(self, "leave", self.leave)
        action(self, "edit", self._rename, "改列名")
