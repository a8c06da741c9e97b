"""GlyphCard: find a character nobody can type by its parts, its strokes or how a part is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui.parts.buttons import caps
from ui.parts.layout import column, label, row, rule
from ui.parts.question import Card
from ui.parts.theme import colour, font
from ui.parts.tokens import CANDIDATE, DIALOG, GLYPH, INSET_PANE, NOTE, RADIUS
from ui.parts.typed import TypedLine

if TYPE_CHECKING:
    from partyservice.kernel.glyphs import Glyph

_ACROSS, _DOWN = 11, 5
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_ACROSS,
    Qt.Key.Key_Down: _ACROSS,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MAY = "部件 木 玉，笔画 12画，部件的读音 long tian"
_NONE = "没有这样的字。请少写一个部件，或只写一个部件和笔画数"


def find_glyph(line: QLineEdit) -> GlyphCard:
    """Ask for a character, to be put where the cursor of `line` stands."""
    card = GlyphCard(line)
    card.open_over()
    return card


class GlyphCard(Card):
    """Enter puts the chosen character into the box the card was opened from."""

    help_page = "glyphs"

    def __init__(self, target: QLineEdit) -> None:
        super().__init__(target, DIALOG)
        self._target = target
        self.line, self.grid = TypedLine(), GlyphGrid()
        self.about = label("正在读取字表…", "body", "ink2")
        self._find: Callable[[str], Sequence[Glyph]] | None = None
        self._lay_out()
        self.line.textChanged.connect(self._look)
        self.line.installEventFilter(self)
        self.grid.chosen.connect(self._tell)
        self.grid.taken.connect(self.take)
        self.grid.left.connect(self._back)
        self._loader = _Loader(self)
        self._loader.loaded.connect(self._begin)
        self._loader.start()

    def ready(self) -> bool:
        """Say whether the table of characters is there."""
        return self._find is not None

    def take(self) -> None:
        """Put the chosen character into the box."""
        chosen = self.grid.current()
        if chosen:
            self.accept()
            self._target.insert(chosen.character)
            self._target.setFocus()

    def _begin(self) -> None:
        from partyservice.kernel.glyphs import found  # noqa: PLC0415 - its table is read by now

        self._find = found
        self._look(self.line.text())

    def _look(self, text: str) -> None:
        if self._find is None:
            return  # what was typed is looked for when the table is there
        self.grid.show_glyphs(self._find(text))
        if not self.grid.glyphs:
            self.about.setText(_NONE if text.strip() else _MAY)

    def _tell(self, glyph: Glyph) -> None:
        from partyservice.kernel.private import code_point  # noqa: PLC0415 - as above
        from partyservice.kernel.readings import readings_of  # noqa: PLC0415

        parts = "  ".join("＋".join(way) for way in glyph.ways[:2])
        read = "、".join(readings_of(glyph.character))
        known = (f"{glyph.strokes} 画", f"{glyph.radical}部", parts, read)
        told = [*[each for each in known if each], code_point(glyph.character)]
        self.about.setText(f"{glyph.character}    " + "  ".join(told))

    def _back(self, typed: str) -> None:
        self.line.setFocus()
        self.line.setCursorPosition(len(self.line.text()))
        self.line.insert(typed)

    def _lay_out(self) -> None:
        self.setWindowTitle("找字")
        self.line.setFont(font("title"))
        self.line.setFixedHeight(CANDIDATE)
        self.line.setPlaceholderText("写出这个字的部件")
        self.line.setAccessibleName(f"找字：{_MAY}")
        self.about.setFixedHeight(NOTE + 8)
        self.about.setContentsMargins(INSET_PANE, 0, INSET_PANE, 0)
        keys = caps(("↓", "到字里选"), ("Enter", "填入"), ("Esc", "关"))
        may = label("部件、笔画、读音可以混着写", "caption", "ink2")
        foot = row(*keys, None, may, margins=(12, 8, 12, 8))
        grid = row(None, self.grid, None)
        whole = (self.line, 8, grid, 4, self.about, rule(), foot)
        self.card.setLayout(column(*whole, gap=0, margins=(9, 9, 9, 1)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self.line.composing:
                return False
            if event.key() == Qt.Key.Key_Down and self.grid.glyphs:
                self.grid.setFocus()
                return True
            if event.key() in _ENTER:
                self.take()
                return True
        return super().eventFilter(watched, event)


class GlyphGrid(QWidget):
    """Candidates, painted; arrows choose, Enter takes, Up from the first row leaves."""

    chosen = Signal(object)  # Glyph
    taken = Signal()
    left = Signal(str)  # the focus should go back to the line, with what was typed here

    def __init__(self) -> None:
        super().__init__()
        self.glyphs: Sequence[Glyph] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName("候选字")

    def show_glyphs(self, glyphs: Sequence[Glyph]) -> None:
        """Offer other characters; the first is chosen."""
        self.glyphs = glyphs[: _ACROSS * _DOWN]
        self._choose(0)

    def current(self) -> Glyph | None:
        """Return the character chosen."""
        return self.glyphs[self._at] if self.glyphs else None

    def _choose(self, place: int) -> None:
        self._at = max(0, min(place, len(self.glyphs) - 1))
        chosen = self.current()
        if chosen:
            self.setAccessibleDescription(f"{chosen.character} {chosen.strokes} 画")
            self.chosen.emit(chosen)
        self.update()

    def _place_of(self, event: QMouseEvent) -> int:
        x, y = (int(each // GLYPH) for each in (event.position().x(), event.position().y()))
        return y * _ACROSS + x

    @override
    def sizeHint(self) -> QSize:
        return QSize(_ACROSS * GLYPH, _DOWN * GLYPH)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Up and self._at < _ACROSS:
            self.left.emit("")
        elif step is not None:
            self._choose(self._at + step)
        elif event.key() in _ENTER:
            self.taken.emit()
        elif event.text().isprintable() and event.text():
            self.left.emit(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._place_of(event) < len(self.glyphs):
            self._choose(self._place_of(event))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._place_of(event) < len(self.glyphs):
            self.taken.emit()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("name"))
        for place, glyph in enumerate(self.glyphs):
            down, across = divmod(place, _ACROSS)
            box = QRectF(across * GLYPH, down * GLYPH, GLYPH, GLYPH).adjusted(2, 2, -2, -2)
            if place == self._at:
                painter.setBrush(colour("select"))
                painter.setPen(colour("focus" if self.hasFocus() else "select"))
                painter.drawRoundedRect(box, RADIUS, RADIUS)
            painter.setPen(colour("ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, glyph.character)


class _Loader(QObject):
    """Reads the table of characters beside the window; it takes a fifth of a second, once."""

    loaded = Signal()

    def start(self) -> None:
        """Begin; `loaded` comes when it is there."""
        QThreadPool.globalInstance().start(self._load)

    def _load(self) -> None:
        from partyservice.kernel.glyphs import glyph  # noqa: PLC0415 - a long table

        glyph("一")
        self.loaded.emit()
