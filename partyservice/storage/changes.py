"""Changes: a file that repeats elsewhere what was saved: sealed records, only ever added to.

A line of magic, a line of JSON (Head), then records: length, number, nonce, what is sealed. Each is
sealed together with its number and the hash of all before the records, so that one that is cut,
changed, moved or of another file is noticed, and everything before it can still be read.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

MAGIC, ENDING = b"partychanges 1\n", ".partychanges"
LONGEST_HEAD = 1 << 20  # bytes; the doors of an office are a few thousand
LARGEST = 64 << 20  # bytes of a record: what is longer was never written
_FRAME = struct.Struct(">IQ")  # length of nonce and what is sealed, number of the record
_MARK = struct.Struct(">Q32s?")
_NONCE = 24
_PLAIN, _SMALLER = b"0", b"1"  # whether a body is compressed
_PAYS = 200  # bytes from which compressing is tried

Body = dict[str, Any]


class Unreadable(Exception):
    """This is no change journal, or none that the key opens."""


class Damaged(Exception):
    """What begins at byte `offset` is not what was written; all before it is.

    `torn` if nothing sound comes after it: a power cut does that too.
    """

    def __init__(self, offset: int, *, torn: bool) -> None:
        super().__init__(offset)
        self.offset, self.torn = offset, torn


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in clear at the beginning; nothing of it tells of a person.

    `first` is the number of the first entry, `doors` the content of keys.json when it was begun.
    """

    form: str
    incarnation: int
    first: int
    made: str
    doors: bytes = b""

    def clear(self) -> bytes:
        """Return the first two lines of a file."""
        told = {
            "form": self.form,
            "incarnation": str(self.incarnation),
            "first": self.first,
            "made": self.made,
            "doors": base64.b64encode(self.doors).decode(),
        }
        return MAGIC + json.dumps(told, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which entry of the journal a record goes, and its hash.

    `whole` if that is where a transaction ended: half of one is worth nothing.
    """

    seq: int
    hash: bytes
    whole: bool = True


NOTHING = Mark(0, b"")


@dataclass(frozen=True, slots=True)
class Block:
    """One record: its Mark, and the rest, unpacked only by who asks for it."""

    mark: Mark
    packed: bytes

    def body(self) -> Body:
        """Return what was written."""
        rest = self.packed[1:]
        text = zlib.decompress(rest) if self.packed[:1] == _SMALLER else rest
        found: Body = json.loads(text, object_hook=_bytes_again)
        return found


def block(mark: Mark, body: Body) -> Block:
    """Return `body` as a record that goes up to `mark`; bytes in it stay bytes."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_as_text).encode()
    small = zlib.compress(text, 1) if len(text) > _PAYS else text
    return Block(mark, _SMALLER + small if len(small) < len(text) else _PLAIN + text)


class Seal:
    """Seals and opens the records of one file: `clear` is all that stands before them."""

    def __init__(self, key: bytes, clear: bytes) -> None:
        self._key, self._bound = key, hashlib.sha256(clear).digest()

    def frame(self, number: int, given: Block) -> bytes:
        """Return the bytes of record `number`."""
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as seal  # noqa: PLC0415

        mark, nonce = given.mark, os.urandom(_NONCE)
        plain = _MARK.pack(mark.seq, mark.hash, mark.whole) + given.packed
        sealed = nonce + seal(plain, self._with(number), nonce, self._key)
        return _FRAME.pack(len(sealed), number) + sealed

    def opened(self, number: int, sealed: bytes) -> Block | None:
        """Return record `number`; None if it is not what was sealed."""
        # not before the window stands
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as opened  # noqa: PLC0415
        from nacl.exceptions import CryptoError  # noqa: PLC0415

        try:
            plain = opened(sealed[_NONCE:], self._with(number), sealed[:_NONCE], self._key)
        except CryptoError:
            return None
        seq, hashed, whole = _MARK.unpack_from(plain)
        return Block(Mark(seq, hashed if seq else b"", whole), plain[_MARK.size :])

    def _with(self, number: int) -> bytes:
        return self._bound + number.to_bytes(8, "big")


class Changes:
    """One file, opened with the key of change journals; raise Unreadable, or OSError."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        with path.open("rb") as file:
            clear = _clear(file)
            self.head, self._start = _head(clear), len(clear)
            self.seal = Seal(key, clear)
            try:
                began = self._record(file, self._start, 0)
            except Damaged as error:
                raise Unreadable(path.name) from error
        if began is None:
            raise Unreadable(path.name)
        self.before = began[1].mark  # the entry after which it begins

    def blocks(self, offset: int = 0, number: int = 0) -> Iterator[tuple[int, Block]]:
        """Give each record and where it ends, from the first or that at `offset`; raise Damaged."""
        offset = offset or self._start
        with self.path.open("rb") as file:
            while found := self._record(file, offset, number):
                yield found
                offset, number = found[0], number + 1

    def newest(self) -> Mark:
        """Return the last Mark that can be read; only the last records are opened."""
        starts = [self._start]
        with self.path.open("rb") as file:
            while after := _after(file, starts[-1], len(starts) - 1):
                starts.append(after)
            for number in range(len(starts) - 2, -1, -1):
                found = self._opened(file, starts[number], starts[number + 1], number)
                if found:
                    return found.mark
        return self.before

    def _record(self, file: BinaryIO, offset: int, number: int) -> tuple[int, Block] | None:
        """Return where record `number` ends, and the record; None at the end of the file."""
        size = os.fstat(file.fileno()).st_size
        if offset == size:
            return None
        after = _after(file, offset, number)
        found = self._opened(file, offset, after, number) if after else None
        if after is None or found is None:
            raise Damaged(offset, torn=not _goes_on(file, offset, number))
        return after, found

    def _opened(self, file: BinaryIO, offset: int, after: int, number: int) -> Block | None:
        file.seek(offset + _FRAME.size)
        return self.seal.opened(number, file.read(after - offset - _FRAME.size))


def _clear(file: BinaryIO) -> bytes:
    magic, line = file.read(len(MAGIC)), file.readline(LONGEST_HEAD)
    if magic != MAGIC or not line.endswith(b"\n"):
        raise Unreadable(file.name)
    return magic + line


def _head(clear: bytes) -> Head:
    try:
        told = json.loads(clear[len(MAGIC) :])
        doors = base64.b64decode(told["doors"], validate=True)
        incarnation, first = int(told["incarnation"]), int(told["first"])
        return Head(str(told["form"]), incarnation, first, str(told["made"]), doors)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("head") from error


def _after(file: BinaryIO, offset: int, number: int) -> int | None:
    """Return where the record at `offset` ends; None if no whole record `number` begins there."""
    file.seek(offset)
    frame = file.read(_FRAME.size)
    if len(frame) < _FRAME.size:
        return None
    length, found = _FRAME.unpack(frame)
    end: int = offset + _FRAME.size + length
    sound = found == number and _NONCE + _MARK.size <= length <= LARGEST
    return end if sound and end <= os.fstat(file.fileno()).st_size else None


def _goes_on(file: BinaryIO, offset: int, number: int) -> bool:
    """Say whether the record after `number` is anywhere behind `offset`.

    Its number in 8 bytes is met by chance once in 10^19 places.
    """
    file.seek(offset + _FRAME.size)
    rest = file.read()
    at = rest.find((number + 1).to_bytes(8, "big")) - 4  # where its length stands
    if at < 0:
        return False
    length, _number = _FRAME.unpack_from(rest, at)
    return bool(length <= len(rest) - at)


def _as_text(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} has no place in a change journal")


def _bytes_again(found: dict[str, Any]) -> Any:
    if found.keys() == {"bytes"}:
        return base64.b64decode(found["bytes"])
    return found
