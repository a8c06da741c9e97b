"""Inputs: what comes in beside the keyboard: scans, cards, characters found by their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.parts.composing import TypingCheck
from ui.parts.devices import Devices
from ui.parts.glyphs import Glyphs
from ui.parts.keys import action
from ui.parts.scanner import Scanner
from ui.screens import SCREENS

if TYPE_CHECKING:
    from ui.frame import Frame

PEOPLE = "3"  # digit of the place that lists people


class Inputs(QObject):
    """Of one Frame; `stop` when its desk closes."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        page = frame.pages.currentWidget
        self.devices = Devices(frame.desk, frame.notice, page, self._find_person, self)
        self.glyphs, self.scanner = Glyphs(frame), Scanner(self)
        self.scanner.scanned.connect(self._scan)
        self._typing = TypingCheck(frame.desk, frame.notice, self)
        action(frame, "read_card", self._read)
        action(frame, "glyph", self.glyphs.find)
        self._typing.start()

    def stop(self) -> None:
        """Watch the keyboard no more."""
        self.scanner.stop()

    def _scan(self, text: str) -> None:
        if not self._frame.blanked():
            self.devices.scan(text)

    def _read(self) -> None:
        if not self._frame.blanked():
            self.devices.read()

    def _find_person(self, text: str) -> None:
        """Look for somebody in the list of people."""
        self._frame.open(next(place for place in SCREENS if place.digit == PEOPLE))
        self._frame.pages.currentWidget().view().list.search.setText(text)  # type: ignore[attr-defined]
