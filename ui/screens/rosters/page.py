"""Rosters: a roll of a month, looked at, checked, and saved as PDF or xlsx."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from partyservice.app.papers import Asked, Looked
from partyservice.kernel.progress import Cancelled
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.head import FilterBar, PageHead
from ui.parts.job import Job, sentence_of
from ui.parts.keys import action, cap_of, hint, lettered
from ui.parts.layout import column, frame, label, row, rule
from ui.parts.notices import Notice
from ui.parts.page import Page
from ui.parts.preview import Preview
from ui.parts.printing import Paper, Printing
from ui.parts.tokens import FOLDED_FROM, ONE_PANE_FROM, WAIT_UNSAID
from ui.screens.rosters.behind import open_behind
from ui.screens.rosters.check import Check
from ui.screens.rosters.customs import Customs
from ui.screens.rosters.forms import FormButton
from ui.screens.rosters.saver import Saver
from ui.screens.rosters.side import Side
from ui.screens.rosters.watch import Watch

_SIDE, _SIDE_FOLDED, _CHECK, _CHECK_FOLDED = 232, 212, 248, 208
_THREE_FROM, _TWO_FROM = 1000, 500  # width of the page for three panes, for two
_FORMS = {"person.born": "出生写法", "person.id_number": "身份证号"}
_CHECK_KEY = "Alt+O"


class RosterView(Page):
    """What is chosen on the left, its pages beside, its numbers on the right."""

    help_page = "rosters"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._job: Job | None = None
        self._watch = Watch()
        self._rest: Asked | None = None  # of which the rest is still to be drawn
        self._focus: QWidget | None = None  # where work goes on after a page over this one
        self.side, self.preview, self.check = Side(desk), Preview(desk), Check()
        self.print = Button("打印", cap_of("print"), "primary", "print")
        self.pdf = Button("另存 PDF", cap_of("save"), icon="document_pdf")
        self.xlsx = Button("另存 xlsx", cap_of("export"), icon="table")
        self.head, self.notice = PageHead("花名册", self.xlsx, self.pdf, self.print), Notice()
        self.saver = Saver(desk, self, self.notice)
        self.printing = Printing(desk, self, self.notice, partial(self.save_as, "pdf"))
        self.forms = {key: FormButton(words) for key, words in _FORMS.items()}
        self.customs = Customs(desk, self)
        self._lay_out()
        self._connect()
        self.customs.read()

    @override
    def suit(self, wide: int) -> None:
        self._three = wide >= _THREE_FROM
        folded = wide < FOLDED_FROM + _CHECK - _CHECK_FOLDED
        self.side.setFixedWidth(_SIDE_FOLDED if folded else _SIDE)
        self.check.setFixedWidth(_CHECK_FOLDED if folded else _CHECK)
        for button in (self.xlsx, self.pdf):
            button.setVisible(wide >= ONE_PANE_FROM)
        self._middle.setVisible(wide >= _TWO_FROM)
        self._to_check.setVisible(not self._three)
        for each in (self._less, self._zoomed, self._more):
            each.setVisible(wide >= ONE_PANE_FROM)
        for form in self.forms.values():
            form.setVisible(self._three)
        self._show_check(shown=False)

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if self.preview.hasFocus():
            return [("PgDn", "下一页"), ("+ -", "放大缩小"), ("0", "整页"), hint("print")]
        if self.check.figures.hasFocus():
            return [("↑↓", "换数目"), ("Enter", "看是哪些人"), hint("leave"), hint("print")]
        if self.side.rolls.hasFocus() and self.side.custom():
            return [("↑↓", "换名册"), hint("edit"), ("Alt+Q", "作废"), hint("print")]
        return [
            ("←→", "换月"),
            ("↑↓", "换名册"),
            (_CHECK_KEY, "核对"),
            hint("new", "自定名册"),
            hint("print"),
            hint("save", "另存 PDF"),
        ]

    @override
    def begin(self) -> None:
        (self._focus or self.side.months.grid).setFocus()

    @override
    def regions(self) -> Sequence[QWidget]:
        side = self.side
        return [
            *(side.months.grid, side.branch, side.rolls),
            *(self.preview, self.check.figures, self.print),
        ]

    @override
    def show_menu_button(self, *, shown: bool) -> None:
        self.head.menu.setVisible(shown)

    def wanted(self) -> Asked:
        """Return which roster is wanted, and in which forms."""
        forms = {key: button.way for key, button in self.forms.items() if button.way}
        return dataclasses.replace(self.side.asked(), forms=forms)

    def reload(self) -> None:
        """Make the paper of what is chosen anew; the first pages come first."""
        month = self.side.month()
        self.head.count.setText(f"{month.year}年{month.month}月")
        self._stop()
        if not self.side.name():
            return
        asked = self.wanted()
        work = partial(self._desk.app.papers.look, asked)
        show, fail = partial(self._show, asked), self._not_drawn
        self._job = job = self._desk.jobs.start(self, "papers", work, show, fail)
        QTimer.singleShot(WAIT_UNSAID, self, partial(self._say_waiting, job))

    def save_as(self, ending: str) -> None:
        """Ask where to, and save the whole roster there."""
        if self.side.name():
            self.saver.save(self.wanted(), self.side.file_name(ending))

    def _print(self) -> None:
        """Ask for a printer; the paper is made, and the journal told, when it is sent."""
        if self.side.name():
            make = partial(self._desk.app.papers.made, self.wanted())
            title = self.side.file_name("").rstrip(".")
            self.printing.ask(Paper(document=self.side.name(), title=title, make=make))

    def _stop(self) -> None:
        """Let nobody wait for what is being drawn."""
        self._watch.unwanted, self._rest = True, None
        if self._job:
            self._job.cancel()
            self._job = None

    def _say_waiting(self, job: Job) -> None:
        if job is self._job and self._rest is None:
            self.preview.say("正在排版…")
            self.check.clear()

    def _show(self, asked: Asked, looked: Looked) -> None:
        self._job = None
        for key, button in self.forms.items():
            button.offer(looked.forms.get(key, ()))
            button.setVisible(self._three)
        self.check.show_figures(looked.figures)
        self.preview.show_pdf(looked.pdf, whole=looked.whole)
        if not looked.whole:
            self._rest = asked
            self._draw_rest()

    def _draw_rest(self) -> None:
        """Draw all pages of what the first are shown of."""
        if self._rest is None:
            return
        self._watch = Watch()
        work = partial(self._desk.app.papers.preview, self._rest, self._watch)
        done, fail = self._go_on, self._not_drawn
        self._job = self._desk.jobs.start(self, "papers", work, done, fail)

    def _go_on(self, pdf: bytes) -> None:
        self._job = self._rest = None
        self.preview.go_on_with(pdf)

    def _before_saving(self) -> None:
        """Let the rest of the preview wait for the file."""
        self._watch.unwanted = True
        self._bar.shown.setText("正在另存…")

    def _after_saving(self) -> None:
        self.preview.tell()
        if self._watch.unwanted and self.isVisible():
            self._draw_rest()
        self.asked.emit()

    def _not_drawn(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return  # it is drawn again when it is looked at again
        self._job = self._rest = None
        self.check.clear()
        if sentence := sentence_of(error):
            self.preview.say(f"这份名册没有排出来。\n\n{sentence}")
        else:
            self.preview.say("这份名册没有排出来。")
            self._desk.broke.emit(error)

    def _open_figure(self, key: str) -> None:
        words = next(line.label for line in self.check.figures.lines() if line.key == key)
        self.go_back_to(self.check.figures)
        open_behind(self._desk, self, self.wanted(), key, words)

    def go_back_to(self, widget: QWidget) -> None:
        """Remember where work goes on after a page over this one."""
        self._focus = widget

    def _turned(self, page: int, count: int) -> None:
        of = f"，共 {count:,} 页" if count else "，其余正在排版…"
        self._bar.shown.setText(f"第 {page:,} 页{of}" if page else "")
        self._back.setEnabled(page > 1)
        self._on.setEnabled(bool(page) and page != count)
        for button in (self._back, self._on):
            button.setVisible(bool(page) and count != 1)

    def _go_to_check(self) -> None:
        self._show_check(shown=True)
        self.check.figures.setFocus()

    def _show_check(self, *, shown: bool) -> None:
        """Show the numbers; where there is no room for three panes, in place of the choices."""
        self.check.setVisible(self._three or shown)
        self._edge.setVisible(self._three)
        self.side.setVisible(self._three or not shown)

    def _leave(self) -> None:
        """Leave one level: the notice, then the numbers in a narrow window."""
        if self.notice.isVisible():
            self.notice.hide()
        elif not self.side.isVisible():
            self._show_check(shown=False)
            self.side.rolls.setFocus()
        else:
            self.side.months.grid.setFocus()

    def _lay_out(self) -> None:
        self._three = True
        self._back = Button("", look="quiet", icon="chevron_left").named("上一页 PgUp")
        self._on = Button("", look="quiet", icon="chevron_right").named("下一页 PgDn")
        self._less = Button("", look="quiet", icon="zoom_out").named("缩小 -")
        self._more = Button("", look="quiet", icon="zoom_in").named("放大 +")
        self._zoomed = label("整页", "body", "ink2")
        self._to_check = Button("核对", _CHECK_KEY, "quiet").compact()
        zoom = (self._less, self._zoomed, self._more)
        self._bar = FilterBar(
            [self._back, self._on, *self.forms.values()], 12, *zoom, self._to_check
        )
        self._middle = frame("sunken", column(self._bar, (self.preview, 1), gap=0))
        self._edge = rule(upright=True)
        panes = row(self.side, rule(upright=True), (self._middle, 1), self._edge, self.check, gap=0)
        self.setLayout(column(self.head, self.notice, (panes, 1), gap=0))

    def _connect(self) -> None:
        self.head.menu_wanted.connect(self.menu_wanted)
        self.side.chosen.connect(self.reload)
        self.side.new.clicked.connect(self.customs.make)
        for form in self.forms.values():
            form.changed.connect(self.reload)
        self.check.opened.connect(self._open_figure)
        self.saver.begun.connect(self._before_saving)
        self.saver.ended.connect(self._after_saving)
        self.preview.turned.connect(self._turned)
        self.preview.zoomed.connect(self._zoomed.setText)
        self._to_check.clicked.connect(self._go_to_check)
        for button, act in (
            (self._back, partial(self.preview.turn, -1)),
            (self._on, partial(self.preview.turn, 1)),
            (self._less, partial(self.preview.zoom, -1)),
            (self._more, partial(self.preview.zoom, 1)),
            (self.print, self._print),
            (self.pdf, partial(self.save_as, "pdf")),
            (self.xlsx, partial(self.save_as, "xlsx")),
        ):
            button.clicked.connect(lambda _on=False, act=act: act())
        action(self, "print", self._print)
        action(self, "save", partial(self.save_as, "pdf"), "另存 PDF")
        action(self, "export", partial(self.save_as, "xlsx"))
        action(self, "refresh", self.reload)
        action(self, "leave", self._leave)
        action(self, "new", self.customs.make, "新建自定名册")
        action(self, "edit", self.customs.change, "修改自定名册")
        lettered(self, "Alt+Q", "作废自定名册", self.customs.void)
        lettered(self, _CHECK_KEY, "核对数目", self._go_to_check)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.unwanted = True  # others may read meanwhile

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._watch.unwanted and self._rest is not None:
            self._draw_rest()
