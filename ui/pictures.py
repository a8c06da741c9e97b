"""Pictures: a PNG of every screen and state of an office, 1366×768, without a display."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from ui.frame import Frame
from ui.parts import tokens
from ui.parts.helppages import pictures as of_help
from ui.parts.hints import put_all_away
from ui.parts.theme import dress
from ui.parts.view import ScreenView
from ui.pictures_for_help import SIZE as HELP_SIZE
from ui.pictures_for_help import write as write_for_help
from ui.pictures_of_drafts import of_drafts
from ui.pictures_of_importing import of_importing
from ui.pictures_of_rosters import of_rosters
from ui.pictures_of_start import of_start
from ui.screens import SCREENS

if TYPE_CHECKING:
    from partyservice.app import App

_MOMENT, _PATIENCE = 60, 20_000  # ms
_MOUSE = QPoint(tokens.WINDOW[0] + 40, tokens.WINDOW[1] + 40)  # where it hovers over nothing


def take(app: App, out: Path, *, help_only: bool = False) -> list[Path]:
    """Write a picture of every screen and state to `out`, or those of the help; return them."""
    application = QApplication.instance()
    if application is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QApplication(["partyservice"])
    if not isinstance(application, QApplication):
        raise TypeError("The application was made without windows.")
    dress(application)
    out.mkdir(parents=True, exist_ok=True)
    QCursor.setPos(_MOUSE)
    put_all_away(app)
    size = HELP_SIZE if help_only else QSize(*tokens.WINDOW)
    taken = list[Path]()
    for name, widget in _all(app, size):
        path = out / f"{name}.png"
        if help_only and path.name not in of_help():
            continue
        picture = _shot(widget)
        if help_only:
            write_for_help(picture.toImage(), path)
        else:
            picture.save(str(path))
        taken.append(path)
    return taken


def _all(app: App, size: QSize) -> Iterator[tuple[str, QWidget]]:
    yield from of_start(app, partial(_show, size=size), wait)
    frame = Frame(app)
    _show(frame, size)
    for name, _ in _states(frame):
        yield name, frame
    frame.close_desk()
    frame.close()
    frame.deleteLater()


def wait(until: Callable[[], bool] | None = None, least: int = _MOMENT) -> None:
    """Let the window work for a moment, and on until something is true.

    Not QTest.qWait: it holds the interpreter, so that the threads beside would stand still.
    """
    for _ in range(_PATIENCE // _MOMENT):
        loop = QEventLoop()
        QTimer.singleShot(least, loop.quit)
        loop.exec()
        if until is None or until():
            return


def _states(frame: Frame) -> Iterator[tuple[str, None]]:
    for place in SCREENS:
        frame.open(place)
        view = frame.view(place.digit)
        screen = place.name.rpartition(".")[2]
        _settle(frame)
        if hasattr(view, "view"):
            yield from _of_screens(frame, screen, view)
        elif hasattr(view, "preview"):
            wait(view.preview.drawn)
            yield screen, None
    yield from of_rosters(frame, _settle)
    yield from _of_people(frame)
    yield from _of_program(frame)
    yield from of_importing(frame, _settle)


def _of_screens(frame: Frame, screen: str, tabbed: QWidget) -> Iterator[tuple[str, None]]:
    for place in range(len(tabbed.titles())):  # type: ignore[attr-defined]
        tabbed.open(place)  # type: ignore[attr-defined]
        _settle(frame)
        name = f"{screen}-{place + 1}" if place else screen
        view = tabbed.view()  # type: ignore[attr-defined]
        if isinstance(view, ScreenView):
            yield from _of_screen(frame, name, view)
        else:
            yield name, None


def _of_screen(frame: Frame, name: str, view: ScreenView) -> Iterator[tuple[str, None]]:
    yield name, None
    first = view.list.model.text(0, 0) if view.list.model.rowCount() else ""
    view.list.search.setText(first[:1])
    view.list.search.setFocus()
    _settle(frame)
    yield f"{name}-searched", None
    view.list.search.setText("没有这样的人")
    _settle(frame)
    yield f"{name}-empty", None
    view.list.search.clear()
    _settle(frame)
    view.show_numbers(shown=True)
    wait()
    yield f"{name}-numbers", None
    view.show_numbers(shown=False)
    view.edit()
    _settle(frame)
    yield f"{name}-editor", None
    yield from _doubt(frame, name, view)
    view.leave()
    yield from _problems(frame, name, view)
    yield from _question(frame, name, view)


def _doubt(frame: Frame, name: str, view: ScreenView) -> Iterator[tuple[str, None]]:
    """A day of birth that is not the one in the number: it may be, with a reason."""
    born = view.editor.form.boxes.get("person.born") if view.editor else None
    if view.editor is None or born is None or not born.box.read():
        return
    stored = born.box.read()
    born.box.write(stored[:-1] + ("1" if stored[-1] != "1" else "2"))
    view.editor.save()
    _settle(frame)
    yield f"{name}-editor-doubt", None
    born.box.write(stored)


def _problems(frame: Frame, name: str, view: ScreenView) -> Iterator[tuple[str, None]]:
    """A new record that is saved while half of it is missing or wrong."""
    view.make()
    _settle(frame)
    if view.editor is None:
        return
    for key, text in {"person.name": "王", "person.id_number": "32058319850312029"}.items():
        if key in view.editor.form.boxes:
            box = cast("QLineEdit", view.editor.form.boxes[key].box.widget)
            box.setFocus()
            box.setText(text)
            box.textEdited.emit(text)
    wait(least=500)
    view.editor.save()
    _settle(frame)
    yield f"{name}-editor-problems", None
    view.editor.form.fill({})
    view.editor.fill({})
    view.leave()
    frame.toast.hide()


def _question(frame: Frame, name: str, view: ScreenView) -> Iterator[tuple[str, None]]:
    for button in view.steps.of_records():
        if button.isVisible():
            button.click()
            _settle(frame)
            yield f"{name}-step", None
            if view.question is not None:
                view.question.reject()
                wait()
            view.leave()
            return


def _of_people(frame: Frame) -> Iterator[tuple[str, None]]:
    """Somebody who is away, somebody with the longest name, and both widths that fold."""
    away, members = frame.view("4").view(), frame.view("3").view()
    usual = frame.size()
    frame.open(SCREENS[1])
    _settle(frame)
    away.open_row()
    _settle(frame)
    yield "person", None
    for wide, high in ((1093, 543), (911, 441)):
        frame.resize(wide, high)
        _settle(frame)
        yield f"person-{wide}", None
    frame.resize(usual)
    frame.open(SCREENS[0])
    _settle(frame)
    rows = range(members.list.model.rowCount())
    members.list.table.selectRow(max(rows, key=lambda n: len(members.list.model.text(n, 0))))
    members.open_row()
    _settle(frame)
    yield "person-longest", None


def _of_program(frame: Frame) -> Iterator[tuple[str, None]]:
    frame.open(SCREENS[0])
    _settle(frame)
    for name, show in (("commands", frame.open_commands), ("keys", frame.open_keys)):
        show()
        wait()
        yield name, None
        _dialog(frame, QDialog.reject)
    frame.change_password()
    wait()
    yield "own_password", None
    _dialog(frame, QDialog.reject)
    frame.open_sheet()
    _settle(frame)
    yield "recovery", None
    if page := frame.top():
        frame.take_away(page)
    yield from _glyphs(frame)
    frame.blank()
    yield "blank", None
    frame.curtain.fall(locked=True)
    yield "lock", None
    frame.curtain.rise()
    yield from of_drafts(frame, _settle)


def _glyphs(frame: Frame) -> Iterator[tuple[str, None]]:
    card = frame.inputs.glyphs.find()
    if card:
        wait(card.ready)
        card.line.setText("王 12画")
        wait()
        yield "glyphs", None
        card.reject()


def _dialog(frame: QWidget, act: Callable[[QDialog], object]) -> None:
    for dialog in cast("list[QDialog]", frame.findChildren(QDialog)):
        if dialog.isVisible():
            act(dialog)


def _show(widget: QWidget, size: QSize) -> None:
    widget.resize(size)
    widget.show()
    widget.activateWindow()
    wait(least=200)


def _settle(frame: Frame) -> None:
    if QApplication.activeModalWidget() is None:
        frame.activateWindow()
    wait(frame.desk.jobs.idle, least=120)
    wait()


def _shot(widget: QWidget) -> QPixmap:
    """Take the window, and what lies over it."""
    QApplication.processEvents()
    picture = widget.grab()
    painter = QPainter(picture)
    for over in cast("list[QWidget]", widget.findChildren(QWidget)):
        if over.isWindow() and over.isVisible() and over is not widget:
            at = over.mapToGlobal(QPoint()) - widget.mapToGlobal(QPoint())
            over.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
            painter.drawPixmap(at, over.grab())
    painter.end()
    return picture
