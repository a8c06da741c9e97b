"""Whether Chinese can be typed, as a function of facts; the notice, and that it can be unsaid."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.frame import Frame
from ui.parts.buttons import Button
from ui.parts.composing import Facts, TypingCheck, facts_here, remedy, running


def facts(
    *running: str,
    loaded: str = "",
    told: bool = True,
    platform: str = "xcb",
    system: str = "linux",
) -> Facts:
    return Facts(system, platform, told, frozenset(loaded.split()), frozenset(running))


@pytest.mark.parametrize(
    "fine",
    [
        facts("ibus", loaded="ibus"),
        facts("fcitx5", loaded="ibus"),  # it speaks the language of ibus as well
        facts("fcitx5", loaded="fcitx"),  # Debian's own PySide6 has its context
        facts("fcitx5", platform="wayland", told=False),
        facts(platform="wayland", told=False),
        facts(system="win32", platform="windows"),
        facts(system="darwin", platform="cocoa"),
        facts(platform="offscreen"),
    ],
    ids=str,
)
def test_nothing_is_said_where_it_works(fine: Facts) -> None:
    assert remedy(fine) == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (facts("fcitx5", loaded="compose"), "export QT_IM_MODULE=ibus IBUS_USE_PORTAL=1"),
        (facts("fcitx5", loaded="compose"), "fcitx5 不必卸载"),
        (facts("fcitx5", loaded="ibus compose"), "IBUS_USE_PORTAL=1"),  # it could not connect
        (facts("fcitx5", loaded="compose", told=False), "export QT_IM_MODULE=ibus"),
        (facts("ibus", loaded="compose", told=False), "export QT_IM_MODULE=ibus"),
        (facts("ibus", platform="wayland"), "export QT_IM_MODULE=ibus"),
        (facts("fcitx", loaded="compose"), "apt install ibus"),  # version 4 does not
        (facts(loaded="ibus"), "没有运行中文输入法"),
        (facts(told=False, loaded="compose"), "没有运行中文输入法"),
    ],
    ids=str,
)
def test_the_remedy_is_said_in_three_parts(wrong: Facts, words: str) -> None:
    told = remedy(wrong)
    assert words in told
    assert "已有的内容不受影响" in told
    assert "重新打开本程序" in told


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="asked on Linux only")
def test_the_facts_of_this_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("QT_IM_MODULE", raising=False)
    monkeypatch.setenv("QT_IM_MODULES", "wayland;ibus")
    maps = tmp_path / "maps"
    folder = "7f00-7f01 r-xp 0 08:01 1 /usr/lib/plugins/platforminputcontexts"
    names = ("libibusplatforminputcontextplugin.so", "libfcitx5platforminputcontextplugin.so")
    maps.write_text("".join(f"{folder}/{name}\n" for name in (*names, names[0])), "utf-8")
    found = facts_here("wayland-egl", maps)
    assert (found.platform, found.told) == ("wayland", True)
    assert found.loaded == {"ibus", "fcitx"}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="processes are looked at on Linux only")
def test_who_runs_is_read_from_the_names_of_processes(tmp_path: Path) -> None:
    for number, name in (("12", "fcitx5"), ("13", "bash"), ("self", "ibus-daemon")):
        (tmp_path / number).mkdir()
        (tmp_path / number / "comm").write_text(f"{name}\n", "utf-8")
    (tmp_path / "14").mkdir()  # just ended
    assert running(tmp_path) == {"fcitx5"}


def test_the_notice_can_be_unsaid(frame: Frame) -> None:
    check = TypingCheck(frame.desk, frame.notice, frame)
    check.tell(remedy(facts("fcitx5", loaded="compose")))
    assert frame.notice.isVisible()
    assert "接不上" in frame.notice.title.text()
    buttons = cast("list[Button]", frame.notice.findChildren(Button))
    button = next(each for each in buttons if each.text() == "不再提示")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not frame.notice.isVisible()
    assert frame.desk.app.kept.habit("composing.unsaid") is True
    check.tell("")
    assert not frame.notice.isVisible()
