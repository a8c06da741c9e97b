"""States: every page, tab, editor and question of a signed-in window, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.builders import SHEETS
from ui.frame import Frame
from ui.parts.help import open_help
from ui.parts.importing.wizard import CHECK, COLUMNS, STEPS, Wizard
from ui.parts.printing import Paper
from ui.parts.recoverypage import RecoveryPage
from ui.parts.tabs import TabbedView, TabPage
from ui.parts.view import ScreenView
from ui.screens import SCREENS

_PAUSE, _PATIENCE = 2, 3_000  # ms between two looks, and looks until somebody gives up


def rest(frame: Frame, until: Callable[[], object] | None = None) -> None:
    """Let the window work until the threads beside it are idle, and `until` is true."""
    for _ in range(_PATIENCE):
        loop = QEventLoop()
        QTimer.singleShot(_PAUSE, loop.quit)
        loop.exec()
        if QApplication.activeWindow() is None:
            frame.window().activateWindow()  # as every desktop does, but not this platform
        if frame.desk.jobs.idle() and (until is None or until()):
            return
    raise AssertionError("Nobody was idle, or it never came true.")


def ground(frame: Frame) -> QWidget:
    """Return the window that hears keys: a card over the frame, or the frame."""
    return QApplication.activeModalWidget() or frame


def pages(frame: Frame) -> Iterator[str]:
    """Show every page in turn; give its name while it is shown."""
    for place in SCREENS:
        frame.open(place)
        rest(frame)
        view = frame.view(place.digit)
        if isinstance(view, TabbedView):
            for number, title in enumerate(view.titles()):
                view.open(number)
                rest(frame)
                yield title
                yield from _editors(frame, view.view(), title)
        else:
            yield place.title
    yield from _wizard(frame)
    yield from _person(frame)
    yield from _sheet(frame)


def questions(frame: Frame) -> Iterator[str]:
    """Ask every question of a step that is open to a first row, and show every card."""
    for place in SCREENS:
        frame.open(place)
        view = frame.view(place.digit)
        for number, title in enumerate(view.titles() if isinstance(view, TabbedView) else ()):
            view.open(number)
            rest(frame)
            yield from _steps(frame, view.view(), title)
    frame.open(SCREENS[0])
    rest(frame)
    listed = frame.view(SCREENS[0].digit).view().list
    for name, show in (
        ("commands", frame.open_commands),
        ("keys", frame.open_keys),
        ("help", partial(open_help, frame)),
        ("parked", frame.resuming.open_list),
        ("bug", partial(frame.break_off, ValueError())),
        ("columns", listed.columns.open_card),
        ("conditions", listed.ask_more),
        ("export", listed.many.export),
        ("own password", frame.change_password),
        ("printing", partial(_print, frame)),
    ):
        show()
        rest(frame)
        yield name
        _close(frame)


def _editors(frame: Frame, view: ScreenView | TabPage, title: str) -> Iterator[str]:
    if not isinstance(view, ScreenView):
        return
    for act, name in ((view.edit, "edit"), (view.make, "make")):
        act()
        rest(frame)
        if view.editor is not None:
            assert view.editor.form.boxes  # else they come one section after the other
            rest(frame)
            yield f"{title} {name}"
        elif view.question is not None:
            view.question.reject()
            rest(frame)
        if view.editor is not None:
            view.leave()
            rest(frame)


def _wizard(frame: Frame) -> Iterator[str]:
    """Go with a sheet that has problems through all steps but the last."""
    wizard = frame.view("9")
    frame.open(next(place for place in SCREENS if place.digit == "9"))
    wizard.take(next(path for path in SHEETS.iterdir() if path.name.startswith("01")))
    for step in (COLUMNS, CHECK):
        rest(frame, partial(_is_at, wizard, step))
        yield f"wizard {STEPS[step]}"
        wizard.go_on()
        rest(frame)
    wizard.start_over()
    rest(frame)


def _is_at(wizard: Wizard, step: int) -> bool:
    return wizard.step == step


def _person(frame: Frame) -> Iterator[str]:
    """Show the page of whoever has the longest name, and correct it."""
    frame.open(SCREENS[0])
    rest(frame)
    listed = frame.view(SCREENS[0].digit).view().list
    rows = range(listed.model.rowCount())
    if not rows:
        return
    listed.table.selectRow(max(rows, key=lambda row: len(listed.model.text(row, 0))))
    frame.view(SCREENS[0].digit).view().open_row()
    page = frame.top()
    assert page is not None
    rest(frame)
    yield "person"
    frame.take_away(page)


def _sheet(frame: Frame) -> Iterator[str]:
    """Show the page of the recovery sheet, before and after one was made."""
    frame.open_sheet()
    page = frame.top()
    assert isinstance(page, RecoveryPage)
    rest(frame)
    yield "recovery sheet"
    page.sheet.take(frame.desk.app.store.folder.parent / "sheet.pdf")
    rest(frame, lambda: page.sheet.asking is not None)
    yield "recovery sheet made"
    frame.take_away(page)


def _steps(frame: Frame, view: ScreenView | TabPage, title: str) -> Iterator[str]:
    if not isinstance(view, ScreenView):
        return
    for button in view.steps.of_records():
        if button.isVisible():
            button.click()
            rest(frame)
            yield f"{title} {button.text()}"
            if view.editor is not None:
                view.leave()
            _close(frame)


def _print(frame: Frame) -> None:
    frame.open(next(place for place in SCREENS if place.digit == "8"))
    page = frame.view("8")
    rest(frame)
    page.printing.ask(Paper(document="F07", title="党员花名册", make=bytes))


def _close(frame: Frame) -> None:
    card = QApplication.activeModalWidget()
    if card is not None:
        card.close()
        rest(frame)
