"""Commands: all that can be done now, found by Han, pinyin or initials; and the key card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget
from typing_extensions import override

from ui.parts.buttons import Button, KeyCap, caps
from ui.parts.keys import KEYS, cap, cap_of
from ui.parts.layout import column, emptied, frame, label, row, rule, scroll
from ui.parts.paint import cap_width, draw_cap
from ui.parts.question import Card
from ui.parts.theme import colour, font
from ui.parts.tokens import CANDIDATE, CAP, GAP, INSET, INSET_PANE
from ui.parts.typed import TypedLine

HERE, PLACE = "这一页", "到页面"
_WIDE, _MOST, _ROW = 620, 8, 40
_KEYS_HIGH, _AROUND = 420, 110  # px of the list of keys, and of what stands around a list
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST,
    Qt.Key.Key_PageUp: -_MOST,
}
_FIRST = (cap_of("edit"), cap_of("new"), cap_of("save"), cap_of("print"))
_TYPING = (("Tab", "下一格"), ("Enter", "下一格"))
_FILLING = (
    *("save", "open_list", "next_problem", "last_problem", "next_tab", "last_tab"),
    *("park", "undo", "glyph", "dot"),
)
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do; `whence` says where it belongs: 这一位, 到页面."""

    words: str
    whence: str
    key: str
    act: Callable[[], object]

    def answers(self, typed: str) -> bool:
        """Say whether what was typed may mean it: part of the words, pinyin or initials."""
        return typed in self.words or any(typed in reading for reading in _readings(self.words))


def rank(command: Command) -> int:
    """Return what comes first in the list: what changes something, then what has a key."""
    if command.key in _FIRST:
        return 0
    if command.key:
        return 1 if command.key.startswith("Alt+") else 2
    return 4 if command.words.startswith("按") else 3  # sorting: one for each column


