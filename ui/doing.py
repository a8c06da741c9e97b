"""Doing: all that can be done now, for the list of commands and the card of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.parts.commands import HERE, Command, rank
from ui.parts.keys import KEYS, cap
from ui.walk import places

if TYPE_CHECKING:
    from ui.frame import Frame

_LEAVE = QKeySequence(KEYS["leave"].sequence)


def commands_of(frame: Frame) -> list[Command]:
    """Return what can be done on the page shown, then its places, then in the whole program."""
    here = _actions_of(frame.pages.currentWidget())
    found = sorted((_command(each, HERE) for each in here), key=rank) + places(frame)
    whole = (each for each in frame.actions() if each.text() and not each.data())
    return found + [_command(each, "") for each in whole]


def _actions_of(page: QWidget) -> list[QAction]:
    shown = [page, *page.findChildren(QWidget)]
    found = [a for w in shown if w.isVisible() for a in w.actions() if _offered(a)]
    return list({each.text(): each for each in found}.values())


def _offered(each: QAction) -> bool:
    return bool(each.text()) and each.isEnabled() and each.shortcut() != _LEAVE


def _command(each: QAction, whence: str) -> Command:
    key = each.shortcut().toString()
    return Command(each.text(), whence, cap(key) if key else "", each.trigger)
