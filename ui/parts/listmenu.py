"""Menus of a list: what may be done with the row or the column under the mouse, with keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.parts.keys import KEYS

# keys of the page that say nothing of the row
_NOT_OF_ROWS = frozenset(KEYS[name].words for name in ("search", "filters", "refresh"))
_LEAVE = QKeySequence(KEYS["leave"].sequence)  # a step may be called the same
_LAST = frozenset((*(KEYS[name].words for name in ("copy", "mark_all", "columns")), "导出"))

Deed = tuple[str, Callable[[], object]]


def row_menu(page: QWidget, open_it: Callable[[], object], at: QPoint) -> QMenu:
    """Show what the page can do with the chosen row; the menu lives until it is closed."""
    menu = _menu(page)
    menu.addAction("打开\tEnter").triggered.connect(lambda _checked=False: open_it())
    for each in sorted(filter(_offered, page.actions()), key=_rank):
        each.setShortcutVisibleInContextMenu(True)
        menu.addAction(each)
    menu.popup(at)
    return menu


def head_menu(page: QWidget, deeds: Sequence[Deed], at: QPoint) -> QMenu:
    """Show what can be done with a column."""
    menu = _menu(page)
    for words, act in deeds:
        menu.addAction(words).triggered.connect(lambda _checked=False, act=act: act())
    menu.popup(at)
    return menu


def _menu(page: QWidget) -> QMenu:
    menu = QMenu(page)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _rank(each: QAction) -> int:
    """Changing it comes first, then the steps, then what holds of any row."""
    return 0 if each.text() == KEYS["edit"].words else 2 if each.text() in _LAST else 1


def _offered(each: QAction) -> bool:
    keyed = not each.shortcut().isEmpty()
    of_rows = each.text() not in _NOT_OF_ROWS and each.shortcut() != _LEAVE
    return each.isEnabled() and keyed and bool(each.text()) and of_rows
