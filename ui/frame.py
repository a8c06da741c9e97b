"""Frame: rail, pages and status bar of a signed-in clerk; loaded after the first window stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLayout, QMenu, QStackedWidget, QWidget
from typing_extensions import override

from partyservice.kernel.errors import Refused
from ui.doing import commands_of
from ui.inputs import Inputs
from ui.parts.bugs import BugCard
from ui.parts.clipboard import Clipboard
from ui.parts.commands import Command, CommandList, KeyCard
from ui.parts.curtain import Curtain
from ui.parts.desk import Desk
from ui.parts.help import open_help
from ui.parts.hints import Hint
from ui.parts.hold import Hold
from ui.parts.idle import Idle
from ui.parts.keys import action, hint, lettered
from ui.parts.layout import column, frame, label, row, rule
from ui.parts.notices import Notice, Toast
from ui.parts.page import Page
from ui.parts.rail import Place, Rail
from ui.parts.status import StatusBar
from ui.parts.tabs import TabbedView
from ui.parts.tokens import BAND, LEAST, ONE_PANE_FROM, OPEN_FROM, RAIL, RAIL_FOLDED
from ui.parts.undoing import Undoing
from ui.resuming import Resuming
from ui.screens import SCREENS
from ui.walk import Walk

if TYPE_CHECKING:
    from partyservice.app import App


class Frame(QWidget):
    """Pages are made when first opened, and keep their row, filter and scroll."""

    moved = Signal(object)  # the Place now shown
    shown = Signal()  # a place, or a page over it, came to the top

    def __init__(self, app: App, sample_words: str = "") -> None:
        super().__init__()
        self.setObjectName("window")
        self._band = frame("band", high=BAND)
        words = label(f"演示：人员都是虚构的{sample_words}", "caption", "warn", bold=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._band.setLayout(row(words))
        self._band.setVisible(app.sample)
        self.desk = Desk(app, self)
        self._views: dict[Place, Any] = {}
        self._over: list[Page] = []  # the last lies on top
        shut = [place for place in SCREENS if place.right and not app.holds(place.right)]
        self._place = next(place for place in SCREENS if place not in shut)
        self.rail, self.pages, self.notice = Rail(SCREENS, shut=shut), QStackedWidget(), Notice()
        self.hint = Hint(app)
        self.status = StatusBar(app.by.name, app.clock)
        self._lay_out()
        self.toast = Toast(self._ground)
        self.hold = Hold(self._show_numbers, self)
        self.curtain = Curtain(self.desk, self)
        self.clipboard, self.idle = Clipboard(self), Idle(self)
        self._connect()
        self.walk, self.inputs = Walk(self), Inputs(self)
        self.open(self._place)
        self.resuming = Resuming(self)
        self.undoing = Undoing(self.desk, self.toast, self.notice, self._views_now, self)

    def open(self, place: Place) -> None:
        """Go to a place of the rail; what lies over the one shown is left.

        One that is shut says so, and nothing else happens.
        """
        if not self._admits(place):
            return
        if self._over:
            self.take_away(self._over[0])
        self._place = place
        if place not in self._views:
            view = _view_of(place, self.desk)
            view.asked.connect(self._refresh_hints)
            view.menu_wanted.connect(self._open_menu)
            view.help_page = place.help
            self._views[place] = view
            self.pages.addWidget(view)
        self.pages.setCurrentWidget(self._views[place])
        self.rail.mark(place)
        self._suit()
        self._views[place].begin()
        self._refresh_hints()
        self.shown.emit()
        self.moved.emit(place)

    def _admits(self, place: Place) -> bool:
        try:
            if place.right:
                self.desk.app.may(place.right)
        except Refused as refusal:
            self.rail.mark(self._place)
            self.notice.refuse(refusal.words)
            return False
        return True

    def show_over(self, page: Page) -> None:
        """Let `page` lie over the one shown, until it is left."""
        self._over.append(page)
        page.asked.connect(self._refresh_hints)
        page.menu_wanted.connect(self._open_menu)
        page.left.connect(partial(self._leave, page))
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._suit()
        page.begin()
        self._refresh_hints()
        self.shown.emit()

    def top(self) -> Page | None:
        """Return the page that lies on top; None where a place of the rail is shown."""
        return self._over[-1] if self._over else None

    def place(self) -> Place:
        """Return the place of the rail that is shown, or lies below."""
        return self._place

    def _leave(self, page: Page) -> None:
        self.take_away(page)
        self.shown.emit()

    def take_away(self, page: Page) -> None:
        """Show again what lay below `page`; those over it go too."""
        while page in self._over:
            last = self._over.pop()
            last.close_page()
            below = self._over[-1] if self._over else self._views[self._place]
            self.pages.setCurrentWidget(below)
            self.pages.removeWidget(last)
            last.deleteLater()
        self._suit()
        self._views_now().begin()
        self._refresh_hints()

    def view(self, digit: str) -> Any:
        """Return the page with a digit of the rail, opened if it was not."""
        place = next(place for place in SCREENS if place.digit == digit)
        if place not in self._views:
            self.open(place)
        return self._views[place]

    def open_digit(self, digit: str) -> None:
        """Go to the place with a digit of the rail."""
        self.open(next(place for place in SCREENS if place.digit == digit))

    def change_password(self) -> None:
        """Ask for a new password of whoever is signed in."""
        from ui.parts.newpassword import OwnPassword  # noqa: PLC0415 - seldom needed

        OwnPassword(self.desk, self).open_over()

    def open_sheet(self) -> None:
        """Show the page of the recovery sheet over the place shown."""
        from ui.parts.recoverypage import RecoveryPage  # noqa: PLC0415 - seldom needed

        if not isinstance(self.top(), RecoveryPage):
            self.show_over(RecoveryPage(self.desk))

    def close_desk(self) -> None:
        """End the threads beside the window."""
        self.hold.release()
        self.clipboard.clear()
        self.inputs.stop()
        self.desk.close()

    def commands(self) -> list[Command]:
        """Return all that can be done now."""
        return commands_of(self)

    def open_commands(self) -> None:
        """Show all commands."""
        CommandList(self.commands(), self).open_over()

    def open_keys(self) -> None:
        """Show the keys of this page and of the program."""
        KeyCard(self.commands(), self._views_now().hints(), self).open_over()

    def blank(self) -> None:
        """Hide everything at once; once more shows it again."""
        self.curtain.turn()

    def _rise(self) -> None:
        if QApplication.activeModalWidget() is None:
            self._views_now().begin()

    def blanked(self) -> bool:
        """Say whether everything is hidden."""
        return self.curtain.blank is not None

    def _views_now(self) -> Any:
        return self.pages.currentWidget()

    def _show_numbers(self, *, shown: bool) -> None:
        if self.curtain.blank is None:
            self._views_now().show_numbers(shown=shown)

    def break_off(self, error: Exception) -> None:
        """Show a failure nobody foresaw; what is typed is kept first."""
        BugCard(error, self, self.desk).open_over()

    def _turn_region(self, step: int) -> None:
        """Go to the next region: rail, and what a page says can have the focus."""
        regions = [w for w in self._regions() if w.isVisible() and w.isEnabled()]
        now = QApplication.focusWidget()
        here = next(
            (n for n, w in enumerate(regions) if now is w or (now and w.isAncestorOf(now))), -step
        )
        target = regions[(here + step) % len(regions)]
        target.setFocus()

    def _regions(self) -> Sequence[QWidget]:
        view = self._views_now()
        shown = view.view() if isinstance(view, TabbedView) else view
        items = [item for item in self.rail.items if item.isChecked()]
        return [*shown.regions(), *items]

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for place in SCREENS:
            menu.addAction(f"{place.title}  Ctrl+{place.digit}", partial(self.open, place))
        menu.exec(self._ground.mapToGlobal(self._ground.rect().topLeft()))

    def _refresh_hints(self, *_focus: object) -> None:
        view = self._views_now()
        if view is not None:
            where = QApplication.focusWidget()
            on_rail = where is not None and self.rail.isAncestorOf(where)
            self.status.show_hints(
                [("↑↓", "换页"), ("Enter", "打开"), hint("next_region")]
                if on_rail
                else view.hints()
            )
            self.hint.follow(view, where, self._place.help if self._over else "")

    def _suit(self) -> None:
        wide = self.width()
        self.rail.fold(folded=wide < OPEN_FROM)
        self.rail.setVisible(wide >= ONE_PANE_FROM)
        self._edge.setVisible(wide >= ONE_PANE_FROM)
        rail = 0 if wide < ONE_PANE_FROM else RAIL_FOLDED if wide < OPEN_FROM else RAIL
        view = self._views_now()
        if view is not None:
            view.suit(wide - rail)
            view.show_menu_button(shown=wide < ONE_PANE_FROM)

    def _lay_out(self) -> None:
        self._edge = rule(upright=True)
        self._ground = frame("page", column(self.notice, (self.pages, 1), self.hint, gap=0))
        top = row(self.rail, self._edge, (self._ground, 1), gap=0)
        whole = column(self._band, (top, 1), rule(), self.status, gap=0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.rail.wanted.connect(self.open)
        self.desk.said.connect(self.toast.say)
        self.desk.over.connect(self.show_over)
        self.desk.place_wanted.connect(self.open_digit)
        self.desk.refused.connect(self.notice.refuse)
        self.desk.broke.connect(self.break_off)
        QApplication.instance().focusChanged.connect(self._refresh_hints)  # type: ignore[union-attr]
        for place in SCREENS:
            made = lettered(self, f"Ctrl+{place.digit}", place.title, partial(self.open, place))
            made.setData("place")
        action(self, "help", partial(open_help, self))
        lettered(self, "", "收起提示", self.hint.put_away)
        action(self, "commands", self.open_commands)
        action(self, "page_keys", self.open_keys)
        action(self, "blank", self.blank)
        action(self, "import", partial(self.open_digit, "9"))
        lettered(self, "", "换密码", self.change_password)
        if self.desk.app.holds("accounts.edit"):
            lettered(self, "", "恢复单", self.open_sheet)
        action(self, "lock", partial(self.curtain.fall, locked=True))
        for act in (self.hold.release, self.clipboard.clear, self.desk.parked.gather):
            self.curtain.fell.connect(act)
        self.curtain.rose.connect(self._rise)
        self.idle.due.connect(self._lock)
        action(self, "full_screen", self._full_screen)
        action(self, "next_region", partial(self._turn_region, 1))
        action(self, "last_region", partial(self._turn_region, -1))

    def _lock(self) -> None:
        if not self.desk.app.sample:  # its password was made up and is nobody's
            self.curtain.fall(locked=True)

    def _full_screen(self) -> None:
        window = self.window()
        (window.showNormal if window.isFullScreen() else window.showFullScreen)()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.hint.fit(self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(*LEAST)  # what has no room is left out, not pushed off the screen

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._suit()
        self.hint.fit(self.height())
        self.toast.place()
        self.curtain.fit()


def _view_of(place: Place, desk: Desk) -> Any:
    module = import_module(place.name)
    if hasattr(module, "VIEW"):
        return module.VIEW(desk)
    return TabbedView(module.SCREENS, desk, getattr(module, "PAGES", ()))
