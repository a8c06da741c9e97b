"""FieldBox: label, box and the line kept for what is wrong or doubtful with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QWidget
from typing_extensions import override

from partyservice.kernel.errors import Doubt, Invalid, Problem
from ui.parts.boxes import Box, Lookup, MaskedBox, box_of
from ui.parts.buttons import Button, Lamp
from ui.parts.dressing import as_box
from ui.parts.layout import column, label, row, set_tone, tinted, tip, under, wrapped
from ui.parts.theme import colour, font
from ui.parts.tokens import FIELD, LAMP_SMALL, NOTE, STAR
from ui.parts.typed import TypedLine

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field

_YES = "以此为准"  # answers a doubt


class FieldBox(QWidget):
    """One field of a form; its message never moves the fields beside it."""

    edited = Signal()  # somebody changed the text
    left = Signal()  # the focus left it
    answered = Signal()  # a doubt was given its reason

    def __init__(self, field: Field, lookup: Lookup, label_wide: int) -> None:
        super().__init__()
        self.field, self.reason, self._told = field, "", ""
        self.problem: Problem | None = None
        self.box: Box = box_of(field, lookup)
        self._said: Said | None = None  # made when there is first something to say
        self._lay_out(label_wide)
        self.box.edited.connect(self._change)

    def complain(self, problem: Problem | None) -> None:
        """Show what is wrong or doubtful here; None takes it away."""
        self.problem = problem
        repair = problem.repair if problem else None
        doubted = isinstance(problem, Doubt)
        tone = "" if problem is None else "warn" if doubted else "bad"
        words = problem.words.removeprefix(self.field.label).lstrip(":：") if problem else ""
        if doubted and self.reason:
            tone, words = "", f"以此为准：{self.reason}"
        words = words or self._told
        set_tone(self.box.widget, "wrong", tone)
        if words or self._said:
            offered = bool(repair) or doubted
            way = repair.words if repair else _YES
            answer = offered and not self.reason
            self.said().tell(words, tone or "ok", answer=answer, way=way)
        self.box.widget.setAccessibleDescription(words)

    def tell(self, words: str) -> None:
        """Say under the box what was done to it; the next thing typed takes it away."""
        self._told = words
        self.complain(self.problem)

    def said(self) -> Said:
        """Return the line under the box."""
        if self._said is None:
            self._said = Said(self._name.width())
            self._said.answer.clicked.connect(self.ask)
            self._grid.addWidget(self._said, 1, 0, 1, 2)
        return self._said

    def check(self) -> None:
        """Say what is wrong with this value alone; called when the focus leaves it."""
        if isinstance(self.box.widget, MaskedBox) and "*" in self.box.read():
            return
        text, mended = self.field.kind.mended(self.box.read())
        if mended:
            self.box.write(text)
            self.edited.emit()
        try:
            self.field.parse(text)
        except (Invalid, Doubt) as problem:
            self.complain(problem)
        else:
            if isinstance(self.problem, Invalid) or (self.problem and mended):
                self.complain(None)
        if mended:
            self.tell(mended)

    def open_problem(self) -> bool:
        """Say whether something here keeps the form from being saved."""
        return self.problem is not None and not (
            isinstance(self.problem, Doubt) and bool(self.reason)
        )

    def number(self, place: int) -> None:
        """Give the button that answers the doubt here its key."""
        answer = self.said().answer
        answer.key = f"Alt+{place}" if place < 10 else ""
        answer.updateGeometry()

    def ask(self) -> None:
        """Repair what stands here, if that is offered; else ask, in place, why it is right."""
        repair = self.problem.repair if self.problem else None
        if repair:
            self.box.write(repair.text)
            self.complain(None)
            self._change()
            self.tell(f"已{repair.words}，请对照证件核对")
            self.focus()
            return
        popup = Reason(self, self.problem.words if self.problem else "")
        popup.given.connect(self._give)
        popup.open_below(self.box.widget)

    def focus(self) -> None:
        """Put the cursor here."""
        self.box.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, reason: str) -> None:
        self.reason = reason
        self.complain(self.problem)
        self.answered.emit()

    def _change(self, *_text: object) -> None:
        self.reason = ""
        if self._told:
            self.tell("")
        self.edited.emit()

    def _lay_out(self, label_wide: int) -> None:
        self._name = FieldLabel(self.field.label, label_wide, must=self.field.needed)
        self._name.setBuddy(self.box.widget)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(self._name, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.box.widget, 0, 1)
        self._grid.setRowMinimumHeight(1, NOTE)
        self._grid.setColumnStretch(1, 1)


class FieldLabel(QLabel):
    """Right-aligned before its box; a star where something must stand."""

    def __init__(self, words: str, wide: int, *, must: bool) -> None:
        super().__init__(words)
        self._must = must
        self.setFont(font())
        self.setFixedSize(wide + STAR, FIELD)
        self.setContentsMargins(0, 0, STAR, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setWordWrap(True)
        if self.fontMetrics().horizontalAdvance(words) > wide:
            self.setFont(font("caption"))
        tinted(self, "ink2")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._must:
            painter = QPainter(self)
            painter.setFont(font())
            painter.setPen(colour("bad"))
            box = self.rect().adjusted(self.width() - STAR, 0, 0, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, "*")


class Elided(QLabel):
    """A line that ends in … where it has no room; whole as tool tip."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(NOTE, NOTE)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


