"""Notice: what happened, whether the data is safe, what to do; Toast; EmptyState."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.parts.buttons import Button
from ui.parts.layout import column, emptied, label, row, set_tone, sign, under, wrapped
from ui.parts.theme import font
from ui.parts.tokens import ICON_NOTICE, ICON_RAIL, INSET, RADIUS_CARD, TOAST_STAYS

_SIGNS = {
    "bad": "error_circle!",
    "warn": "warning!",
    "ok": "checkmark_circle!",
    "info": "info!",
}
_TOAST = 44


class Notice(QFrame):
    """A bar inside the page, above what it speaks of; stays until closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QHBoxLayout()
        self.title, self.words = label(bold=True), wrapped()
        self._ways = QHBoxLayout()
        self._close = Button("", look="quiet", icon="dismiss").compact().named("关闭提示")
        self._close.clicked.connect(self.hide)
        self._card = QFrame()
        self._card.setObjectName("notice")
        texts = column(self.title, self.words, gap=2, margins=(0, 4, 0, 4))
        top = Qt.AlignmentFlag.AlignTop
        layout = row(self._sign, (texts, 1), self._ways, self._close, margins=(12, 6, 8, 6))
        layout.setAlignment(self._close, top)
        self._card.setLayout(layout)
        self.setLayout(row(self._card, margins=(INSET, 12, INSET, 12)))
        self.setObjectName("sub")
        self.hide()

    def tell(self, tone: str, title: str, words: str = "", *actions: Button) -> None:
        """Show a sentence, its details and ways on."""
        emptied(self._sign)
        emptied(self._ways)
        self._sign.addWidget(sign(_SIGNS[tone], tone, ICON_RAIL), 0, Qt.AlignmentFlag.AlignTop)
        self._sign.setContentsMargins(0, 6, 0, 0)
        set_tone(self._card, "tone", tone)
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        for button in actions:
            self._ways.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._card.setAccessibleName(f"{title} {words}")
        self.show()

    def refuse(self, sentence: str) -> None:
        """Show a refusal: its first part is the heading."""
        self._say("bad", sentence)

    def warn(self, sentence: str) -> None:
        """Show what to look after: its first part is the heading."""
        self._say("warn", sentence)

    def _say(self, tone: str, sentence: str) -> None:
        title, _, words = sentence.partition("。")
        self.tell(tone, title, words)


class Toast(QFrame):
    """At the foot of the page, never takes the focus, goes by itself; may offer a way on."""

    wanted = Signal()  # the way on was clicked

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setFixedHeight(_TOAST)
        self._words = label("", "body", "night_ink")
        self._way, self._key = QPushButton(), label("", "caption", "night_ink")
        self._way.setProperty("kind", "toast")
        self._way.setFont(font("body", bold=True))
        self._way.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._way.clicked.connect(self.wanted)
        self._key.setObjectName("toastkey")
        self.setLayout(
            row(
                sign("checkmark_circle", "night_ink", ICON_RAIL),
                self._words,
                self._way,
                self._key,
                gap=RADIUS_CARD,
                margins=(16, 0, 16, 0),
            )
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def words(self) -> str:
        """Return what it says; empty when it has gone."""
        return self._words.text() if self.isVisible() else ""

    def key(self) -> str:
        """Return the cap of the way on."""
        return self._key.text()

    def say(self, words: str, way: str = "", key: str = "") -> None:
        """Show `words` for eight seconds, and a way on with its key."""
        self._words.setText(words)
        self._way.setText(way)
        self._key.setText(key)
        for each in (self._way, self._key):
            each.setVisible(bool(way))
        self.setAccessibleName(f"{words} {way} {key}".rstrip())
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_STAYS)

    def place(self) -> None:
        """Stand at the foot, in the middle."""
        ground = under(self)
        self.move((ground.width() - self.width()) // 2, ground.height() - self.height() - INSET)


class EmptyState(QFrame):
    """Says what is not there, why, and one or two ways on."""

    acted = Signal()  # the way on was taken

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        centre = Qt.AlignmentFlag.AlignHCenter
        self.title, self.words = label("", "head", bold=True), wrapped("", "body", "ink2")
        self.words.setAlignment(centre)
        self._sign = QHBoxLayout()
        self._buttons = QHBoxLayout()
        layout = column(None, self._sign, self.title, self.words, 8, self._buttons, None, None)
        layout.setAlignment(self.title, centre)
        layout.setContentsMargins(INSET, INSET, INSET, INSET)
        self.setLayout(layout)

    def tell(self, icon: str, title: str, words: str, way: str = "", key: str = "") -> None:
        """Say why there is nothing, and offer a way on."""
        emptied(self._sign)
        emptied(self._buttons)
        self._sign.addWidget(sign(icon, "ink3", ICON_NOTICE), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title.setText(title)
        self.words.setText(words)
        self.setAccessibleName(f"{title} {words}")
        if way:
            button = Button(way, key)
            button.clicked.connect(self.acted)
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
