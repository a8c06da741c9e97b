"""Printing: hand a finished PDF to a printer from any page, and say what became of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from partyservice.kernel.errors import Invalid, Refused
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Whole, YesNo
from partyservice.machine import Machine
from partyservice.printers.cups import Cups
from partyservice.printers.service import (
    MOST_COPIES,
    Order,
    PageRange,
    Printer,
    Report,
    Service,
    State,
)
from ui.parts.buttons import Button
from ui.parts.desk import Desk
from ui.parts.dressing import as_list, line_of
from ui.parts.form import Form
from ui.parts.keys import action, cap_of, lettered
from ui.parts.layout import column, foot, frame, label, scroll, titled
from ui.parts.notices import Notice
from ui.parts.question import Card
from ui.parts.tokens import CANDIDATE, DIALOG, INSET

_COPIES, _PAGES, _BOTH = "print.copies", "print.pages", "print.both_sides"
_FIELDS = (
    Field(key=_COPIES, label="份数", kind=Whole(1, MOST_COPIES), width=4, needed=True),
    Field(key=_PAGES, label="页码", kind=PageRange(), width=11, hint="空着是全部，或 3-7"),
    Field(key=_BOTH, label="双面", kind=YesNo(), width=4, needed=True),
)
_SHOWN = 4  # printers seen at once
_AROUND = 130  # px of the head and the foot of the card
_LOOK = 1000  # ms between two looks at a job
_LANE = "print"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is to be printed: its kind (whose printer is remembered), its title, its making."""

    document: str
    title: str
    make: Callable[[], bytes]


def usual_service() -> Service:
    """Return the way to paper of this system."""
    if sys.platform == "win32":
        from ui.parts.drawn_pages import DrawnPages  # noqa: PLC0415 - only there

        return DrawnPages()
    return Cups()


class Printing(QObject):
    """Asks where to print, hands over, and looks at the job until it is printed or stands still."""

    def __init__(self, desk: Desk, page: QWidget, notice: Notice, save: Callable[[], object]):
        super().__init__(page)
        self._desk, self._page, self._notice, self._save = desk, page, notice, save
        self.service, self.machine = usual_service(), Machine()
        self.card: PrintCard | None = None
        self._jobs: dict[str, Printer] = {}
        self._looked_at: set[str] = set()  # a service that does not answer is asked once
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)

    def ask(self, paper: Paper) -> None:
        """Open the card for a paper."""
        self.card = PrintCard(self._desk, self.service, paper, self.machine, self._page)
        self.card.sent.connect(partial(self._sent, paper))
        self.card.save_wanted.connect(self._save)
        self.card.finished.connect(self._forget)
        self.card.open_over()

    def look(self) -> None:
        """See how far the jobs are."""
        for job, printer in self._jobs.items():
            if job in self._looked_at:
                continue
            self._looked_at.add(job)
            work = partial(self.service.report, job, printer.name)
            self._desk.jobs.start(self, _LANE, work, partial(self._heard, job), self._unseen)

    def _sent(self, paper: Paper, job: str, printer: Printer) -> None:
        self._desk.said.emit(f"{paper.title} 已交给打印机 {printer.name}")
        self._jobs[job] = printer
        self._timer.start()

    def _heard(self, job: str, report: Report) -> None:
        self._looked_at.discard(job)
        if report.state is State.WAITING or job not in self._jobs:
            return
        printer = self._jobs.pop(job)
        if not self._jobs:
            self._timer.stop()
        if report.state is State.STOPPED:
            take_back = Button("不打了", "").compact()
            take_back.clicked.connect(partial(self._cancel, job))
            self._notice.tell(
                "warn",
                f"打印机 {printer.name} 停住了：{report.why}",
                "这一份还在排队，没有丢。处理好打印机并重新启用后会接着打。",
                take_back,
            )

    def _cancel(self, job: str) -> None:
        work = partial(self.service.cancel, job)
        self._desk.jobs.start(self, _LANE, work, lambda _: self._notice.hide(), self._lost)

    def _unseen(self, error: Exception) -> None:
        """The service answers no more; what was handed over may be on paper all the same."""
        self._jobs.clear()
        self._looked_at.clear()
        self._timer.stop()
        self._desk.fail(error, self._tell_unseen)

    def _tell_unseen(self, _sentence: str) -> None:
        self._notice.tell(
            "warn",
            "打印服务没有回答，看不到印到哪里了",
            "数据没有改动。已经交出去的可能印出来了：请先看打印机，没有再打一次。",
        )

    def _lost(self, error: Exception) -> None:
        self._desk.fail(error, self._notice.refuse)

    def _forget(self, _how: int) -> None:
        self.card = None


