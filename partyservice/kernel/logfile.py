"""LogFile: what the program notes of itself, with nothing in it that names a person."""

from __future__ import annotations

import logging
import re
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from typing_extensions import override

from partyservice.kernel.traces import trace_of

FILE = "partyservice.log"
LOGGERS = ("partyservice", "ui")  # others say what they like
_BYTES, _OLDER = 256_000, 1
_BUG = re.compile(r"[0-9A-F]{6}|\d+\.\d+\.\d+")  # its number, or that of a version


class Plain(logging.Formatter):
    """The sentence as it stands in the source; of its values only numbers and bug numbers.

    Of an exception its kind and where it passed: its words may quote what was typed.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        lines = [f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {self._said(record)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += trace_of(record.exc_info[1])
        return "\n".join(lines)

    def _said(self, record: logging.LogRecord) -> str:
        if not isinstance(record.msg, str):
            return type(record.msg).__name__
        given = record.args if isinstance(record.args, tuple) else ()
        safe = tuple(value if _harmless(value) else "…" for value in given)
        with suppress(TypeError, ValueError):
            return record.msg % safe if safe else record.msg
        return record.msg


def begin_log(folder: Path) -> logging.Handler | None:
    """Note from now on in `folder` what the program says of itself; None if that cannot be."""
    try:
        made = RotatingFileHandler(
            folder / FILE, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8"
        )
    except OSError:
        return None  # a folder that is only read is no reason not to work
    made.setFormatter(Plain())
    made.setLevel(logging.INFO)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.addHandler(made)
        if logger.getEffectiveLevel() > logging.INFO:
            logger.setLevel(logging.INFO)
    return made


def end_log(handler: logging.Handler) -> None:
    """Let go of the file."""
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(handler)
    handler.close()


def last_lines(folder: Path, most: int) -> list[str]:
    """Return the last lines noted in `folder`."""
    with suppress(OSError), (folder / FILE).open(encoding="utf-8", errors="replace") as file:
        return [line.rstrip("\n") for line in deque(file, most)]
    return []


def _harmless(value: object) -> bool:
    if isinstance(value, int | float):
        return abs(value) < 100_000  # longer ones may be somebody's number
    return isinstance(value, str) and bool(_BUG.fullmatch(value)) and not value.isdigit()
