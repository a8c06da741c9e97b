"""Pictures of what is typed and not saved, and of the card of a bug."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from ui.frame import Frame
from ui.parts.bugs import BugCard
from ui.parts.view import ScreenView
from ui.screens import SCREENS


def of_drafts(frame: Frame, settle: Callable[[Frame], object]) -> Iterator[tuple[str, None]]:
    """Three half-filled pages, one of them about a record that has changed since; then a bug."""
    view, parked = frame.view("3").view(), frame.desk.parked
    frame.open(next(place for place in SCREENS if place.digit == "3"))
    for row in range(3):
        view.list.table.selectRow(row)
        settle(frame)
        view.edit()
        _type(view, "person.skills", "书法")
        view.leave()
    frame.resuming.open_list()
    _quiet(frame, settle)
    yield "parked", None
    _close()
    last = parked.lying()[-1]
    parked.keep(replace(last, seen={**last.seen, "person.address": "青石镇新桥村1组"}))
    frame.resuming.resume(parked.lying()[-1])
    _quiet(frame, settle)
    yield "changed-since", None
    frame.break_off(ValueError())
    settle(frame)
    yield "bug", None
    card = QApplication.activeModalWidget()
    if isinstance(card, BugCard):
        card.export()
    settle(frame)
    yield "diagnosis", None
    _close()
    view.leave()
    for each in parked.lying():
        parked.forget(each.id)
    frame.toast.hide()


def _quiet(frame: Frame, settle: Callable[[Frame], object]) -> None:
    settle(frame)
    frame.toast.hide()


def _close() -> None:
    card = QApplication.activeModalWidget()
    if isinstance(card, QDialog):
        card.reject()


def _type(view: ScreenView, key: str, text: str) -> None:
    if view.editor is not None:
        box = cast("QLineEdit", view.editor.form.boxes[key].box.widget)
        box.setText(text)
        box.textEdited.emit(text)
