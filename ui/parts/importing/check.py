"""CheckStep: the rows with their problems, put right one by one; nothing is written yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from partyservice.kernel.files import shown_name
from ui.parts.buttons import Button, Chip
from ui.parts.desk import Desk
from ui.parts.fieldbox import Elided
from ui.parts.head import FilterBar
from ui.parts.importing.mending import MendPane
from ui.parts.importing.sheettable import SheetTable
from ui.parts.importing.work import Work, counted, grouped
from ui.parts.keys import action, cap, cap_of, lettered
from ui.parts.layout import column, foot, label, row, rule, tinted, tip
from ui.parts.notices import EmptyState
from ui.parts.theme import font

if TYPE_CHECKING:
    from partyservice.exchange.trouble import Checked, Trouble

Change = Callable[[], "Checked"]
TROUBLED = "有问题的行"
_FILE, _TOLD = 400, 20


class CheckStep(QFrame):
    """Every change is judged beside the window; the next problem comes of itself."""

    help_page = "mending"

    back = Signal()
    forward = Signal()
    cleaned = Signal()  # somebody wants a clean workbook

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._desk = desk
        self.work: Work | None = None
        self.troubles: Sequence[Trouble] = ()
        self._at, self._busy, self.sheet = 0, False, ""
        self._drawn: tuple[Checked, str, bool] | None = None  # what the table shows
        self._other: Trouble | None = None  # a cell that nothing is wrong with
        self.table, self.pane, self.good = SheetTable(), MendPane(desk), EmptyState()
        self.chip = Chip("显示")
        self._file, self._counts = Elided(), label("", "body", bold=True)
        self._about, self._safe = Elided(), label("", "body", "ink2")
        self.forward_button = Button("导入", cap("Ctrl+Return"), "primary")
        self._back = Button("上一步", cap_of("leave"))
        self.undo_button = Button("撤销", "Ctrl+Z")
        self.clean = Button("另存干净表", cap_of("export"), icon="table")
        self._lay_out()
        self._connect()

    def show_work(self, work: Work) -> None:
        """Show a file just judged, at its first problem."""
        self.work, self._at, self._busy, self._drawn = work, 0, False, None
        self.chip.show_value("")
        self.table.rows.only_troubles = False
        self.table.go_home()
        self._file.setText(shown_name(work.path))
        self._refresh()

    def begin(self) -> None:
        """Put the cursor in the box of the chosen problem, or on the way on."""
        if self.troubles:
            self.pane.begin()
        else:
            self.forward_button.setFocus()

    def ready(self) -> bool:
        """Say whether there is something to be written, and no change under way."""
        return self.forward_button.isEnabled() and not self._busy

    def idle(self) -> bool:
        """Say whether a file is shown, and no change of it is under way."""
        return self.isVisible() and not self._busy

    def suit(self, wide: int) -> None:
        """Show what has room in a page of this width."""
        self.table.setVisible(wide >= 640 or not self.troubles)
        self.clean.setVisible(wide >= 980)
        self.undo_button.setVisible(wide >= 860)
        self._safe.setVisible(wide >= 1180)

    def go(self, step: int) -> None:
        """Go to the next (1) or last (-1) problem."""
        if self.troubles:
            self._show((self._at + step) % len(self.troubles))
            self.pane.begin()

    def hear(self, checked: Checked) -> None:
        """Show the plan after a change, at the problem that is now where the last one was."""
        self._busy, self._other = False, None
        if self.work is not None:
            before = self.troubles[self._at] if self.troubles else None
            self.work.checked = checked
            self._refresh(before)
            self.begin()

    def fail(self, error: Exception) -> None:
        """The change was not taken."""
        self._busy = False
        self._desk.jobs.failed.emit(error)

    def _refresh(self, before: Trouble | None = None) -> None:
        """Show the plan; a cell that is still in trouble stays the chosen one."""
        if self.work is None or self.work.checked is None:
            return
        checked = self.work.checked
        self.troubles = grouped(checked.troubles)
        bad = sum(each.wrong for each in self.troubles)
        self.pane.show_counts(bad, len(self.troubles) - bad, len(checked.left))
        self.pane.show_list(self.troubles)
        self._say(checked)
        self.good.setVisible(not self.troubles)
        self.undo_button.setEnabled(checked.undoable)
        self.undo_button.setToolTip("" if checked.undoable else "还没有改过")
        if self.troubles:
            same = [n for n, t in enumerate(self.troubles) if _same(t, before)]
            self._show(same[0] if same else min(self._at, len(self.troubles) - 1))
        else:
            self.pane.show_nothing()
            self._show_sheet(checked.heads[0].sheet)

    def _say(self, checked: Checked) -> None:
        counts = checked.counts
        going = counts["new"] + counts["updated"]
        held = counts["refused"] + counts["queried"]
        out = held + counts["left"]
        parts = [
            ("新增", counts["new"]),
            ("更新", counts["updated"]),
            ("不变", counts["unchanged"]),
        ]
        self._counts.setText(counted([*parts, ("待处理", held)]))
        self._safe.setText("写入之前什么也不会改")
        words = f"导入 {going:,} 行" if going else "没有要写入的"
        self.forward_button.setText(f"跳过 {out:,} 行，{words}" if out and going else words)
        self.forward_button.setEnabled(bool(going))
        self.forward_button.setToolTip("" if going else "没有新的内容要写入")
        self.forward_button.updateGeometry()
        same = f"，{counts['unchanged']:,} 行和档案一样" if counts["unchanged"] else ""
        self.good.tell("checkmark_circle", "没有要改的地方", f"{words}{same}。", "")
        notes = [f"“{name}”{words}" for name, words in checked.passed_over.items()]
        skipped = f"，略去 {checked.skipped} 行说明、小计或签名" if checked.skipped else ""
        rows = sum(map(len, checked.rows.values()))
        repaired = f"，自动更正 {len(checked.repaired)} 格" if checked.repaired else ""
        self._about.setText(f"{rows:,} 人{skipped}{repaired}  {' '.join(notes)}")
        self._about.setToolTip(tip("\n".join([*notes, *checked.repaired[:_TOLD]])))

    def _show(self, place: int) -> None:
        if self.work is None or self.work.checked is None:
            return
        self._at, trouble, self._other = place, self.troubles[place], None
        self._show_sheet(trouble.at[0])
        self.table.show_trouble(trouble)
        fields = {known.key: known for known in self.work.checked.intake.draft.known}
        shown_place = f"{place + 1} / {len(self.troubles)}"
        alike = len(self._alike(trouble))
        self.pane.show_trouble(trouble, fields.get(trouble.key), shown_place, alike)
        self.pane.mark_row(place)

    def _show_sheet(self, name: str) -> None:
        if self.work is None or self.work.checked is None:
            return
        checked, self.sheet, only = self.work.checked, name, self.table.rows.only_troubles
        if self._drawn and self._drawn[0] is checked and self._drawn[1:] == (name, only):
            return
        self._drawn = (checked, name, only)
        head = next(each for each in checked.heads if each.sheet == name)
        cells = next(each.rows for each in self.work.review.sheets if each.name == name)
        self.table.show_sheet(cells, head, checked)

    def _alike(self, trouble: Trouble) -> list[tuple[str, int]]:
        """Return the rows with the same problem in the same words of the same column."""
        if trouble.once:
            return [trouble.at]
        return [
            each.at
            for each in self.troubles
            if (each.key, each.text, each.problem.words)
            == (trouble.key, trouble.text, trouble.problem.words)
            and trouble.text
        ]

    def _chosen(self) -> Trouble | None:
        if self._busy:
            return None
        return self._other or (self.troubles[self._at] if self.troubles else None)

    def _change(self, change: Change) -> None:
        self._busy = True
        self._desk.jobs.start(self, "imports", change, self.hear, self.fail)

    def _mend(self, text: str, *, alike: bool = False) -> None:
        trouble = self._chosen()
        if trouble is None or self.work is None:
            return
        if text == trouble.text:  # left as it is: the next one
            self.go(0 if self._other else 1)
            return
        rows = self._alike(trouble) if alike else [trouble.at]
        mend = self._desk.app.imports.mend
        self._change(partial(mend, self.work.review, rows, trouble.key, text))

    def _answer(self, reason: str) -> None:
        trouble = self._chosen()
        if trouble is not None and self.work is not None:
            answer = self._desk.app.imports.answer
            self._change(partial(answer, self.work.review, trouble.at, trouble.key, reason))

    def _leave(self) -> None:
        trouble = self._chosen()
        if trouble is not None and self.work is not None:
            leave = self._desk.app.imports.leave
            self._change(partial(leave, self.work.review, trouble.at))

    def undo(self) -> None:
        """Take back what was said last."""
        if self.work is not None and not self._busy:
            self._change(partial(self._desk.app.imports.undo, self.work.review))

    def turn(self) -> None:
        """Show all rows, or those with problems."""
        only = not self.table.rows.only_troubles
        self.table.rows.only_troubles = only
        self.chip.show_value(TROUBLED if only else "")
        self._refresh()
        self.begin()

    def _cell(self, row_: int, column_: int) -> None:
        """Somebody chose a cell of the table: if it is in trouble, that is put right next."""
        sheet = self.troubles[self._at].at[0] if self.troubles else ""
        for place, each in enumerate(self.troubles):
            if each.at == (sheet, row_) and each.column == column_:
                self._show(place)
                self.pane.begin()
                return
        self._show_other(sheet or self.sheet, row_, column_)

    def _show_other(self, sheet: str, row_: int, column_: int) -> None:
        """Let a cell be changed that nothing is wrong with, such as the number of another."""
        from partyservice.exchange.trouble import fine  # noqa: PLC0415 - loads SQLAlchemy

        if self.work is None or self.work.checked is None:
            return
        head = next(each for each in self.work.checked.heads if each.sheet == sheet)
        known, whole = head.fields.get(column_), self.table.rows.whole_text(row_, column_)
        if known is not None and row_ in self.work.checked.rows[sheet]:
            self._other = fine((sheet, row_), column_, known, whole)
            self.table.show_trouble(self._other)
            self.pane.show_trouble(self._other, known, "", 1)
            out = any(each.at == self._other.at for each in self.work.checked.left)
            self.pane.leave.setText("还是导入" if out else "这一行不导入")
            self.pane.begin()

    def _lay_out(self) -> None:
        self._file.setFont(font(bold=True))
        self._file.setMaximumWidth(_FILE)
        self._about.setFont(font())
        tinted(self._about, "ink2")
        bar = FilterBar([self._file, self._about], self.chip)
        buttons = (self.undo_button, self.clean, self._back, self.forward_button)
        bottom = foot(self._counts, self._safe, None, *buttons)
        self.good.hide()
        left = column(bar, self.good, (self.table, 1), gap=0)
        middle = row((left, 1), rule(upright=True), self.pane, gap=0)
        self.setLayout(column((middle, 1), bottom, gap=0))

    def _connect(self) -> None:
        self.pane.typed.connect(self._mend)
        self.pane.typed_alike.connect(partial(self._mend, alike=True))
        self.pane.answered.connect(self._answer)
        self.pane.left_out.connect(self._leave)
        self.pane.chosen.connect(self._show)
        self.table.wanted.connect(self._cell)
        self.chip.clicked.connect(self.turn)
        self._back.clicked.connect(self.back)
        self.forward_button.clicked.connect(self.forward)
        self.undo_button.clicked.connect(self.undo)
        self.clean.clicked.connect(self.cleaned)
        action(self, "next_problem", partial(self.go, 1), "下一个问题")
        action(self, "last_problem", partial(self.go, -1), "上一个问题")
        action(self, "edit", self.pane.begin, "改这一格")
        action(self, "filters", self.turn, "全部行或有问题的行")
        action(self, "export", self.cleaned.emit, "另存干净表")
        lettered(self, "Alt+1", "以表为准", self.pane.ask)
        lettered(self, "Alt+2", "这一行不导入", self._leave)
        lettered(self, "Alt+3", "同样的都改", self._mend_alike)

    def _mend_alike(self) -> None:
        self._mend(self.pane.text(), alike=True)


def _same(one: Trouble, other: Trouble | None) -> bool:
    return other is not None and (one.at, one.key) == (other.at, other.key)