class CommandLine(QAbstractButton):
    """One command: words, where it belongs, and its key."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command
        self.setFixedHeight(_ROW)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{command.words} {command.whence}")

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, box, on = QPainter(self), QRectF(self.rect()), self.isChecked()
        if on or self.underMouse():
            painter.fillRect(self.rect(), colour("select" if on else "hover"))
        painter.setFont(font("body", bold=on))
        painter.setPen(colour("ink"))
        painter.drawText(box.adjusted(INSET_PANE, 0, 0, 0), _LEFT, self.command.words)
        wide = QFontMetrics(font("body", bold=on)).horizontalAdvance(self.command.words)
        painter.setFont(font())
        painter.setPen(colour("ink2"))
        painter.drawText(box.adjusted(INSET_PANE + wide + 12, 0, 0, 0), _LEFT, self.command.whence)
        if self.command.key:
            right = box.width() - INSET_PANE - cap_width(self.command.key)
            at = QRectF(right, (box.height() - CAP) // 2, 0, 0).topLeft()
            draw_cap(painter, at, self.command.key)


class CommandList(Card):
    """F10: arrows choose, Enter does, Esc closes."""

    help_page = "keys"

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent, _WIDE)
        self._commands, self._found = commands, list(commands)
        self._top = self._at = 0  # of those found: the first shown, and the one marked
        self.line = TypedLine()
        self._rows = column(gap=0)
        self._lay_out()
        self.line.textChanged.connect(self._show)
        self.line.installEventFilter(self)
        self._show("")

    def lines(self) -> list[CommandLine]:
        """Return the commands offered."""
        items = [self._rows.itemAt(n).widget() for n in range(self._rows.count())]
        return [item for item in items if isinstance(item, CommandLine)]

    def _show(self, text: str) -> None:
        typed = text.strip().lower()
        self._found = [c for c in self._commands if not typed or c.answers(typed)]
        self._none.setVisible(not self._found)
        self._top = self._at = 0
        self._list()

    def _list(self) -> None:
        """Show those around the one marked."""
        emptied(self._rows)
        for place, command in enumerate(self._found[self._top : self._top + self._most], self._top):
            line = CommandLine(command)
            line.setChecked(place == self._at)
            line.clicked.connect(partial(self._do, command))
            self._rows.addWidget(line)
        count = len(self._found)
        self._place.setText(f"第 {self._at + 1} / {count} 个" if count else "")

    def _do(self, command: Command, _checked: bool = False) -> None:
        self.accept()
        command.act()

    def _move(self, step: int) -> None:
        if self._found:
            self._at = max(0, min(self._at + step, len(self._found) - 1))
            self._top = max(self._at - self._most + 1, min(self._top, self._at))
            self._list()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._move(-1 if event.angleDelta().y() > 0 else 1)

    def _lay_out(self) -> None:
        self.setWindowTitle("全部命令")
        self.line.setFont(font("title"))
        self.line.setFixedHeight(CANDIDATE)
        self.line.setAccessibleName("全部命令：汉字、拼音或首字母")
        self.line.setPlaceholderText("想做什么")
        self._none = label("没有这样的命令", "body", "ink2")
        self._none.setContentsMargins(INSET_PANE, 8, 0, 8)
        keys = caps(("↑↓", "选"), ("Enter", "做"), ("Esc", "关"))
        may = label("汉字、拼音、首字母都可以", "caption", "ink2")
        self._place = label("", "caption", "ink2")
        foot = row(*keys, None, may, 12, self._place, margins=(12, 8, 12, 8))
        ground = frame("plain", self._rows)
        self._most = max(1, min(_MOST, (self.room() - _AROUND) // _ROW))
        ground.setFixedHeight(self._most * _ROW)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.card.setLayout(
            column(self.line, 4, self._none, ground, rule(), foot, gap=0, margins=(9, 9, 9, 1))
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self.line.composing:
                return False
            if event.key() in _STEPS:
                self._move(_STEPS[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                for line in [line for line in self.lines() if line.isChecked()]:
                    self._do(line.command)
                return True
        return super().eventFilter(watched, event)


class KeyCard(Card):
    """Shift+F1: the keys of what has the focus, of its page, and of the whole program."""

    help_page = "keys"

    def __init__(
        self, commands: Sequence[Command], hints: Sequence[tuple[str, str]], parent: QWidget
    ) -> None:
        super().__init__(parent, 720)
        self.setWindowTitle("按键")
        inner, items = frame("plain"), column(gap=GAP, margins=(INSET, GAP, INSET, GAP))
        for heading, keys in key_groups(commands, hints):
            items.addWidget(label(heading, "head", bold=True))
            items.addLayout(_grid(keys))
            items.addSpacing(GAP)
        items.addStretch()
        inner.setLayout(items)
        close = Button("关闭", "Esc")
        close.clicked.connect(self.reject)
        head = row(label("按键", "title", bold=True), None, close, margins=(INSET, 14, INSET, 8))
        area = scroll(inner)
        area.setMinimumHeight(min(_KEYS_HIGH, self.room() - _AROUND))
        self.card.setLayout(column(head, rule(), (area, 1), gap=0, margins=(1, 1, 1, 8)))


Keys = list[tuple[str, str]]


def key_groups(
    commands: Sequence[Command], hints: Sequence[tuple[str, str]]
) -> list[tuple[str, Keys]]:
    """Return cap and words of every key, each once, under where it holds."""
    here = [*hints, *((c.key, c.words) for c in commands if c.key and c.whence == HERE)]
    groups = [
        ("现在", here),
        ("换页", [(c.key, c.words) for c in commands if c.whence == PLACE]),
        ("到处都一样", [(c.key, c.words) for c in commands if c.key and not c.whence]),
        ("", [(cap(KEYS[name].sequence), KEYS[name].words) for name in ("show_numbers", "leave")]),
        ("填写的时候", [*_TYPING, *((cap_of(name), KEYS[name].words) for name in _FILLING)]),
    ]
    shown, told = list[tuple[str, Keys]](), set[str]()
    for heading, keys in groups:
        fresh = [(key, words) for key, words in dict(keys).items() if key not in told]
        told |= dict(keys).keys()
        if heading:
            shown.append((heading, fresh))
        else:
            shown[-1][1].extend(fresh)
    return [(heading, keys) for heading, keys in shown if keys]


def _grid(keys: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(6)
    for place, (key, words) in enumerate(keys):
        line, side = divmod(place, 3)
        grid.addLayout(row(KeyCap(key), label(words), None, gap=8), line, side)
    return grid


def _readings(words: str) -> list[str]:
    from partyservice.kernel.readings import readings_of_name  # noqa: PLC0415 - a long table

    return [part for full_and_initials in readings_of_name(words) for part in full_and_initials]
