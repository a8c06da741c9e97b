"""Disk full: each operation of the desk with room for no write, for one, for two, and so on.

A program of its own, below the recorder, which lets the disk be full; what it found is printed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from partyservice.app.lists import Taken
from partyservice.desk.listing import PEOPLE
from partyservice.kernel import files
from partyservice.kernel.errors import Refused
from tests.faults.nothing_lost import MACHINE, SETTINGS, State, fault_after, state_of
from tests.faults.workloads import Day

OUT, TEMPORARY = "out", "tmp"
EARLIER = "what stood here before"
_LIBRARY = ctypes.CDLL(None)
Work = Callable[[Day, Path], object]


@dataclass(frozen=True, slots=True)
class Tried:
    """An operation with so many writes before the disk was full."""

    operation: str
    writes: int
    words: str  # of the Refused; empty if it was done
    fault: str


def register(day: Day, _out: Path) -> None:
    day.register("张一")


def leave(day: Day, _out: Path) -> None:
    day.leave("赵四")


def set_office(day: Day, _out: Path) -> None:
    day.set_office("7")


def bring(day: Day, _out: Path) -> None:
    day.bring("few.xlsx")


def type_in(day: Day, _out: Path) -> None:
    day.type_in("周七")


def set_machine(day: Day, _out: Path) -> None:
    day.set_machine("HP-1020")


def workbook(day: Day, out: Path) -> None:
    columns = tuple(field.key for field in PEOPLE.known)
    taken = Taken(title="党员", listing=PEOPLE, wanted=day.app.wanted(columns=columns))
    day.app.lists.save(taken, out / "党员.xlsx")


def paper(day: Day, out: Path) -> None:
    day.app.papers.save("outflow", date(2026, 10, 1), out / "花名册.pdf")


def open_again(day: Day, _out: Path) -> None:
    day.close()
    day.app = Day.begun(day.app.store.folder.parent).app
    day.app.kept.habit("columns")


WORKS: Mapping[str, Work] = {
    work.__name__: work
    for work in (
        register,
        leave,
        set_office,
        bring,
        type_in,
        set_machine,
        workbook,
        paper,
        open_again,
    )
}
NOTED = ("workbook", "paper", "open_again")  # the journal is told before, and each time


@contextmanager
def full_after(writes: int) -> Iterator[None]:
    """Let the disk be full after so many writes; the last is cut short every other time."""
    _LIBRARY.recorder_room(ctypes.c_long(writes), writes % 2)
    try:
        yield
    finally:
        _LIBRARY.recorder_room(ctypes.c_long(-1), 0)


def attempts(base: Path, at: Path, name: str, most: int) -> Iterator[Tried]:
    """Do one operation with more and more room, until it has enough."""
    work = WORKS[name]
    known = _known(base, at, work)
    for writes in range(most):
        tried, enough = _attempt(base, at, name, known, writes)
        yield tried
        if enough:
            return
    raise RuntimeError(f"{name} writes more than {most} times.")


def _known(base: Path, at: Path, work: Work) -> list[State]:
    """Return what is true before an operation and after it."""
    day = _begun(base, at)
    before = state_of(day.app, day.machine)
    work(day, at / OUT)
    known = [before, state_of(day.app, day.machine)]
    if work.__name__ in NOTED:
        work(day, at / OUT)
        known.append(state_of(day.app, day.machine))
    day.close()
    return known


def _begun(base: Path, at: Path) -> Day:
    shutil.rmtree(at, ignore_errors=True)
    shutil.copytree(base, at)
    for name in (OUT, TEMPORARY):
        (at / name).mkdir()
    for name in ("党员.xlsx", "花名册.pdf"):
        (at / OUT / name).write_text(EARLIER, "utf-8")
    day = Day.begun(at)
    day.app.kept.habit("columns")  # as the window does when it begins
    return day


def _attempt(
    base: Path, at: Path, name: str, known: list[State], writes: int
) -> tuple[Tried, bool]:
    day, words, fault = _begun(base, at), "", ""
    try:
        with full_after(writes):
            WORKS[name](day, at / OUT)
            enough = _LIBRARY.recorder_left() > 0
    except Refused as refusal:
        words, enough = refusal.words, False
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        fault, enough = f"crash: {error!r}", False
    fault = fault or shortened(at)
    if words and not fault:
        WORKS[name](day, at / OUT)  # there is room again: the same window does it
    day.close()
    # on a full disk an office opens without the note that it was opened
    fault = fault or fault_after(at, known, 0 if name == "open_again" else 1)
    return Tried(name, writes, words, fault), enough


def shortened(at: Path) -> str:
    """Return a file that was cut, or that nobody will tidy away."""
    for path in (at / OUT).iterdir():
        if path.name.startswith("."):
            return f"orphan: {path.name}"
        data = path.read_bytes()
        end = b"%%EOF" if path.suffix == ".pdf" else b"PK\x05\x06"
        if data != EARLIER.encode() and end not in data[-64:]:
            return f"cut: {path.name}"
    for path in (at / MACHINE / SETTINGS, *(at / "office").glob("*.db"), at / "office/keys.json"):
        if not path.stat().st_size:
            return f"empty: {path.name}"
    return ""


@contextmanager
def written_over(path: Path, *_given: object, **_named: object) -> Iterator[BinaryIO]:
    """Write as most programs do; the control."""
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise Refused("No room.") from error


def main() -> None:
    """Try the operations named."""
    given = argparse.ArgumentParser()
    given.add_argument("--most", type=int, default=500)
    given.add_argument("--control", action="store_true")
    given.add_argument("--only", nargs="+", choices=WORKS, required=True)
    given.add_argument("--where", nargs=2, type=Path, required=True)
    options = given.parse_args()
    base, at = options.where
    if options.control:
        files.replaced_whole = written_over
    tempfile.tempdir = str(at / TEMPORARY)
    found = [
        asdict(tried) for name in options.only for tried in attempts(base, at, name, options.most)
    ]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