class PrintCard(Card):
    """Where, how often and which pages; Ctrl+Enter prints."""

    help_page = "print"

    sent = Signal(str, object)  # name of the job, and the printer
    save_wanted = Signal()

    def __init__(
        self, desk: Desk, service: Service, paper: Paper, machine: Machine, parent: QWidget
    ) -> None:
        super().__init__(parent, DIALOG)
        self._desk, self._service, self._paper, self._machine = desk, service, paper, machine
        self._found: Sequence[Printer] = ()
        self._sending = False
        self.printers, self.notice = QListWidget(), Notice()
        self.form = Form(_FIELDS, (), desk.labels, columns=1)
        self.yes = Button("打印", cap_of("save"), "primary", "print")
        self.no = Button("不打印", "Esc")
        self.instead = Button("另存 PDF", "Alt+1")
        self._lay_out()
        self._connect()
        desk.jobs.start(self, _LANE, service.printers, self._show, self._failed)

    def take(self) -> None:
        """Make the paper and hand it over, beside the window."""
        place = self.printers.currentRow()
        if self._sending or not 0 <= place < len(self._found):
            return
        order = self._order(self._found[place])
        if order is not None:
            self._sending = True
            self.yes.setEnabled(False)
            work = partial(self._print, order)
            done = partial(self._done, self._found[place])
            self._desk.jobs.start(self, _LANE, work, done, self._failed)

    def _order(self, printer: Printer) -> Order | None:
        """Return what was typed as an order; show what is wrong with it."""
        texts, problems = self.form.texts(), list[Invalid]()
        values = {}
        for field in _FIELDS:
            try:
                values[field.key] = field.parse(texts[field.key])
            except Invalid as problem:
                problems.append(problem)
        self.form.complain(problems)
        if problems:
            self.form.begin()
            return None
        return Order(
            printer=printer.name,
            title=self._paper.title,
            copies=values[_COPIES],
            pages=values[_PAGES],
            both_sides=values[_BOTH],
        )

    def _print(self, order: Order) -> str:
        job = self._service.submit(self._paper.make(), order)
        with suppress(Refused):  # it is printed; a printer not remembered is chosen once more
            self._machine.keep_printer(self._paper.document, order.printer)
        return job

    def _done(self, printer: Printer, job: str) -> None:
        self.accept()
        self.sent.emit(job, printer)

    def _show(self, found: Sequence[Printer]) -> None:
        self._found = found
        usual = self._machine.printer(self._paper.document)
        for place, printer in enumerate(found):
            words = printer.name + (f"  {printer.trouble}" if printer.trouble else "")
            self.printers.addItem(line_of(words, CANDIDATE))
            if printer.name == usual or (printer.usual and not usual) or place == 0:
                self.printers.setCurrentRow(place)
        self._looking.hide()
        self.printers.setFixedHeight(min(len(found), _SHOWN) * CANDIDATE)
        self._body.setVisible(bool(found))
        high = self.printers.height() + self.form.sizeHint().height()
        self._body.setFixedHeight(min(high, self.room() - _AROUND))
        self.yes.setEnabled(bool(found))
        if found:
            self.printers.setFocus()
        else:
            self.notice.tell(
                "warn",
                "这台电脑上没有打印机",
                "名册没有丢。可以先另存 PDF，拿到别的电脑上打印；或请维护人员装好打印机。",
                self.instead,
            )
            self.instead.setFocus()

    def _failed(self, error: Exception) -> None:
        self._sending = False
        self.yes.setEnabled(bool(self._found))
        self._desk.fail(error, self.notice.refuse)

    def _save_instead(self) -> None:
        if self.instead.isVisible():
            self.reject()
            self.save_wanted.emit()

    def _lay_out(self) -> None:
        self.setWindowTitle("打印")
        as_list(self.printers, "lines", "打印机")
        self._body = scroll(frame("plain", column(self.printers, self.form, gap=0)))
        self._body.hide()
        self._looking = label("正在找打印机…", "body", "ink2")
        self._looking.setContentsMargins(INSET, 8, INSET, 8)
        self.form.fill({_COPIES: "1", _BOTH: "否"})
        self.yes.setEnabled(False)
        inner = (self.notice, self._looking, self._body, None)
        self.stack(titled("打印", self._paper.title), *inner, foot(None, self.no, self.yes))

    def _connect(self) -> None:
        self.yes.clicked.connect(self.take)
        self.no.clicked.connect(self.reject)
        self.instead.clicked.connect(self._save_instead)
        self.printers.itemActivated.connect(lambda _item: self.take())
        self.form.finished.connect(self.yes.setFocus)
        action(self, "save", self.take, "打印")
        lettered(self, "Alt+1", "", self._save_instead)
