"""Reading: the rows of a spreadsheet a stranger made, read by a child process within limits."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import IO, Any, Self, cast

from partyservice.exchange.blocks import Unpacking
from partyservice.exchange.frames import (
    BLOCK,
    FAILED,
    FINISHED,
    LIMITS,
    SHEET,
    Limits,
    Unreadable,
    received,
)
from partyservice.exchange.refusals import refusal
from partyservice.exchange.sheets import Merged, Row, Sheet
from partyservice.kernel.progress import Cancelled, Progress, Quiet

__all__ = ["LIMITS", "Limits", "SheetHead", "SheetStream", "open_sheets", "read_sheets"]

PROGRAM = Path(__file__).resolve().parents[2] / "main.py"
LOOKS = 0.05  # s between two looks whether to stop
OUT_OF_TIME = {-getattr(signal, "SIGXCPU", 0), 1816}  # 1816: Windows, ERROR_NOT_ENOUGH_QUOTA
OUT_OF_MEMORY = {-6, -9, -11, 0xC0000005, 0xC0000017, 0xC0000409}  # aborted, killed, no memory


def read_sheets(
    path: Path,
    *,
    limits: Limits = LIMITS,
    cancelled: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> list[Sheet]:
    """Return the visible sheets of `path` that are not blank, all in memory.

    `cancelled` is asked from another thread; `progress` is told the rows of the sheet being read.
    Raise Refused, in words for the person who chose `path`, or Cancelled.
    """
    told, sheets = progress or Quiet(), []
    with open_sheets(path, limits=limits, cancelled=cancelled) as stream:
        for head in stream:
            rows: list[Row] = []
            for block in head.blocks():
                rows += block
                told.step(len(rows), head.height, head.name)
            sheets.append(Sheet(head.name, rows, head.merged, head.sample))
    return sheets


def open_sheets(
    path: Path, *, limits: Limits = LIMITS, cancelled: Callable[[], bool] | None = None
) -> SheetStream:
    """Return the same as a stream that holds no more than one block of rows."""
    return SheetStream(path, limits, cancelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead:
    """A sheet whose rows are on their way; `height` is the most rows there can be."""

    name: str
    height: int
    width: int
    merged: tuple[Merged, ...]
    sample: bool = False  # a sample office wrote the file
    _blocks: Iterator[list[Row]] = field(repr=False)

    def blocks(self) -> Iterator[list[Row]]:
        """Give the rows in order, up to 2,000 at a time; what was given is not given again."""
        return self._blocks

    def rows(self) -> Iterator[Row]:
        """Give the rows in order."""
        for block in self._blocks:
            yield from block


class SheetStream:
    """The sheets of one file; leaving its `with` ends the child, always."""

    def __init__(self, path: Path, limits: Limits, cancelled: Callable[[], bool] | None) -> None:
        self._path, self._limits = path, limits
        self._child = _Child(path, limits, cancelled or (lambda: False))
        self._unpacking = Unpacking()
        self._ahead: tuple[bytes, bytes] | None = None
        self._cells = self._bytes = 0

    def __enter__(self) -> Self:
        try:
            self._child.start()
        except Unreadable as problem:
            raise refusal(self._path, problem) from problem
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._child.end()

    def __iter__(self) -> Iterator[SheetHead]:
        """Give the sheets in order; rows not asked for are passed over."""
        found = False
        while (said := self._next())[0] == SHEET:
            head = self._head(said[1])
            found = True
            yield head
            for _ in head.blocks():
                pass
        if said[0] != FINISHED:
            raise refusal(self._path, Unreadable("damaged"))
        if not found:
            raise refusal(self._path, Unreadable("nothing"))

    def _head(self, payload: bytes) -> SheetHead:
        try:
            facts: dict[str, Any] = json.loads(payload)
            merged = tuple(Merged(*area) for area in facts.pop("merged"))
            return SheetHead(**facts, merged=merged, _blocks=self._blocks(facts["width"]))
        except (ValueError, KeyError, TypeError) as error:
            raise refusal(self._path, Unreadable("damaged")) from error

    def _blocks(self, width: int) -> Iterator[list[Row]]:
        while (said := self._next())[0] == BLOCK:
            try:
                rows = self._counted(said[1], width)
            except Unreadable as problem:
                raise refusal(self._path, problem) from problem
            yield rows
        self._ahead = said

    def _counted(self, payload: bytes, width: int) -> list[Row]:
        """Return the rows of a block; the child's word on how much there is is not taken."""
        self._bytes += len(payload)
        if self._bytes > self._limits.text:
            raise Unreadable("memory")
        try:
            rows = self._unpacking.rows(payload)
        except ValueError as error:
            raise Unreadable("damaged") from error
        self._cells += len(rows) * width
        if self._cells > self._limits.cells:
            raise Unreadable("memory")
        if rows and len(rows[0]) != width:
            raise Unreadable("damaged")
        return rows

    def _next(self) -> tuple[bytes, bytes]:
        said, self._ahead = self._ahead, None
        try:
            return said or self._child.said()
        except Unreadable as problem:
            raise refusal(self._path, problem) from problem


class _Child:
    """The process that reads, and the thread that ends it when it is time."""

    def __init__(self, path: Path, limits: Limits, cancelled: Callable[[], bool]) -> None:
        given = json.dumps(asdict(limits))
        self._command = [sys.executable, str(PROGRAM), "--read-sheet", str(path), given]
        self._patience, self._cancelled = limits.wall, cancelled
        self._waiting_since: float | None = None
        self._stopped = ""
        self._over = Event()

    def start(self) -> None:
        """Start reading; raise Unreadable if the system has no process to give."""
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise Unreadable("unstarted") from error
        except ValueError as error:  # a zero in the path
            raise Unreadable("missing") from error
        self._out = cast(IO[bytes], self._process.stdout)
        self._watch = Thread(target=self._look, name="sheet-watch", daemon=True)
        self._watch.start()

    def said(self) -> tuple[bytes, bytes]:
        """Return the next frame; raise Unreadable or Cancelled when there is none to come."""
        began = self._waiting_since = time.monotonic()
        try:
            frame = received(self._out)
        except ValueError as error:
            raise Unreadable("damaged") from error
        finally:
            self._waiting_since = None
            self._patience -= time.monotonic() - began
        if self._stopped == "cancelled":
            raise Cancelled
        if frame is None:
            raise Unreadable(self._stopped or _why(self._process.wait()))
        if frame[0] == FAILED:
            raise _reported(frame[1])
        return frame

    def end(self) -> None:
        """End the process, if it has not ended, and leave nothing behind."""
        self._over.set()
        self._process.kill()
        self._watch.join()
        self._out.close()
        self._process.wait()

    def _look(self) -> None:
        while not self._over.wait(LOOKS):
            since = self._waiting_since
            if self._cancelled():
                self._stop("cancelled")
            elif since is not None and time.monotonic() - since > self._patience:
                self._stop("time")

    def _stop(self, why: str) -> None:
        self._stopped = why
        self._process.kill()
        self._over.set()


def _why(code: int) -> str:
    """Return the kind of failure of a child that went without a word."""
    if code in OUT_OF_TIME:
        return "time"
    return "memory" if code in OUT_OF_MEMORY else "stopped"


def _reported(payload: bytes) -> Unreadable:
    try:
        facts: dict[str, Any] = json.loads(payload)
        return Unreadable(**facts)
    except (ValueError, TypeError):
        return Unreadable("damaged")
