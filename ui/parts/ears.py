"""Ears: one watch on the events of the whole application, for all who want some of them.

Every event of every widget comes by, thousands while a page is made: each more watch in Python
makes all that the window does slower by a tenth.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QShowEvent, QTouchEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

_HEARD = frozenset({QKeyEvent, QInputMethodEvent, QMouseEvent, QShowEvent, QTouchEvent})
_NAME = "ears"


class Ears(QObject):
    """Lets event filters hear keys, clicks, and what is composed or shown.

    It lives as long as the application; who came last hears first.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.setObjectName(_NAME)
        self.listeners: list[QObject] = []
        application.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if type(event) in _HEARD:
            return any(each.eventFilter(watched, event) for each in reversed(self.listeners))
        return False


def listen(listener: QObject) -> None:
    """Let the event filter of `listener` hear what comes by, as long as it is there."""
    ears = _ears()
    if ears is not None:
        ears.listeners.append(listener)
        place = id(listener)
        listener.destroyed.connect(lambda _gone=None: _drop(place))


def turn_away(listener: QObject) -> None:
    """Let `listener` hear no more."""
    _drop(id(listener))


def _drop(place: int) -> None:
    ears = _ears()
    if ears is not None:
        ears.listeners = [each for each in ears.listeners if id(each) != place]


def _ears() -> Ears | None:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return None
    there: Ears | None = application.findChild(Ears, _NAME)
    return Ears(application) if there is None else there
