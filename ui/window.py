"""MainWindow: on the screen at once, then the sign-in page, then the pages of the office.

It stands before SQLAlchemy, reportlab or pandas are loaded, and before most of Qt's own types:
all that needs them is imported inside functions.
"""

from __future__ import annotations

import gc
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

from partyservice.machine import enlarge
from ui.parts import tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from partyservice.app import App
    from ui.entering import FirstPassword, Recover
    from ui.first_run import FirstRun
    from ui.first_run_rest import Safeguards
    from ui.frame import Frame
    from ui.parts.safety.guard import Guard
    from ui.restore import Restore
    from ui.sign_in import SignIn
    from ui.start import Start

TITLE = "党员服务中心"
_TITLE_BAR = 48  # what the system may take above a window
# what the first page will need, loaded while the password is typed
_SOON = (
    "partyservice.app",
    "partyservice.offices",
    "partyservice.desk.listing",
    "ui.frame",
    "ui.first_run_rest",
)
# large tables that would else be read when somebody first types
_TABLES = (
    ("partyservice.kernel.readings", "readings_of_name", "王"),
    ("partyservice.kernel.regions", "meant", "昆山"),
)
# ms after which all stands that stays: looking through it for garbage stops the window for 60 ms
_SETTLED = 2000


class MainWindow(QMainWindow):
    """One window for the whole program."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*tokens.LEAST)
        self.resize(*tokens.WINDOW)
        self.start: Start | None = None  # kept while its sample is open
        self.sign_in: SignIn | None = None
        self.first_run: FirstRun | None = None
        self.entering: FirstPassword | Recover | None = None
        self._chosen = False  # the office was chosen on the start page
        self.rest: Safeguards | None = None
        self.restore: Restore | None = None
        self.frame: Frame | None = None
        self._guard: Guard | None = None
        self._app: App | None = None

    def appear(self) -> None:
        """Show the window; over the whole screen where the usual size would hang over its edge.

        Large type makes a screen smaller: at 150 % one of 1366 by 768 has room for 911 by 512.
        """
        room, usual = self.screen().availableSize(), QSize(*tokens.WINDOW)
        if room.width() > usual.width() and room.height() >= usual.height() + _TITLE_BAR:
            self.show()
        else:
            self.resize(usual.boundedTo(room))  # what it is where nothing manages windows
            self.showMaximized()

    def ask(self, folder: Path, user: str = "") -> SignIn:
        """Show the sign-in page of the office in `folder`."""
        from ui.sign_in import SignIn  # noqa: PLC0415 - the window stands before it is loaded

        self._leave()
        page = self.sign_in = SignIn(folder, user)
        page.first.connect(self._change_first)
        page.forgotten.connect(self._recover)
        page.restore_wanted.connect(partial(self.bring_back, folder))
        self._show(page)
        return page

    def _change_first(self, folder: Path, user: str, first: str) -> None:
        from ui.entering import FirstPassword  # noqa: PLC0415 - seldom needed

        self._enter_by(FirstPassword(folder, user, first))

    def _recover(self, folder: Path, user: str) -> None:
        from ui.entering import Recover  # noqa: PLC0415 - seldom needed

        page = Recover(folder, user)
        self._enter_by(page)
        page.opened.connect(self.open_sheet)  # heard after the frame was made

    def _enter_by(self, page: FirstPassword | Recover) -> None:
        chosen = bool(self.sign_in and self.sign_in.back.isVisibleTo(self.sign_in))
        self._leave()
        self.entering, self._chosen = page, chosen
        page.left.connect(self._ask_again)
        self._show(page)

    def _ask_again(self, folder: Path, user: str) -> None:
        if self._chosen:
            self._go_to(folder)
        else:
            self.ask(folder, user).find_accounts()

    def open_sheet(self, _app: App) -> None:
        """Show the page of the recovery sheet: the one before was used up."""
        if self.frame:
            self.frame.open_sheet()

    def offer(self) -> Start:
        """Show the page that asks which office; a sample is one of the answers."""
        from ui.start import Start  # noqa: PLC0415 - the window stands before it is loaded

        self._leave()
        page = self.start = Start()
        page.chosen.connect(self._go_to)
        page.wanted.connect(self.found)
        page.restore_wanted.connect(self.bring_back)
        self._show(page)
        return page

    def found(self) -> FirstRun:
        """Show the pages that make a new office, at the one where they were left."""
        from ui.first_run import FirstRun  # noqa: PLC0415 - the window stands before it is loaded

        self._leave()
        page = self.first_run = FirstRun()
        page.left.connect(self.offer)
        self._show(page)
        return page

    def bring_back(self, folder: Path, why: str = "", app: App | None = None) -> Restore:
        """Show the page that brings the office in `folder` back from a backup.

        `app` is one that was opened although something is wrong with it, said in `why`.
        """
        from ui.restore import Restore  # noqa: PLC0415 - seldom needed

        asked_by_start = self.start is not None
        self._leave()
        page = self.restore = Restore(folder, why, app)
        page.left.connect(partial(self._bring_on, start=asked_by_start))
        self._show(page)
        return page

    def _bring_on(self, *, start: bool) -> None:
        if self.restore is None:
            return
        if start and not self.restore.is_done():
            self.offer()
        else:
            self._go_to(self.restore.folder)

    def _close_for(self, folder: Path) -> None:
        """Let go of the office that is open, so that a backup can take its place."""
        if self._guard:
            self._guard.stop()
        if self.frame:
            self.frame.close_desk()
        self.frame = self._guard = None
        if self._app:
            self._app.close()
            self._app = None
        self.bring_back(folder)

    def welcome(self) -> Start | FirstRun:
        """Show the start page, or the first run if it was left unfinished."""
        from partyservice.machine import Machine  # noqa: PLC0415

        return self.found() if Machine().first_run().page else self.offer()

    def _show(self, page: SignIn | Start | FirstRun | FirstPassword | Recover | Restore) -> None:
        page.opened.connect(self.begin)
        page.failed.connect(self._break)
        before = cast("QWidget | None", self.takeCentralWidget())
        self.setCentralWidget(page)
        if before is not None:  # Qt may still be in a key event of it: it goes with the window
            before.setParent(self)
            before.hide()
        page.suit(self.width())

    def _leave(self) -> None:
        """Let the page now shown end what is under way beside it."""
        for page in (self.start, self.first_run, self.entering, self.restore):
            if page:
                page.close_page()
        self.start = self.sign_in = self.first_run = self.entering = self.restore = None

    def _go_to(self, folder: Path) -> None:
        page = self.ask(folder)
        page.find_accounts()
        page.offer_back()
        page.left.connect(self.offer)

    def begin(self, app: App) -> None:
        """Show the pages of whoever signed in, before them what its first run left to be done."""
        from ui.first_run_rest import Safeguards, still_to_come  # noqa: PLC0415 - as above

        self._app = app
        app.diagnosis.begin()
        if self.start or self.first_run or self.entering:
            self.takeCentralWidget()  # it holds the folder of its sample until the window closes
        pages = still_to_come(app)
        if not pages:
            self._enter(app)
            return
        page = self.rest = Safeguards(app, pages)
        page.opened.connect(self._enter)
        page.failed.connect(self._break)
        self._entitle()
        self.setCentralWidget(page)
        page.suit(self.width())

    def _enter(self, app: App) -> None:
        from ui.frame import Frame  # noqa: PLC0415 - the window stands before it is loaded
        from ui.parts.safety.guard import Guard  # noqa: PLC0415

        if self.rest:
            self.rest.close_page()
            self.rest = None
        self.frame = Frame(app, "，关闭窗口就没有了" if self.start else "")
        self._entitle()
        self.frame.desk.changed.connect(self._entitle)
        self.frame.desk.restore_wanted.connect(partial(self._close_for, app.store.folder))
        self._guard = Guard(self.frame.desk, self.frame.status.show_safety, kept=not self.start)
        self.setCentralWidget(self.frame)
        if sentence := app.room.warning() or app.times.warning():
            self.frame.notice.warn(sentence)
        QTimer.singleShot(_SETTLED, gc.freeze)

    def _entitle(self, _news: object = None) -> None:
        """Let the window bear the name of the office, which may have changed."""
        title = (self._app.office if self._app else "") or TITLE
        self.setWindowTitle(
            f"{title}（只读）" if self._app and self._app.store.only_read else title
        )

    def hook(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """Show what nobody caught in a slot as a bug; leave keyboard interrupts alone."""
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            self._break(error)

    def _break(self, error: Exception) -> None:
        if self.frame is not None:
            self.frame.break_off(error)
            return
        from ui.parts.bugs import BugCard  # noqa: PLC0415 - seldom needed

        BugCard(error, self).open_over()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        pages = (self.rest, self.start, self.sign_in, self.first_run, self.entering, self.restore)
        asking = next((page for page in pages if page), None)
        if self.frame is None and asking is not None:
            asking.suit(self.width())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._guard:
            self._guard.finish(self)
            self._guard = None
        if self.frame:
            self.frame.close_desk()
            self.frame = None
        if self.rest:
            self.rest.close_page()
            self.rest = None
        if self._app:
            self._app.close()
            self._app = None
        self._leave()
        super().closeEvent(event)


def run(folder: Path | None, user: str = "") -> int:
    """Open the window on the office in `folder`, asking for it if there is none named."""
    enlarge()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("The application was made without windows.")
    window = bare_window(application)
    window.appear()
    sys.excepthook = window.hook
    QTimer.singleShot(0, partial(_go_on, application, window, folder, user))
    return application.exec()


def bare_window(application: QApplication) -> MainWindow:
    """Return the empty window in the colour of the page to come."""
    application.setPalette(QPalette(QColor(tokens.LIGHT["surface"])))
    return MainWindow()


def _go_on(application: QApplication, window: MainWindow, folder: Path | None, user: str) -> None:
    from ui.ending import close_when_told  # noqa: PLC0415 - the window stands before it is loaded
    from ui.parts.theme import dress  # noqa: PLC0415

    close_when_told(window)
    dress(application)
    if folder is None:
        window.welcome()
    else:
        page = window.ask(folder, user)
        QTimer.singleShot(0, page.find_accounts)
    Thread(target=_load, name="partyservice-preload", daemon=True).start()


def _load() -> None:
    from ui.screens import PERSON, SCREENS  # noqa: PLC0415 - the window stands before it is loaded

    for name in (*_SOON, *(place.name for place in SCREENS), PERSON):
        import_module(name)
    for module, ask, word in _TABLES:
        getattr(import_module(module), ask)(word)
    gc.freeze()
