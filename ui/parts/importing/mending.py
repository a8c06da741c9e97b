"""MendPane: the chosen problem, put right in place, and all that are left, in groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.parts.buttons import Button, Lamp
from ui.parts.choosing import PickBox
from ui.parts.desk import Desk
from ui.parts.dressing import as_list, line_of
from ui.parts.fieldbox import Elided, FieldBox
from ui.parts.layout import (
    column,
    emptied,
    frame,
    label,
    row,
    rule,
    scroll,
    set_tone,
    tinted,
    tip,
    wrapped,
)
from ui.parts.theme import colour, font
from ui.parts.tokens import ICON, INSET_PANE, LABEL, MENDING, ROW

if TYPE_CHECKING:
    from partyservice.exchange.trouble import Trouble
    from partyservice.kernel.fields import Field

_WORDS = 48  # kept for the sentence, so that nothing below it jumps
_NAME = 8  # characters of a name in the list
_LISTED = 500  # problems in the list: more would keep the window waiting
_SPARE = 8  # px under the buttons, so that no bar shows for one of them
_LOW = 460  # px below which the counts have no room
_NEW = "new_branch"  # the rule of the doubt whether a branch is to be made
_PLACE = Qt.ItemDataRole.UserRole


class MendPane(QFrame):
    """Enter takes what was typed; Alt+1 gives a reason, Alt+2 leaves the row out."""

    typed = Signal(str)  # instead of what stands in the chosen cell
    typed_alike = Signal(str)  # the same for all cells that say the same
    answered = Signal(str)  # why the chosen cell is right
    left_out = Signal()
    chosen = Signal(int)  # the n-th problem

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setFixedWidth(MENDING)
        self._desk = desk
        self.box: FieldBox | None = None
        self._several = False  # sheets with problems
        self._numbers = {tone: label("0", "title", bold=True) for tone in ("bad", "warn", "none")}
        self._lamp, self._title = Lamp("none", ICON), label("", "body", bold=True)
        self._place, self._who = label("", "caption", "ink2"), Elided()
        self._words = wrapped()
        self._ground = QVBoxLayout()
        self.mend = Button("改好", "Enter").compact()
        self.reason = Button("以表为准", "Alt+1").compact()
        self.leave = Button("这一行不导入", "Alt+2", "quiet").compact()
        self.alike = Button("同样的都改", "Alt+3").compact()
        self.list = QListWidget()
        self._card = frame("pane")
        self._lay_out()
        self._connect()

    def show_counts(self, bad: int, doubted: int, out: int) -> None:
        """Show how many cells are wrong and doubted, and how many rows stay out."""
        for tone, number in (("bad", bad), ("warn", doubted), ("none", out)):
            self._numbers[tone].setText(f"{number:,}")

    def show_list(self, troubles: Sequence[Trouble]) -> None:
        """List all problems, those of one column and kind together."""
        self._several = len({each.at[0] for each in troubles}) > 1
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        group = None
        for place, each in enumerate(troubles[:_LISTED]):
            if (each.label, each.wrong) != group:
                group = (each.label, each.wrong)
                count = sum((t.label, t.wrong) == group for t in troubles)
                words = "要改" if each.wrong else "请核对"
                self._add(f"{each.label}  {count} 格{words}", "bad" if each.wrong else "warn")
            item = self._add(f"第 {each.at[1] + 1} 行  {_short(each.name)}  {_said(each)}", "")
            item.setData(_PLACE, place)
            item.setToolTip(tip(each.problem.words))
        if len(troubles) > _LISTED:
            self._add(f"还有 {len(troubles) - _LISTED:,} 格，改好上面的再列出", "none")
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own

    def show_trouble(self, trouble: Trouble, field: Field | None, place: str, alike: int) -> None:
        """Show one problem, the cursor in its box."""
        self._area.show()
        self._lamp.show_tone("bad" if trouble.wrong else "warn" if place else "none")
        self._title.setText(f"第 {trouble.at[1] + 1} 行  {trouble.label}")
        self._place.setText(place)
        where = trouble.at[0] if self._several else ""
        name = trouble.name or ("没有姓名" if place else "")
        self._who.setText("  ".join(filter(None, (name, where))))
        self._who.setToolTip(tip(self._who.text()))
        self._words.setText(_said(trouble))
        self._put_box(trouble, field)
        self.reason.setText("新建这个支部" if _is_new(trouble) else "以表为准")
        self.reason.setVisible(trouble.answerable)
        self.leave.setText("这一行不导入")
        self.alike.setText(f"同样的 {alike} 格都改")
        self.alike.setVisible(alike > 1)
        for button in (self.reason, self.alike):
            button.updateGeometry()
        if place:
            self._mark(trouble)
        self._fit()

    def show_nothing(self) -> None:
        """Nothing is left to be put right."""
        self._area.hide()

    def begin(self) -> None:
        """Put the cursor where the cell is put right."""
        if self.box is not None and not self._area.isHidden():
            self.box.focus()
            if isinstance(self.box.box.widget, QLineEdit):
                self.box.box.widget.selectAll()  # what is typed replaces what stands there

    def ask(self) -> None:
        """Ask why what stands in the cell is right; a new branch needs no reason."""
        if self.box is None or self.reason.isHidden():
            return
        if self.box.problem is not None and self.box.problem.rule == _NEW:
            self.answered.emit("核对时新建")
        else:
            self.box.ask()

    def text(self) -> str:
        """Return what is typed for the chosen cell."""
        if self.box is None:
            return ""
        if isinstance(self.box.box.widget, PickBox):
            self.box.box.widget.settle()
        return self.box.box.read().strip()

    def mark_row(self, place: int) -> None:
        """Mark the n-th problem in the list."""
        for at in range(self.list.count()):
            if self.list.item(at).data(_PLACE) == place:
                self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
                self.list.setCurrentRow(at)
                self.list.blockSignals(False)  # noqa: FBT003 - Qt's own
                self.list.scrollToItem(self.list.item(at))

    def _fit(self) -> None:
        """Let the problem have all the room it needs, as far as there is some."""
        self._wells.setVisible(self.height() >= _LOW)
        need = max(self._card.heightForWidth(MENDING), self._card.sizeHint().height()) + _SPARE
        self._area.setFixedHeight(min(need, self.height()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _mark(self, trouble: Trouble) -> None:
        if self.box is not None:
            self.box.problem = trouble.problem
            set_tone(self.box.box.widget, "wrong", "bad" if trouble.wrong else "warn")
            self.box.box.widget.setAccessibleDescription(trouble.problem.words)

    def _put_box(self, trouble: Trouble, field: Field | None) -> None:
        emptied(self._ground)
        self.box = None
        if field is None:
            return
        self.box = FieldBox(field, self._desk.labels, LABEL)
        self.box.box.write(trouble.text)
        self.box.answered.connect(self._give)
        for widget in (self.box.box.widget, *self.box.box.widget.findChildren(QWidget)):
            widget.installEventFilter(self)
        self._ground.addWidget(self.box)
        self.box.show()  # at once, so that the room it needs is known

    def _give(self) -> None:
        if self.box is not None and self.box.reason:
            self.answered.emit(self.box.reason)

    def _add(self, words: str, tone: str) -> QListWidgetItem:
        item = line_of(words, ROW)
        if tone:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setFont(font("caption", bold=True))
            item.setForeground(colour(tone))
        self.list.addItem(item)
        return item

    def _turned(self, at: int) -> None:
        place = self.list.item(at).data(_PLACE) if at >= 0 else None
        if place is not None:
            self.chosen.emit(place)

    def _lay_out(self) -> None:
        as_list(self.list, "lines", "所有问题")
        told = (("bad", "错误，须改"), ("warn", "请核对"), ("none", "行不导入"))
        wells = [_well(tone, self._numbers[tone], words) for tone, words in told]
        counts = row(*((well, 1) for well in wells), margins=(INSET_PANE, 12, INSET_PANE, 12))
        self._wells = frame("pane", column(counts, rule(), gap=0))
        self._who.setFont(font())
        tinted(self._who, "ink2")
        self._words.setMinimumHeight(_WORDS)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        items = column(
            row(self._lamp, self._title, None, self._place),
            self._who,
            self._words,
            self._ground,
            row(None, self.reason, self.mend),
            row(self.leave, None, self.alike),
            gap=6,
            margins=(INSET_PANE, 12, INSET_PANE, 12),
        )
        self._card.setLayout(items)
        self._area = scroll(self._card)
        self.setLayout(column(self._wells, self._area, rule(), (self.list, 1), gap=0))

    def _connect(self) -> None:
        self.mend.clicked.connect(lambda: self.typed.emit(self.text()))
        self.alike.clicked.connect(lambda: self.typed_alike.emit(self.text()))
        self.reason.clicked.connect(self.ask)
        self.leave.clicked.connect(self.left_out)
        self.list.currentRowChanged.connect(self._turned)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            open_list = isinstance(watched, PickBox) and watched.popup_open()
            if enter and not plain and not open_list and not getattr(watched, "composing", ""):
                self.typed.emit(self.text())
                return True
        return super().eventFilter(watched, event)


def _said(trouble: Trouble) -> str:
    words = trouble.problem.words.removeprefix(trouble.label).lstrip(":：")
    return words.replace("请先在党组织里新增", "请新建") if _is_new(trouble) else words


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[:_NAME]}…"


def _is_new(trouble: Trouble) -> bool:
    return trouble.problem.rule == _NEW


def _well(tone: str, number: QLabel, words: str) -> QFrame:
    top = row(Lamp(tone, ICON), number, None)
    return frame("well", column(top, label(words, "caption", "ink2"), gap=2, margins=(12, 8, 8, 8)))
