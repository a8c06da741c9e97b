"""Frames: what the child that reads a spreadsheet says to its parent, piece by piece."""

from __future__ import annotations

import json
from dataclasses import dataclass
from struct import Struct
from typing import IO, Any

SHEET, BLOCK, FAILED, FINISHED = b"S", b"B", b"X", b"Z"

SAMPLE_PROPERTY = "partyservice-sample"  # of a workbook: office programs keep it when they save
LARGEST = 64 << 20  # bytes of one frame
_HEAD = Struct(">cI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a spreadsheet may need before it is refused; bytes and seconds."""

    rows: int = 200_000
    columns: int = 256
    sheets: int = 256  # visible ones
    cells: int = 5_000_000  # of all sheets together
    text: int = 192 << 20  # of all cells, on their way from the child
    size: int = 256 << 20  # of the file
    unpacked: int = 1 << 30  # of what an .xlsx says it holds
    memory: int = 768 << 20  # of the child, its program included
    cpu: int = 20  # of the child
    wall: float = 60  # of waiting for the child, not of working on what it gave


LIMITS = Limits()


class Unreadable(Exception):
    """Why a file is not read; `kind` is a key of the sentences in `reading`."""

    def __init__(self, kind: str, **details: str | int) -> None:
        super().__init__(kind)
        self.kind, self.details = kind, details


def frame(tag: bytes, payload: bytes) -> bytes:
    """Return one frame, its length ahead; raise Unreadable if nobody would take it."""
    if len(payload) > LARGEST:
        raise Unreadable("memory")
    return _HEAD.pack(tag, len(payload)) + payload


def told(tag: bytes, **facts: Any) -> bytes:
    """Return a frame of plain facts."""
    return frame(tag, json.dumps(facts, ensure_ascii=False).encode())


def received(file: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return tag and payload of the next frame, None when there is no whole one.

    Raise ValueError for a length that `frame` would not have made.
    """
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    tag, length = _HEAD.unpack(head)
    if length > LARGEST:
        raise ValueError(length)
    payload = file.read(length)
    return None if len(payload) < length else (tag, payload)
