"""Face: a TrueType file read in place: its characters, their widths, and a cut of a few glyphs."""

from __future__ import annotations

import mmap
import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from struct import Struct, pack, unpack_from

_U16, _U32 = Struct(">H"), Struct(">L")
_COMPOSITE = Struct(">HH")  # flags, glyph
_MORE, _WORDS, _SCALE, _TWO_SCALES, _MATRIX = 0x20, 0x01, 0x08, 0x40, 0x80
_KEPT = ("cvt ", "fpgm", "prep")  # copied whole where they are


class Face:
    """One font file with `glyf` outlines and a format 12 character map.

    Opening maps the file and reads its directory: 0.2 ms, so a face may be opened to be asked.
    https://learn.microsoft.com/typography/opentype/spec/otff
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.name = path.stem
        self._tables: dict[str, tuple[int, int]] = {}
        for number in range(_U16.unpack_from(self._data, 4)[0]):
            tag, _, start, size = unpack_from(">4sLLL", self._data, 12 + 16 * number)
            self._tables[tag.decode("latin-1")] = start, size
        head, hhea = self._at("head"), self._at("hhea")
        self.units: int = self._u16(head + 18)
        self.box: tuple[int, ...] = unpack_from(">4h", self._data, head + 36)
        self.ascent, self.descent = unpack_from(">2h", self._data, hhea + 4)
        self._long_offsets = self._u16(head + 50) == 1
        self._measured = self._u16(hhea + 34)  # glyphs with a width of their own
        self._groups = self._character_map()
        self._starts = self._groups[0::3]

    def glyph(self, code: int) -> int:
        """Return the glyph of a character, 0 when the face lacks it."""
        place = bisect_right(self._starts, code) - 1
        if place < 0:
            return 0
        first, last, glyph = self._groups[3 * place : 3 * place + 3]
        return glyph + code - first if code <= last else 0

    def width(self, glyph: int) -> float:
        """Return the width of a glyph in thousandths of the type's size."""
        place = min(glyph, self._measured - 1)
        return self._u16(self._at("hmtx") + 4 * place) * 1000 / self.units

    def cut(self, glyphs: Sequence[int]) -> bytes:
        """Return a font file with these glyphs in this order, and the parts they are made of."""
        kept = list(dict.fromkeys(glyphs))
        place = {glyph: number for number, glyph in enumerate(kept)}
        # kept grows while parts of glyphs are found
        outlines = [self._outline(glyph, kept, place) for glyph in kept]
        offsets = array("I", [0])
        for outline in outlines:
            offsets.append(offsets[-1] + len(outline))
        tables = {tag: self._table(tag) for tag in _KEPT if tag in self._tables}
        metrics = b"".join(self._metric(glyph) for glyph in kept)
        tables |= {"glyf": b"".join(outlines), "loca": _big_endian(offsets), "hmtx": metrics}
        tables["head"] = _patched(self._table("head"), {8: b"\0\0\0\0", 50: b"\0\1"})
        tables["hhea"] = _patched(self._table("hhea"), {34: _U16.pack(len(kept))})
        tables["maxp"] = _patched(self._table("maxp"), {4: _U16.pack(len(kept))})
        return _file(tables)

    def _at(self, tag: str) -> int:
        return self._tables[tag][0]

    def _u16(self, at: int) -> int:
        return int(_U16.unpack_from(self._data, at)[0])

    def _table(self, tag: str) -> bytes:
        start, size = self._tables[tag]
        return self._data[start : start + size]

    def _character_map(self) -> array[int]:
        """Return first, last, glyph; first, last, glyph; … of the format 12 map."""
        start = self._at("cmap")
        for number in range(self._u16(start + 2)):
            at = start + int(_U32.unpack_from(self._data, start + 8 + 8 * number)[0])
            if self._u16(at) == 12:
                size = 12 * _U32.unpack_from(self._data, at + 12)[0]
                return _native(self._data[at + 16 : at + 16 + size])
        raise ValueError(f"{self.name}: no format 12 character map")

    def _metric(self, glyph: int) -> bytes:
        at = self._at("hmtx")
        if glyph < self._measured:
            return self._data[at + 4 * glyph : at + 4 * glyph + 4]
        width = self._data[at + 4 * self._measured - 4 : at + 4 * self._measured - 2]
        bearing = at + 4 * self._measured + 2 * (glyph - self._measured)
        return width + self._data[bearing : bearing + 2]

    def _outline(self, glyph: int, kept: list[int], place: dict[int, int]) -> bytes:
        """Return a glyph's outline padded to 4 bytes; its parts are added to those kept."""
        loca, glyf = self._at("loca"), self._at("glyf")
        if self._long_offsets:
            first, last = unpack_from(">2L", self._data, loca + 4 * glyph)
        else:
            first, last = (2 * n for n in unpack_from(">2H", self._data, loca + 2 * glyph))
        outline = self._data[glyf + first : glyf + last]
        if outline[:1] > b"\x7f":  # a negative number of contours: made of other glyphs
            outline = _with_parts(outline, kept, place)
        return outline + b"\0" * (-len(outline) % 4)


def _with_parts(outline: bytes, kept: list[int], place: dict[int, int]) -> bytes:
    data, at, flags = bytearray(outline), 10, _MORE
    while flags & _MORE:
        flags, part = _COMPOSITE.unpack_from(data, at)
        if part not in place:
            place[part] = len(kept)
            kept.append(part)
        _COMPOSITE.pack_into(data, at, flags, place[part])
        at += 8 if flags & _WORDS else 6
        at += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)
    return bytes(data)


def _file(tables: dict[str, bytes]) -> bytes:
    """Return the tables as one file, with directory and check sums."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = [pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * (count - (1 << power)))]
    bodies, at = [], 12 + 16 * count
    for tag, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        directory.append(pack(">4sLLL", tag.encode(), _sum(padded), at, len(body)))
        bodies.append(padded)
        at += len(padded)
    file = b"".join(directory + bodies)
    adjustment = _U32.pack(0xB1B0AFBA - _sum(file) & 0xFFFFFFFF)
    head = unpack_from(">L", file, 12 + 16 * sorted(tables).index("head") + 8)[0]
    return _patched(file, {head + 8: adjustment})


def _patched(table: bytes, changes: dict[int, bytes]) -> bytes:
    data = bytearray(table)
    for at, change in changes.items():
        data[at : at + len(change)] = change
    return bytes(data)


def _sum(padded: bytes) -> int:
    return sum(_native(padded)) & 0xFFFFFFFF


def _native(data: bytes) -> array[int]:
    numbers = array("I", data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _big_endian(numbers: array[int]) -> bytes:
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()
