"""First run: a new office in a few pages, by keys alone; left at any page, it goes on there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from typing_extensions import override

from partyservice.kernel.errors import Invalid, Problem, Refused, Unsettled
from partyservice.kernel.kinds import Region
from partyservice.machine import Machine, usual_place
from ui.first_run_block import Block, Entry
from ui.first_run_steps import NAME, SAFEGUARDS, STEPS, Folder
from ui.parts.asking import complain, hint
from ui.parts.buttons import Button
from ui.parts.disc import DONE, LATER, NOW
from ui.parts.folders import ask_folder, offer_folders
from ui.parts.job import Jobs, sentence_of
from ui.parts.keys import action, cap_of
from ui.parts.layout import label, row, tinted, wrapped
from ui.welcome import Welcome

if TYPE_CHECKING:
    from partyservice.app import App
    from ui.parts.fieldbox import FieldBox

_LANE = "first-run"  # one for all, so that nothing is kept after the end was told
_KEEP_AFTER = 400  # ms without a key
_COUNTS = "零一二三四五"


class FirstRun(Welcome):
    """Enter goes on, Esc goes back; what was typed is kept, but never a password."""

    help_page = "first_run"

    opened = Signal(object)  # the App of the new office
    failed = Signal(object)  # an exception that is a bug
    left = Signal()  # back to the start page

    def __init__(self, machine: Machine | None = None) -> None:
        super().__init__()
        self._machine, self.jobs = machine or Machine(), Jobs(self)
        unfinished = self._machine.first_run()
        self._texts = dict(unfinished.texts)
        names = [step.name for step in STEPS]
        self._page = unfinished.page or names[0]  # how far it has come; empty when put off
        self.place = names.index(unfinished.page) if unfinished.page in names else 0
        self.blocks = [Block(number, step) for number, step in enumerate(STEPS, 1)]
        self.back, self.go = Button("上一步", cap_of("leave")), Button("", "Enter", "primary")
        self.note = wrapped("", "body", "bad")
        self._busy = self._made = False
        self._app: App | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_KEEP_AFTER)
        self._connect()
        self._lay_out()
        self._show()

    def texts(self) -> dict[str, str]:
        """Return what was typed on all pages."""
        for block in self.blocks:
            self._texts |= block.form.texts()
        return dict(self._texts)

    def next(self) -> None:
        """Go on, or say at its field what is wrong; what takes a while is done beside."""
        block, texts = self.blocks[self.place], self.texts()
        if self._busy or self._complain(block, block.step.problems(texts)):
            return
        self._keep()
        if not block.step.slow:
            self._go_on(None)
            return
        self._work(block.step.doing)
        work = partial(block.step.does, texts)
        self.jobs.start(self, _LANE, partial(self._done_by, work), self._go_on, self._fail)

    def last(self) -> None:
        """Go back one page, from the first to the start page."""
        if self._busy:
            return
        self.say("")
        if self.place:
            self.place -= 1
            self._show()
        else:
            self._page = ""
            self.left.emit()

    def say(self, words: str, tint: str = "bad") -> None:
        """Say what is wrong with none of the fields, or under way."""
        tinted(self.note, tint)
        self.note.setText(words)

    def choose_folder(self, each: FieldBox) -> None:
        """Ask for a folder; in one that holds something already a new one is meant."""
        folder = ask_folder(self, "中心的数据放在哪里", each.box.read())
        if folder is not None:
            with suppress(OSError):
                if any(folder.iterdir()):
                    folder /= usual_place(self.texts()[NAME]).name
            each.box.write(str(folder))
            each.check()
            self._later.start()

    def close_page(self) -> None:
        """Keep what was typed, and wait for what is under way."""
        self._later.stop()
        self.jobs.stop()
        if self._app is not None:  # made, but the window closed before it was shown
            self._app.close()
        elif not self._made:
            with suppress(Refused):
                self._kept(self._page)()

    def _done_by(self, work: partial[App | None]) -> None:
        """Do the work of a page; called beside the window."""
        self._app = work() or self._app

    def _go_on(self, _nothing: object) -> None:
        self._rest()
        if self.place + 1 < len(STEPS):
            self.place += 1
            self._keep()
            self._show()
            return
        self._made, made, self._app = True, self._app, None
        for block in self.blocks:
            block.form.fill({})
        self.opened.emit(made)

    def _fail(self, error: Exception) -> None:
        self._rest()
        problems = error.problems if isinstance(error, Unsettled) else ()
        if isinstance(error, Invalid):
            problems = (error,)
        for place, block in enumerate(self.blocks):
            if {p.field for p in problems} & block.form.boxes.keys():
                self.place = place
                self._show()
                self._complain(block, problems)
                return
        self.say(sentence_of(error) or "没有建立。没有留下任何数据，您填的内容都在。")
        if not isinstance(error, Refused | Unsettled):
            self.failed.emit(error)

    def _complain(self, block: Block, problems: list[Problem] | tuple[Problem, ...]) -> bool:
        complain(block.form, problems)
        self._hint()
        return bool(problems)

    def _work(self, doing: str) -> None:
        self._busy = True
        self._later.stop()
        self.say(doing, "ink2")
        self._enable()

    def _rest(self) -> None:
        self._busy = False
        self.say("")
        self._enable()
        self._begin()

    def _enable(self) -> None:
        for widget in (self.back, self.go, self.blocks[self.place].form):
            widget.setEnabled(not self._busy)

    def _show(self) -> None:
        """Show the page at its place, the cursor where something is to be typed."""
        texts = self.texts()
        for place, block in enumerate(self.blocks):
            state = NOW if place == self.place else DONE if place < self.place else LATER
            block.show_state(state, texts)
        step = STEPS[self.place]
        self.go.setText(step.verb or f"下一步：{STEPS[self.place + 1].title}")
        self.go.setAccessibleName(self.go.text())
        self.go.updateGeometry()
        self.back.setText("上一步" if self.place else "返回")
        self.back.setAccessibleName(self.back.text())
        self._hint()
        if self.isVisible():
            self._begin()

    def _begin(self) -> None:
        self.blocks[self.place].form.begin()
        QTimer.singleShot(0, self.reveal)  # when the page has been laid out

    def _change(self, block: Block, edited: str) -> None:
        """Put what follows from what is typed, unless somebody typed his own."""
        before = block.step.suggests(self._texts)
        texts = self.texts()
        for key, text in block.step.suggests(texts).items():
            if texts[key] in ("", before.get(key)) and texts[key] != text:
                block.form.put(key, text)
        if block.form.boxes[edited].problem is not None:
            block.form.boxes[edited].check()  # it may be right now
        self._hint()
        self._later.start()

    def _hint(self, *_key: str) -> None:
        block = self.blocks[self.place]
        hint(block.form, block.step.hints(self.texts()))

    def _keep(self) -> None:
        """Remember how far this has come, beside the window; it is no harm if it fails."""
        self._page = STEPS[self.place].name
        self.jobs.start(self, _LANE, self._kept(self._page), _heard, _heard)

    def _kept(self, page: str) -> Callable[[], None]:
        secret = {key for step in STEPS for key in step.secret}
        texts = {key: text for key, text in self.texts().items() if key not in secret}
        return partial(self._machine.keep_first_run, page, texts)

    def _connect(self) -> None:
        self.go.clicked.connect(self.next)
        self.back.clicked.connect(self.last)
        self._later.timeout.connect(self._keep)
        action(self, "leave", self.last)
        self.jobs.start(self, "warm", partial(Region().parse, "北京市"), _heard)  # loads the table
        for block in self.blocks:
            block.form.fill(self._texts)
            block.form.edited.connect(partial(self._change, block))
            block.form.left.connect(self._hint)
            block.form.finished.connect(self.next)
            for each in block.form.boxes.values():
                if isinstance(each.field.kind, Folder):
                    offer_folders(each, partial(self.choose_folder, each))

    def _lay_out(self) -> None:
        count = _COUNTS[len(STEPS) + len(SAFEGUARDS)]
        words = f"{count}步，约 5 分钟。数据只存在这台电脑上，加密保存，不联网。"
        self.ask(
            label("新建中心", "huge", bold=True),
            wrapped(words, "body", "ink2"),
            12,
            *self.blocks,
            *to_come(),
            self.note,
            foot=row(None, self.back, self.go),
        )

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()


def to_come() -> list[Entry]:
    """Return what follows when the office is there, as it stands below the first pages."""
    after = len(STEPS) + 1
    return [Entry(after + n, each.title, each.words) for n, each in enumerate(SAFEGUARDS)]


def _heard(_result: object) -> None:
    """Nobody waits for it."""
