"""F9: an office on a medium that takes nothing is opened for reading, and says so.

A folder is mounted read-only in a name space of the test's own, since root may write anywhere.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from partyservice.app import open_office
from partyservice.kernel.errors import Refused
from partyservice.members.listing import MEMBERS
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK, PASSWORD, shown, somebody
from tests.faults.nothing_lost import OFFICE_FOLDER, fault_after, state_of
from tests.faults.powercut import ROOT
from tests.faults.table import Told
from tests.faults.workloads import Day

_ASKED = subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True)
needs_mount = pytest.mark.skipif(_ASKED.returncode != 0, reason="this user may mount nothing")


def within(folder: Path, words: str) -> str:
    """Run this file with `folder` mounted read-only; return what it says."""
    command = (
        f'mount --bind "{folder}" "{folder}" && mount -o remount,bind,ro "{folder}" && exec "$@"'
    )
    program = [sys.executable, "-m", "tests.faults.test_f09_read_only", str(folder), words]
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", command, "sh", *program],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@needs_mount
def test_a_medium_that_takes_nothing(base: Path, place: Path, tell: Told) -> None:
    at = place / "at"
    shutil.copytree(base, at)
    day = Day.begun(at)
    before = state_of(day.app, day.machine)
    day.close()
    bytes_before = {path: path.read_bytes() for path in at.rglob("*") if path.is_file()}

    said = within(at, "look").splitlines()

    wrong = [] if said[0] == "郑九" else ["nobody"]
    assert "只读打开" in said[1]
    assert "没有保存：这个中心是只读打开的" in said[2]
    assert {path: path.read_bytes() for path in at.rglob("*") if path.is_file()} == bytes_before
    tell("F9 read-only medium", 1, len(wrong), "writing is refused there")
    assert fault_after(at, [before], 0) == ""


@needs_mount
def test_what_lies_in_a_log_is_not_passed_over(base: Path, place: Path) -> None:
    at = place / "at"
    shutil.copytree(base, at)
    log = at / OFFICE_FOLDER / f"{DATABASE}-wal"
    log.write_bytes(b"saved and not yet in its place")

    assert "没有打开" in within(at, "look")


@needs_mount
def test_the_window_says_so_in_its_title(base: Path, place: Path) -> None:
    at = place / "at"
    shutil.copytree(base, at)

    title, notice = within(at, "window").split()
    assert (title, notice) == (
        "青石镇党员服务中心（只读）",
        "只读打开：这个位置现在不能写入",
    )


def say(*words: str) -> None:
    sys.stdout.write(f"{' '.join(words)}\n")


def look(folder: Path) -> None:
    try:
        app = open_office(folder / OFFICE_FOLDER, "", PASSWORD, CLOCK)
    except Refused as refusal:
        say(refusal.words)
        return
    say(" ".join(row["姓名"] for row in shown(app, MEMBERS)))
    say(app.room.warning())
    try:
        somebody(app, "张一")
    except Refused as refusal:
        say(refusal.words)
    app.close()


def window(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - in a program of its own

    from ui.parts.theme import dress  # noqa: PLC0415
    from ui.window import MainWindow  # noqa: PLC0415

    dress(application := QApplication([]))
    shown_one = MainWindow()
    shown_one.begin(open_office(folder / OFFICE_FOLDER, "", PASSWORD, CLOCK))
    shown_one.show()
    application.processEvents()
    assert shown_one.frame
    say(shown_one.windowTitle(), shown_one.frame.notice.title.text())
    shown_one.close()


if __name__ == "__main__":
    {"look": look, "window": window}[sys.argv[2]](Path(sys.argv[1]))