class Said(QWidget):
    """Lamp, sentence, and the button that answers a doubt.

    It stands under the box; a sentence that needs more room begins further left, under the label.
    """

    def __init__(self, label_wide: int) -> None:
        super().__init__()
        self._label_wide = label_wide
        self.setFixedHeight(NOTE)
        self.note, self._lamp = Elided(), Lamp("none", LAMP_SMALL)
        self.note.setFont(font("caption"))
        self.answer = Button(_YES, look="quiet").compact(NOTE)
        self._row = row(self._lamp, (self.note, 1), self.answer, gap=6)
        self.setLayout(self._row)

    def tell(self, words: str, tone: str, *, answer: bool, way: str = _YES) -> None:
        """Say what is wrong or doubtful, and offer a way on; nothing takes it away."""
        self._lamp.show_tone(tone)
        self._lamp.setVisible(bool(words))
        tinted(self.note, tone)
        self.note.setText(words)
        self.note.setToolTip(tip(words))
        self.answer.setText(way)
        self.answer.setAccessibleName(way)
        self.answer.setVisible(answer)
        self._begin()

    def _begin(self) -> None:
        gap = self._row.spacing()
        need = LAMP_SMALL + gap + self.note.fontMetrics().horizontalAdvance(self.note.text()) + 2
        if self.answer.isVisibleTo(self):
            need += gap + self.answer.sizeHint().width()
        left = max(0, min(self._label_wide, self.width() - need))
        self._row.setContentsMargins(left, 0, 0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._begin()


class Reason(QFrame):
    """A small card under the field: why is it right? Enter gives it, Esc does not."""

    given = Signal(str)

    def __init__(self, over: QWidget, doubt: str) -> None:
        super().__init__(over.window())
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._back = over
        self.line = TypedLine()
        as_box(self.line, "以此为准的理由", "依据什么，如：档案入党志愿书")
        self.line.returnPressed.connect(self.give)
        give = Button("记下理由", "Enter", "primary")
        give.clicked.connect(self.give)
        drop = Button("再核对", "Esc")
        drop.clicked.connect(self.drop)
        top = label("为什么以此为准", bold=True)
        said = wrapped(doubt, "caption", "warn")
        items = (top, said, self.line, row(None, drop, give))
        self.setLayout(column(*items, margins=(16, 12, 16, 12)))

    def open_below(self, widget: QWidget) -> None:
        """Show the card where it hides nothing it speaks of."""
        self.setFixedWidth(max(320, widget.width()))
        self.adjustSize()
        ground = under(self)
        at = widget.mapTo(ground, widget.rect().bottomLeft())
        at.setY(min(at.y() + NOTE + 4, ground.height() - self.height() - 8))
        at.setX(min(at.x(), ground.width() - self.width() - 8))
        self.move(at)
        self.show()
        self.raise_()
        self.line.setFocus()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)

    def give(self) -> None:
        """Give the reason typed; without one nothing happens."""
        reason = self.line.text().strip()
        if reason:
            self.given.emit(reason)
            self.drop()

    def drop(self) -> None:
        """Close without a reason."""
        self.close()
        self._back.setFocus()

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self.isAncestorOf(new):
            self.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.drop()
        else:
            super().keyPressEvent(event)
