"""Reader: where the bytes of a card come from; chosen by an environment variable, none is usual.

A reader of a maker needs the maker's library, which may not be shipped, may be of another word size
and may crash. Its place is a helper program of its own: it writes the frame to its output and ends,
and is named here as `exec:` and its path.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Timer
from typing import Protocol

from partyservice.devices.card import IdCard, card_of
from partyservice.devices.frame import MOST, text_of, unread
from partyservice.kernel.errors import Refused

VARIABLE = "PARTYSERVICE_CARD_READER"
PATIENCE = 5.0  # seconds
_PROGRAM = "exec:"


class Reader(Protocol):
    """Gives the bytes of the card that lies on it."""

    def read(self, patience: float = PATIENCE) -> bytes:
        """Return what the reader answers; raise Refused if it does not in `patience` seconds."""


@dataclass(frozen=True, slots=True)
class FileReader:
    """A virtual reader: a recording of what a real one answered."""

    path: Path

    def read(self, patience: float = PATIENCE) -> bytes:  # noqa: ARG002 - a file answers at once
        """Return what stands in the file."""
        try:
            if not self.path.is_file():  # a pipe might keep us waiting
                raise unread("读卡器没有接上")
            with self.path.open("rb") as recording:
                return recording.read(MOST + 1)
        except OSError as error:
            raise unread("读卡器没有接上") from error


@dataclass(frozen=True, slots=True)
class ProgramReader:
    """A helper program that knows the reader; it may hang or crash without harm."""

    program: Path

    def read(self, patience: float = PATIENCE) -> bytes:
        """Return what the program writes."""
        try:
            helper = subprocess.Popen(
                [self.program],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise unread("读卡程序没有启动") from error
        late = Event()
        clock = Timer(patience, partial(_end, helper, late))
        clock.start()
        with helper:
            answer = helper.stdout.read(MOST + 1) if helper.stdout else b""
            if len(answer) > MOST:
                helper.kill()  # it would go on for ever
            state = helper.wait()
        clock.cancel()
        if late.is_set():
            raise unread("读卡器没有回答")
        if state and len(answer) <= MOST:
            raise unread("读卡程序中途停了")
        return answer


def _end(helper: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    helper.kill()


_NONE = f"没有设置读卡器。什么也没有填入。请手工填写；接好读卡器后由管理员设置 {VARIABLE}。"


def reader_of(settings: Mapping[str, str] | None = None) -> Reader:
    """Return the reader the environment names; raise Refused if it names none."""
    named = (os.environ if settings is None else settings).get(VARIABLE, "").strip()
    if not named:
        raise Refused(_NONE)
    if named.startswith(_PROGRAM):
        return ProgramReader(Path(named.removeprefix(_PROGRAM)))
    return FileReader(Path(named))


def read_card(reader: Reader | None = None, patience: float = PATIENCE) -> IdCard:
    """Return the card that lies on the reader; raise Refused with what to do."""
    return card_of(text_of((reader or reader_of()).read(patience)))
