"""Ending: when the system ends the program, as it does at a log-off, the window closes in order."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer
from PySide6.QtWidgets import QWidget


def close_when_told(window: QWidget) -> None:
    """Close `window`, and with it the program, when the system says so.

    Python hears a signal only where its own code runs, and the loop of the window runs none: each
    signal writes a byte to a pipe, of which the loop tells us. Windows asks Qt itself.
    """
    if sys.platform == "win32":
        return
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    os.set_blocking(told, False)
    notifier = QSocketNotifier(told, QSocketNotifier.Type.Read, window)
    notifier.activated.connect(partial(_empty, told))
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, partial(_end, window))


def _empty(told: int, *_which: object) -> None:
    os.read(told, 64)


def _end(window: QWidget, *_signal: Any) -> None:
    QTimer.singleShot(0, partial(_close, window))


def _close(window: QWidget) -> None:
    window.close()
    QCoreApplication.quit()
