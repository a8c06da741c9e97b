"""Composing: can Chinese be typed here at all? Asked once at the start, on Linux only.

The wheel of PySide6 brings the input contexts compose and ibus, none for fcitx. Fcitx 5 serves
through the one of ibus if QT_IM_MODULE says ibus and IBUS_USE_PORTAL is set; without the latter Qt
finds its bus and does not connect (tried: Qt 6.8.3, fcitx5 5.0.21 of Debian 12, X11). On X11 a Qt
that is told nothing, or cannot connect, takes compose, which knows no Chinese: so the context that
was loaded tells whether it works. Under Wayland the compositor speaks with the input method.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from ui.parts.buttons import Button

if TYPE_CHECKING:
    from ui.parts.desk import Desk
    from ui.parts.notices import Notice

_IBUS, _FCITX5, _FCITX4 = "ibus", "fcitx5", "fcitx"
_PROGRAMS = {_FCITX5: _FCITX5, _FCITX4: _FCITX4, "ibus-daemon": _IBUS}
_COMPOSE = "compose"
_SAFE = "现在只能打出字母和数字，已有的内容不受影响。"
_AGAIN = "注销后再登录，重新打开本程序。"
_SET = "请在家目录的 .xprofile 里加上 export QT_IM_MODULE=ibus IBUS_USE_PORTAL=1 一行，" + _AGAIN
_INSTALL = "请管理员运行 sudo apt install ibus ibus-libpinyin，再运行 im-config -n ibus，" + _AGAIN
_CONTEXT = re.compile(r"/lib(\w+?)(?:5)?platforminputcontextplugin")
_HABIT = "composing.unsaid"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a word can be composed."""

    system: str  # sys.platform
    platform: str  # of Qt: xcb, wayland, offscreen
    told: bool  # whether QT_IM_MODULE or QT_IM_MODULES names something
    loaded: frozenset[str]  # the contexts this Qt has loaded: compose where it found no other
    running: frozenset[str]  # input methods that run: fcitx5, ibus


def remedy(facts: Facts) -> str:
    """Return why no Chinese can be typed and what to do; "" where it can."""
    if not facts.system.startswith("linux") or facts.platform not in ("xcb", "wayland"):
        return ""
    if facts.platform == "wayland" and not facts.told:
        return ""
    if facts.running and facts.loaded and _COMPOSE not in facts.loaded:
        return ""
    if facts.running & {_IBUS, _FCITX5}:
        names = "、".join(sorted(facts.running))
        more = (
            "fcitx5 不必卸载，“IBus 前端”附加组件保持打开就行。" if _FCITX5 in facts.running else ""
        )
        return f"本程序接不上正在用的输入法 {names}。{_SAFE}{_SET}{more}"
    if facts.running:
        return f"本程序接不上正在用的输入法 fcitx 4。{_SAFE}{_INSTALL}"
    return f"这台电脑没有运行中文输入法。{_SAFE}{_INSTALL}"


def facts_here(platform: str, own: Path = Path("/proc/self/maps")) -> Facts:
    """Return the facts of this computer; `own` lists what this process has loaded."""
    return Facts(
        system=sys.platform,
        platform=platform.removesuffix("-egl"),
        told=any(os.environ.get(name) for name in ("QT_IM_MODULE", "QT_IM_MODULES")),
        loaded=frozenset(_CONTEXT.findall(own.read_text("utf-8", "replace"))),
        running=frozenset(running(Path("/proc"))),
    )


def running(processes: Path) -> Collection[str]:
    """Return the input methods among the processes of this user."""
    found: set[str] = set()
    for name in processes.glob("[0-9]*/comm"):
        try:
            mine = name.stat().st_uid == os.getuid()
            known = _PROGRAMS.get(name.read_text("utf-8").strip())
        except (OSError, UnicodeDecodeError):  # it has ended meanwhile
            continue
        if mine and known:
            found.add(known)
    return found


class TypingCheck(QObject):
    """Looks beside the window, and tells in a notice; a clerk may have it unsaid from then on."""

    def __init__(self, desk: Desk, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._notice = desk, notice

    def start(self) -> None:
        """Look, unless this clerk has said not to be told."""
        if sys.platform.startswith("linux"):
            platform = QGuiApplication.platformName()
            self._desk.jobs.start(self, "lists", partial(self._ask, platform), self.tell)

    def tell(self, words: str) -> None:
        """Show what is wrong, if anything is."""
        if words:
            unsaid = Button("不再提示").compact()
            unsaid.clicked.connect(self._leave_unsaid)
            title, _, rest = words.partition("。")
            self._notice.tell("warn", title, rest, unsaid)

    def _ask(self, platform: str) -> str:
        words = remedy(facts_here(platform))
        return "" if not words or self._desk.app.kept.habit(_HABIT) else words

    def _leave_unsaid(self) -> None:
        self._notice.hide()
        self._desk.app.kept.keep_habit(_HABIT, value=True)
