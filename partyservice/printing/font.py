"""Font: the objects of a PDF that hold one face, cut to the characters that a document uses."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from struct import pack

from partyservice.printing.typesetting import Font

_HEAD = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
/CMapName/Adobe-Identity-UCS def/CMapType 2 def
1 begincodespacerange<0000><FFFF>endcodespacerange
"""
_TAIL = "endcmap CMapName currentdict/CMap defineresource pop end end"
_SYSTEM = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"


def font_objects(font: Font, add: Callable[[bytes], int]) -> int:
    """Add a font's objects by `add`, which gives their numbers; return that of the font.

    One Type0 font with Identity-H codes (ISO 32000-1, 9.7). Codes and glyphs are joined by a map,
    since two characters may share one glyph and yet must come back as they were.
    """
    face = font.face
    glyphs = {code: face.glyph(character) for character, code in font.codes.items()}
    order = list(dict.fromkeys([0, *glyphs.values()]))
    file = face.cut(order)
    name = f"{_tag(font)}+{face.name}"
    scale = 1000 / face.units
    box = " ".join(f"{edge * scale:.0f}" for edge in face.box)
    descriptor = add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent {face.ascent * scale:.0f}/Descent {face.descent * scale:.0f}/CapHeight 730"
        f"/StemV 80/FontFile2 {add(_packed(file, f'/Length1 {len(file)}'))} 0 R>>".encode()
    )
    descendant = add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}{_SYSTEM}"
        f"/FontDescriptor {descriptor} 0 R/DW 1000/W[{_widths(font, glyphs)}]"
        f"/CIDToGIDMap {add(_packed(_glyph_map(glyphs, order)))} 0 R>>".encode()
    )
    return add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {add(_packed(_to_unicode(font)))} 0 R>>"
        "".encode()
    )


def _tag(font: Font) -> str:
    """Return the six letters by which two cuts of a face are told apart."""
    number = zlib.crc32("".join(map(chr, font.codes)).encode("utf-16", "surrogatepass"))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _widths(font: Font, glyphs: dict[str, int]) -> str:
    wide = {_number(code): font.face.width(glyph) for code, glyph in glyphs.items()}
    return " ".join(f"{code}[{width:g}]" for code, width in wide.items() if width != 1000)


def _glyph_map(glyphs: dict[str, int], order: list[int]) -> bytes:
    place = {glyph: number for number, glyph in enumerate(order)}
    by_code = {_number(code): place[glyph] for code, glyph in glyphs.items()}
    return b"".join(pack(">H", by_code.get(code, 0)) for code in range(max(by_code, default=0) + 1))


def _to_unicode(font: Font) -> bytes:
    entries = [
        f"<{_number(code):04X}><{chr(character).encode('utf-16-be').hex()}>"
        for character, code in font.codes.items()
    ]
    blocks = []
    for start in range(0, len(entries), 100):  # the standard allows 100 a block
        block = entries[start : start + 100]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
    return (_HEAD + "".join(blocks) + _TAIL).encode()


def _number(code: str) -> int:
    return ord(code[0]) << 8 | ord(code[1])


def _packed(content: bytes, entries: str = "") -> bytes:
    squeezed = zlib.compress(content, 6)
    head = f"<</Length {len(squeezed)}/Filter/FlateDecode{entries}>>stream\n"
    return head.encode() + squeezed + b"\nendstream"
